"""How far a scorer agrees with people: the figures of a calibration, over pairs of their labels and its score.

Always holds: a conversation that the scorer left unscored is counted and enters no figure; a figure that the labels do
not allow (too few, or all alike) is None and never 0; every figure is rounded to two decimals here, so that what is
shown is what is compared with a bar; the same pairs give the same figures, intervals included.

Kappa and alpha need a scale of steps. Both use half levels: people give whole and half ones and the median of two lies
between, and on whole levels a score of 3.49 and one of 3.51 would be a level apart. The confusion is of whole levels,
since it is there to be read.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

ROUNDS: Final = 500  # resamples behind an interval
SEED: Final = 20_261_129
LEVELS: Final = (1, 2, 3, 4, 5)
HALF_STEPS: Final = tuple(step / 2 for step in range(2, 11))
FEWEST: Final = 5  # pairs below which an interval would say more than is known

_Numbers = NDArray[np.float64]


class Pair(NamedTuple):
    """A conversation that people labelled and a scorer scored. `labels` holds one level (1..5) a person, at least one;
    `score` is None where it was left unscored; `words` counts the agent's; `register` is "" when not known."""

    labels: tuple[float, ...]
    score: float | None
    words: int = 0
    register: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, and the interval that held it in 95 of 100 resamples of the conversations."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class GroupBias:
    """The mean of score minus label in one group of conversations, in levels; None with fewer than five of them."""

    group: str
    pairs: int
    bias: Figure | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """One criterion's figures. `pairs` were compared, `unscored` are those that the scorer left out.

    `kappa` is Cohen's, with quadratic weights, `alpha` Krippendorff's for ordered levels, `rank` Spearman's
    correlation: all at most 1. `bias` is the mean of score minus label, in levels. `people_alpha` is alpha among the
    people, over the `shared` conversations that several of them labelled. `confusion` counts pairs: a row for each
    whole level that people gave, a column for each that the scorer gave.
    """

    pairs: int
    unscored: int
    kappa: Figure | None
    alpha: float | None
    rank: Figure | None
    bias: Figure | None
    shared: int
    people_alpha: float | None
    by_length: tuple[GroupBias, ...]
    by_register: tuple[GroupBias, ...]
    confusion: tuple[tuple[int, ...], ...]


def agreement(pairs: Sequence[Pair]) -> Agreement:
    """All figures. What several people said of a conversation counts as their median."""
    scored = [(pair, pair.score) for pair in pairs if pair.score is not None]
    labels = np.array([float(np.median(pair.labels)) for pair, _ in scored])
    scores = np.array([score for _, score in scored], dtype=np.float64)
    words = np.array([pair.words for pair, _ in scored], dtype=np.float64)
    errors = scores - labels
    shared = [pair.labels for pair in pairs if len(pair.labels) > 1]
    return Agreement(
        pairs=len(scored),
        unscored=len(pairs) - len(scored),
        kappa=_figure(lambda taken: weighted_kappa(_steps(labels[taken]), _steps(scores[taken])), len(scored)),
        alpha=_alpha(list(zip(labels.tolist(), scores.tolist(), strict=True))),
        rank=_figure(lambda taken: spearman(labels[taken], scores[taken]), len(scored)),
        bias=_mean(errors),
        shared=len(shared),
        people_alpha=_alpha(shared),
        by_length=tuple(_by_length(words, errors)),
        by_register=tuple(_by_register([pair.register for pair, _ in scored], errors)),
        confusion=_confusion(labels, scores),
    )


def weighted_kappa(one: _Numbers, other: _Numbers) -> float | None:
    """Cohen's kappa with quadratic weights (1968); None when every value on both sides is the same.

    With these weights the disagreement expected by chance is the mean squared difference over all pairings of the two
    sides, which is the sum of their variances and of the squared difference of their means."""
    expected = one.var() + other.var() + (one.mean() - other.mean()) ** 2
    return float(1 - ((one - other) ** 2).mean() / expected) if expected > 0 else None


def spearman(one: _Numbers, other: _Numbers) -> float | None:
    """The correlation of the ranks, ties sharing their mean rank; None when one side does not vary."""
    ranks, others = _ranks(one), _ranks(other)
    spread = ranks.std() * others.std()
    return float(((ranks - ranks.mean()) * (others - others.mean())).mean() / spread) if spread > 0 else None


def _ranks(values: _Numbers) -> _Numbers:
    order = np.sort(values)
    return (np.searchsorted(order, values, "left") + np.searchsorted(order, values, "right") + 1) / 2


def _steps(levels: _Numbers) -> _Numbers:
    """The nearest half levels; a quarter counts upwards."""
    return np.floor(levels * 2 + 0.5) / 2


def _figure(measure: Callable[[NDArray[np.intp]], float | None], size: int) -> Figure | None:
    """What `measure` says of all `size` pairs, given the places of those to look at; the interval is the percentile
    bootstrap's. Resamples that it can say nothing of are left out."""
    whole = measure(np.arange(size)) if size >= FEWEST else None
    if whole is None:
        return None
    random = np.random.default_rng(SEED)
    again = [measure(random.integers(size, size=size)) for _ in range(ROUNDS)]
    low, high = np.percentile([value for value in again if value is not None], [2.5, 97.5])
    return Figure(_rounded(whole), _rounded(float(low)), _rounded(float(high)))


def _rounded(value: float) -> float:
    return round(value, 2) + 0.0  # which makes -0.0 a plain 0


def _mean(values: _Numbers) -> Figure | None:
    return _figure(lambda taken: float(values[taken].mean()), len(values))


def _alpha(units: Iterable[Sequence[float]]) -> float | None:
    """Krippendorff's alpha for ordered half levels, each unit's levels given by two people or more; None when there is
    no unit, or only one level in all of them."""
    # Its import pulls in numpy's typing, a tenth of a second that no screen should wait for.
    import krippendorff

    rows = [[np.count_nonzero(_steps(np.array(unit)) == step) for step in HALF_STEPS] for unit in units]
    counts = np.array(rows, dtype=np.int64).reshape(-1, len(HALF_STEPS))
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return None
    return _rounded(float(krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal")))


def _by_length(words: _Numbers, errors: _Numbers) -> Iterable[GroupBias]:
    """The conversations in three parts by how much the agent wrote, the shortest first; equal lengths stay together."""
    if not len(words):
        return
    third, two_thirds = np.quantile(words, [1 / 3, 2 / 3], method="lower")
    for held in (words <= third, (words > third) & (words <= two_thirds), words > two_thirds):
        if held.any():
            least, most = int(words[held].min()), int(words[held].max())
            name = f"{least} words" if least == most else f"{least} to {most} words"
            yield GroupBias(name, int(held.sum()), _mean(errors[held]))


def _by_register(registers: Sequence[str], errors: _Numbers) -> Iterable[GroupBias]:
    for name in sorted(set(registers) - {""}):
        held = np.array([register == name for register in registers])
        yield GroupBias(name, int(held.sum()), _mean(errors[held]))


def _confusion(labels: _Numbers, scores: _Numbers) -> tuple[tuple[int, ...], ...]:
    rows, columns = np.floor(labels + 0.5), np.floor(scores + 0.5)  # a half counts upwards, as in the rubric's anchors
    return tuple(tuple(int(((rows == given) & (columns == found)).sum()) for found in LEVELS) for given in LEVELS)
