"""What is said and done in a conversation: turns, the desk's log, and the transcript that they make."""

from dataclasses import dataclass
from enum import StrEnum


class Speaker(StrEnum):
    CUSTOMER = "customer"
    TRAINEE = "trainee"


class Engine(StrEnum):
    """Who worded a customer's line, or decided a score."""

    SCRIPTED = "scripted"
    MODEL = "model"


class TurnState(StrEnum):
    """SAVED: a trainee's message stands and waits for its answer. COMPLETE: answered, or a customer's line."""

    SAVED = "saved"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of either side. `number` counts from 0 through the whole conversation, both sides together."""

    number: int
    speaker: Speaker
    text: str


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """One use of the desk. `after_turn` is the number of the last turn before it; arguments are (name, value) pairs.

    `accepted` is False when the desk refused (policy limit, missing step); `result` is what the trainee then reads.
    """

    after_turn: int
    action: str
    arguments: tuple[tuple[str, str], ...]
    accepted: bool
    result: str


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation as the scorer sees it. Works with no desk and no scenario (`desk` is then empty)."""

    turns: tuple[Turn, ...]
    desk: tuple[DeskEntry, ...] = ()

    def by(self, speaker: Speaker) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.speaker is speaker)

    def before(self, number: int) -> tuple[Turn, ...]:
        return tuple(turn for turn in self.turns if turn.number < number)
