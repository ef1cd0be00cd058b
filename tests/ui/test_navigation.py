"""Which screens each role gets, what a signed-out person meets, and the notice that everybody reads first."""

import pytest
from streamlit.testing.v1 import AppTest

from domain.errors import StorageFailure
from domain.people import Role, Viewer
from screens.parts import frame
from tests.support.screens import Enter, OpenAs, draw_app, headings, press, texts
from training.wiring import Services


@pytest.mark.parametrize(
    ("role", "title"),
    [(Role.TRAINEE, "Practise"), (Role.TRAINER, "Team"), (Role.HR, "Completion and scores")],
)
def test_each_role_lands_on_its_own_first_screen(open_as: OpenAs, role: Role, title: str) -> None:
    app = open_as(role)
    assert not app.exception
    assert headings(app) == [title]


@pytest.mark.parametrize(
    ("role", "closed"),
    [
        (Role.TRAINEE, ["team", "attempt", "assign", "people", "calibration", "report", "model"]),
        (Role.TRAINER, ["report", "model"]),
        (Role.HR, ["practise", "brief", "conversation", "rate", "debrief", "history", "team", "attempt", "assign"]),
    ],
)
def test_the_screens_of_other_roles_do_not_exist(open_as: OpenAs, role: Role, closed: list[str]) -> None:
    app = open_as(role)
    for name in closed:
        with pytest.raises(ValueError, match="page"):
            app.switch_page(frame.PAGES[name])


def test_a_signed_out_person_is_told_so_and_shown_the_way_in(open_as: OpenAs) -> None:
    app = open_as(None)
    assert headings(app) == ["You are signed out"]
    assert "[Sign in](/sign-in)" in texts(app)
    assert not app.button


def test_a_session_that_has_ended_draws_nothing_more_at_the_next_click(house: Services, enter: Enter) -> None:
    token = house.accounts.demo_sign_in(Role.TRAINEE)
    app = enter(token)
    house.accounts.sign_out(token)
    app.run()
    assert headings(app) == ["You are signed out"]


def test_what_was_typed_when_the_session_had_ended_is_shown(house: Services, open_as: OpenAs, trainee: Viewer) -> None:
    attempt = house.practice.start(trainee, "missed-anniversary", seed=7)
    app = open_as(Role.TRAINEE)
    app.query_params["attempt"] = attempt
    app.switch_page(frame.PAGES["conversation"]).run()
    house.accounts.sign_out(frame.session_token())
    app.chat_input[0].set_value("I rang the depot myself.").run()
    assert headings(app) == ["You are signed out"]
    assert [text.value for text in app.text] == ["I rang the depot myself."]


def test_a_second_click_gets_what_the_first_one_made() -> None:
    def twice() -> None:
        import streamlit as st

        from screens.parts.frame import once

        numbers = iter(range(9))
        st.text(str([once("the act", lambda: next(numbers)) for _ in range(2)]))

    assert AppTest.from_function(twice).run().text[0].value == "[0, 0]"


def test_the_notice_comes_first_and_the_screen_that_was_wanted_after_it(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    app = open_as(Role.TRAINEE, notice_read=False)
    assert headings(app) == ["Before you start"]
    app.switch_page(frame.PAGES["account"]).run()
    assert headings(app) == ["Before you start"]
    press(app, "I have read this")
    assert headings(app) == ["Your account"]
    assert not house.accounts.notice_due(trainee)


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.TRAINEE, "**Private practice** is yours alone."),
        (Role.TRAINER, "- Of **private** practice: nothing."),
        (Role.HR, "For **formal** practice only: who completed it"),
        (Role.HR, "Of the **chat model**, if there is one"),
        (Role.TRAINEE, "what you write to the customer goes to its provider"),
    ],
)
def test_the_notice_says_to_each_role_what_it_may_see(open_as: OpenAs, role: Role, sentence: str) -> None:
    app = open_as(role)
    app.switch_page(frame.PAGES["notice"]).run()
    assert headings(app) == ["Who sees what"]
    assert sentence in texts(app)


def test_records_that_cannot_be_read_are_one_sentence_and_no_trace(
    open_as: OpenAs, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> Services:
        raise StorageFailure("The database is gone. Nothing was changed; try again.")

    open_as(None)
    frame.provide(fail)
    app = draw_app()
    assert [error.value for error in app.error] == ["The database is gone\\. Nothing was changed\\; try again\\."]
    assert not app.exception


def crash_unforeseen() -> None:
    from screens.parts.frame import note_crash

    assert note_crash(ValueError("the password is hunter2"))


def crash_with_words() -> None:
    from domain.errors import Busy
    from screens.parts.frame import note_crash

    assert note_crash(Busy("Many people are here just now. Try again in a minute."))


def test_an_error_that_nobody_foresaw_goes_to_the_log_and_shows_no_detail(caplog: pytest.LogCaptureFixture) -> None:
    app = AppTest.from_function(crash_unforeseen).run()
    assert "This screen could not be drawn." in app.error[0].value
    assert "hunter2" not in app.error[0].value
    assert "hunter2" in caplog.text


def test_an_error_of_ours_that_no_screen_caught_is_its_own_sentence(caplog: pytest.LogCaptureFixture) -> None:
    app = AppTest.from_function(crash_with_words).run()
    assert "Many people are here just now" in app.error[0].value
    assert [record for record in caplog.records if record.name == frame.__name__] == []
