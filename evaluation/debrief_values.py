"""The values of a debrief: what a screen draws, already in words. `evaluation.debrief` makes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.scorecard import Decider, Dimension, Evidence


class Cited(Protocol):
    """A paragraph of guidance as a search finds it."""

    @property
    def id(self) -> str: ...
    @property
    def page_id(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def text(self) -> str: ...


class GuidanceIndex(Protocol):
    def search(self, query: str, *, k: int = 5) -> Sequence[Cited]: ...


@dataclass(frozen=True, slots=True)
class MovedBy:
    """One cause of a change of mood: a sentence on it, the trainee's words (or ""), and the change in mood points."""

    turn: int
    cause: str
    sentence: str
    quote: str
    frustration: float
    trust: float
    effort: float

    @property
    def better(self) -> bool:
        return self.trust - self.frustration - self.effort > 0


@dataclass(frozen=True, slots=True)
class MoodPoint:
    """The mood after the answer to trainee turn `turn`; None is the opening. Values 0..10."""

    turn: int | None
    frustration: float
    trust: float
    effort: float
    moved_by: tuple[MovedBy, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """What went best: a sentence on it, and the trainee's words."""

    text: str
    quote: str
    turn: int | None


@dataclass(frozen=True, slots=True)
class Guidance:
    """A cited paragraph; `text` is Markdown."""

    paragraph_id: str
    page_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CoachingCard:
    """One weak criterion: the moment, why it mattered, words that would have done more, and where to read on.

    `quote` are the trainee's words at the moment, "" and turn None when nothing was written. `why` speaks of this
    customer where a change of mood shows it, else of people in general. `by_model`: a chat model made `better` for this
    conversation; else it is an authored pattern, filled from it.
    """

    criterion: str
    title: str
    level: float
    quote: str
    turn: int | None
    why: str
    better: str
    guidance: Guidance | None
    by_model: bool = False


@dataclass(frozen=True, slots=True)
class Habit:
    """What to keep, start or stop: a line on it, and the trainee's words that show it ("" where there are none)."""

    text: str
    quote: str
    turn: int | None


@dataclass(frozen=True, slots=True)
class KeepStartStop:
    """Each is None where this conversation gives no honest reason for it."""

    keep: Habit | None
    start: Habit | None
    stop: Habit | None


@dataclass(frozen=True, slots=True)
class CriterionCard:
    """One line of the scorecard as it is shown. `level` is None when unscored; `reason` then says why."""

    id: str
    title: str
    question: str
    dimension: Dimension
    level: float | None
    anchor: str
    reason: str
    decided_by: Decider
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class MissedFact:
    """Something that never came out, why it would have helped, and a question that brings it out ("" if none)."""

    statement: str
    matters: str
    question: str


@dataclass(frozen=True, slots=True)
class DeskLine:
    """One use of the desk: its label and what the desk answered."""

    label: str
    answer: str
    accepted: bool


@dataclass(frozen=True, slots=True)
class PromiseLine:
    """Something that the trainee said and the desk can bear out. `promised` is False for a mere offer."""

    quote: str
    turn: int
    kept: bool
    promised: bool
    sentence: str


@dataclass(frozen=True, slots=True)
class DeskStory:
    """What was done at the desk, what would still have met an open need (label, description), and the promises."""

    done: tuple[DeskLine, ...]
    possible: tuple[tuple[str, str], ...]
    promises: tuple[PromiseLine, ...]


@dataclass(frozen=True, slots=True)
class Debrief:
    """`summary` is the ending's own text, "" when the ending is not known. `versions` are (component, version)."""

    headline: str
    summary: str
    strength: Strength | None
    mood: tuple[MoodPoint, ...]
    cards: tuple[CriterionCard, ...]
    coaching: tuple[CoachingCard, ...]
    missed_facts: tuple[MissedFact, ...]
    desk: DeskStory
    habits: KeepStartStop
    next_try: str
    versions: tuple[tuple[str, str], ...]
