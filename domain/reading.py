"""What one trainee message does, with the words that show it. Made by the reader, consumed by director and scorer."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.acts import Act

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """Something found in a message. `quote` is an exact substring of the message; confidence lies in 0..1."""

    what: T
    quote: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment by the trainee: the words, what kind of act was promised, and the time named, if any.

    `when` is the time phrase as written ("by Thursday", "within the hour") or "" when none was given.
    """

    quote: str
    when: str


@dataclass(frozen=True, slots=True)
class EmpathyLevels:
    """EPITOME's three mechanisms (Sharma et al. 2020), each 0 none, 1 weak, 2 strong."""

    emotional_reaction: int
    interpretation: int
    exploration: int


@dataclass(frozen=True, slots=True)
class Reading:
    """Acts, the scenario's moves (ids), facts asked for (ids), unanswerable questions (their words), promises.

    `but_cancels` is the sentence whose acknowledgement a "but" takes back, "" when there is none.
    `empty` is True when the message holds no word at all.
    """

    acts: tuple[Found[Act], ...] = ()
    moves: tuple[Found[str], ...] = ()
    asked_facts: tuple[Found[str], ...] = ()
    other_questions: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    empathy: EmpathyLevels = EmpathyLevels(0, 0, 0)
    but_cancels: str = ""
    empty: bool = False

    def has(self, *acts: Act) -> bool:
        """True when any of these acts was found."""
        return any(found.what in acts for found in self.acts)

    def stands(self, act: Act) -> bool:
        """True when this act was found somewhere else than in the sentence that a "but" takes back."""
        return any(found.what is act and found.quote != self.but_cancels for found in self.acts)

    def quote(self, *acts: Act) -> str:
        """The words of the first of these acts that was found, or ""."""
        return next((found.quote for found in self.acts if found.what in acts), "")
