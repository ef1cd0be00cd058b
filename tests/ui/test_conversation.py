"""The conversation screen: what is said, what the desk does, pausing, ending; and whose conversation it is."""

from typing import Protocol

import pytest
from streamlit.testing.v1 import AppTest

from domain.conversation import Speaker
from domain.errors import Busy
from domain.people import Purpose, Role, Viewer
from screens.parts import frame
from screens.parts.mood import mood_word
from screens.parts.text import as_typed
from tests.support.screens import OpenAs, headings, press, talk, texts
from training.wiring import Services

SCENARIO = "missed-anniversary"
WORDS = "Hello Owen. **I am sorry** that <b>nobody</b> came on Friday.\n\nWhat happened that evening?"


class Open(Protocol):
    def __call__(self, attempt: str, role: Role = Role.TRAINEE) -> AppTest:
        """The conversation's screen, as the demo's person of this role."""
        ...


@pytest.fixture
def attempt(house: Services, trainee: Viewer) -> str:
    return house.practice.start(trainee, SCENARIO, seed=7)


@pytest.fixture
def open_conversation(open_as: OpenAs) -> Open:
    def open_one(attempt: str, role: Role = Role.TRAINEE) -> AppTest:
        app = open_as(role)
        app.query_params["attempt"] = attempt
        return app.switch_page(frame.PAGES["conversation"]).run()

    return open_one


def said(app: AppTest) -> list[tuple[str, str]]:
    """(who, words) of the messages on the screen."""
    return [(message.name, message.text[0].value) for message in app.chat_message]


def say(house: Services, app: AppTest, attempt: str, words: str) -> AppTest:
    """Send a message, wait for the reply to be saved, and draw the screen again."""
    app.chat_input[0].set_value(words).run()
    house.worker.wait(attempt)
    return app.run()


def test_it_opens_with_the_customers_first_words_and_says_that_they_are_simulated(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    app = open_conversation(attempt)
    assert not app.exception
    assert headings(app) == ["Owen Pritchard"]
    opening = house.practice.conversation(trainee, attempt).turns[0].text
    assert said(app) == [("Owen Pritchard", opening)]
    assert "Simulated customer" in texts(app)
    assert app.chat_input[0].placeholder == "Write to Owen Pritchard"


def test_a_message_is_shown_as_it_was_typed_and_answered(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    app = say(house, open_conversation(attempt), attempt, WORDS)
    turns = house.practice.conversation(trainee, attempt).turns
    assert [turn.speaker for turn in turns] == [Speaker.CUSTOMER, Speaker.TRAINEE, Speaker.CUSTOMER]
    assert said(app)[1:] == [("You", WORDS), ("Owen Pritchard", turns[2].text)]


def test_the_same_words_may_be_said_twice_in_two_messages(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    app = open_conversation(attempt)
    for _ in range(2):
        app = say(house, app, attempt, "Would you tell me more?")
    mine = [
        turn.text for turn in house.practice.conversation(trainee, attempt).turns if turn.speaker is Speaker.TRAINEE
    ]
    assert mine == ["Would you tell me more?"] * 2


def test_a_message_that_arrives_twice_from_one_box_is_saved_once(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    first, second = open_conversation(attempt), open_conversation(attempt)
    say(house, first, attempt, "Would you tell me more?")
    # The other box was drawn before the message came in, as that of a run that was cut short would have been.
    second.chat_input[0].set_value("Would you tell me more?").run()
    house.worker.wait(attempt)
    assert len(house.practice.conversation(trainee, attempt).turns) == 3


def put_back(app: AppTest) -> str | None:
    """What the screen writes into the box of its own accord, None when it leaves the box alone."""
    box = app.chat_input[0].proto
    return box.value if box.set_value else None


@pytest.mark.parametrize(
    ("words", "reason"),
    [("x" * 4001, "The message has 4,001 characters"), ("\u202e \u0000", "There was nothing to send")],
    ids=["too long", "empty"],
)
def test_a_message_that_cannot_be_sent_stands_in_the_box_again(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer, words: str, reason: str
) -> None:
    app = open_conversation(attempt)
    app.chat_input[0].set_value(words).run()
    assert [error.value.startswith(as_typed(reason)) for error in app.error] == [True]
    assert put_back(app) == words
    assert len(house.practice.conversation(trainee, attempt).turns) == 1


def test_words_sent_into_a_conversation_that_was_paused_in_another_window_are_kept_for_later(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    app = open_conversation(attempt)
    house.practice.pause(trainee, attempt)
    app.chat_input[0].set_value(WORDS).run()
    assert [warning.value for warning in app.warning] == [
        "Your last words were not sent, for the conversation rested by then:"
    ]
    assert WORDS in [text.value for text in app.text]
    assert len(house.practice.conversation(trainee, attempt).turns) == 1
    press(app, "Go on")
    assert app.chat_input[0].value == WORDS
    assert not app.warning


def test_words_sent_into_a_conversation_that_is_over_are_shown_as_not_sent(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    app = open_conversation(attempt)
    house.practice.end(trainee, attempt)
    app.chat_input[0].set_value(WORDS).run()
    assert [warning.value for warning in app.warning] == [
        "Your last words were not sent, for the conversation was over by then:"
    ]
    assert WORDS in [text.value for text in app.text]


def test_at_the_limit_the_words_stand_in_the_box_again(
    open_conversation: Open, attempt: str, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full() -> None:
        raise Busy("Many conversations are going on right now. Your words are still in the box: send again.")

    app = open_conversation(attempt)
    monkeypatch.setattr(house.worker, "admit", full)
    app.chat_input[0].set_value("Are you there?").run()
    assert "still in the box" in app.error[0].value
    assert put_back(app) == "Are you there?"


def test_a_reply_that_could_not_be_made_says_so_and_can_be_asked_for_again(
    open_conversation: Open, attempt: str, house: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_conversation(attempt)
    with monkeypatch.context() as broken:
        broken.setattr(house.worker, "_make", _fails)
        app.chat_input[0].set_value("What happened?").run()
        house.worker.wait(attempt)
        app.run()
    assert [error.value for error in app.error] == [
        as_typed("The reply could not be made. Your message is kept; try again.")
    ]
    press(app, "Ask for the reply again")
    house.worker.wait(attempt)
    app.run()
    assert not app.error
    assert [who for who, _ in said(app)] == ["Owen Pritchard", "You", "Owen Pritchard"]


def _fails(*_: object, **__: object) -> None:
    raise RuntimeError("scripted")


def test_the_desk_answers_in_words_and_keeps_what_was_filled_in(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    talk(house, trainee, attempt, "What is your postcode, please?")
    app = open_conversation(attempt)
    app.radio(key="tool-redeliver-day").set_value("Wednesday")
    app.selectbox(key="tool-redeliver-handover").set_value("Library garage, 8 to 10")
    press(app, as_typed("Book a timed re-delivery"))
    assert [warning.value.startswith("**Refused.** Not booked") for warning in app.warning] == [True]
    press(app, "Check order number and postcode")
    press(app, as_typed("Open the courier's scan log"))
    assert app.radio(key="tool-redeliver-day").value == "Wednesday"
    press(app, as_typed("Book a timed re-delivery"))
    assert not app.warning
    assert [box.value.startswith("**Accepted.** ") for box in app.success] == [True, True, True]
    log = house.practice.conversation(trainee, attempt).desk.log
    assert [(entry.action, entry.accepted) for entry in log] == [
        ("redeliver", False),
        ("check_identity", True),
        ("trace_parcel", True),
        ("redeliver", True),
    ]


def test_a_field_left_empty_is_asked_for_and_nothing_is_done(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    app = open_conversation(attempt)
    press(app, "Pay goodwill for the missed day")
    assert "Nothing was done" in app.error[0].value
    assert house.practice.conversation(trainee, attempt).desk.log == ()


def test_an_amount_above_the_limit_is_refused_by_the_desk(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    talk(house, trainee, attempt, "What is your postcode, please?")
    app = open_conversation(attempt)
    press(app, "Check order number and postcode")
    app.number_input(key="tool-goodwill-amount").set_value(60.0)
    app.radio(key="tool-goodwill-kind").set_value("Voucher")
    press(app, "Pay goodwill for the missed day")
    assert app.warning[0].value.startswith("**Refused.** Not paid")


def test_the_mood_stands_in_words_unless_the_meter_is_off(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    assert "Frustration high · Trust some · Effort high" in texts(open_conversation(attempt))
    plain = house.practice.start(trainee, SCENARIO, seed=7, mood_meter=False)
    assert "Frustration" not in texts(open_conversation(plain))


def test_pausing_closes_the_box_and_the_desk_and_going_on_opens_them(open_conversation: Open, attempt: str) -> None:
    app = open_conversation(attempt)
    press(app, "Pause")
    assert app.chat_input[0].disabled
    assert "The desk is closed" in texts(app)
    press(app, "Go on")
    assert not app.chat_input[0].disabled


def test_ending_leads_to_the_trainees_own_view_and_what_was_said_stays(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer
) -> None:
    app = say(house, open_conversation(attempt), attempt, WORDS)
    press(app, "End the conversation")
    assert ("You", WORDS) in said(app)
    assert app.chat_input[0].disabled
    assert house.practice.conversation(trainee, attempt).state == "ended"
    press(app, "Say how it went, then see the debrief")
    assert headings(app) == ["Your own view"]


def test_a_long_conversation_shows_its_last_messages_and_counts_the_rest(
    open_conversation: Open, attempt: str, house: Services, trainee: Viewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.practise.TURNS_SHOWN", 3)
    for number, words in enumerate((WORDS, "And by when do you need it?")):
        house.practice.say(trainee, attempt, words, key=str(number))
        house.worker.wait(attempt)
    app = open_conversation(attempt)
    assert [who for who, _ in said(app)] == ["Owen Pritchard", "You", "Owen Pritchard"]
    assert "2 earlier messages are kept and stand in the debrief." in texts(app)


def test_somebody_elses_conversation_looks_like_one_that_is_not_there(open_conversation: Open, attempt: str) -> None:
    for unseen in (attempt, "no-such-conversation"):
        app = open_conversation(unseen, Role.TRAINER)
        assert [error.value.startswith("There is no such") for error in app.error] == [True]
        assert not app.chat_message
        assert not app.chat_input


def test_a_shared_conversation_cannot_be_talked_in_by_the_trainer(
    open_conversation: Open, house: Services, trainee: Viewer
) -> None:
    shared = house.practice.start(trainee, SCENARIO, seed=7, purpose=Purpose.SHARED)
    assert not open_conversation(shared, Role.TRAINER).chat_input


@pytest.mark.parametrize(
    ("value", "word"), [(0, "low"), (2.5, "low"), (2.6, "some"), (5.1, "high"), (7.5, "high"), (10, "very high")]
)
def test_each_mood_value_has_its_word(value: float, word: str) -> None:
    assert mood_word(value) == word
