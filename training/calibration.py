"""A calibration: a scorer's levels beside people's labels of the same conversations, and how far the two agree.

Always holds: the scorer is given the conversations and never the labels; what it left unscored, or left to another, is
counted and is no number; figures and the versions of all that made the scores are kept, conversations and labels not.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import TypeAdapter, ValidationError

from domain.errors import InvalidInput
from evaluation.agreement import Agreement, Pair, agreement
from evaluation.rubric import load_rubric
from training.labels import SATISFACTION, WHOLE, Labelled, labelled_things

Record = Mapping[str, object]
Score = Callable[[Iterable[Record]], Iterator[Record]]
Versions = tuple[tuple[str, str], ...]


class ScoringEngine(StrEnum):
    """What decides the criteria that no check decides."""

    EMBEDDED = "embedded"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Calibration:
    """`agreement` is by what was labelled (a criterion, a dimension or satisfaction), in the rubric's order; `versions`
    are (component, version), as on a scorecard."""

    engine: ScoringEngine
    conversations: int
    versions: Versions
    agreement: dict[str, Agreement]


_CALIBRATION: Final = TypeAdapter(Calibration)


def calibrate(
    labelled: Sequence[Labelled],
    *,
    engine: ScoringEngine,
    score: Score,
    versions: Versions,
    on_scored: Callable[[int], object] = lambda done: None,
) -> Calibration:
    """Score the conversations and compare; `on_scored` hears how many are done. Raises what `score` does."""
    pairs: dict[str, list[Pair]] = {name: [] for name in labelled_things(load_rubric())}
    outputs = score(each.record for each in labelled)
    for done, (each, output) in enumerate(zip(labelled, outputs, strict=True), start=1):
        for name, labels in each.labels.items():
            pairs[name].append(Pair(labels, _level(output, name, engine), each.words, each.register))
        on_scored(done)
    return Calibration(
        engine=engine,
        conversations=len(labelled),
        versions=versions,
        agreement={name: agreement(found) for name, found in pairs.items() if found},
    )


def calibration_to_json(calibration: Calibration) -> str:
    return _CALIBRATION.dump_json(calibration).decode()


def calibration_from_json(text: str) -> Calibration:
    """Raises InvalidInput when the text is no calibration."""
    try:
        return _CALIBRATION.validate_json(text)
    except ValidationError as error:
        raise InvalidInput(f"This is no calibration: {error.errors(include_url=False)[0]['msg']}.") from error


def _level(output: Record, name: str, engine: ScoringEngine) -> float | None:
    """The engine's level of what was labelled; None where it left that unscored, or where another had to decide."""
    if name in _part(output, "unscored") or (engine is ScoringEngine.MODEL and not _judged(output, name)):
        return None
    level = (output if name in WHOLE else _part(output, "criteria")).get(name)
    return float(level) if isinstance(level, int | float) else None


def _judged(output: Record, name: str) -> bool:
    """Whether the model decided this. Satisfaction it is never asked about."""
    judge = _part(output, "judge")
    if name in WHOLE:
        return bool(judge) and name != SATISFACTION and name not in _part(judge, "failed")
    return name in _part(judge, "decided")


def _part(record: Record, name: str) -> Record:
    part = record.get(name)
    return part if isinstance(part, Mapping) else {}
