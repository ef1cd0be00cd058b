"""Trains the reader's heads from the exemplars. Run at build time: `python -m roleplay.make_heads`.

One L2-regularised logistic regression an act on the encoder's vectors of the exemplars (Newton's method, no random
numbers), so that the same exemplars and encoder give the same weights.
"""

import hashlib

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from language.encoder import load_encoder
from roleplay.exemplars import EXEMPLARS, load_exemplars
from roleplay.heads import HEADS
from roleplay.sentences import plain

PENALTY = 0.35  # chosen by leave-one-out on the exemplars
STEPS = 12


def train(vectors: NDArray[np.float64], shows: NDArray[np.float64], *, penalty: float = PENALTY) -> NDArray[np.float64]:
    """The weights (features + 1,) of one head; rare positives count as much in sum as the negatives."""
    inputs = np.hstack([vectors, np.ones((len(vectors), 1))])
    positives = max(float(shows.sum()), 1.0)
    balance = np.where(shows > 0, min(len(shows) / (4 * positives), 8.0), 1.0)
    weights = np.zeros(inputs.shape[1])
    ridge = np.eye(inputs.shape[1]) * penalty
    ridge[-1, -1] = 1e-6
    for _ in range(STEPS):
        p = 1 / (1 + np.exp(-inputs @ weights))
        gradient = inputs.T @ (balance * (p - shows)) + ridge @ weights
        curvature = (inputs * (balance * p * (1 - p))[:, None]).T @ inputs + ridge
        weights -= np.linalg.solve(curvature, gradient)
    return weights


def main() -> None:
    exemplars = load_exemplars()
    encoder = load_encoder()
    vectors = encoder.encode([plain(each.text) for each in exemplars]).astype(np.float64)
    rows = [train(vectors, np.array([float(act in each.acts) for each in exemplars])) for act in Act]
    table = np.array(rows, dtype=np.float32)
    np.savez_compressed(
        HEADS,
        acts=np.array([act.value for act in Act]),
        weights=table[:, :-1],
        bias=table[:, -1],
        source=np.array(hashlib.sha256(EXEMPLARS.read_bytes()).hexdigest()),
    )
    print(f"{HEADS.name}: {len(exemplars)} exemplars, {len(Act)} heads")


if __name__ == "__main__":
    main()
