"""Taking a conversation again from one of its messages, and its takes side by side in the debrief."""

import pytest
from streamlit.testing.v1 import AppTest

from domain.conversation import Speaker
from domain.people import Purpose, Role, Viewer
from screens.parts.takes import name_of
from screens.parts.text import as_typed
from screens.parts.words import message_number
from tests.support.screens import OpenAs, headings, press, tables, talk, texts, visit
from training.wiring import Services

SCENARIO = "missed-anniversary"
SORRY = "Hello Owen, I am so sorry that nobody came with the present on your anniversary. What happened that evening?"
POLICY = "I understand, but calm down please. *Policy* says that the parcel was delivered."
HEARD = "Then it was never about the box. You had that whole evening laid out. How did Carys take it?"


@pytest.fixture
def attempt(house: Services, trainee: Viewer) -> str:
    """A conversation under way: an apology (turn 1), then the policy (turn 3)."""
    started = house.practice.start(trainee, SCENARIO, seed=7)
    talk(house, trainee, started, SORRY, POLICY)
    return started


def finished(house: Services, trainee: Viewer, attempt: str, *, rated: bool = True) -> str:
    house.practice.end(trainee, attempt)
    if rated:
        house.review.rate(trainee, attempt, empathy=3, problem_solving=2)
    return attempt


def taken_again(house: Services, trainee: Viewer, attempt: str, words: str, *, turn: int = 3) -> str:
    fork = house.practice.fork(trainee, attempt, turn)
    talk(house, trainee, fork, words)
    return fork


def box(app: AppTest) -> str | None:
    """What the screen writes into the message box of its own accord, None when it leaves it alone."""
    written = app.chat_input[0].proto
    return written.value if written.set_value else None


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_each_own_message_can_be_taken_again_and_stands_in_the_box_as_a_draft(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    app = visit(open_as, "conversation", attempt=attempt)
    assert labels(app).count("Take it again from here") == 2
    app.button(key="again-3").click().run()
    assert not app.exception
    (fork,) = [item for item in house.review.history(trainee) if item.forked_from is not None]
    assert (fork.forked_from, fork.purpose, fork.state) == ((attempt, 3), Purpose.PRACTICE, "active")
    before = house.practice.conversation(trainee, attempt).turns
    assert [message.text[0].value for message in app.chat_message] == [turn.text for turn in before[:3]]
    assert box(app) == POLICY
    assert "**Another take, from your message 2.**" in texts(app)


def test_the_draft_is_put_into_the_box_once_and_does_not_come_back(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    fork = house.practice.fork(trainee, attempt, 3)
    app = visit(open_as, "conversation", attempt=fork)
    assert box(app) == POLICY
    assert box(app.run()) is None
    app.chat_input[0].set_value(HEARD).run()
    house.worker.wait(fork)
    app.run()
    assert box(app) is None
    mine = [t.text for t in house.practice.conversation(trainee, fork).turns if t.speaker is Speaker.TRAINEE]
    assert mine == [SORRY, HEARD]
    assert box(visit(open_as, "conversation", attempt=fork)) is None


def test_another_take_leads_back_to_the_one_before(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    app = visit(open_as, "conversation", attempt=house.practice.fork(trainee, attempt, 1))
    assert "**Another take, from your message 1.**" in texts(app)
    press(app, "Back to the one before")
    assert len(app.chat_message) == 5
    assert "Another take" not in texts(app)


def test_a_formal_conversation_can_be_taken_again_only_once_it_is_over(
    house: Services, open_as: OpenAs, trainee: Viewer, trainer: Viewer
) -> None:
    given = house.assignments.create(
        trainer, scenario_id=SCENARIO, people=[trainee.person_id], purpose=Purpose.FORMAL, due_on=None
    )
    attempt = house.practice.start(trainee, SCENARIO, assignment_id=given, seed=7)
    talk(house, trainee, attempt, SORRY)
    assert "Take it again from here" not in labels(visit(open_as, "conversation", attempt=attempt))
    house.practice.end(trainee, attempt)
    assert "Take it again from here" in labels(visit(open_as, "conversation", attempt=attempt))


def test_a_moment_of_the_debrief_can_be_taken_again(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    finished(house, trainee, attempt)
    app = visit(open_as, "debrief", attempt=attempt)
    moments = [button for button in app.button if button.key and button.key.startswith("again-moment-")]
    assert {button.label for button in moments} == {"Take it again from here"}
    moments[-1].click().run()
    assert headings(app) == ["Owen Pritchard"]
    assert house.review.history(trainee)[0].forked_from == (attempt, 3)


def test_a_conversation_with_one_take_compares_nothing(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    finished(house, trainee, attempt)
    app = visit(open_as, "debrief", attempt=attempt)
    assert "Other ways it went" not in [header.value for header in app.header]


def test_two_takes_stand_side_by_side_with_what_was_said_where_they_part(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    fork = finished(house, trainee, taken_again(house, trainee, attempt, HEARD))
    finished(house, trainee, attempt)
    first, second = house.review.branches(trainee, fork).ended
    app = visit(open_as, "debrief", attempt=fork)
    assert not app.exception
    assert "Other ways it went" in [header.value for header in app.header]
    assert "Take 2, from your message 2" in [header.value for header in app.subheader]
    shown = [text.value for text in app.text]
    assert {POLICY, second.instead_answer, HEARD, second.answer} <= set(shown)
    for take in (first, second):
        scores = f"Empathy {take.empathy:.1f} of 5  \nProblem-solving {take.problem_solving:.1f} of 5"
        assert scores in texts(app)
        assert f"**{as_typed(take.ending_title)}**" in texts(app)
    assert "This is the debrief that you are reading." in texts(app)
    compared = next(table for table in tables(app) if table[0] == ["After", "First take", "Take 2"])
    assert compared[1:] == [
        [place, f"{one.frustration:.1f}", f"{two.frustration:.1f}"]
        for place, one, two in zip(("Start", "1", "2"), first.mood, second.mood, strict=True)
    ]
    press(app, "Read its debrief")
    assert app.query_params["attempt"] == attempt


def test_another_mood_can_be_compared(house: Services, open_as: OpenAs, trainee: Viewer, attempt: str) -> None:
    fork = finished(house, trainee, taken_again(house, trainee, attempt, HEARD))
    finished(house, trainee, attempt)
    app = visit(open_as, "debrief", attempt=fork)
    app.segmented_control(key="compared-mood").select("Trust").run()
    first, second = house.review.branches(trainee, fork).ended
    compared = next(table for table in tables(app) if table[0] == ["After", "First take", "Take 2"])
    assert compared[-1] == ["2", f"{first.mood[-1].trust:.1f}", f"{second.mood[-1].trust:.1f}"]


def test_a_take_that_was_not_rated_shows_no_scores_and_asks_for_the_trainees_own_view(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    fork = finished(house, trainee, taken_again(house, trainee, attempt, HEARD), rated=False)
    finished(house, trainee, attempt)
    app = visit(open_as, "debrief", attempt=attempt)
    assert "Its scores stand here once you have." in texts(app)
    press(app, "Say how it went")
    assert headings(app) == ["Your own view"]
    assert app.query_params["attempt"] == fork


@pytest.mark.parametrize(
    ("stop", "standing", "way"), [(False, "under way", "Go on with it"), (True, "stopped", "Look at it")]
)
def test_a_take_that_did_not_end_is_named_and_not_compared(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str, stop: bool, standing: str, way: str
) -> None:
    finished(house, trainee, attempt)
    fork = taken_again(house, trainee, attempt, HEARD)
    if stop:
        house.practice.stop(trainee, fork)
    app = visit(open_as, "debrief", attempt=attempt)
    assert f"**Take 2, from message 2** · {standing}" in texts(app)
    assert not [table for table in tables(app) if "Take 2" in table[0]]
    press(app, way)
    assert headings(app) == ["Owen Pritchard"]


def test_with_many_takes_those_to_compare_are_chosen(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    finished(house, trainee, attempt)
    forks = [
        finished(house, trainee, taken_again(house, trainee, attempt, f"{HEARD} ({n})"), rated=False) for n in range(4)
    ]
    app = visit(open_as, "debrief", attempt=attempt)
    takes = house.review.branches(trainee, attempt).ended
    assert [take.attempt_id for take in takes] == [attempt, *forks]
    assert app.multiselect[0].options == [name_of(take) for take in takes]
    assert app.multiselect[0].value == [name_of(takes[place]) for place in (0, 4, 3, 2)]
    assert ["After", "First take", "Take 3", "Take 4", "Take 5"] in [table[0] for table in tables(app)]
    app.multiselect[0].set_value([]).run()
    assert not app.exception
    assert [table[0] for table in tables(app)] == [["After", "Frustration", "Trust", "Effort"]]


def test_the_trainer_sees_no_other_takes_and_takes_nothing_again(
    house: Services, open_as: OpenAs, trainee: Viewer
) -> None:
    shared = house.practice.start(trainee, SCENARIO, seed=7, purpose=Purpose.SHARED)
    talk(house, trainee, shared, SORRY, POLICY)
    finished(house, trainee, taken_again(house, trainee, shared, HEARD))
    finished(house, trainee, shared)
    app = visit(open_as, "attempt", role=Role.TRAINER, attempt=shared)
    assert headings(app) == ["Debrief of Noor Haddad"]
    assert "Other ways it went" not in [header.value for header in app.header]
    assert "Take it again from here" not in labels(app)
    assert HEARD not in [text.value for text in app.text]


def test_the_list_of_conversations_says_from_where_a_take_was_taken(
    house: Services, open_as: OpenAs, trainee: Viewer, attempt: str
) -> None:
    house.practice.fork(trainee, attempt, 3)
    assert "under way · another take, from message 2" in texts(visit(open_as, "history"))
    assert "Private practice · another take, from message 2" in texts(open_as(Role.TRAINEE))


@pytest.mark.parametrize(("turn", "number"), [(1, 1), (3, 2), (29, 15)])
def test_a_turn_of_the_trainees_is_counted_among_their_messages(turn: int, number: int) -> None:
    assert message_number(turn) == number
