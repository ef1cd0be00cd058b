"""The score as a claim with its evidence.

Always holds: a level comes with the evidence behind it, what could not be judged is `Unscored` with its reason and
never a number, and every shown quote is found word for word in the trainee's own turns (`evaluation` checks it).
"""

from dataclasses import dataclass
from enum import StrEnum


class Dimension(StrEnum):
    EMPATHY = "empathy"
    PROBLEM_SOLVING = "problem_solving"


class Decider(StrEnum):
    """Who decided a criterion: cheapest first in the cascade, and a person above all."""

    CHECK = "check"
    SCORER = "scorer"
    JUDGE = "judge"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One yes/no observation. `quote` is the trainee's own words in turn `turn`, or "" with turn None when the
    observation is about an absence, the desk or the customer's mood. `holds` says if the observation is met."""

    check: str
    holds: bool
    statement: str
    quote: str = ""
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class Level:
    """A criterion's level, 1 to 5 (fractions allowed), and why."""

    value: float
    reason: str


@dataclass(frozen=True, slots=True)
class Unscored:
    """What could not be judged, and why. Never an average, never a default."""

    reason: str


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """One line of the rubric. `weight` is its share within its dimension (>= 0); `anchor` is the text of its level."""

    id: str
    title: str
    dimension: Dimension
    outcome: Level | Unscored
    decided_by: Decider
    evidence: tuple[Evidence, ...]
    weight: float = 1.0
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Band:
    """The interval in which a dimension's score lies; low <= score <= high, all on 1..5."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """The weighted mean of the scored criteria of one dimension on 1..5, or Unscored when there was none."""

    dimension: Dimension
    outcome: Level | Unscored
    band: Band | None


@dataclass(frozen=True, slots=True)
class Gate:
    """A fault outside the average. When it `fired`, no dimension may exceed `cap` (1..5), and the evidence says why."""

    id: str
    title: str
    fired: bool
    cap: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Simulated:
    """What this customer would have answered in a survey. Simulated, and always labelled so.

    csat and ces: 1..5 (5 best: very satisfied, very easy); nps: 0..10; first_contact_resolution: solved now, for good.
    """

    csat: int
    ces: int
    nps: int
    first_contact_resolution: bool


@dataclass(frozen=True, slots=True)
class Versions:
    """What made a score: names and hashes, as (component, version) pairs."""

    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`left_out` is what speaks against the trainee and was not counted, for it answers a line of the customer's in
    which the simulator was at fault."""

    criteria: tuple[CriterionScore, ...]
    dimensions: tuple[DimensionScore, ...]
    gates: tuple[Gate, ...]
    simulated: Simulated | None
    versions: Versions
    left_out: tuple[Evidence, ...] = ()

    def dimension(self, which: Dimension) -> DimensionScore:
        return next(score for score in self.dimensions if score.dimension is which)

    def value(self, which: Dimension) -> float | None:
        """The dimension's score on 1..5, or None when it is unscored."""
        outcome = self.dimension(which).outcome
        return outcome.value if isinstance(outcome, Level) else None
