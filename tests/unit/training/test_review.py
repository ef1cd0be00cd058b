"""After the conversation: rating oneself, the debrief, the trainer's view and HR's report."""

import io
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from domain.conversation import Speaker
from domain.endings import EndingKind
from domain.errors import Conflict, InvalidInput, NotFound
from domain.people import Purpose, Viewer
from domain.scorecard import Dimension, Evidence, Scorecard
from evaluation.judgement import Judgement
from records.rows import EventKind
from roleplay import READER_VERSION
from tests.support.practice import SCENARIO, Cast, say
from tests.support.records import START, Ticking
from training import scoring as module
from training.review import SelfRating, SelfRatingDue
from training.scoring import Scoring
from training.wiring import Services

GOOD_WORK = (
    "Good morning Mrs Adeyemi, two weeks of squinting must have worn you out. That was our mistake, I will sort it.",
    "What do you need the glasses for most?",
    "Could I check your postcode, please?",
    "I could lend you a pair in your strength until yours arrive. I will put it aside now.",
)


def finished(services: Services, viewer: Viewer, *, purpose: Purpose = Purpose.SHARED, given: str | None = None) -> str:
    attempt = services.practice.start(viewer, SCENARIO, purpose=purpose, assignment_id=given, seed=5)
    for text in GOOD_WORK:
        say(services, viewer, attempt, text)
    services.practice.use_desk(viewer, attempt, "lend_pair", {"shop": "the square"})
    services.practice.end(viewer, attempt)
    return attempt


def scorecard(services: Services, attempt: str) -> Scorecard:
    return services.scoring.scorecard(services.store.attempts.get(attempt))


def quotes(card: Scorecard) -> list[Evidence]:
    shown = [*(each.evidence for each in card.criteria), *(each.evidence for each in card.gates)]
    return [evidence for each in shown for evidence in each if evidence.quote]


def test_a_finished_attempt_is_scored_once_with_quotes_from_the_trainees_own_turns(
    services: Services, cast: Cast
) -> None:
    attempt = finished(services, cast.mira)
    card = scorecard(services, attempt)

    for dimension in Dimension:
        value = card.value(dimension)
        assert value is not None
        assert 1 <= value <= 5
    turns = {turn.number: turn for turn in services.store.attempts.turns(attempt)}
    assert quotes(card)
    for evidence in quotes(card):
        assert evidence.turn is not None
        assert turns[evidence.turn].speaker is Speaker.TRAINEE
        assert evidence.quote in turns[evidence.turn].text
    assert scorecard(services, attempt) == card
    assert [event.kind for event in services.store.attempts.events(attempt)].count(EventKind.SCORED) == 1
    assert dict(card.versions.parts)["scenario"] == services.store.attempts.get(attempt).scenario_hash[:12]


def test_a_conversation_that_goes_on_has_no_score(services: Services, cast: Cast) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, seed=5)
    with pytest.raises(NotFound, match="it is scored when it has ended"):
        scorecard(services, attempt)
    with pytest.raises(NotFound, match="it is scored when it has ended"):
        services.review.debrief(cast.mira, attempt)
    with pytest.raises(Conflict, match="it can be rated once it has ended"):
        services.review.rate(cast.mira, attempt, empathy=3, problem_solving=3)


def test_trainees_rate_themselves_before_the_debrief_and_the_history_show_a_score(
    services: Services, cast: Cast
) -> None:
    attempt = finished(services, cast.mira)
    with pytest.raises(SelfRatingDue) as due:
        services.review.debrief(cast.mira, attempt)
    assert str(due.value) == "First say how you think it went; the debrief opens after that."
    (before,) = services.review.history(cast.mira)
    assert (before.empathy, before.problem_solving, before.rated) == (None, None, False)

    services.review.rate(cast.mira, attempt, empathy=4, problem_solving=2, reflection=" I should have asked sooner. ")

    card = scorecard(services, attempt)
    (after,) = services.review.history(cast.mira)
    assert (after.empathy, after.problem_solving, after.rated) == (
        card.value(Dimension.EMPATHY), card.value(Dimension.PROBLEM_SOLVING), True,
    )  # fmt: skip
    view = services.review.debrief(cast.mira, attempt)
    assert view.scorecard == card
    assert view.self_rating == SelfRating(4, 2, "I should have asked sooner.")
    assert (view.attempt.person, view.attempt.ending_kind) == ("Mira", after.ending_kind)
    assert [turn.text for turn in view.turns if turn.speaker is Speaker.TRAINEE] == list(GOOD_WORK)
    assert [entry.action for entry in view.desk.log] == ["lend_pair"]
    assert view.debrief.headline


def test_who_has_yet_to_rate_is_sent_to_it_at_once_and_waits_for_no_score(
    services: Services, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = finished(services, cast.mira)

    def wait(*_: object) -> Scorecard:
        pytest.fail("the score was waited for")

    monkeypatch.setattr(Scoring, "scorecard", wait)
    with pytest.raises(SelfRatingDue):
        services.review.debrief(cast.mira, attempt)


def test_a_debrief_says_whether_it_is_the_readers_own(services: Services, cast: Cast) -> None:
    attempt = finished(services, cast.mira)
    services.review.rate(cast.mira, attempt, empathy=3, problem_solving=3)
    assert [services.review.debrief(who, attempt).own for who in (cast.mira, cast.ines)] == [True, False]


def test_of_two_who_score_at_once_both_get_the_score_that_was_kept_first(
    services: Services, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(Scoring, "_ensure", lambda *_: None)
        attempt = finished(services, cast.mira)
    judge, kept = Scoring._judgement, []

    def somebody_is_faster(*asked: Any) -> Judgement | None:
        monkeypatch.setattr(Scoring, "_judgement", judge)
        kept.append(scorecard(services, attempt))
        monkeypatch.setattr(module, "READER_VERSION", "another")  # so that this one's score is not the same
        return judge(*asked)

    monkeypatch.setattr(Scoring, "_judgement", somebody_is_faster)
    late = scorecard(services, attempt)
    assert [late, scorecard(services, attempt)] == kept * 2
    assert dict(late.versions.parts)["reader"] == READER_VERSION


def test_a_self_rating_is_given_once_from_one_to_five(services: Services, cast: Cast) -> None:
    attempt = finished(services, cast.mira)
    with pytest.raises(InvalidInput):
        services.review.rate(cast.mira, attempt, empathy=6, problem_solving=3)
    services.review.rate(cast.mira, attempt, empathy=5, problem_solving=3, reflection="\u202e\x0b" + "x" * 5_000)
    services.review.rate(cast.mira, attempt, empathy=5, problem_solving=3, reflection="x" * 5_000)
    with pytest.raises(Conflict, match="the first rating is kept"):
        services.review.rate(cast.mira, attempt, empathy=1, problem_solving=1)
    rating = services.review.debrief(cast.mira, attempt).self_rating
    assert rating == SelfRating(5, 3, "x" * 2_000)


def test_a_trainer_reads_the_debrief_without_waiting_for_the_self_rating(services: Services, cast: Cast) -> None:
    attempt = finished(services, cast.mira)
    view = services.review.debrief(cast.ines, attempt)
    assert view.self_rating is None
    (item,) = services.review.team_attempts(cast.ines)
    assert (item.attempt_id, item.empathy, item.rated) == (attempt, view.scorecard.value(Dimension.EMPATHY), False)
    services.review.debrief(cast.ines, attempt)  # the screen is drawn anew: still one reading
    read, *earlier = services.store.audit.entries()
    assert (read.actor, read.action, read.subject) == (cast.ines.person_id, "read_conversation", attempt)
    assert "read_conversation" not in {entry.action for entry in earlier}


def test_what_a_stopped_process_left_unscored_is_scored_at_the_next_start(
    services: Services, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as stopped:
        stopped.setattr(Scoring, "_ensure", lambda *_: None)
        attempt = finished(services, cast.mira)
    assert services.store.attempts.scorecard(attempt) is None
    assert (services.scoring.recover(), services.scoring.recover()) == (1, 0)
    assert services.store.attempts.scorecard(attempt) is not None


def test_hr_sees_completion_and_scores_of_formal_assignments_and_no_word(services: Services, cast: Cast) -> None:
    def assign(purpose: Purpose) -> str:
        return services.assignments.create(
            cast.ines,
            scenario_id=SCENARIO,
            people=[cast.mira.person_id, cast.tomas.person_id],
            purpose=purpose,
            due_on=START.date() + timedelta(days=7),
        )

    formal, shared = assign(Purpose.FORMAL), assign(Purpose.SHARED)
    scored = finished(services, cast.mira, given=formal)
    finished(services, cast.tomas, given=shared)
    finished(services, cast.tomas, purpose=Purpose.PRACTICE)
    card = scorecard(services, scored)

    rows = services.reports.people(cast.hana)
    completed = services.store.attempts.get(scored).ending
    assert completed is not None
    assert completed.kind is not EndingKind.ABANDONED
    assert [(row.person_name, row.assignment_id, row.completed, row.attempts, row.best_empathy) for row in rows] == [
        ("Mira", formal, True, 1, card.value(Dimension.EMPATHY)),
        ("Tomas", formal, False, 0, None),
    ]
    assert [(row.team_name, row.assigned, row.completed) for row in services.reports.teams(cast.hana)] == [
        ("Shop floor", 2, 1)
    ]
    content = services.reports.export(cast.hana)
    book = load_workbook(io.BytesIO(content))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert tuple(cell for cell in cells if cell in {"Mira", "Tomas", "yes", "no"}) == ("Mira", "yes", "Tomas", "no")
    assert "The glasses that were ready in ten days" in cells
    for said in (*GOOD_WORK, *(turn.text for turn in services.store.attempts.turns(scored))):
        assert all(said not in cell for cell in cells)
    assert services.store.audit.entries()[0].action == "export_report"


def test_an_assignment_is_completed_by_an_ending_other_than_leaving(
    services: Services, cast: Cast, clock: Ticking
) -> None:
    given = services.assignments.create(
        cast.ines,
        scenario_id=SCENARIO,
        people=[cast.mira.person_id],
        purpose=Purpose.FORMAL,
        due_on=START.date(),
    )
    left = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=1)
    services.practice.end(cast.mira, left)
    assert not services.assignments.mine(cast.mira)[0].completed

    finished(services, cast.mira, given=given)
    clock.leap(timedelta(days=30))
    (item,) = services.assignments.mine(cast.mira)
    assert (item.completed, item.overdue, item.attempts) == (True, False, 2)
    assert [row.completed for row in services.assignments.given(cast.ines)] == [1]
