"""Stopping without penalty, the ceiling, coming down after a hard one, and what answers a faulty line."""

from datetime import timedelta

import pytest

from domain.conversation import Engine
from domain.endings import EndingKind
from domain.errors import Conflict, NotFound
from domain.mood import Ceiling, Mood
from domain.people import Purpose, Viewer
from evaluation.sparing import LEFT_OUT
from records.rows import AttemptState, EventKind
from roleplay.audit import Fault, Finding
from roleplay.pipeline import Rejected
from roleplay.state import state_from_json
from tests.support.practice import SCENARIO, Cast, Gate, say, words
from training.faults import harm_in
from training.turns import CustomerDetail, detail_from_json, detail_to_json
from training.wiring import Services

FEELING = "Two weeks of squinting at work must have worn you out, I can see why you are upset."
RUDE = "You idiot, shut up."
MOOD = Mood(5, 5, 5, 5)
REPEATED = CustomerDetail(MOOD, verdict=(Finding(Fault.REPEATED, "And now?"),))


def formal(services: Services, cast: Cast, *, attempts: int | None = None) -> str:
    return services.assignments.create(
        cast.ines,
        scenario_id=SCENARIO,
        people=[cast.mira.person_id],
        purpose=Purpose.FORMAL,
        due_on=None,
        max_attempts=attempts,
    )


def test_stopping_leaves_no_score_no_ending_and_nothing_to_rate(services: Services, cast: Cast) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, purpose=Purpose.SHARED, seed=7)
    say(services, cast.mira, attempt, FEELING)

    services.practice.stop(cast.mira, attempt)
    services.practice.stop(cast.mira, attempt)
    services.practice.end(cast.mira, attempt)

    view = services.practice.conversation(cast.mira, attempt)
    assert (view.state, view.stopped, view.ending_kind, view.ending_title, view.waiting) == (
        "stopped", True, None, "", False,
    )  # fmt: skip
    kinds = [event.kind for event in services.store.attempts.events(attempt)]
    assert (kinds.count(EventKind.STOPPED), EventKind.ENDED in kinds, EventKind.SCORED in kinds) == (1, False, False)
    with pytest.raises(NotFound) as unscored:
        services.review.debrief(cast.mira, attempt)
    assert str(unscored.value) == "This conversation was stopped, so it has no score."
    with pytest.raises(Conflict, match="nothing in it is rated"):
        services.review.rate(cast.mira, attempt, empathy=3, problem_solving=3)
    for refused in (
        lambda: services.practice.say(cast.mira, attempt, FEELING, key="late"),
        lambda: services.practice.resume(cast.mira, attempt),
        lambda: services.practice.use_desk(cast.mira, attempt, "rush_order", {}),
        lambda: services.practice.hint(cast.mira, attempt),
    ):
        with pytest.raises(Conflict, match="stopped"):
            refused()


def test_stopping_uses_none_of_an_assignments_attempts_and_others_see_only_that_it_was(
    services: Services, cast: Cast
) -> None:
    given = formal(services, cast, attempts=1)
    stopped = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=7)
    say(services, cast.mira, stopped, RUDE)
    services.practice.flag(cast.mira, stopped, 2, "Too much for me.")
    services.practice.stop(cast.mira, stopped)

    (item,) = services.assignments.mine(cast.mira)
    assert (item.attempts, item.completed, item.open_attempt) == (0, False, None)
    (seen,) = services.review.team_attempts(cast.ines)
    assert (seen.state, seen.ending_title, seen.ending_kind, seen.empathy, seen.problem_solving) == (
        "stopped", "", None, None, None,
    )  # fmt: skip
    assert (seen.hints, seen.flags, seen.rated) == (0, 0, False)
    for read in (services.review.debrief, services.review.branches):
        with pytest.raises(NotFound):
            read(cast.ines, stopped)
    assert [(row.attempts, row.completed) for row in services.reports.people(cast.hana)] == [(0, False)]

    again = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=8)
    assert services.assignments.mine(cast.mira)[0].open_attempt == again


def test_of_private_practice_others_do_not_even_see_that_it_was_stopped(services: Services, cast: Cast) -> None:
    services.practice.stop(cast.mira, services.practice.start(cast.mira, SCENARIO, seed=7))
    assert services.review.team_attempts(cast.ines) == ()
    assert [item.state for item in services.review.history(cast.mira)] == ["stopped"]


def test_a_stopped_conversation_can_be_taken_up_again_from_a_turn(services: Services, cast: Cast) -> None:
    stopped = services.practice.start(cast.mira, SCENARIO, assignment_id=formal(services, cast), seed=7)
    say(services, cast.mira, stopped, RUDE)
    services.practice.stop(cast.mira, stopped)

    fork = services.practice.fork(cast.mira, stopped, 1)

    assert services.practice.conversation(cast.mira, fork).state == "active"
    assert words(services, fork) == words(services, stopped)[:1]


def test_stopping_while_the_customer_answers_stops_it_for_good(services: Services, cast: Cast, gate: Gate) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, seed=7)
    gate.shut()
    services.practice.say(cast.mira, attempt, FEELING, key="1")
    assert gate.reached.wait(10)
    services.practice.stop(cast.mira, attempt)
    gate.open()
    services.worker.wait(attempt)

    view = services.practice.conversation(cast.mira, attempt)
    assert (view.state, view.waiting, view.trouble, len(view.turns)) == ("stopped", False, "", 2)
    assert services.practice.recover() == 0


def test_only_the_trainee_stops_their_conversation(services: Services, cast: Cast) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, purpose=Purpose.SHARED, seed=7)
    for viewer in (cast.tomas, cast.ines, cast.hana):
        with pytest.raises(NotFound):
            services.practice.stop(viewer, attempt)
    assert services.store.attempts.get(attempt).state is AttemptState.ACTIVE


@pytest.mark.parametrize("ceiling", list(Ceiling))
def test_the_customer_becomes_no_more_heated_than_was_chosen(services: Services, cast: Cast, ceiling: Ceiling) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, seed=7, ceiling=ceiling)
    for number in range(4):
        if not services.store.attempts.get(attempt).over:
            say(services, cast.mira, attempt, f"Stop whining, you are being ridiculous. ({number})")

    rows = services.store.attempts.turns(attempt)
    moods = [detail_from_json(row.detail or "").mood for row in rows if row.number % 2 == 0]
    assert max(mood.frustration for mood in moods) <= ceiling.frustration
    assert services.practice.conversation(cast.mira, attempt).ceiling is ceiling
    assert state_from_json(services.store.attempts.get(attempt).director_state).ceiling is ceiling


def test_a_formal_attempt_is_played_in_full(services: Services, cast: Cast) -> None:
    given = formal(services, cast)
    attempt = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=7, ceiling=Ceiling.GENTLE)
    assert services.practice.conversation(cast.mira, attempt).ceiling is Ceiling.FULL
    assert state_from_json(services.store.attempts.get(attempt).director_state).ceiling is Ceiling.FULL


def test_a_hostile_ending_asks_for_a_cool_down_and_a_good_one_does_not(services: Services, cast: Cast) -> None:
    hostile = services.practice.start(cast.mira, SCENARIO, seed=7)
    for number in range(6):
        if not services.store.attempts.get(hostile).over:
            assert not services.practice.conversation(cast.mira, hostile).cool_down
            say(services, cast.mira, hostile, f"{RUDE} ({number})")
    mild = services.practice.start(cast.mira, SCENARIO, seed=7)
    say(services, cast.mira, mild, FEELING)
    services.practice.end(cast.mira, mild)

    assert services.practice.conversation(cast.mira, hostile).ending_kind is EndingKind.WALKED_OUT
    assert services.practice.conversation(cast.mira, hostile).cool_down
    assert not services.practice.conversation(cast.mira, mild).cool_down


def test_stopping_with_an_angry_customer_asks_for_a_cool_down(services: Services, cast: Cast) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, seed=7)
    say(services, cast.mira, attempt, "Stop whining, you are being ridiculous.")
    services.practice.stop(cast.mira, attempt)
    assert services.practice.conversation(cast.mira, attempt).cool_down


@pytest.mark.parametrize(
    ("detail", "engine", "waited", "harm"),
    [
        (CustomerDetail(MOOD), Engine.SCRIPTED, 0, ""),
        (CustomerDetail(MOOD, rejected=(Rejected("As an AI", (Finding(Fault.LEAK, "AI"),)),)), Engine.SCRIPTED, 3, ""),
        (REPEATED, Engine.SCRIPTED, 0, "The customer said the same as before, word for word."),
        (
            CustomerDetail(MOOD, verdict=(Finding(Fault.NOT_SAID, "x"), Finding(Fault.NOT_SAID, "y"))),
            Engine.SCRIPTED,
            0,
            "The customer left out something that they meant to tell you.",
        ),
        (CustomerDetail(MOOD, verdict=(Finding(Fault.GAVE_IN, "x"),)), Engine.SCRIPTED, 0, ""),
        (
            CustomerDetail(MOOD, verdict=(Finding(Fault.GAVE_IN, "x"),)),
            Engine.MODEL,
            0,
            "The customer gave in before there was a reason to.",
        ),
        (
            CustomerDetail(MOOD, verdict=(Finding(Fault.LEAK, "x"),)),
            Engine.MODEL,
            0,
            "The customer fell out of their role.",
        ),
        (CustomerDetail(MOOD, verdict=(Finding(Fault.TOO_LONG, "x"),)), Engine.MODEL, 0, ""),
        (
            CustomerDetail(MOOD, withdrawn=True),
            Engine.SCRIPTED,
            0,
            "Part of another line was on the screen before this one took its place.",
        ),
        (CustomerDetail(MOOD), Engine.SCRIPTED, 600, ""),
        (
            CustomerDetail(MOOD, rejected=(Rejected("", (), "timeout: no answer"),)),
            Engine.SCRIPTED,
            46,
            "The answer came late, because the model did not answer in time.",
        ),
    ],
)
def test_what_was_wrong_with_a_line_is_said_in_plain_words(
    detail: CustomerDetail, engine: Engine, waited: int, harm: str
) -> None:
    assert harm_in(detail, engine, timedelta(seconds=waited)) == harm


def test_details_from_before_verdicts_were_kept_still_load() -> None:
    old = '{"mood":{"frustration":5,"trust":5,"effort":5,"patience":5},"changes":[],"rejected":[],"prompts":[]}'
    assert detail_from_json(old) == CustomerDetail(MOOD)
    assert detail_from_json(detail_to_json(REPEATED)) == REPEATED


def answer_with_a_fault(services: Services, viewer: Viewer, attempt: str, text: str) -> None:
    """A message that the simulator answers by saying the same again."""
    saved = services.store.attempts.save_message(attempt, text=text, idempotency_key=text)
    before = services.store.attempts.get(attempt)
    last = services.store.attempts.turns(attempt)[saved.number - 1]
    reading = services.store.attempts.turns(attempt)[saved.number - 2].detail or "{}"
    services.store.attempts.complete_reply(
        attempt,
        answers=saved.number,
        expected_revision=before.revision,
        text=last.text,
        engine=Engine.SCRIPTED,
        reading=reading,
        detail=detail_to_json(REPEATED),
        director_state=before.director_state,
    )


def test_what_answers_a_faulty_line_is_left_out_of_the_score_and_the_debrief_says_so(
    services: Services, cast: Cast
) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, purpose=Purpose.SHARED, seed=7)
    say(services, cast.mira, attempt, FEELING)
    answer_with_a_fault(services, cast.mira, attempt, "Let me see.")
    say(services, cast.mira, attempt, "Stop whining, you are being ridiculous.")
    services.practice.end(cast.mira, attempt)
    services.review.rate(cast.mira, attempt, empathy=3, problem_solving=3)

    shown = services.practice.conversation(cast.mira, attempt).turns
    view = services.review.debrief(cast.ines, attempt)

    assert [turn.harmed for turn in shown] == [
        "", "", "", "", "The customer said the same as before, word for word.", "", "",
    ]  # fmt: skip
    assert [turn.harmed for turn in view.turns] == [turn.harmed for turn in shown]
    assert not [gate for gate in view.scorecard.gates if gate.fired]
    assert {(each.turn, each.statement) for each in view.scorecard.left_out} == {(5, LEFT_OUT)}
    (note,) = view.notes
    assert note == (
        "In one of the customer's lines, or more, the simulator was at fault. What spoke against your answer to it was "
        "not counted."
    )
