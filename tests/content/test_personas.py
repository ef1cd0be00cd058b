"""Each customer of the library in many single situations and whole conversations: what a person would do, and what no
customer may ever do.

Snapshots of the wording stand in `personas/snapshots`; `python -m tests.support.personas --write` makes them again.
Read them before you commit them: they are what trainees will see.
"""

import pytest

from scenarios.loading import LIBRARY, scenario_files
from tests.support.personas import (
    SNAPSHOTS,
    Situation,
    conversation_snapshot,
    conversations,
    conversed,
    faults,
    lived,
    misses,
    situations,
    snapshot,
    told_scenarios,
)

CASES = [(name, each) for name in told_scenarios() for each in situations(name)]
# One worker keeps a customer's situations and conversations, so that each is played once.
pytestmark = pytest.mark.xdist_group("personas")
READ_FIRST = "read the changes, then run: python -m tests.support.personas --write"


def test_every_customer_has_situations_and_conversations_and_there_are_enough_in_all() -> None:
    assert told_scenarios() == sorted(path.stem for path in scenario_files(LIBRARY))
    assert len(CASES) >= 200
    assert len(conversations()) >= 40
    for name in told_scenarios():
        ids = [each.id for each in situations(name)]
        assert len(ids) == len(set(ids)) >= 30


@pytest.mark.parametrize(("scenario_id", "situation"), CASES, ids=[f"{name}-{each.id}" for name, each in CASES])
def test_the_customer_does_what_this_person_would(scenario_id: str, situation: Situation) -> None:
    moments = lived(scenario_id, situation)
    assert list(misses(situation, moments[-1])) == []
    assert [fault for moment in moments for fault in faults(moment)] == []


@pytest.mark.parametrize("name", conversations())
def test_a_whole_conversation_holds_from_its_first_line_to_its_last(name: str) -> None:
    moments = conversed(name)
    assert [f"turn {moment.answer.state.turn}: {fault}" for moment in moments for fault in faults(moment)] == []


@pytest.mark.parametrize("scenario_id", told_scenarios())
def test_the_situations_are_worded_as_they_were_when_last_read(scenario_id: str) -> None:
    kept = (SNAPSHOTS / f"{scenario_id}.txt").read_text(encoding="utf-8")
    assert snapshot(scenario_id) == kept, READ_FIRST


@pytest.mark.parametrize("name", conversations())
def test_a_conversation_is_worded_as_it_was_when_last_read(name: str) -> None:
    kept = (SNAPSHOTS / "conversations" / f"{name}.txt").read_text(encoding="utf-8")
    assert conversation_snapshot(name) == kept, READ_FIRST
