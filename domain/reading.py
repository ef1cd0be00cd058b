"""What one message does, with the words that show it. Made by the reader, consumed by director and scorer."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, TypeVar

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

    `when` is the time phrase as written ("by Thursday", "within the hour") or "" when none was given. A request for a
    little time is a promise too: "please hold" promises "a moment".
    """

    quote: str
    when: str


class Oddity(StrEnum):
    """What no colleague would write to a customer in earnest, or what has nothing to do with the case. The customer
    reacts as a person would; the acts in RUBRIC's closed list are not touched by it."""

    ABSURD = "absurd"  # promises what is beyond all proportion or beyond this world
    REVERSED = "reversed"  # the roles turned round: the customer is to help, or to be the agent
    ASKS_IF_BOT = "asks_if_bot"
    FLIRTING = "flirting"
    FOREIGN = "foreign"  # another language
    NONSENSE = "nonsense"  # words or letters that mean nothing
    SMALL_TALK = "small_talk"  # friendly, and about something else
    ECHO = "echo"  # the customer's own words handed back
    SAME_AGAIN = "same_again"  # the trainee's own earlier message once more
    PRAISE = "praise"  # praise or thanks for the customer's patience


@dataclass(frozen=True, slots=True)
class EmpathyLevels:
    """EPITOME's three mechanisms (Sharma et al. 2020), each 0 none, 1 weak, 2 strong."""

    emotional_reaction: int
    interpretation: int
    exploration: int


NO_EMPATHY: Final = EmpathyLevels(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Progress:
    """What a trainee's message does about the customer's matter, whatever its tone: how far it `helps`, how far it
    makes sure of the facts (`checks`; 1 where nothing calls for it, less where it goes by a guess), and how far the
    matter is `settled` after it. Each 0..3."""

    helps: float
    checks: float
    settled: float


@dataclass(frozen=True, slots=True)
class CustomerReading:
    """What a customer's message shows: their `contentment` with the help so far, -2 (very unhappy) to 2 (very content),
    and how far their matter is `settled`, 0..3."""

    contentment: float
    settled: float


@dataclass(frozen=True, slots=True)
class Reading:
    """Acts, the scenario's moves (ids), facts asked for (ids), unanswerable questions (their words), promises.

    `but_cancels` is the sentence whose acknowledgement a "but" takes back, "" when there is none.
    `empty` is True when the message holds no word at all. `odd` is what no colleague would write in earnest;
    `follow_ups` are facts (ids) about which the trainee asks on, which is no asking again; `words` counts the message;
    `progress` is None where nothing of it can be told.
    """

    acts: tuple[Found[Act], ...] = ()
    moves: tuple[Found[str], ...] = ()
    asked_facts: tuple[Found[str], ...] = ()
    other_questions: tuple[str, ...] = ()
    promises: tuple[Promise, ...] = ()
    empathy: EmpathyLevels = NO_EMPATHY
    but_cancels: str = ""
    empty: bool = False
    odd: tuple[Found[Oddity], ...] = ()
    follow_ups: tuple[Found[str], ...] = ()
    words: int = 0
    progress: Progress | None = None

    def is_odd(self, *kinds: Oddity) -> bool:
        """True when any of these oddities was found."""
        return any(found.what in kinds for found in self.odd)

    def has(self, *acts: Act) -> bool:
        """True when any of these acts was found."""
        return any(found.what in acts for found in self.acts)

    def stands(self, act: Act) -> bool:
        """True when this act was found somewhere else than in the sentence that a "but" takes back."""
        return any(found.what is act and found.quote != self.but_cancels for found in self.acts)

    def quote(self, *acts: Act) -> str:
        """The words of the first of these acts that was found, or ""."""
        return next((found.quote for found in self.acts if found.what in acts), "")
