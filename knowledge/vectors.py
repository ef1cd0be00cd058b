"""What the search asks of a sentence encoder, and exact nearest-neighbour search over its vectors.

The encoder is injected, so that this package never imports the one that makes vectors. Exact search is the default
for a small corpus and the oracle for a large one: it is a single matrix product and misses nothing.
"""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. A text's vector does not depend on the texts beside it.

    `id` names the encoder: vectors of different ids must never be compared.
    """

    @property
    def id(self) -> str: ...

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """One row for each text, shape (n, d), each row of length 1."""
        ...


class VectorIndex(Protocol):
    """Finds the stored vectors that lie nearest to one vector."""

    def nearest(self, vector: Vectors, *, k: int) -> tuple[str, ...]:
        """Up to k ids, nearest first by cosine; `vector` has shape (d,)."""
        ...


class ExactIndex:
    """Every stored vector compared with the query, ties broken by the order in which they were given."""

    def __init__(self, ids: Sequence[str], vectors: Vectors) -> None:
        """`vectors` has shape (len(ids), d) and unit rows."""
        self._ids = tuple(ids)
        self._vectors = vectors

    def nearest(self, vector: Vectors, *, k: int) -> tuple[str, ...]:
        """Up to k ids, nearest first by cosine."""
        order = np.argsort(-(self._vectors @ vector), kind="stable")[:k]
        return tuple(self._ids[position] for position in order)
