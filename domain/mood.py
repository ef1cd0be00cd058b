"""The fictional customer's inner state, and the named causes of its changes. The only emotions modelled here."""

from dataclasses import dataclass
from enum import StrEnum

LOW, HIGH = 0.0, 10.0


class Tone(StrEnum):
    """How the customer sounds: derived from the mood, never set. Authored lines are kept by tone."""

    WARM = "warm"
    CALM = "calm"
    TENSE = "tense"
    ANGRY = "angry"


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

    def moved(self, *, frustration: float = 0, trust: float = 0, effort: float = 0, patience: float = 0) -> "Mood":
        """The mood after a change, each value held within 0..10 and rounded to 0.01 so that replays agree."""
        return Mood(
            frustration=_held(self.frustration + frustration),
            trust=_held(self.trust + trust),
            effort=_held(self.effort + effort),
            patience=_held(self.patience + patience),
        )


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
