"""The screens without a browser: the real services, and Streamlit's AppTest started at app.py.

The one thing that stands in for a browser is the session cookie. AppTest sends none, so the function that reads it is
exchanged for one that gives the token; everything behind it (the sessions table, roles, ownership) is the real thing.
"""

from html.parser import HTMLParser
from typing import Protocol

from streamlit.testing.v1 import AppTest

from domain.conversation import Engine
from domain.people import Role, Viewer
from domain.reading import Reading
from roleplay.audit import Fault, Finding
from screens.parts import frame
from tests.support.house import ROOT
from training.turns import CustomerDetail, detail_from_json, detail_to_json, reading_to_json
from training.wiring import Services

PATIENCE_S = 30  # the first screen imports what it needs


class OpenAs(Protocol):
    def __call__(self, role: Role | None, *, notice_read: bool = True) -> AppTest:
        """The app, drawn once, as the demo's person of this role; None is somebody who is signed out."""
        ...


class Enter(Protocol):
    def __call__(self, token: str) -> AppTest:
        """The app, drawn once, for the browser whose session cookie holds this token."""
        ...


def draw_app() -> AppTest:
    """The app from its entry, drawn once."""
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE_S).run()


def person_of(services: Services, role: Role) -> Viewer:
    """The demo's person of this role."""
    viewer = services.accounts.viewer(services.accounts.demo_sign_in(role))
    assert viewer is not None
    return viewer


def founded(house: Services) -> str:
    """The session of the founder of a real organisation, who has read the notice."""
    token = house.accounts.found(
        organisation="Lindgren", name="Ada", email="ada@lindgren.example", password="a long password"
    )
    ada = house.accounts.viewer(token)
    assert ada is not None
    house.accounts.acknowledge_notice(ada)
    return token


def at(app: AppTest, name: str) -> AppTest:
    """The app on another screen, by its name in PAGES."""
    app.switch_page(frame.PAGES[name]).run()
    assert not app.exception
    return app


def visit(open_as: OpenAs, page: str, *, role: Role = Role.TRAINEE, **query: str) -> AppTest:
    """A screen by its name in PAGES and its query, as the demo's person of this role."""
    app = open_as(role)
    for name, value in query.items():
        app.query_params[name] = value
    return app.switch_page(frame.PAGES[page]).run()


def talk(house: Services, viewer: Viewer, attempt: str, *messages: str) -> None:
    """Say these, one after the other, each answered."""
    for words in messages:
        house.practice.say(viewer, attempt, words, key=words)
        house.worker.wait(attempt)


def answer_with_the_same_again(house: Services, attempt: str, words: str) -> None:
    """Say this, and have the simulator at fault: it answers with the line that it had said before."""
    saved = house.store.attempts.save_message(attempt, text=words, idempotency_key=words)
    before, rows = house.store.attempts.get(attempt), house.store.attempts.turns(attempt)
    last = rows[saved.number - 1]
    detail = detail_from_json(last.detail or "")
    house.store.attempts.complete_reply(
        attempt,
        answers=saved.number,
        expected_revision=before.revision,
        text=last.text,
        engine=Engine.SCRIPTED,
        reading=reading_to_json(Reading()),
        detail=detail_to_json(CustomerDetail(detail.mood, verdict=(Finding(Fault.REPEATED, last.text),))),
        director_state=before.director_state,
    )


def headings(app: AppTest) -> list[str]:
    """The texts of the first-level headings."""
    return [title.value for title in app.title]


def texts(app: AppTest) -> str:
    """All Markdown of the screen, one block a line."""
    return "\n".join(block.value for block in app.markdown)


def tables(app: AppTest) -> list[list[list[str]]]:
    """The tables of the screen as a browser would show them: rows of cells, the headings first."""
    return [_Cells(block.value).rows for block in app.html if "<table>" in block.value]


class _Cells(HTMLParser):
    def __init__(self, source: str) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append("")
        elif tag != "tbody" and self.rows and self.rows[-1]:
            self.rows[-1][-1] += f"<{tag}>"  # a cell holds no element: seen here, it is a fault

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of this label and draw the screen again."""
    return next(button for button in app.button if button.label == label).click().run()
