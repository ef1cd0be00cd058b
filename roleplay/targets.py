"""A scenario's moves and askable facts as vectors, and how a sentence is matched to them."""

from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
from collections.abc import Sequence
from numpy.typing import NDArray

from roleplay.sentences import plain
from scenarios.model import Scenario


class Embedder(Protocol):
    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Texts to (n, 384) rows of length 1."""
        ...


MOVE_FROM: Final = 0.60  # cosine to the nearest example from which a sentence makes a move
ASKS_FROM: Final = 0.55  # cosine to the nearest phrasing from which a question asks for a fact
MARGIN: Final = 0.04  # a second match in the same sentence must come this close to the first


@dataclass(frozen=True, slots=True)
class Phrasings:
    """Names and the vectors of their phrasings: `owner[i]` is the index in `names` of row i."""

    names: tuple[str, ...]
    vectors: NDArray[np.float32]
    owner: NDArray[np.intp]

    def best(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """(n, names): for each sentence, the cosine to the nearest phrasing of each name."""
        best = np.full((len(vectors), len(self.names)), -1.0, dtype=np.float32)
        if len(self.names) and len(vectors):
            likeness = vectors @ self.vectors.T
            for column, index in enumerate(self.owner):
                best[:, index] = np.maximum(best[:, index], likeness[:, column])
        return best


@dataclass(frozen=True, slots=True)
class Targets:
    """What the reader looks for in a scenario. `names` are the customer's, in plain form; `topic` is the mean of all
    that the scenario is about."""

    moves: Phrasings
    facts: Phrasings
    names: frozenset[str]
    topic: NDArray[np.float32]


def phrasings(pairs: Sequence[tuple[str, Sequence[str]]], embedder: Embedder) -> Phrasings:
    texts = [plain(text) for _, examples in pairs for text in examples]
    owner = [index for index, (_, examples) in enumerate(pairs) for _ in examples]
    vectors = embedder.encode(texts) if texts else np.zeros((0, 384), dtype=np.float32)
    return Phrasings(tuple(name for name, _ in pairs), vectors, np.array(owner, dtype=np.intp))


def prepare(scenario: Scenario, embedder: Embedder) -> Targets:
    """Encode what the reader needs of a scenario: about 2 ms a phrasing."""
    return Targets(
        moves=phrasings([(move.id, move.examples) for move in scenario.moves], embedder),
        facts=phrasings([(fact.id, fact.asked_by) for fact in scenario.facts if fact.asked_by], embedder),
        names=frozenset(part for part in plain(scenario.persona.name).split() if len(part) > 1),
        topic=embedder.encode([plain(scenario.situation), plain(scenario.brief.situation)]),
    )


def matches(best: NDArray[np.float32], names: Sequence[str], *, least: float) -> list[tuple[str, float]]:
    """The names that one sentence matches, best first: the best from `least`, and others within MARGIN of it."""
    if not len(names):
        return []
    top = float(best.max())
    if top < least:
        return []
    order = np.argsort(-best, kind="stable")
    return [(names[i], float(best[i])) for i in order if best[i] >= max(least, top - MARGIN)]
