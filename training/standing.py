"""Whether a score may stand by itself: how far what decided it was shown to agree with people, against the bar.

Always holds: a criterion that a scorer or a judge decides is advisory until a calibration with the very versions that
made its level reaches the bar, on labels enough; any change of a version takes that back (the drift alarm). A check
is a rule that can be looked up, and a person is whom the others are compared with: neither is advisory. Nothing here
changes a number.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, assert_never

from domain.scorecard import CriterionScore, Decider, Dimension, Level, Scorecard
from evaluation.agreement import Figure
from training.calibration import Calibration, ScoringEngine, Versions

LEAST_LABELS: Final = 30
ENGINES: Final = {Decider.SCORER: ScoringEngine.EMBEDDED, Decider.JUDGE: ScoringEngine.MODEL}
_PARTS: Final = {
    "rubric": "the rubric",
    "scorer": "the built-in scorer",
    "reader": "the reader",
    "judge": "the model judge",
}


class Cause(StrEnum):
    """Why a criterion stands as it does; all but AGREES make it advisory."""

    AGREES = "agrees"
    NEVER_COMPARED = "never_compared"
    CHANGED = "changed"
    NO_LABELS = "no_labels"
    FEW_LABELS = "few_labels"
    ALL_ALIKE = "all_alike"
    BELOW_BAR = "below_bar"


@dataclass(frozen=True, slots=True)
class Standing:
    """`labels` counts the conversations compared. `changed` names the components that changed since, in words."""

    cause: Cause
    bar: float
    labels: int = 0
    kappa: Figure | None = None
    changed: tuple[str, ...] = ()

    @property
    def advisory(self) -> bool:
        return self.cause is not Cause.AGREES

    @property
    def why(self) -> str:
        """A few words, for lists: "kappa .48 of .60"."""
        match self.cause:
            case Cause.AGREES | Cause.BELOW_BAR:
                return f"kappa {short(self.kappa.value)} of {short(self.bar)}" if self.kappa else ""
            case Cause.NEVER_COMPARED:
                return "not calibrated yet"
            case Cause.CHANGED:
                return f"{in_words(self.changed)} changed since: calibrate again"
            case Cause.NO_LABELS:
                return "nobody labelled it"
            case Cause.FEW_LABELS:
                return f"{self.labels} labels of {LEAST_LABELS}"
            case Cause.ALL_ALIKE:
                return "the labels are all alike"
        assert_never(self.cause)

    @property
    def sentence(self) -> str:
        """A sentence for whoever reads the score."""
        match self.cause:
            case Cause.AGREES:
                return f"Agrees with people: {self._kappa}, {self.labels} labels."
            case Cause.NEVER_COMPARED | Cause.NO_LABELS:
                return "Advisory: nobody has compared this score with people’s labels yet."
            case Cause.CHANGED:
                return f"Advisory: {in_words(self.changed)} changed since this was compared with people’s labels."
            case Cause.FEW_LABELS | Cause.ALL_ALIKE:
                return "Advisory: too few of people’s labels to compare this score with."
            case Cause.BELOW_BAR:
                return (
                    f"Advisory: agrees too little with people: {self._kappa}, {self.labels} labels. "
                    f"The bar is {short(self.bar)}."
                )
        assert_never(self.cause)

    @property
    def _kappa(self) -> str:
        kappa = self.kappa
        return f"kappa {short(kappa.value)} ({short(kappa.low)} to {short(kappa.high)})" if kappa else ""


@dataclass(frozen=True, slots=True)
class Standings:
    """What is known of each engine at one moment: its newest calibration. `bar` is the least weighted kappa."""

    bar: float
    calibrations: Mapping[ScoringEngine, Calibration]

    def of(self, name: str, engine: ScoringEngine, versions: Versions) -> Standing:
        """The standing of a criterion (or a dimension) that was decided by an engine of these versions."""
        calibration = self.calibrations.get(engine)
        if calibration is None:
            return Standing(Cause.NEVER_COMPARED, self.bar)
        found = calibration.agreement.get(name)
        if changed := changes(calibration, versions):
            return Standing(Cause.CHANGED, self.bar, found.pairs if found else 0, changed=changed)
        if found is None:
            return Standing(Cause.NO_LABELS, self.bar)
        if found.pairs < LEAST_LABELS:
            cause = Cause.FEW_LABELS
        elif found.kappa is None:
            cause = Cause.ALL_ALIKE
        else:
            cause = Cause.AGREES if found.kappa.value >= self.bar else Cause.BELOW_BAR
        return Standing(cause, self.bar, found.pairs, found.kappa)

    def on(self, card: Scorecard) -> dict[str, Standing]:
        """The standing of each criterion of a scorecard that a scorer or a judge gave a level, by its id."""
        return {
            each.id: self.of(each.id, engine, card.versions.parts)
            for each in card.criteria
            if isinstance(each.outcome, Level) and (engine := ENGINES.get(each.decided_by)) is not None
        }


def advisory(criteria: tuple[CriterionScore, ...], standings: Mapping[str, Standing], dimension: Dimension) -> int:
    """How many of a dimension's criteria are advisory."""
    own = (standings.get(each.id) for each in criteria if each.dimension is dimension)
    return sum(each is not None and each.advisory for each in own)


def changes(calibration: Calibration, versions: Versions) -> tuple[str, ...]:
    """The components whose versions differ from those of the calibration, in words."""
    now = dict(versions)
    return tuple(_PARTS.get(name, name) for name, version in calibration.versions if now.get(name) != version)


def in_words(names: tuple[str, ...]) -> str:
    """ "the rubric", "the rubric and the reader", "the rubric, the reader and the model"."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def short(figure: float) -> str:
    """A figure of agreement as it is written in statistics: .71, -.05, 1.00."""
    return f"{figure:.2f}".replace("0.", ".", 1)
