"""Each customer of the library in many single situations: what a person would do, and what no customer may ever do.

The situations stand in `personas/`, as does a snapshot of the wording; `python -m tests.support.personas --write` makes
the snapshots again. Read them before you commit them: they are what trainees will see.
"""

import pytest

from scenarios.loading import LIBRARY, scenario_files
from tests.support.personas import (
    Situation,
    faults,
    lived,
    misses,
    situations,
    snapshot,
    snapshot_file,
    told_scenarios,
)

CASES = [(name, each) for name in told_scenarios() for each in situations(name)]


def test_every_customer_has_situations_and_there_are_two_hundred() -> None:
    assert told_scenarios() == sorted(path.stem for path in scenario_files(LIBRARY))
    assert len(CASES) >= 200
    for name in told_scenarios():
        ids = [each.id for each in situations(name)]
        assert len(ids) == len(set(ids)) >= 30


@pytest.mark.parametrize(("scenario_id", "situation"), CASES, ids=[f"{name}-{each.id}" for name, each in CASES])
def test_the_customer_does_what_this_person_would(scenario_id: str, situation: Situation) -> None:

    moments = lived(scenario_id, situation)
    assert list(misses(situation, moments[-1])) == []
    assert [fault for moment in moments for fault in faults(moment)] == []


@pytest.mark.parametrize("scenario_id", told_scenarios())
def test_the_wording_is_as_it_was_read_last(scenario_id: str) -> None:
    kept = snapshot_file(scenario_id).read_text(encoding="utf-8")
    assert snapshot(scenario_id) == kept, "read the changes, then run: python -m tests.support.personas --write"
