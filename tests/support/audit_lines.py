"""How well the audit tells lines that a model may say from lines that it may not, on lines that were written for it.

The 300 bad and 300 good lines are what the audit was written on: their figures say what it has learnt. The fresh lines
were written by somebody else, who had not seen the audit, and its writers have not read them: their figures say what it
does with a line that is new to it. A bad line counts as caught when anything is found in it; whether the fault
that it was written for is among what was found is counted beside it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Final, NamedTuple

import yaml
from pydantic import Field, TypeAdapter

from domain.conversation import Speaker, Turn
from domain.mood import Tone
from roleplay.audit import Finding, audit
from roleplay.state import Cue, Piece, Source
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Scenario, Strict

AUDIT_LINES: Final = Path(__file__).parents[1] / "content" / "audit_lines"
BAD, GOOD, FRESH = (AUDIT_LINES / f"{name}.yaml" for name in ("bad", "good", "fresh"))


class Said(Strict):
    """One message: `c` when the customer said it, `t` when the trainee did."""

    c: str | None = None
    t: str | None = None


class AuditLine(Strict):
    """What a chat model said for the customer, and all that the audit is given with it. `say` are the pieces of the
    cue, as source:name; facts that are neither told nor in it are hidden. `fault` is empty for a good line."""

    id: Annotated[str, Field(pattern=r"^[bfg]\d{3}$")]
    scenario: str
    tone: Tone
    told: tuple[str, ...] = ()
    reaction: str | None = None
    say: tuple[str, ...] = ()
    when: str = ""
    ending: str = ""
    settled: bool = False
    history: Annotated[tuple[Said, ...], Field(min_length=1)]
    line: str
    fault: str = ""

    @property
    def turns(self) -> tuple[Turn, ...]:
        return tuple(
            Turn(number, Speaker.TRAINEE, said.t)
            if said.t is not None
            else Turn(number, Speaker.CUSTOMER, said.c or "")
            for number, said in enumerate(self.history)
        )

    @property
    def cue(self) -> Cue:
        content = tuple(_piece(name) for name in self.say)
        ending = (Piece(Source.ENDING, self.ending),) if self.ending else ()
        told = dict.fromkeys((*self.told, *(piece.name for piece in content if piece.source is Source.FACT)))
        return Cue(
            tone=self.tone,
            reaction=_reaction(self.reaction) if self.reaction else None,
            content=content + tuple(piece for piece in ending if piece not in content),
            spare=(),
            allowed=tuple(told),
            forbidden=tuple(fact.id for fact in scenario_of(self.scenario).facts if fact.id not in told),
            when=self.when,
            ending=self.ending,
            settled=self.settled,
        )

    def findings(self) -> tuple[Finding, ...]:
        return audit(self.line, scenario=scenario_of(self.scenario), cue=self.cue, history=self.turns)


def _piece(text: str) -> Piece:
    source, _, name = text.partition(":")
    return Piece(Source(source), name)


def _reaction(text: str) -> Piece:
    return _piece(text) if ":" in text else Piece(Source.INTENT, text)


@cache
def scenario_of(name: str) -> Scenario:
    return load_scenario(LIBRARY / f"{name}.yaml").scenario


def load_lines(path: Path) -> tuple[AuditLine, ...]:
    return TypeAdapter(tuple[AuditLine, ...]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


def sides(lines: Sequence[AuditLine]) -> tuple[list[AuditLine], list[AuditLine]]:
    """Those with a fault, and those without."""
    return [line for line in lines if line.fault], [line for line in lines if not line.fault]


class Share(NamedTuple):
    """`hits` of `total`, with the bounds of its 95 % interval (Wilson 1927), all as shares 0..1."""

    hits: int
    total: int

    @property
    def rate(self) -> float:
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.total:
            return 0.0, 1.0
        z, n, p = 1.96, self.total, self.rate
        middle = p + z * z / (2 * n)
        spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, (middle - spread) / (1 + z * z / n)), min(1.0, (middle + spread) / (1 + z * z / n))


@dataclass(frozen=True, slots=True)
class Measured:
    """`faults` maps each fault to the share of its lines caught, `named` to that in which this very fault was found."""

    flagged: Share
    faults: dict[str, Share]
    named: dict[str, Share]


def measure(lines: Iterable[AuditLine]) -> Measured:
    count, caught, named = Counter[str](), Counter[str](), Counter[str]()
    for line in lines:
        found = line.findings()
        count[line.fault] += 1
        caught[line.fault] += bool(found)
        named[line.fault] += any(finding.fault.value == line.fault for finding in found)
    return Measured(
        Share(caught.total(), count.total()),
        {fault: Share(caught[fault], count[fault]) for fault in sorted(count)},
        {fault: Share(named[fault], count[fault]) for fault in sorted(count)},
    )
