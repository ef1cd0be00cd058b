"""The pass mark: what trainers and HR read of an attempt, and what software never says."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import load_workbook

from domain.endings import EndingKind
from domain.people import Purpose
from domain.scorecard import Band, Dimension
from evaluation.pass_mark import Outcome
from records.rows import AttemptRow, Ending, MarkedRow
from tests.support.labelled import agreeing
from tests.support.practice import SCENARIO, Cast, hire, open_house, say
from training.calibrate import Calibrations
from training.passing import outcome_of, reported
from training.wiring import Services


def assign(services: Services, cast: Cast, mark: float | None) -> str:
    return services.assignments.create(
        cast.ines,
        scenario_id=SCENARIO,
        people=[cast.mira.person_id],
        purpose=Purpose.FORMAL,
        due_on=None,
        pass_mark=mark,
    )


def play(services: Services, cast: Cast, given: str) -> str:
    attempt = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=5)
    for text in ("Good morning Mrs Adeyemi, that was our mistake.", "What do you need the glasses for most?"):
        say(services, cast.mira, attempt, text)
    services.store.attempts.end(attempt, ending=Ending("passed_along", EndingKind.ESCALATED))
    services.scoring.ensure(attempt)
    return attempt


def seen(services: Services, cast: Cast) -> list[Outcome | None]:
    return [item.outcome for item in services.review.team_attempts(cast.ines)]


def band(services: Services, attempt: str, dimension: Dimension) -> Band:
    found = services.scoring.scorecard(services.store.attempts.get(attempt)).dimension(dimension).band
    assert found is not None
    return found


def test_without_a_pass_mark_nothing_is_said(services: Services, cast: Cast) -> None:
    attempt = play(services, cast, assign(services, cast, None))
    assert seen(services, cast) == [None]
    assert services.review.debrief(cast.ines, attempt).attempt.outcome is None
    (row,) = services.reports.people(cast.hana)
    assert (row.pass_mark, row.marked, services.reports.outcome(row)) == (None, (), "")


@pytest.mark.parametrize(
    ("mark", "expected", "hr"),
    [(1.0, Outcome.PASSED, "passed"), (5.0, Outcome.ADVISORY, "for review")],
)
def test_a_score_below_the_mark_that_nobody_compared_with_people_goes_to_a_person(
    services: Services, cast: Cast, mark: float, expected: Outcome, hr: str
) -> None:
    attempt = play(services, cast, assign(services, cast, mark))
    assert seen(services, cast) == [expected]
    assert services.review.debrief(cast.ines, attempt).attempt.outcome is expected
    (row,) = services.reports.people(cast.hana)
    assert services.reports.outcome(row) == hr
    assert row.marked == (
        MarkedRow(mark, band(services, attempt, Dimension.EMPATHY), band(services, attempt, Dimension.PROBLEM_SOLVING)),
    )


def test_a_mark_inside_the_band_goes_to_a_person(services: Services, cast: Cast) -> None:
    given = assign(services, cast, None)
    attempt = play(services, cast, given)
    lower = min((band(services, attempt, which) for which in Dimension), key=lambda each: each.low)
    other = assign(services, cast, round((lower.low + lower.high) / 2, 2))
    play(services, cast, other)
    assert seen(services, cast) == [Outcome.CROSSED, None]


def test_once_the_scorer_agrees_with_people_a_trainer_reads_not_yet_and_hr_still_does_not(tmp_path: Path) -> None:
    services = open_house(tmp_path, settings={"agreement_bar": 0})
    cast = hire(services)
    play(services, cast, assign(services, cast, 5.0))
    calibrate_everything(services.calibrations, cast)
    assert seen(services, cast) == [Outcome.NOT_YET]
    (row,) = services.reports.people(cast.hana)
    assert services.reports.outcome(row) == "for review"
    services.close()


def calibrate_everything(calibrations: Calibrations, cast: Cast) -> None:
    things = [each.id for each in calibrations.view(cast.ines).engines[0].lines]
    calibrations.upload(cast.ines, agreeing(30, *things), file="x", on_scored=lambda done, total: None)


def test_an_attempt_that_was_given_up_is_not_held_against_the_mark(services: Services, cast: Cast) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, assignment_id=assign(services, cast, 3.0), seed=5)
    assert seen(services, cast) == [None]
    services.practice.end(cast.mira, attempt)
    assert seen(services, cast) == [None]


def test_an_attempt_that_could_not_be_scored_goes_to_a_person(services: Services, cast: Cast) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, assignment_id=assign(services, cast, 3.0), seed=5)
    services.store.attempts.end(attempt, ending=Ending("passed_along", EndingKind.ESCALATED))
    services.scoring.ensure(attempt)
    assert seen(services, cast) == [Outcome.UNSCORED]


HIGH, LOW = Band(4.0, 4.5), Band(1.0, 2.0)


def test_hr_reads_passed_as_soon_as_one_attempt_surely_did_and_never_that_somebody_failed() -> None:
    passed, below = MarkedRow(3.0, HIGH, HIGH), MarkedRow(3.0, LOW, HIGH)
    assert reported([]) == ""
    assert reported([below]) == reported([below, MarkedRow(3.0, None, None)]) == "for review"
    assert reported([below, passed]) == "passed"


def test_each_dimension_is_asked_for_what_it_rests_on(services: Services, cast: Cast) -> None:
    attempt: AttemptRow = services.store.attempts.get(play(services, cast, assign(services, cast, None)))
    below = MarkedRow(3.0, HIGH, LOW)
    assert outcome_of(attempt, below, advisory=lambda which: which is Dimension.EMPATHY) is Outcome.NOT_YET
    assert outcome_of(attempt, below, advisory=lambda which: which is not Dimension.EMPATHY) is Outcome.ADVISORY
    assert outcome_of(replace(attempt, ending=None), below, advisory=lambda which: False) is None


def test_the_spreadsheet_has_the_mark_and_the_outcome(services: Services, cast: Cast) -> None:
    play(services, cast, assign(services, cast, 5.0))
    sheet = load_workbook(io.BytesIO(services.reports.export(cast.hana)))["People"]
    assert [[cell.value for cell in row][-2:] for row in sheet.iter_rows()] == [
        ["Pass mark", "Outcome"],
        [5, "for review"],
    ]
