"""The fictional customer's inner state, and the named causes of its changes. The only emotions modelled here."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

LOW, HIGH = 0.0, 10.0


class Tone(StrEnum):
    """How the customer sounds: derived from the mood, never set. Authored lines are kept by tone."""

    WARM = "warm"
    CALM = "calm"
    TENSE = "tense"
    ANGRY = "angry"


class Ceiling(StrEnum):
    """How heated a customer may become, chosen by the trainee before the conversation. What the customer needs, knows
    and remembers is the same under each."""

    GENTLE = "gentle"
    FIRM = "firm"
    FULL = "full"

    @property
    def frustration(self) -> float:
        """The most frustration that this customer reaches, 0..10: gentle never sounds angry, firm never boils over."""
        return {Ceiling.GENTLE: 5.0, Ceiling.FIRM: 7.5, Ceiling.FULL: HIGH}[self]


# A tone, once taken, is left only this far beyond its border, so that it does not flicker from line to line.
_STICKS: Final = 0.3


@dataclass(frozen=True, slots=True)
class Mood:
    """Frustration, trust and effort, each 0 to 10; patience is how much more the customer will take."""

    frustration: float
    trust: float
    effort: float
    patience: float

    @property
    def tone(self) -> Tone:
        if self.frustration > 7:
            return Tone.ANGRY
        if self.frustration > 4:
            return Tone.TENSE
        return Tone.WARM if self.trust >= 6 else Tone.CALM

    def tone_after(self, before: Tone | None) -> Tone:
        """The tone now, when the last one was `before` (None: there was none). Anger and tension come at once and pass
        with a delay; warmth passes with a delay too."""
        match before:
            case Tone.ANGRY if self.frustration > 7 - _STICKS:
                return Tone.ANGRY
            case Tone.ANGRY | Tone.TENSE if 4 - _STICKS < self.frustration <= 7:
                return Tone.TENSE
            case Tone.WARM if self.frustration <= 4 and self.trust >= 6 - _STICKS:
                return Tone.WARM
            case _:
                return self.tone

    def moved(self, *, frustration: float = 0, trust: float = 0, effort: float = 0, patience: float = 0) -> "Mood":
        """The mood after a change, each value held within 0..10 and rounded to 0.01 so that replays agree."""
        return Mood(
            frustration=_held(self.frustration + frustration),
            trust=_held(self.trust + trust),
            effort=_held(self.effort + effort),
            patience=_held(self.patience + patience),
        )


class Pattern(StrEnum):
    """What order, timing and repetition do to a mood, besides the acts themselves."""

    BUT_CANCELS = "but_cancels"
    APOLOGY_LOOP = "apology_loop"
    SOLUTION_TOO_EARLY = "solution_too_early"
    PRAISE_TOO_EARLY = "praise_too_early"
    TOLD_TWICE = "told_twice"
    GOODBYE_TOO_EARLY = "goodbye_too_early"
    NOTHING_SAID = "nothing_said"
    NO_PROGRESS = "no_progress"
    LONG_WINDED = "long_winded"
    PROMISE_SILENT = "promise_silent"
    PROMISE_CHANGED = "promise_changed"
    PROMISE_BROKEN = "promise_broken"
    FACT_FOUND = "fact_found"
    NEED_MET = "need_met"


@dataclass(frozen=True, slots=True)
class MoodChange:
    """One cause and what it did. `cause` is an act, a move id, a desk action or a pattern ("solution_too_early");
    `quote` is the trainee's words behind it ("" when the cause is not in words); deltas are in mood points."""

    cause: str
    quote: str
    frustration: float = 0.0
    trust: float = 0.0
    effort: float = 0.0
    patience: float = 0.0


def _held(value: float) -> float:
    return round(min(HIGH, max(LOW, value)), 2)
