"""Searches any collection of documents with questions that may be paragraphs long and ask for several things at once.

One vector of a long story is close to nothing in particular, and its words drown each other. So the question is cut
into its sentences, and each is searched by meaning (the best chunk of a document counts) and by words. Three views of
a document are added, each scaled to its best document: how well it answers the one sentence that it answers best, how
well it ranks over all sentences together (a sentence that resembles nothing in the collection counts little), and, at
half weight, how much of the whole story's vocabulary it shares. A question of one sentence takes the same path. The
constants were chosen on questions composed from the documentation of Python libraries, 700 documents.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from knowledge.chunking import needs, windows
from knowledge.fusion import Ranking, fuse
from knowledge.lexical import LexicalIndex
from knowledge.vectors import Embedder

DEPTH = 100
SATURATION = 10.0
NEED_RANK_CONSTANT = 1
WHOLE_WEIGHT = 0.5

_Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Document:
    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Query:
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Hits:
    """The ids of the documents found for a query, best first."""

    id: str
    hits: tuple[str, ...]


class CorpusIndex:
    """A collection, cut into chunks and embedded once. Document ids are distinct."""

    def __init__(self, documents: Sequence[Document], *, embedder: Embedder) -> None:
        self._embedder = embedder
        self._ids = tuple(document.id for document in documents)
        self._places = {item: place for place, item in enumerate(self._ids)}
        self._lexical = LexicalIndex(self._ids, [f"{document.title}. {document.text}" for document in documents])
        chunks = [[f"{document.title}. {part}" for part in windows(document.text) or ("",)] for document in documents]
        self._starts = np.cumsum([0, *(len(parts) for parts in chunks)])[:-1]
        self._vectors = embedder.encode([part for parts in chunks for part in parts])

    def search(self, query: str, *, k: int) -> tuple[str, ...]:
        """Up to k document ids, best first; none for a blank query or an empty collection."""
        parts = needs(query)
        if not parts or not self._ids:
            return ()
        best, overall = np.zeros((2, len(self._ids)), np.float32)
        for part in parts:
            dense, lexical = self._dense(part), self._lexical.scores(part)
            best = np.maximum(best, dense + lexical / (SATURATION + lexical.max()))
            by_rank = fuse([Ranking(self._ranked(dense)), Ranking(self._ranked(lexical))])[:DEPTH]
            places = [self._places[found.id] for found in by_rank]
            weight = max(float(dense.max()), 0.0) ** 2
            overall[places] += weight / (NEED_RANK_CONSTANT + np.arange(1, len(places) + 1))
        total = _scaled(best) + _scaled(overall) + WHOLE_WEIGHT * _scaled(self._lexical.scores(query))
        return tuple(self._ids[place] for place in np.argsort(-total, kind="stable")[:k])

    def _dense(self, text: str) -> _Scores:
        """For each document the cosine of its best chunk."""
        best: _Scores = np.maximum.reduceat(self._vectors @ self._embedder.encode([text])[0], self._starts)
        return best

    def _ranked(self, scores: _Scores) -> list[str]:
        """The best documents with a score above 0."""
        return [self._ids[place] for place in np.argsort(-scores, kind="stable")[:DEPTH] if scores[place] > 0]


def _scaled(scores: _Scores) -> _Scores:
    """The best score becomes 1; all zeros stay so."""
    highest = scores.max()
    return scores / highest if highest > 0 else scores


def search_corpus(
    queries: Iterable[Query], documents: Sequence[Document], *, embedder: Embedder, k: int = 20
) -> tuple[Hits, ...]:
    """For each query, in order, up to k (>= 1) documents. The first of documents with the same id is kept."""
    distinct = {document.id: document for document in reversed(documents)}
    index = CorpusIndex(tuple(reversed(distinct.values())), embedder=embedder)
    return tuple(Hits(query.id, index.search(query.text, k=k)) for query in queries)
