"""Trains the reader's heads from the exemplars. Run at build time: `python -m roleplay.make_heads`.

A ridge regression an act on the likeness to all exemplars, in closed form and without random numbers, so that the
same exemplars and encoder give the same weights. Leaving one exemplar out is exact in closed form too (Rifkin and
Lippert 2007); those scores, which no sentence has helped to make for itself, turn a score into a probability (Platt
1999) and give the figures that are printed.
"""

import hashlib
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from language.encoder import load_encoder
from roleplay.exemplars import EXEMPLARS, Exemplar, load_exemplars
from roleplay.heads import HEADS, WORDS_WEIGH, nearness, word_features
from roleplay.sentences import plain

Matrix = NDArray[np.float64]

PENALTY = 0.6  # chosen by leaving one out; the figures hardly change between 0.3 and 1
STEPS = 30


class Fit(NamedTuple):
    """`weights` (exemplars, acts) of the likenesses, and `left_out` (exemplars, acts): each exemplar's score by the
    heads that were trained without it."""

    weights: Matrix
    left_out: Matrix


def fit(likeness: Matrix, shows: Matrix, *, penalty: float = PENALTY) -> Fit:
    """`likeness` (n, n) between exemplars, `shows` (n, acts) of 0 and 1."""
    targets = 2 * shows - 1
    inverse = np.linalg.inv(likeness + 1 + penalty * np.eye(len(likeness)))
    weights = inverse @ targets
    return Fit(weights, targets - weights / np.diag(inverse)[:, None])


def calibrate(scores: Matrix, shows: Matrix) -> tuple[float, float]:
    """Slope and offset with which a score becomes the probability that its sentence shows the act."""
    positives = shows.sum()
    negatives = len(shows) - positives
    target = np.where(shows > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    inputs = np.stack([scores, np.ones_like(scores)], axis=1)
    line = np.zeros(2)
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-inputs @ line))
        curvature = (inputs * (p * (1 - p))[:, None]).T @ inputs + 1e-3 * np.eye(2)
        line -= np.linalg.solve(curvature, inputs.T @ (p - target) + 1e-3 * line)
    return float(line[0]), float(line[1])


def best_f1(scores: Matrix, shows: Matrix) -> float:
    """The F1 at the best threshold; 0 when nothing shows the act."""
    ordered = shows[np.argsort(-scores, kind="stable")]
    right, taken = np.cumsum(ordered), np.arange(1, len(ordered) + 1)
    return float(np.max(2 * right / (taken + shows.sum())))


def labels(exemplars: tuple[Exemplar, ...]) -> Matrix:
    return np.array([[float(act in each.acts) for act in Act] for each in exemplars])


def main() -> None:
    exemplars = load_exemplars()
    texts = [plain(each.text) for each in exemplars]
    # What is stored is what is trained on: half precision, which halves the file.
    vectors = load_encoder().encode(texts).astype(np.float16).astype(np.float32)
    words, shows = word_features(texts), labels(exemplars)
    likeness = nearness(vectors, vectors).astype(np.float64) + WORDS_WEIGH * (words @ words.T).astype(np.float64)
    weights, left_out = fit(likeness, shows)
    lines = np.array([calibrate(left_out[:, row], shows[:, row]) for row in range(len(Act))])
    np.savez_compressed(
        HEADS,
        acts=np.array([act.value for act in Act]),
        exemplars=vectors.astype(np.float16),
        meaning=weights.T.astype(np.float32),
        words=(WORDS_WEIGH * words.T.astype(np.float64) @ weights).T.astype(np.float16),
        slope=lines[:, 0].astype(np.float32),
        # The regression's constant is the sum of its weights.
        offset=(lines[:, 1] + lines[:, 0] * weights.sum(axis=0)).astype(np.float32),
        source=np.array(hashlib.sha256(EXEMPLARS.read_bytes()).hexdigest()),
    )
    for row, act in enumerate(Act):
        print(
            f"{act.value:22}{int(shows[:, row].sum()):4} exemplars, F1 {best_f1(left_out[:, row], shows[:, row]):.2f}"
        )
    print(f"{HEADS.name}: {len(exemplars)} exemplars, {len(Act)} heads, {HEADS.stat().st_size // 1024} KiB")


if __name__ == "__main__":
    main()
