"""The administrator's page of the chat model: with none, with one, and with one whose account has no credit left."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.clock import utc_now
from domain.people import Role, Viewer
from records.rows import ModelUsage
from screens.parts import frame
from screens.parts.words import month_name, short_day
from tests.support.model_server import MODEL, Fault, ModelServer, Reply
from tests.support.screens import OpenAs, at, draw_app, headings, press, tables, texts
from training.settings import Settings
from training.wiring import Services, build

SCENARIO = "third-contact"
KEY = "sk-never-to-be-seen"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def modelled(tmp_path: Path, server: ModelServer) -> Services:
    """The services with a model, in the place of those without; the demo's people are the same."""
    settings = Settings.model_validate(
        {
            "data_dir": tmp_path,
            "model": MODEL,
            "openai_base_url": server.base_url,
            "openai_api_key": KEY,
            "first_token_seconds": 60,
            "reply_seconds": 60,
            "model_input_price": 2,
            "model_output_price": 8,
            "model_monthly_budget": 10,
        }
    )
    return build(settings)


@pytest.fixture
def open_modelled(modelled: Services, open_as: OpenAs) -> Iterator[OpenAs]:
    def open_app(role: Role | None, *, notice_read: bool = True) -> AppTest:
        open_as(role, notice_read=notice_read)
        frame.provide(lambda: modelled)
        return draw_app()

    yield open_app
    modelled.close()


def practise(services: Services, trainee: Viewer, *messages: str) -> str:
    """A conversation under way, in which each message has its answer."""
    attempt = services.practice.start(trainee, SCENARIO, seed=1)
    for text in messages:
        services.practice.say(trainee, attempt, text, key=text)
        services.worker.wait(attempt)
    return attempt


def test_without_a_model_the_page_says_that_nothing_is_missing_and_how_to_add_one(open_as: OpenAs) -> None:
    app = open_as(Role.HR)
    assert not app.warning
    app = at(app, "model")
    assert headings(app) == ["Model"]
    assert [info.value for info in app.info] == ["No chat model is used, and none is needed: everything works without."]
    assert "FRONTSTAGE_MODEL=" in app.code[0].value
    assert "E-mail addresses, telephone numbers, card numbers and IBANs are taken out before" in texts(app)


def test_with_a_model_the_page_says_which_and_where_and_never_the_key(
    open_modelled: OpenAs, server: ModelServer
) -> None:
    app = at(open_modelled(Role.HR), "model")
    assert tables(app)[0][1:] == [[MODEL, server.base_url, "set, and never shown"]]
    assert [success.value for success in app.success] == ["It is well, and asked as usual."]
    assert "**0.00 of 10.00** used: 0 %." in texts(app)
    assert f"In {month_name(utc_now())} the model was not asked anything by your organisation." in texts(app)
    assert "No customer has answered anybody in this month yet." in texts(app)
    assert KEY not in str(app)


def test_a_month_is_told_by_day_with_its_cost(open_modelled: OpenAs, modelled: Services, trainee: Viewer) -> None:
    usage = ModelUsage(MODEL, 1_200_000, 50_000, 800_000, 12, 3_000)
    modelled.store.attempts.record_usage(practise(modelled, trainee), turn=1, usage=usage)
    app = at(open_modelled(Role.HR), "model")
    assert tables(app)[1][1:] == [
        [short_day(utc_now()), "1", "12", "1,200,000", "800,000", "50,000", "2.80"],
    ]
    assert "**2.80 of 10.00** used: 28 %." in texts(app)
    assert "3,000 of the tokens are estimated" in texts(app)

    earlier = app.selectbox[0].options[1]
    app.selectbox[0].select(earlier).run()
    assert f"In {earlier} the model was not asked anything by your organisation." in texts(app)


def test_an_account_without_credit_is_told_to_hr_with_what_to_do_and_to_nobody_else(
    open_modelled: OpenAs, modelled: Services, server: ModelServer, trainee: Viewer
) -> None:
    server.script(*[Reply(Fault.BILLING)] * 3)
    practise(modelled, trainee, "Good morning, my name is Kim.", "What has happened?")
    advice = (
        "The chat model's account has no credit left. Top it up at your provider; until then the scripted customer "
        "speaks."
    )

    app = open_modelled(Role.HR)
    assert [plain(warning.value) for warning in app.warning] == [f"The chat model needs you. {advice}"]
    assert [link.value for link in app.page_link] == ["Open the page of the model"]
    app = at(app, "model")
    assert plain(app.error[0].value).startswith(advice)
    assert tables(app)[-1][1:] == [
        ["The chat model's account has no credit left.", "2", advice.partition(". ")[2]],
    ]
    assert tables(app)[-2][1:] == [["The script: the model gave no answer", "2", "100 %"]]

    press(app, "Ask it again now")
    assert not app.error
    assert not app.button

    for role in (Role.TRAINEE, Role.TRAINER):
        assert "credit" not in str(open_modelled(role))


def plain(text: str) -> str:
    return text.replace("\\", "")


def test_lines_that_the_check_kept_back_are_counted_by_what_it_found(
    open_modelled: OpenAs, modelled: Services, server: ModelServer, trainee: Viewer
) -> None:
    server.script(*[Reply(text="As an AI language model I am happy to help you today.")] * 2)
    practise(modelled, trainee, "Good morning, my name is Kim.")
    app = at(open_modelled(Role.HR), "model")
    assert ["The script: the model’s line did not pass the check", "1", "100 %"] in tables(app)[2]
    assert ["Leak", "2"] in tables(app)[3]
    assert "What the check found" in [heading.value for heading in app.subheader]
