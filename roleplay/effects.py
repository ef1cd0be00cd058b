"""The authored tables of what acts, order and repetition do to a mood, and how a temperament scales them.

The tables are content (`effects.yaml`); this module validates them once and does the arithmetic. Harm is never
discounted by repetition; kindness is, so that a formula repeated cannot talk a customer round.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError, model_validator

from domain.acts import Act
from domain.errors import InvalidContent
from domain.mood import HIGH, Ceiling, Mood, MoodChange, Pattern
from domain.reading import Oddity
from scenarios.model import Effects, OwnEffects, Scenario, Strict, Temperament

TABLES = Path(__file__).with_name("effects.yaml")


class Scale(Strict):
    """Factors on changes: frustration and effort for the worse or better, trust lost or won. `own` is what people of
    this temperament feel otherwise than the rest, before these factors."""

    worse: float
    better: float
    distrust: float
    trust: float
    own: OwnEffects = Field(default_factory=dict)


class Stride(Strict):
    """How far one message can bring a person at most: points of frustration taken away, points of trust won."""

    frustration: Annotated[float, Field(gt=0)]
    trust: Annotated[float, Field(gt=0)]


class EffectTables(Strict):
    acts: dict[Act, Effects]
    patterns: dict[Pattern, Effects]
    oddities: dict[Oddity, Effects]
    repeats: tuple[float, ...]
    crowd: tuple[float, ...]
    softening: float
    most_in_one_message: Stride
    temperaments: dict[Temperament, Scale]

    @model_validator(mode="after")
    def _is_complete(self) -> "EffectTables":
        for kind, table in (
            (Act, self.acts),
            (Pattern, self.patterns),
            (Oddity, self.oddities),
            (Temperament, self.temperaments),
        ):
            if missing := sorted(set(kind) - set(table)):
                raise ValueError(f"no entry for {', '.join(missing)}")
        return self

    def of(self, cause: Act | Pattern, scenario: Scenario) -> Effects:
        """What an act or a pattern does to this scenario's customer: the scenario's word goes before the persona's,
        that before the temperament's, and what none of them says is as for everybody."""
        persona = scenario.persona
        for own in (scenario.effects, persona.effects, self.temperaments[persona.temperament].own):
            if cause in own:
                return own[cause]
        return self.acts[cause] if isinstance(cause, Act) else self.patterns[cause]

    def share(self, times_before: int, *, in_message: int) -> float:
        """The share of its effect that a kind act or move keeps: heard `times_before` times already, and after
        `in_message` other kind ones in the same message."""
        return self.repeats[min(times_before, len(self.repeats) - 1)] * self.crowd[min(in_message, len(self.crowd) - 1)]

    def change(
        self, cause: str, effects: Effects, temperament: Temperament, *, quote: str = "", share: float = 1.0
    ) -> MoodChange:
        """The change of mood, in points, that these effects make in a person of this temperament."""
        scale = self.temperaments[temperament]

        def scaled(points: float, up: float, down: float) -> float:
            return round(points * (up if points > 0 else down) * share, 2)

        return MoodChange(
            cause=cause,
            quote=quote,
            frustration=scaled(effects.frustration, scale.worse, scale.better),
            trust=scaled(effects.trust, scale.trust, scale.distrust),
            effort=scaled(effects.effort, scale.worse, scale.better),
            patience=round(effects.patience * share, 2),
        )

    def softened(self, change: MoodChange, mood: Mood, *, before: Mood) -> MoodChange:
        """The change as it reaches a mood that may be near its best already, or that has come far enough in this
        message: `before` is the mood at its start."""

        def share(room: float) -> float:
            return min(1.0, room / self.softening)

        calmer = max(0.0, self.most_in_one_message.frustration - (before.frustration - mood.frustration))
        closer = max(0.0, self.most_in_one_message.trust - (mood.trust - before.trust))
        return replace(
            change,
            frustration=max(-calmer, _for_the_better(change.frustration, share(mood.frustration), better=-1)),
            trust=min(closer, _for_the_better(change.trust, share(HIGH - mood.trust), better=1)),
            effort=_for_the_better(change.effort, share(mood.effort), better=-1),
        )


def _for_the_better(points: float, share: float, *, better: int) -> float:
    return round(points * share, 2) if points * better > 0 else points


def harms(effects: Effects) -> bool:
    """Whether the effects are, on the whole, for the worse."""
    return effects.trust + effects.patience - effects.frustration - effects.effort < 0


def strength(effects: Effects) -> float:
    """How many mood points the effects move in all, whichever way."""
    return abs(effects.frustration) + abs(effects.trust) + abs(effects.effort) + abs(effects.patience)


def moved_by(mood: Mood, change: MoodChange, ceiling: Ceiling) -> tuple[Mood, MoodChange]:
    """The mood after a change, never above the ceiling, and the change as far as it went."""
    rise = min(change.frustration, max(0.0, ceiling.frustration - mood.frustration))
    after = mood.moved(frustration=rise, trust=change.trust, effort=change.effort, patience=change.patience)
    went = replace(
        change,
        frustration=round(after.frustration - mood.frustration, 2),
        trust=round(after.trust - mood.trust, 2),
        effort=round(after.effort - mood.effort, 2),
        patience=round(after.patience - mood.patience, 2),
    )
    return after, went


@cache
def load_effects(path: Path = TABLES) -> EffectTables:
    """The tables, validated. Raises InvalidContent when the file is not as it should be."""
    try:
        return EffectTables.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError, OSError) as error:
        raise InvalidContent(path.name, 0, "", f"the table of effects cannot be used: {error}") from error
