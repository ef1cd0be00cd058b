"""The embedded scorer: a transparent sum over what was observed, with authored weights (`scorer.yaml`).

Always holds: each level is explained by the observations that made it; more of a good thing never lowers a level, more
of a fault never raises it (but for the stated courtesies, where a stock phrase is better than silence); levels lie on
1..5.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Annotated, Final, NamedTuple

from pydantic import Field, model_validator

from domain.scorecard import Evidence, Level
from evaluation.content import Content, load_content
from evaluation.observations import FEATURES
from evaluation.sightings import NOTHING, Observation

MODEL: Final = Path(__file__).with_name("scorer.yaml")
LOWEST, HIGHEST = 1.0, 5.0
WORTH_NAMING: Final = 0.05  # levels below which a term would read as nothing
WORTH_MISSING: Final = 0.5  # points from which a good thing that was not seen is worth saying


class Feature(Content):
    """How a feature is worded. A fault (`good: false`) is shown when it was seen, with `unmet`."""

    label: str
    met: str = ""
    unmet: str
    good: bool = True

    @model_validator(mode="after")
    def _has_its_words(self) -> "Feature":
        if self.good != bool(self.met):
            raise ValueError("write met for something good, and only there")
        return self


class Term(Content):
    """`points` (levels) at `full_at` sightings and more, in proportion below."""

    points: Annotated[float, Field(ge=-4, le=4)]
    full_at: Annotated[float, Field(gt=0, le=10)] = 1

    def worth(self, amount: float) -> float:
        return self.points * min(1.0, amount / self.full_at)


class Cap(Content):
    """Holds a level down to `level` while the feature is seen: from an amount of `least` on, by itself a sighting that
    is likelier than not, or several."""

    feature: str
    level: Annotated[float, Field(ge=1, le=5)]
    least: Annotated[float, Field(gt=0, le=10)] = 0.5
    reason: str


class Sum(Content):
    """One level as a sum. `courtesy` are faults that are, here, still better than silence: they may give points."""

    base: Annotated[float, Field(ge=1, le=5)]
    terms: dict[str, Term]
    courtesy: dict[str, Term] = Field(default_factory=dict)
    caps: tuple[Cap, ...] = ()

    def held(self, level: float, seen: Mapping[str, Observation]) -> Cap | None:
        """The cap that holds this level down, None when none does."""
        caps = [cap for cap in self.caps if seen.get(cap.feature, NOTHING).amount >= cap.least and cap.level < level]
        return min(caps, key=lambda cap: cap.level, default=None)

    @property
    def names(self) -> frozenset[str]:
        return frozenset({*self.terms, *self.courtesy, *(cap.feature for cap in self.caps)})


class ScorerModel(Content):
    version: Annotated[int, Field(ge=1)]
    features: dict[str, Feature]
    criteria: dict[str, Sum]
    satisfaction: Sum

    @model_validator(mode="after")
    def _is_whole(self) -> "ScorerModel":
        if unknown := sorted(set(self.features) ^ FEATURES):
            raise ValueError(f"features has to name what can be observed, no more and no less: see {unknown[0]!r}")
        for name, each in (*self.criteria.items(), ("satisfaction", self.satisfaction)):
            self._check(name, each)
        return self

    def _check(self, name: str, each: Sum) -> None:
        for feature in sorted(each.names):
            if feature not in self.features:
                raise ValueError(f"{name} speaks of {feature!r}, which is no feature")
        for feature, term in each.terms.items():
            if (term.points > 0) != self.features[feature].good:
                raise ValueError(f"{name}: {feature!r} must {'give' if self.features[feature].good else 'take'} points")
        for feature, term in each.courtesy.items():
            if term.points <= 0 or self.features[feature].good:
                raise ValueError(f"{name}: courtesy is for faults that give a little, {feature!r} is none")

    @property
    def name(self) -> str:
        """What is stored with a score."""
        return f"embedded {self.version} {self.hash}"


class Scored(NamedTuple):
    level: Level
    evidence: tuple[Evidence, ...]


@cache
def load_scorer(path: Path = MODEL) -> ScorerModel:
    """The scorer, validated. Raises InvalidContent."""
    return load_content(path, ScorerModel)


def score_criterion(model: ScorerModel, criterion: str, seen: Mapping[str, Observation]) -> Scored:
    """The level of one criterion and the observations behind it, those that counted most first."""
    return _scored(model, model.criteria[criterion], seen)


def score_satisfaction(model: ScorerModel, seen: Mapping[str, Observation]) -> float:
    """How content the customer is by their words, 1..5."""
    return _scored(model, model.satisfaction, seen).level.value


def _scored(model: ScorerModel, each: Sum, seen: Mapping[str, Observation]) -> Scored:
    worth = {
        name: term.worth(seen.get(name, NOTHING).amount) for name, term in (*each.terms.items(), *each.courtesy.items())
    }
    level = each.base + sum(worth.values())
    held = each.held(level, seen)
    value = round(min(HIGHEST, max(LOWEST, level if held is None else held.level)), 2)
    return Scored(Level(value, _reason(model, each, worth, held)), tuple(_evidence(model, each, worth, held, seen)))


def _reason(model: ScorerModel, each: Sum, worth: Mapping[str, float], held: Cap | None) -> str:
    counted = [name for name in _by_weight(worth) if abs(worth[name]) >= WORTH_NAMING]
    parts = [f"{worth[name]:+.1f} {model.features[name].label}" for name in counted]
    rest = sum(worth.values()) - sum(worth[name] for name in counted)
    if abs(rest) >= WORTH_NAMING:
        parts.append(f"{rest:+.1f} smaller things together")
    text = f"Begins at {each.base:g}" + "".join(f"; {part}" for part in parts)
    return f"{text}. Held at {held.level:g}: {held.reason}." if held else f"{text}."


def _evidence(
    model: ScorerModel, each: Sum, worth: Mapping[str, float], held: Cap | None, seen: Mapping[str, Observation]
) -> Iterator[Evidence]:
    names = [name for name in _by_weight(worth) if abs(worth[name]) >= WORTH_NAMING]
    if held is not None and held.feature not in names:
        names.insert(0, held.feature)
    for name in names:
        good, observed = model.features[name].good, seen[name]
        statement = model.features[name].met if good else model.features[name].unmet
        yield Evidence(name, good, statement, observed.quote, observed.turn)
    for name, term in each.terms.items():
        if name in seen and not worth[name] and term.points >= WORTH_MISSING:
            yield Evidence(name, False, model.features[name].unmet)


def _by_weight(worth: Mapping[str, float]) -> list[str]:
    return sorted(worth, key=lambda name: (-abs(worth[name]), name))
