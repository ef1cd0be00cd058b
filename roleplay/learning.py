"""How the reader learns from examples: a sentence's likeness to each, and a ridge regression over the likenesses.

Two texts are alike by meaning (the encoder's vectors, through a Gaussian kernel) and by their words and pairs of
words, which carry what meaning blurs: "we should have" is not "you should have". Everything is closed form and without
random numbers, so that the same examples give the same weights. Leaving one example out is exact in closed form too
(Rifkin and Lippert 2007); those scores, which no text has helped to make for itself, turn a score into a probability
(Platt 1999).
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.float32]
Matrix = NDArray[np.float64]

WORD_SLOTS: Final = 2048  # words and pairs of words are hashed into so many places
NEARNESS: Final = 2.0  # how fast likeness of meaning falls off: exp(-NEARNESS * (1 - cosine))
WORDS_WEIGH: Final = 0.5  # likeness of words, beside a likeness of meaning of 1
PENALTY: Final = 0.6  # chosen by leaving one out; the figures hardly change between 0.3 and 1
_STEPS: Final = 30
_TOKEN: Final = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[?!]")


def word_features(texts: Sequence[str]) -> Table:
    """(n, WORD_SLOTS) rows of length 1 (or 0 for a text without words) of texts in plain form."""
    table = np.zeros((len(texts), WORD_SLOTS), dtype=np.float32)
    for row, text in enumerate(texts):
        words = ["^", *_TOKEN.findall(text), "$"]
        pairs = {f"{first} {second}" for first, second in pairwise(words)}
        for feature in sorted({*words[1:-1], *pairs}):
            table[row, zlib.crc32(feature.encode()) % WORD_SLOTS] += 1
        table[row] /= max(float(np.linalg.norm(table[row])), 1e-9)
    return table


def nearness(vectors: Table, examples: Table) -> Table:
    """(n, 384) and (m, 384) unit rows to (n, m) likenesses of meaning in 0..1."""
    likeness: Table = np.exp(NEARNESS * (vectors @ examples.T - 1))
    return likeness


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was learnt of k things from m examples: `examples` (m, 384), `meaning` (k, m), `words` (k, WORD_SLOTS), and
    a (k,) slope and offset each with which a score becomes a probability."""

    examples: Table
    meaning: Table
    words: Table
    slope: Table
    offset: Table

    def probabilities(self, vectors: Table, texts: Sequence[str]) -> Table:
        """Unit rows (n, 384) and their texts in plain form to probabilities (n, k) in 0..1."""
        scores = nearness(vectors, self.examples) @ self.meaning.T + word_features(texts) @ self.words.T
        probabilities: Table = 1 / (1 + np.exp(-np.clip(scores * self.slope + self.offset, -50, 50)))
        return probabilities


class Fit(NamedTuple):
    """`weights` (examples, k) of the likenesses, and `left_out` (examples, k): each example's score by what was learnt
    without it."""

    weights: Matrix
    left_out: Matrix


def fit(likeness: Matrix, shows: Matrix) -> Fit:
    """`likeness` (n, n) between examples, `shows` (n, k) of 0 and 1."""
    targets = 2 * shows - 1
    inverse = np.linalg.inv(likeness + 1 + PENALTY * np.eye(len(likeness)))
    weights = inverse @ targets
    return Fit(weights, targets - weights / np.diag(inverse)[:, None])


def calibrate(scores: Matrix, shows: Matrix) -> tuple[float, float]:
    """Slope and offset with which a score becomes the probability that its text shows the thing."""
    positives = shows.sum()
    negatives = len(shows) - positives
    target = np.where(shows > 0, (positives + 1) / (positives + 2), 1 / (negatives + 2))
    inputs = np.stack([scores, np.ones_like(scores)], axis=1)
    line = np.zeros(2)
    for _ in range(_STEPS):
        p = 1 / (1 + np.exp(-np.clip(inputs @ line, -50, 50)))
        curvature = (inputs * (p * (1 - p))[:, None]).T @ inputs + 1e-3 * np.eye(2)
        line -= np.linalg.solve(curvature, inputs.T @ (p - target) + 1e-3 * line)
    return float(line[0]), float(line[1])


def learn(vectors: Table, texts: Sequence[str], shows: Matrix) -> tuple[Learnt, Matrix]:
    """What there is to learn from examples: their (n, 384) unit vectors, their texts in plain form, and (n, k) of 0 and
    1 for what they show. Returns it with the (n, k) scores left one out."""
    words = word_features(texts)
    likeness = nearness(vectors, vectors).astype(np.float64) + WORDS_WEIGH * (words @ words.T).astype(np.float64)
    weights, left_out = fit(likeness, shows)
    lines = np.array([calibrate(left_out[:, k], shows[:, k]) for k in range(shows.shape[1])])
    learnt = Learnt(
        examples=vectors,
        meaning=weights.T.astype(np.float32),
        words=(WORDS_WEIGH * words.T.astype(np.float64) @ weights).T.astype(np.float32),
        slope=lines[:, 0].astype(np.float32),
        # The regression's constant is the sum of its weights.
        offset=(lines[:, 1] + lines[:, 0] * weights.sum(axis=0)).astype(np.float32),
    )
    return learnt, left_out
