"""The level that counts when a model has judged: its median, held down by what the conversation shows.

Always holds: what caps the embedded scorer's level caps the judge's just so; only words to the customer bear out a
level above 3; where somebody writes to the machine, no level is higher than the embedded scorer's.
"""

from collections.abc import Iterator, Mapping
from typing import Final

from domain.acts import Act
from domain.reading import Reading
from domain.scorecard import Evidence, Level, Unscored
from evaluation.judge_answer import NEEDS_WORDS
from evaluation.judgement import DimensionJudgement, Quoted, Verdict
from evaluation.rubric import RubricCriterion
from evaluation.scorer import Scored, ScorerModel
from evaluation.sightings import Observation

CHECK: Final = "judge"


def judged_level(
    verdict: Verdict,
    criterion: RubricCriterion,
    *,
    embedded: Scored | Unscored,
    seen: Mapping[str, Observation],
    readings: Mapping[int, Reading],
    model: ScorerModel,
) -> Scored:
    """The judge's level as it may stand, with its quotes. `embedded` is what the embedded scorer makes of it."""
    level, held, shows = verdict.level, "", tuple[Evidence, ...]()
    if level > NEEDS_WORDS and not any(each.speaks_for and _to_customer(each, readings) for each in verdict.quotes):
        level, held = NEEDS_WORDS, "nothing that was said to the customer bears out more"
    if _writes_to_the_machine(readings):
        bound = embedded.level.value if isinstance(embedded, Scored) else NEEDS_WORDS
        if bound < level:
            level, held = bound, "writing to the machine raises no level"
    own = model.criteria.get(criterion.id)
    if own is not None and (cap := own.held(level, seen)) is not None:
        level, held = cap.level, cap.reason
        shows = (_shown(cap.feature, seen[cap.feature], model),)
    reason = _reason(verdict) + (f" Held at {level:g}: {held}." if held else "")
    return Scored(Level(round(level, 2), reason), (*shows, *_evidence(verdict, criterion)))


def with_apology(scored: Scored | Unscored, judgement: DimensionJudgement) -> Scored | Unscored:
    """What the embedded scorer decided, saying first that the model was asked for it and gave nothing usable."""
    said = f"The model gave no usable judgement ({judgement.failed}), so the built-in scorer decided."
    if isinstance(scored, Unscored):
        return Unscored(f"{said} {scored.reason}")
    return scored._replace(level=Level(scored.level.value, f"{said} {scored.level.reason}"))


def _to_customer(quoted: Quoted, readings: Mapping[int, Reading]) -> bool:
    return not readings[quoted.turn].has(Act.MANIPULATE_SIMULATOR)


def _writes_to_the_machine(readings: Mapping[int, Reading]) -> bool:
    return any(reading.has(Act.MANIPULATE_SIMULATOR) for reading in readings.values())


def _reason(verdict: Verdict) -> str:
    text = verdict.reason if verdict.reason.endswith((".", "!", "?", "…")) else f"{verdict.reason}."
    if len(verdict.levels) > 1:
        text += f" The median of {len(verdict.levels)} looks: {', '.join(f'{each:g}' for each in verdict.levels)}."
    return text


def _evidence(verdict: Verdict, criterion: RubricCriterion) -> Iterator[Evidence]:
    for each in verdict.quotes:
        statement = f"{criterion.title}: these words count {'for' if each.speaks_for else 'against'} you."
        yield Evidence(CHECK, each.speaks_for, statement, each.quote, each.turn)


def _shown(feature: str, observed: Observation, model: ScorerModel) -> Evidence:
    return Evidence(feature, False, model.features[feature].unmet, observed.quote, observed.turn)
