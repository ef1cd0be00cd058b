"""Gates: faults that no kindness and no solution make up for, kept outside the average.

Always holds: a gate fires only with its evidence, and on words only when the reading of them is sure enough; a gate
that cannot be judged is left out. When one fires, no dimension exceeds its cap.
"""

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from domain.acts import Act
from domain.conversation import Speaker, Transcript
from domain.reading import Reading
from domain.scorecard import Evidence, Gate
from evaluation import agent_words
from evaluation.case import Case
from evaluation.evidence import usable
from evaluation.promises import promises
from evaluation.rubric import Rubric

Readings = Mapping[int, Reading]
_BROKEN: Final = "You promised this, and it was not done at the desk."


class AccountUse(NamedTuple):
    """The first use of account data at the desk, and whether identity had been verified by then."""

    verified: bool
    statement: str


def judge_gates(
    rubric: Rubric, transcript: Transcript, readings: Readings, case: Case | None = None
) -> tuple[Gate, ...]:
    """The gates of the rubric that can be judged here, in its order."""
    found = {
        "identity": _identity(transcript, readings, case),
        "false_promise": _false_promise(rubric, transcript, readings, case),
        "respect": _respect(rubric, transcript, readings),
    }
    gates = []
    for gate in rubric.gates:
        evidence = found.get(gate.id)
        if evidence is not None:
            kept = usable(evidence, transcript)
            gates.append(Gate(gate.id, gate.title, any(not each.holds for each in kept), gate.cap, kept))
    return tuple(gates)


def account_use(transcript: Transcript, case: Case, readings: Readings) -> AccountUse | None:
    """None when no account data was used. Where the desk can verify, only the desk counts; else the words do."""
    actions = {action.id: action for action in case.scenario.desk.actions}
    by_desk = any(action.verifies_identity for action in actions.values())
    verified = False
    for entry in transcript.desk:
        action = actions.get(entry.action)
        if not entry.accepted or action is None:
            continue
        verified = verified or action.verifies_identity
        if action.account_data:
            asked = any(turn <= entry.after_turn and each.has(Act.VERIFY_IDENTITY) for turn, each in readings.items())
            known = verified if by_desk else asked
            when = "after" if known else "before"
            return AccountUse(known, f"{action.label}: done {when} you had verified who you were talking to.")
    return None


def _identity(transcript: Transcript, readings: Readings, case: Case | None) -> list[Evidence] | None:
    if case is None or not any(action.account_data for action in case.scenario.desk.actions):
        return None
    used = account_use(transcript, case, readings)
    if used is None:
        return [Evidence("identity", True, "No account data was used.")]
    return [Evidence("identity", used.verified, used.statement)]


def _false_promise(rubric: Rubric, transcript: Transcript, readings: Readings, case: Case | None) -> list[Evidence]:
    evidence = list(_sure(Act.FALSE_PROMISE, "You promised what nobody can know.", rubric, readings))
    if case is not None:
        evidence += [
            Evidence(f"promise:{each.move}", False, _BROKEN, each.quote, each.turn)
            for each in promises(transcript, readings, case)
            if each.broken
        ]
    return evidence


def _respect(rubric: Rubric, transcript: Transcript, readings: Readings) -> list[Evidence]:
    evidence = list(_sure(Act.RUDE, "You insulted or mocked the customer.", rubric, readings))
    for turn in transcript.by(Speaker.TRAINEE):
        if words := agent_words.puts_down(turn.text):
            statement = "You put down who the customer is, threatened them or wished them harm."
            evidence.append(Evidence("put_down", False, statement, words, turn.number))
    return evidence


def _sure(act: Act, statement: str, rubric: Rubric, readings: Readings) -> Iterator[Evidence]:
    for turn, reading in sorted(readings.items()):
        for found in reading.acts:
            if found.what is act and found.confidence >= rubric.sure_from and found.quote:
                yield Evidence(act.value, False, statement, found.quote, turn)
