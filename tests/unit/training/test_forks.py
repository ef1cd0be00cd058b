"""Taking a conversation up again from one of one's own messages, and looking at the takes side by side."""

import itertools
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.conversation import Speaker
from domain.endings import EndingKind
from domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from domain.mood import Ceiling
from domain.people import Purpose, Viewer
from domain.scorecard import Dimension
from records.rows import EventKind
from tests.support.practice import SCENARIO, Cast, Gate, hire, open_house, say, talk_on, words
from training.practise import TURNS_SHOWN
from training.scoring import scorecard_to_json
from training.turns import detail_from_json
from training.wiring import Services

FEELING = "Two weeks of squinting at work must have worn you out, I can see why you are upset."
NIGHTS = "What do you need the glasses for most?"
LOAN = "I could lend you a pair in your strength until yours arrive. I will put it aside now."
RUDE = "Stop whining, you are being ridiculous."
ANOTHER = "Please calm down, the old pair will do."


class Step(NamedTuple):
    """Something that a trainee does: says `text`, or uses a tool of the desk."""

    text: str = ""
    tool: str = ""
    fields: tuple[tuple[str, str], ...] = ()


SAYS = tuple(
    Step(text)
    for text in (
        FEELING,
        NIGHTS,
        LOAN,
        "Could I check your postcode, please?",
        "We should have rung you when the lenses broke, that was our mistake.",
        "I can have the lab move your lenses to the front of the queue, you get them on Thursday.",
        "I am sorry for any inconvenience.",
        "I understand, but those are the rules.",
        "You have to be patient.",
        "When was your last eye test?",
        "Is there anything else I can do for you? Goodbye.",
        "asdf jkl",
    )
)
DOES = (
    Step(tool="lend_pair", fields=(("shop", "the square"),)),
    Step(tool="check_identity", fields=(("postcode", "11 42"),)),
    Step(tool="rush_order"),
    Step(tool="pay_goodwill", fields=(("amount", "90"),)),
)


@pytest.fixture
def attempt(services: Services, cast: Cast) -> str:
    """Four messages with a loan pair put aside before the last, not over yet."""
    begun = services.practice.start(cast.mira, SCENARIO, purpose=Purpose.SHARED, seed=5, ceiling=Ceiling.FIRM)
    for text in (FEELING, NIGHTS):
        say(services, cast.mira, begun, text)
    services.practice.use_desk(cast.mira, begun, "lend_pair", {"shop": "the square"})
    say(services, cast.mira, begun, LOAN)
    return begun


def play(services: Services, viewer: Viewer, attempt: str, steps: Sequence[Step]) -> list[int]:
    """Do the steps for as long as the conversation lasts. Returns the number of the turn that each message became."""
    turns, keys = [], itertools.count()
    for step in steps:
        if services.store.attempts.get(attempt).over:
            break
        if step.tool:
            services.practice.use_desk(viewer, attempt, step.tool, dict(step.fields))
        else:
            turns.append(say(services, viewer, attempt, step.text, key=f"step-{next(keys)}").number - 1)
    services.practice.end(viewer, attempt)
    return turns


def course(services: Services, attempt: str) -> tuple[object, ...]:
    """All that a conversation was, but for when it was held."""
    row = services.store.attempts.get(attempt)
    turns = services.store.attempts.turns(attempt)
    return (
        row.ending,
        row.director_state,
        [(turn.number, turn.text, turn.engine, turn.detail) for turn in turns],
        [entry.entry for entry in services.store.attempts.desk(attempt)],
        scorecard_to_json(services.scoring.scorecard(row)),
    )


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Services:
    return open_house(tmp_path_factory.mktemp("forks"))


@pytest.fixture(scope="module")
def mira(house: Services) -> Viewer:
    return hire(house).mira


@given(
    steps=st.lists(st.sampled_from((*SAYS, *SAYS, *DOES)), min_size=1, max_size=9),
    place=st.integers(min_value=0, max_value=20),
    ceiling=st.sampled_from(Ceiling),
    seed=st.integers(min_value=0, max_value=2**31),
)
@settings(max_examples=25, deadline=None)
def test_going_on_as_before_gives_what_was_before_to_the_last_byte(
    house: Services, mira: Viewer, steps: list[Step], place: int, ceiling: Ceiling, seed: int
) -> None:
    steps = [*steps, Step(NIGHTS)]
    original = house.practice.start(mira, SCENARIO, seed=seed, ceiling=ceiling)
    turns = play(house, mira, original, steps)
    turn = turns[place % len(turns)]
    said = [number for number, step in enumerate(steps) if not step.tool]

    fork = house.practice.fork(mira, original, turn)
    play(house, mira, fork, steps[said[turns.index(turn)] :])

    assert course(house, fork) == course(house, original)
    assert house.store.attempts.get(original).forked_from is None


def test_another_reply_takes_another_course_and_both_are_kept(services: Services, cast: Cast, attempt: str) -> None:
    before = words(services, attempt)
    fork = services.practice.fork(cast.mira, attempt, 3)
    assert words(services, fork) == before[:3]
    view = services.practice.conversation(cast.mira, fork)
    assert (view.state, view.purpose, view.forked_from, view.ceiling, view.mood) == (
        "active", Purpose.PRACTICE, (attempt, 3), Ceiling.FIRM, detail_from_json(
            services.store.attempts.turns(attempt)[2].detail or ""
        ).mood,
    )  # fmt: skip
    assert view.desk.log == ()
    assert dict(view.desk.records)["Loan pair"] == "none"

    say(services, cast.mira, fork, RUDE)

    assert words(services, attempt) == before
    kept = services.practice.conversation(cast.mira, attempt).mood
    worse = services.practice.conversation(cast.mira, fork).mood
    assert kept is not None
    assert worse is not None
    assert worse.frustration > kept.frustration
    assert [event.kind for event in services.store.attempts.events(attempt)][-1] is EventKind.FORKED


def test_a_formal_conversation_is_taken_again_only_once_it_is_over_and_as_private_practice(
    services: Services, cast: Cast
) -> None:
    given = services.assignments.create(
        cast.ines, scenario_id=SCENARIO, people=[cast.mira.person_id], purpose=Purpose.FORMAL, due_on=None
    )
    formal = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=5)
    say(services, cast.mira, formal, FEELING)
    with pytest.raises(NotAllowed, match="once it is over"):
        services.practice.fork(cast.mira, formal, 1)

    services.practice.end(cast.mira, formal)
    fork = services.practice.fork(cast.mira, formal, 1)
    say(services, cast.mira, fork, LOAN)
    services.practice.end(cast.mira, fork)

    row = services.store.attempts.get(fork)
    assert (row.purpose, row.assignment_id) == (Purpose.PRACTICE, None)
    (assigned,) = services.assignments.mine(cast.mira)
    assert (assigned.attempts, assigned.open_attempt) == (1, None)
    assert [item.attempt_id for item in services.review.team_attempts(cast.ines)] == [formal]
    with pytest.raises(NotFound):
        services.review.debrief(cast.ines, fork)
    assert [(row.attempts, row.completed) for row in services.reports.people(cast.hana)] == [(1, False)]


def test_nobody_takes_up_a_conversation_of_somebody_else(services: Services, cast: Cast, attempt: str) -> None:
    for viewer in (cast.tomas, cast.ines, cast.hana):
        with pytest.raises(NotFound):
            services.practice.fork(viewer, attempt, 3)


@pytest.mark.parametrize("turn", [0, 2, 7, -1])
def test_only_an_own_message_can_be_taken_again(services: Services, cast: Cast, attempt: str, turn: int) -> None:
    with pytest.raises(InvalidInput, match="is no message of the trainee's"):
        services.practice.fork(cast.mira, attempt, turn)


def test_what_was_said_before_states_were_kept_is_refused_in_plain_words(services: Services, cast: Cast) -> None:
    old = services.practice.start(cast.mira, SCENARIO, seed=5)
    say(services, cast.mira, old, FEELING)
    forget_states(services)
    with pytest.raises(Conflict) as refused:
        services.practice.fork(cast.mira, old, 1)
    assert str(refused.value) == (
        "This was said with an older version of Frontstage, which did not keep what is needed to take the conversation "
        "up again from here. Nothing was changed."
    )


def forget_states(services: Services) -> None:
    """As if everything had been said with the first version."""
    path = services.settings.database_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE turns SET state_before = NULL, desk_before = NULL")
    connection.close()


def test_what_was_said_where_a_take_begins_is_its_draft_until_something_is_said_in_it(
    services: Services, cast: Cast, attempt: str
) -> None:
    fork = services.practice.fork(cast.mira, attempt, 3)
    assert services.practice.draft(cast.mira, attempt) == ""
    assert services.practice.draft(cast.mira, fork) == NIGHTS
    with pytest.raises(NotFound):
        services.practice.draft(cast.ines, fork)
    say(services, cast.mira, fork, ANOTHER)
    assert services.practice.draft(cast.mira, fork) == ""


def test_the_draft_is_found_however_long_the_conversation_became(services: Services, cast: Cast) -> None:
    begun = services.practice.start(cast.mira, SCENARIO, seed=5)
    talk_on(services, begun, TURNS_SHOWN)
    fork = services.practice.fork(cast.mira, begun, 1)
    assert services.practice.draft(cast.mira, fork) == "message 0"


def test_a_take_that_was_forked_counts_as_no_attempt_at_the_scenario(
    services: Services, cast: Cast, attempt: str
) -> None:
    services.practice.fork(cast.mira, attempt, 3)
    assert [card.attempts for card in services.practice.library(cast.mira)] == [1]
    assert {item.forked_from for item in services.review.history(cast.mira)} == {None, (attempt, 3)}


def test_takes_stand_side_by_side_with_what_was_said_at_the_fork(services: Services, cast: Cast, attempt: str) -> None:
    services.practice.end(cast.mira, attempt)
    fork = services.practice.fork(cast.mira, attempt, 3)
    say(services, cast.mira, fork, ANOTHER)
    services.practice.end(cast.mira, fork)
    open_take = services.practice.fork(cast.mira, fork, 3)
    left = services.practice.fork(cast.mira, attempt, 1)
    services.practice.stop(cast.mira, left)

    found = services.review.branches(cast.mira, fork)

    assert found == services.review.branches(cast.mira, attempt)
    assert found.root == attempt
    assert [(view.label, view.attempt_id, view.state) for view in found.ended] == [
        ("First take", attempt, "ended"),
        ("Take 2", fork, "ended"),
    ]
    assert [(view.label, view.attempt_id, view.state) for view in found.under_way] == [
        ("Take 3", open_take, "active"),
        ("Take 4", left, "stopped"),
    ]
    first, second = found.ended
    assert (first.parent, first.from_turn, first.message, first.instead_of) == (None, None, "", "")
    original, taken = words(services, attempt), words(services, fork)
    assert (second.parent, second.from_turn, second.turns) == (attempt, 3, 5)
    assert (second.message, second.instead_of) == (ANOTHER, NIGHTS)
    assert (second.answer, second.instead_answer) == (taken[4], original[4])
    assert first.ending_kind is EndingKind.RESOLVED
    assert second.ending_kind is EndingKind.ABANDONED
    assert [point.turn for point in first.mood] == [None, 1, 3, 5]
    assert [point.turn for point in second.mood] == [None, 1, 3]
    assert second.mood[:2] == first.mood[:2]
    assert second.mood[2].frustration > first.mood[2].frustration


def test_scores_stand_beside_a_take_once_its_trainee_has_rated_it(services: Services, cast: Cast, attempt: str) -> None:
    services.practice.end(cast.mira, attempt)
    fork = services.practice.fork(cast.mira, attempt, 3)
    say(services, cast.mira, fork, ANOTHER)
    services.practice.end(cast.mira, fork)
    services.review.rate(cast.mira, attempt, empathy=3, problem_solving=3)

    first, second = services.review.branches(cast.mira, attempt).ended

    card = services.scoring.scorecard(services.store.attempts.get(attempt))
    assert (first.empathy, first.problem_solving, first.rated) == (
        card.value(Dimension.EMPATHY), card.value(Dimension.PROBLEM_SOLVING), True,
    )  # fmt: skip
    assert (second.empathy, second.problem_solving, second.rated) == (None, None, False)


def test_a_trainer_sees_the_first_take_alone(services: Services, cast: Cast, attempt: str) -> None:
    services.practice.end(cast.mira, attempt)
    fork = services.practice.fork(cast.mira, attempt, 3)
    services.practice.end(cast.mira, fork)

    found = services.review.branches(cast.ines, attempt)

    assert [view.attempt_id for view in (*found.ended, *found.under_way)] == [attempt]
    assert found.ended[0].empathy == services.scoring.scorecard(services.store.attempts.get(attempt)).value(
        Dimension.EMPATHY
    )
    for viewer, wanted in ((cast.ines, fork), (cast.tomas, attempt), (cast.hana, attempt)):
        with pytest.raises(NotFound):
            services.review.branches(viewer, wanted)


def test_the_debrief_of_a_fork_says_what_was_taken_over(services: Services, cast: Cast, attempt: str) -> None:
    fork = services.practice.fork(cast.mira, attempt, 3)
    say(services, cast.mira, fork, NIGHTS)
    services.practice.end(cast.mira, fork)
    services.review.rate(cast.mira, fork, empathy=3, problem_solving=3)

    view = services.review.debrief(cast.mira, fork)

    taken_over, limited = view.notes
    assert taken_over == (
        "The first 3 messages were taken over from the conversation that this one goes on from. The scores are of the "
        "whole."
    )
    assert limited == "The customer's intensity was limited to firm."
    assert view.attempt.forked_from == (attempt, 3)
    assert [turn.text for turn in view.turns if turn.speaker is Speaker.TRAINEE] == [FEELING, NIGHTS]


def test_a_reply_on_its_way_goes_on_in_the_original_alone(services: Services, cast: Cast, gate: Gate) -> None:
    original = services.practice.start(cast.mira, SCENARIO, seed=5)
    gate.shut()
    services.practice.say(cast.mira, original, NIGHTS, key="1")
    assert gate.reached.wait(10)
    fork = services.practice.fork(cast.mira, original, 1)
    gate.open()
    services.worker.wait(original)

    assert len(words(services, original)) == 3
    assert len(words(services, fork)) == 1
    assert not services.practice.conversation(cast.mira, fork).waiting


def test_a_conversation_taken_again_survives_its_process(tmp_path: Path) -> None:
    first = open_house(tmp_path)
    cast = hire(first)
    original = first.practice.start(cast.mira, SCENARIO, seed=5)
    say(first, cast.mira, original, FEELING)
    fork = first.practice.fork(cast.mira, original, 1)
    first.close()

    second = open_house(tmp_path)
    assert say(second, cast.mira, fork, FEELING).text == words(second, original)[2]
    second.close()
