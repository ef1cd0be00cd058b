"""Help in a conversation, stopping without a score, the moment after a hard one, and the customer's faulty lines."""

import pytest
from streamlit.testing.v1 import AppTest

from domain.mood import Ceiling
from domain.people import Purpose, Role, Viewer
from evaluation.sparing import LEFT_OUT
from screens.parts.text import as_typed
from tests.support.screens import OpenAs, answer_with_the_same_again, headings, press, talk, texts, visit
from training.wiring import Services

SCENARIO = "missed-anniversary"
SORRY = "Hello Owen, I am so sorry that nobody came with the present on your anniversary. What happened that evening?"
RUDE = "You idiot, shut up and stop whining."
REASON = "He **said** that already."


@pytest.fixture
def attempt(house: Services, trainee: Viewer) -> str:
    started = house.practice.start(trainee, SCENARIO, seed=7)
    talk(house, trainee, started, SORRY)
    return started


@pytest.fixture
def formal(house: Services, trainee: Viewer, trainer: Viewer) -> str:
    given = house.assignments.create(
        trainer, scenario_id=SCENARIO, people=[trainee.person_id], purpose=Purpose.FORMAL, due_on=None
    )
    return house.practice.start(trainee, SCENARIO, assignment_id=given, seed=7)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_help_names_a_skill_with_its_guidance_until_the_next_message(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    app = visit(open_as, "conversation", attempt=attempt)
    assert "Help used" not in texts(app)
    press(app, "Help")
    assert not app.exception
    hint = house.practice.hint(trainee, attempt)
    assert as_typed(hint.skill) in [header.value for header in app.header]
    assert as_typed(hint.words) in texts(app)
    assert f"“{as_typed(hint.quote)}”" in texts(app)
    assert f"From the guidance page “{as_typed(hint.guidance_title)}”" in texts(app)
    assert "Help used: 1, only you see this number" in texts(app)
    app.chat_input[0].set_value("How did that evening end?").run()
    house.worker.wait(attempt)
    app.run()
    assert "One thing to try now" not in texts(app)
    assert "Help used: 1" in texts(app)


def test_a_hint_can_be_put_away(open_as: OpenAs, attempt: str) -> None:
    app = visit(open_as, "conversation", attempt=attempt)
    press(app, "Help")
    press(app, "Put it away")
    assert "One thing to try now" not in texts(app)


def test_the_trainer_sees_how_often_help_was_asked_for(house: Services, open_as: OpenAs, trainee: Viewer) -> None:
    shared = house.practice.start(trainee, SCENARIO, seed=7, purpose=Purpose.SHARED)
    app = visit(open_as, "conversation", attempt=shared)
    press(app, "Help")
    assert "Help used: 1, your trainer sees this number" in texts(app)
    talk(house, trainee, shared, SORRY)
    house.practice.flag(trainee, shared, 2, REASON)
    house.practice.end(trainee, shared)
    house.review.rate(trainee, shared, empathy=3, problem_solving=2)
    assert "Help used 1 time · 1 line marked as wrong" in texts(open_as(Role.TRAINER))
    read = visit(open_as, "attempt", role=Role.TRAINER, attempt=shared)
    assert "- Noor Haddad asked for help 1 time. It changes no score." in texts(read)
    assert f"Noor Haddad marked this line as wrong: “{as_typed(REASON)}”" in texts(read)
    assert "- You asked for help 1 time. It changes no score." in texts(visit(open_as, "debrief", attempt=shared))


def test_in_a_formal_conversation_there_is_no_help_and_all_ways_out(open_as: OpenAs, formal: str) -> None:
    app = visit(open_as, "conversation", attempt=formal)
    assert "Help" not in labels(app)
    assert {"Pause", "End the conversation", "Stop, nothing is scored"} <= set(labels(app))
    assert "none of your attempts is used up. Your trainer sees that you stopped, no more." in texts(app)


def test_stopping_leads_to_a_calm_screen_without_a_score_to_go_on_to(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    app = visit(open_as, "conversation", attempt=attempt)
    press(app, "Stop, nothing is scored")
    assert not app.exception
    assert house.practice.conversation(trainee, attempt).state == "stopped"
    assert headings(app) == [as_typed("You stopped, and that is fine")]
    assert labels(app) == ["Back to the scenarios", "Look at the conversation again"]
    app = visit(open_as, "conversation", attempt=attempt)
    assert "You stopped here" in [header.value for header in app.header]
    assert app.chat_input[0].placeholder == "This conversation was stopped"
    assert "Take it again from here" in labels(app)
    press(app, "Back to the scenarios")
    assert headings(app) == ["Practise"]


def test_a_resting_conversation_can_be_stopped(house: Services, open_as: OpenAs, trainee: Viewer, attempt: str) -> None:
    house.practice.pause(trainee, attempt)
    app = visit(open_as, "conversation", attempt=attempt)
    press(app, "Stop, nothing is scored")
    assert house.practice.conversation(trainee, attempt).state == "stopped"


def test_what_was_stopped_is_listed_without_a_step_that_is_due(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    house.practice.stop(trainee, attempt)
    app = visit(open_as, "history")
    assert "Private practice · stopped, without a score" in texts(app)
    assert "Look at it again" in labels(app)
    rate = visit(open_as, "rate", attempt=attempt)
    assert [info.value for info in rate.info] == [
        "You stopped this conversation, so there is nothing to rate and nothing is scored."
    ]
    assert not rate.radio


def test_the_trainer_sees_that_a_shared_conversation_was_stopped_and_no_more(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    shared = house.practice.start(trainee, SCENARIO, seed=7, purpose=Purpose.SHARED)
    talk(house, trainee, shared, SORRY)
    house.practice.flag(trainee, shared, 2, REASON)
    house.practice.stop(trainee, shared)
    app = open_as(Role.TRAINER)
    assert " · Stopped" in texts(app)
    assert "marked as wrong" not in texts(app)
    assert "Read" not in labels(app)


def test_after_a_hostile_customer_a_moment_is_offered_before_the_own_view(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    talk(house, trainee, attempt, RUDE)
    house.practice.end(trainee, attempt)
    app = visit(open_as, "conversation", attempt=attempt)
    assert "Say how it went, then see the debrief" in labels(app)
    press(app, "Take a moment first")
    assert headings(app) == ["That was a hard one"]
    assert labels(app) == ["Go on to the debrief", "Leave it for today"]
    app = visit(open_as, "cool-down", attempt=attempt)
    press(app, "Go on to the debrief")
    assert headings(app) == ["Your own view"]


def test_the_debrief_can_wait_for_another_day(house: Services, open_as: OpenAs, trainee: Viewer, attempt: str) -> None:
    talk(house, trainee, attempt, RUDE)
    house.practice.end(trainee, attempt)
    app = visit(open_as, "cool-down", attempt=attempt)
    press(app, "Leave it for today")
    assert headings(app) == ["My conversations"]
    assert "Say how it went" in labels(app)


def test_after_a_mild_conversation_no_moment_is_offered(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    house.practice.end(trainee, attempt)
    assert "Take a moment first" not in labels(visit(open_as, "conversation", attempt=attempt))


def test_the_moment_after_is_nobody_elses_and_not_for_one_that_goes_on(open_as: OpenAs, attempt: str) -> None:
    assert headings(visit(open_as, "cool-down", attempt=attempt)) == ["Owen Pritchard"]
    other = visit(open_as, "cool-down", role=Role.TRAINER, attempt=attempt)
    assert [error.value.startswith("There is no such") for error in other.error] == [True]


def test_a_line_can_be_marked_as_wrong_once_it_is_said_what_becomes_of_that(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    app = visit(open_as, "conversation", attempt=attempt)
    assert labels(app).count("This line was wrong") == 2
    app.button(key="wrong-2").click().run()
    assert "This is private practice, so nobody but you reads it." in texts(app)
    press(app, "Mark this line")
    assert app.error
    app.text_input(key="reason-2").set_value(REASON)
    press(app, "Mark this line")
    assert house.practice.conversation(trainee, attempt).turns[2].flagged == REASON
    assert f"You marked this line as wrong: “{as_typed(REASON)}”" in texts(app)
    assert labels(app).count("This line was wrong") == 1


def test_the_note_on_a_line_is_not_asked_for_before_it_is_wanted(open_as: OpenAs, attempt: str) -> None:
    app = visit(open_as, "conversation", attempt=attempt)
    assert not app.text_input
    app.button(key="wrong-2").click().run()
    assert [field.label for field in app.text_input] == ["What was wrong with it?"]
    app.button(key="wrong-2").click().run()
    assert not app.text_input


def test_a_faulty_line_says_so_where_it_stands_and_what_was_left_out_for_it(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    answer_with_the_same_again(house, attempt, "Let me see.")
    talk(house, trainee, attempt, RUDE)
    shown = texts(visit(open_as, "conversation", attempt=attempt))
    said = as_typed("The customer said the same as before, word for word.")
    assert shown.count(f"**This was our fault, not yours.** {said} It costs you nothing.") == 1
    house.practice.end(trainee, attempt)
    house.review.rate(trainee, attempt, empathy=3, problem_solving=2)
    app = visit(open_as, "debrief", attempt=attempt)
    assert "Where the simulator was at fault" in [expander.label for expander in app.expander]
    assert as_typed(LEFT_OUT) in texts(app)
    (left_out, *_) = house.review.debrief(trainee, attempt).scorecard.left_out
    assert as_typed(left_out.quote) in texts(app)
    assert all(f"- {as_typed(note)}" in texts(app) for note in house.review.debrief(trainee, attempt).notes)


def test_a_limited_temper_is_named_in_the_conversation_and_in_its_debrief(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    gentle = house.practice.start(trainee, SCENARIO, seed=7, ceiling=Ceiling.GENTLE)
    assert "chat · gentle temper" in texts(visit(open_as, "conversation", attempt=gentle))
    assert "temper" not in texts(visit(open_as, "conversation", attempt=attempt))
    house.practice.end(trainee, gentle)
    house.review.rate(trainee, gentle, empathy=3, problem_solving=2)
    note = as_typed("The customer's intensity was limited to gentle.")
    assert f"- {note}" in texts(visit(open_as, "debrief", attempt=gentle))


def test_sound_is_a_script_of_this_server_and_names_whom_one_would_hear(open_as: OpenAs, attempt: str) -> None:
    app = visit(open_as, "conversation", attempt=attempt)
    (block,) = [block.value for block in app.html if 'class="sound"' in block.value]
    assert f'data-attempt="{attempt}" data-customer="Owen"' in block
    assert 'src="/sound.js?v=' in block
    assert block.count("<script") == 1
