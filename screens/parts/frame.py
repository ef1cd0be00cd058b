"""What every screen stands on: the services, the signed-in person, and the way from page to page.

Always holds: there is one set of services in a process; who the viewer is, is asked of the records at every rerun, by
the cookie that came with the browser's request and by nothing that a browser can set later; an error is shown as its
sentence, never as a trace.
"""

import logging
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import Final, TypeVar

import streamlit as st

from domain.errors import FrontstageError
from domain.people import Role, Viewer
from screens.parts.style import draw_style
from screens.parts.text import as_typed
from training.settings import load_settings
from training.wiring import Lazy, Services, build

log = logging.getLogger(__name__)

MARK: Final = str(Path(__file__).resolve().parents[1] / "mark.svg")
COOKIE: Final = "frontstage_session"
TYPED: Final = ("message", "reflection")  # the keys of the boxes that take long texts
PAGES: Final = {
    "practise": "screens/library.py",
    "brief": "screens/brief.py",
    "conversation": "screens/conversation.py",
    "cool-down": "screens/cool_down.py",
    "rate": "screens/rate.py",
    "debrief": "screens/debrief.py",
    "history": "screens/history.py",
    "team": "screens/team.py",
    "attempt": "screens/attempt.py",
    "assign": "screens/assign.py",
    "people": "screens/people.py",
    "calibration": "screens/calibration.py",
    "report": "screens/report.py",
    "model": "screens/model.py",
    "account": "screens/account.py",
    "notice": "screens/notice.py",
}

A_DOUBLE_CLICK: Final = 2.0  # seconds
T = TypeVar("T")

ROLE_WORDS: Final = {Role.TRAINEE: "Trainee", Role.TRAINER: "Trainer", Role.HR: "HR"}


class House:
    """Holds how this process gets its services. One of its kind, for as long as the process lives."""

    def __init__(self) -> None:
        self.services: Callable[[], Services] = Lazy(lambda: build(load_settings()))


_house = House()


def services() -> Services:
    """The services of this process, put together at the first call. Raises FrontstageError when they cannot be."""
    return _house.services()


def provide(make: Callable[[], Services]) -> None:
    """Say where `services` comes from: the server gives what it was started with, a test what it has prepared."""
    _house.services = Lazy(make)


def session_token() -> str:
    """The token of the browser's session cookie, "" without one. Only the server can set that cookie (HttpOnly)."""
    return st.context.cookies.get(COOKIE, "")


def viewer() -> Viewer:
    """The signed-in person. When there is none, says so with the way to sign in, and stops the screen."""
    try:
        person = services().accounts.viewer(session_token())
    except FrontstageError as error:
        trouble(error)
        show_unsent()
        st.stop()
    if person is None:
        st.title("You are signed out", anchor=False)
        st.markdown("Nothing is lost: your conversations are kept. [Sign in](/sign-in) to go on.")
        show_unsent()
        st.stop()
    return person


def show_unsent() -> None:
    """What was typed for a screen that cannot take it just now: shown, so that it can be copied."""
    if words := next((words for key in TYPED if (words := st.session_state.get(key))), ""):
        st.warning("This was not sent. Copy it, it is kept nowhere else:", icon=":material/content_copy:")
        st.text(words)


def trouble(error: FrontstageError) -> None:
    """Show what happened, what was kept and what to do: the error's own sentence."""
    st.error(as_typed(str(error)), icon=":material/error:")


def attempt_to(act: Callable[[], object]) -> None:
    """Do what a button asks for and draw the screen anew, or say why it could not be done."""
    try:
        act()
    except FrontstageError as error:
        trouble(error)
        return
    st.rerun()


def once(what: str, act: Callable[[], T]) -> T:
    """Do what a button asks for, and for a second click on it get what the first one made.

    Streamlit runs a screen again for the second click, cutting off the first run as soon as it writes anything: between
    the act and whatever was to remember it. `what` names the act; what fails is not kept."""
    done: dict[str, tuple[float, T]] = st.session_state.setdefault("done", {})
    if (kept := done.get(what)) is None or monotonic() - kept[0] > A_DOUBLE_CLICK:
        made = act()
        kept = done[what] = (monotonic(), made)
    return kept[1]


def note_crash(error: Exception) -> bool:
    """An error that no screen caught: its own sentence when it has one, otherwise into the log, and one sentence on the
    screen. For `st.App(on_script_error=...)`; True says that nothing more is to be shown."""
    if isinstance(error, FrontstageError):
        trouble(error)
        return True
    log.error("a screen failed", exc_info=error)
    st.error(
        "This screen could not be drawn. All that was sent before is kept. Load the page again; if it stays so, tell "
        "whoever runs Frontstage: the log says why.",
        icon=":material/error:",
    )
    show_unsent()
    return True


def dress() -> None:
    """The few touches that the theme has no setting for. Call once a run, before anything is drawn."""
    draw_style("frame.css")
    st.logo(MARK, size="large", link=None)


def sidebar(person: Viewer) -> None:
    """Who is signed in, and the way out: a form to the server, which ends the session in the records too."""
    with st.sidebar.container(key="who"):
        st.markdown(f"{as_typed(person.name)}  \n{ROLE_WORDS[person.role]}")
        st.html('<form method="post" action="/sign-out"><button type="submit" class="leave">Sign out</button></form>')


def open_page(name: str, **query: str) -> None:
    """Go to a page by its name in PAGES, with query parameters. Does not return while a screen is being drawn."""
    st.switch_page(PAGES[name], query_params=query)


def page_title(text: str, subtitle: str = "") -> None:
    """The page's one first-level heading, and a line under it."""
    st.title(as_typed(text), anchor=False)
    if subtitle:
        st.markdown(as_typed(subtitle))
