"""The rubric: what is judged, in words a trainee can read, and what each level looks like.

How a level is found is not here (`checks`, `scorer`); a trainer may change titles, anchors, weights, caps and the
width of the band without touching code. Always holds: each criterion belongs to one dimension and has five anchors.
"""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from domain.scorecard import Decider, Dimension
from evaluation.content import Content, load_content

CORE = Path(__file__).parent / "rubrics" / "core.yaml"
GATES = frozenset({"identity", "false_promise", "respect"})

Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Words = Annotated[str, Field(min_length=1)]
Page = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]


class RubricCriterion(Content):
    """One line of the rubric. `anchors` are the five levels, worst first; `guidance` names pages, most fitting first;
    `weight` is the share in the mean of its dimension."""

    id: Id
    title: Words
    question: Words
    weight: Annotated[float, Field(gt=0, le=5)]
    anchors: Annotated[tuple[Words, ...], Field(min_length=5, max_length=5)]
    guidance: Annotated[tuple[Page, ...], Field(min_length=1)]

    def anchor(self, level: float) -> str:
        """The words of the nearest whole level, 1 to 5; a half counts upwards."""
        return self.anchors[min(4, max(0, int(level + 0.5) - 1))]


class RubricGate(Content):
    """A fault outside the average. When it fires, no dimension may exceed `cap`; `anchor` says what the fault is."""

    id: Id
    title: Words
    cap: Annotated[float, Field(ge=1, le=5)]
    anchor: Words
    guidance: Annotated[tuple[Page, ...], Field(min_length=1)]


class Uncertainty(Content):
    """How far a level may be off, in levels, while it is not calibrated against people. See `evaluation.band`."""

    deviation: dict[Decider, Annotated[float, Field(gt=0, le=4)]]
    shared: Annotated[float, Field(ge=0, le=1)]
    few_messages: Annotated[float, Field(ge=0, le=10)]
    doubtful_reading: Annotated[float, Field(ge=0, le=10)]
    width: dict[Dimension, Annotated[float, Field(gt=0, le=5)]]

    @model_validator(mode="after")
    def _names_every_decider(self) -> "Uncertainty":
        if missing := sorted(set(Decider) - set(self.deviation)):
            raise ValueError(f"deviation has no entry for {', '.join(missing)}")
        if unmeasured := sorted(set(Dimension) - set(self.width)):
            raise ValueError(f"width has no entry for {', '.join(unmeasured)}")
        return self


class Rubric(Content):
    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    version: Annotated[int, Field(ge=1)]
    title: Words
    least_messages: Annotated[int, Field(ge=1, le=20)]
    sure_from: Annotated[float, Field(ge=0, le=1)]
    dimensions: dict[Dimension, Annotated[tuple[RubricCriterion, ...], Field(min_length=1)]]
    gates: tuple[RubricGate, ...]
    uncertainty: Uncertainty

    @model_validator(mode="after")
    def _is_whole(self) -> "Rubric":
        if missing := sorted(set(Dimension) - set(self.dimensions)):
            raise ValueError(f"dimensions has no entry for {', '.join(missing)}")
        ids = [each.id for criteria in self.dimensions.values() for each in criteria] + [each.id for each in self.gates]
        if len(set(ids)) < len(ids):
            raise ValueError("two criteria or gates have the same id; give each its own")
        if unknown := sorted({each.id for each in self.gates} - GATES):
            raise ValueError(f"nothing can judge the gate {unknown[0]!r}; there are {', '.join(sorted(GATES))}")
        return self

    @property
    def criteria(self) -> dict[str, RubricCriterion]:
        """All criteria by id, in the order of the file."""
        return {each.id: each for criteria in self.dimensions.values() for each in criteria}

    @property
    def name(self) -> str:
        """What is stored with a score: id, version and hash."""
        return f"{self.id} {self.version} {self.hash}"


@cache
def load_rubric(path: Path = CORE) -> Rubric:
    """A rubric, validated. Raises InvalidContent."""
    return load_content(path, Rubric)
