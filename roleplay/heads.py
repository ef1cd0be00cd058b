"""One logistic head for each act over the sentence encoder's vector: probabilities, in a few microseconds.

The weights are an artefact made by `roleplay/make_heads.py` from the exemplars; its hash ties it to them.
"""

from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.errors import MissingArtefact

HEADS: Final = Path(__file__).with_name("heads.npz")


class Heads:
    """`weights` (acts, 384), `bias` (acts,), in the order of `Act`."""

    def __init__(self, weights: NDArray[np.float32], bias: NDArray[np.float32]) -> None:
        self._weights = weights
        self._bias = bias

    def probabilities(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, 384) unit rows to (n, acts) probabilities in 0..1, columns in the order of `Act`."""
        scores = vectors @ self._weights.T + self._bias
        probabilities: NDArray[np.float32] = 1 / (1 + np.exp(-scores))
        return probabilities


@cache
def load_heads(path: Path = HEADS) -> Heads:
    """Raises MissingArtefact when the file is missing, damaged or made for another list of acts."""
    try:
        with np.load(path, allow_pickle=False) as file:
            acts, weights, bias = file["acts"].tolist(), file["weights"], file["bias"]
    except (OSError, ValueError, KeyError) as error:
        raise MissingArtefact(
            f"The reader's weights ({path.name}) are missing or damaged. Nothing you wrote is lost; "
            "restore the file from the release, or make it again with `make heads`."
        ) from error
    if acts != [act.value for act in Act]:
        raise MissingArtefact(f"{path.name} was made for another list of acts. Make it again with `make heads`.")
    return Heads(weights, bias)
