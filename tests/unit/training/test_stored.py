"""What another version of Frontstage kept and this one cannot read: said in one way, and it takes no list down."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from domain.errors import InvalidInput
from domain.people import Purpose, Viewer
from evaluation.pass_mark import Outcome
from evaluation.scorecard import scorecard_from_json
from records.rows import AttemptRow
from roleplay.state import state_from_json
from tests.support.labelled import agreeing
from tests.support.practice import SCENARIO, Cast, hire, open_house, say
from training.stored import KeptByAnotherVersion, stored
from training.turns import detail_from_json, reading_from_json, state_of
from training.wiring import Services

NOT_OURS = '{"from": "the future"'
WORDS = ("Good morning Mrs Adeyemi, that was our mistake.", "Stop whining, you are being ridiculous.")


def spoil(services: Services, table: str, column: str, where: str, *values: object) -> None:
    """Put what no version could read into the records, past all that guards them."""
    file = services.settings.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(file)) as connection, connection:
        done = connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (NOT_OURS, *values))
        assert done.rowcount == 1


def finished(services: Services, viewer: Viewer, *, given: str | None = None) -> str:
    attempt = services.practice.start(viewer, SCENARIO, purpose=Purpose.SHARED, assignment_id=given, seed=5)
    for text in WORDS:
        say(services, viewer, attempt, text)
    services.practice.end(viewer, attempt)
    return attempt


@pytest.mark.parametrize(
    ("read", "what"),
    [
        (reading_from_json, "what was read in a message"),
        (detail_from_json, "how a customer's line came about"),
        (lambda text: stored(scorecard_from_json, text, "the score"), "the score"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_kept_by_another_version_and_not_lost(
    read: Callable[[str], object], what: str
) -> None:
    with pytest.raises(KeptByAnotherVersion) as told:
        read(NOT_OURS)
    assert str(told.value) == (
        f"Another version of Frontstage kept {what} of this conversation, and this version cannot read it. Nothing was "
        "lost: it opens again with the version that kept it. Tell whoever runs Frontstage."
    )


def test_a_state_that_is_none_is_refused_below_and_told_above(services: Services, cast: Cast) -> None:
    with pytest.raises(InvalidInput, match=r"This is no state: .+\."):
        state_from_json(NOT_OURS)
    attempt: AttemptRow = services.store.attempts.get(services.practice.start(cast.mira, SCENARIO, seed=5))
    with pytest.raises(KeptByAnotherVersion, match="kept the customer's state"):
        state_of(replace(attempt, director_state=NOT_OURS))


def test_a_score_that_cannot_be_read_goes_to_a_person_and_the_teams_list_is_shown(tmp_path: Path) -> None:
    services = open_house(tmp_path, settings={"agreement_bar": 0})
    cast = hire(services)
    given = services.assignments.create(
        cast.ines,
        scenario_id=SCENARIO,
        people=[cast.mira.person_id],
        purpose=Purpose.FORMAL,
        due_on=None,
        pass_mark=5.0,
    )
    attempt = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=5)
    for text in (WORDS[0], *(f"You idiot, shut up. ({n})" for n in range(6))):
        if not services.store.attempts.get(attempt).over:
            say(services, cast.mira, attempt, text)
    things = [each.id for each in services.calibrations.view(cast.ines).engines[0].lines]
    services.calibrations.upload(cast.ines, agreeing(30, *things), file="x", on_scored=lambda done, total: None)
    assert [item.outcome for item in services.review.team_attempts(cast.ines)] == [Outcome.NOT_YET]

    spoil(services, "scorecards", "body", "attempt_id = ?", attempt)

    (item,) = services.review.team_attempts(cast.ines)
    assert (item.attempt_id, item.outcome) == (attempt, Outcome.ADVISORY)
    with pytest.raises(KeptByAnotherVersion, match="kept the score of this conversation"):
        services.review.debrief(cast.ines, attempt)
    services.close()


def test_a_line_whose_making_cannot_be_read_is_shown_by_its_words(services: Services, cast: Cast) -> None:
    attempt = finished(services, cast.mira)
    before = services.practice.conversation(cast.mira, attempt)
    spoil(services, "turns", "detail", "attempt_id = ? AND number = 2", attempt)
    assert services.practice.conversation(cast.mira, attempt) == before


def test_a_take_that_cannot_be_read_leaves_the_others_side_by_side(services: Services, cast: Cast) -> None:
    attempt = finished(services, cast.mira)
    forks = [services.practice.fork(cast.mira, attempt, 3) for _ in range(2)]
    for fork in forks:
        say(services, cast.mira, fork, "What do you need the glasses for most?")
        services.practice.end(cast.mira, fork)

    spoil(services, "turns", "detail", "attempt_id = ? AND number = 4", forks[0])

    shown = services.review.branches(cast.mira, attempt).ended
    assert [(take.attempt_id, take.label) for take in shown] == [(attempt, "First take"), (forks[1], "Take 3")]
    assert {item.attempt_id for item in services.review.history(cast.mira)} == {attempt, *forks}


def test_a_customer_whose_state_cannot_be_read_answers_nothing_and_the_message_is_kept(
    services: Services, cast: Cast
) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, seed=5)
    spoil(services, "attempts", "director_state", "id = ?", attempt)
    services.practice.say(cast.mira, attempt, WORDS[0], key="1")
    services.worker.wait(attempt)
    assert services.worker.trouble(attempt).startswith("Another version of Frontstage kept the customer's state")
    assert [turn.text for turn in services.store.attempts.turns(attempt)][1:] == [WORDS[0]]
