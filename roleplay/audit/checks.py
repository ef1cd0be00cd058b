"""Checks each customer line against its cue and scenario before anyone relies on it.

Authored lines are checked once by `scenarios.checking`; a model's line is checked here, every time. The checks look
for what makes a simulated customer useless or unfair: who speaks (`role`), what is told and what is made up
(`facts`, `inventions`), whether the customer holds their ground (`stance`) and their own head
(`attack`), and the form of the line (`form`). Rules and words only: pure, in a millisecond or so, and each
finding shows the words that it stands on. What was measured of it stands in `tests/support/audit_figures.py`.
"""

from collections.abc import Iterator, Sequence

from domain.conversation import Turn
from roleplay.audit.attack import obeying
from roleplay.audit.echoes import handed_back
from roleplay.audit.facts import fact_faults
from roleplay.audit.findings import Fault, Finding
from roleplay.audit.form import emptiness, length, other_language, parting, repeating
from roleplay.audit.inventions import inventions
from roleplay.audit.known import known_now
from roleplay.audit.moment import authored_words
from roleplay.audit.role import role_faults
from roleplay.audit.stance import giving_in
from roleplay.state import Cue
from scenarios.model import Scenario

__all__ = ["Fault", "Finding", "audit"]


def audit(text: str, *, scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> tuple[Finding, ...]:
    """The faults of a line, empty when it may stand. `history` ends with the message that the line answers."""
    return tuple(_faults(text, scenario, cue, history))


def _faults(text: str, scenario: Scenario, cue: Cue, history: Sequence[Turn]) -> Iterator[Finding]:
    empty = tuple(emptiness(text, scenario))
    yield from empty
    if any(finding.words == text for finding in empty):
        return  # without a word there is nothing else to look at
    known = known_now(scenario, cue, history)
    early = tuple(fact_faults(text, scenario, cue, history, known=known))
    authored = authored_words(cue, scenario)
    yield from obeying(text, history, own=known.own)
    yield from role_faults(text, scenario, history, authored=authored)
    if words := handed_back(text):
        yield Finding(Fault.LEAK, words)
    yield from early
    # What is told too early is in no text that is known, and nothing made up for that.
    if not any(finding.fault is Fault.EARLY_DISCLOSURE for finding in early):
        yield from inventions(text, scenario, known)
    yield from giving_in(text, scenario, cue)
    yield from parting(text, scenario, cue)
    yield from repeating(text, history, authored=authored)
    yield from length(text, scenario, cue)
    yield from other_language(text, scenario)
