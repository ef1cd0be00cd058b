"""Retrieval over ten thousand chunks: how long Chroma takes, and how much of the exact answer it finds."""

import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.figures import Figure, percentile, timed
from knowledge.pages import load_pages, paragraphs
from knowledge.store import open_local
from knowledge.vectors import ExactIndex, Vectors
from language.encoder import load_encoder

CHUNKS = 10_000
QUERIES = 200
K = 5


class _Grown:
    """The guidance's own vectors, and around each of them neighbours at the distance that paragraphs of one page
    have: ten thousand chunks with the shape of a real corpus, without ten thousand texts to embed."""

    id = "benchmark"

    def __init__(self, centres: Vectors) -> None:
        chance = np.random.default_rng(7)
        owners = chance.integers(0, len(centres), CHUNKS)
        noise = chance.normal(size=(CHUNKS, centres.shape[1])).astype(np.float32)
        noise /= np.linalg.norm(noise, axis=1, keepdims=True)
        grown = centres[owners] + 0.8 * noise
        self.vectors = (grown / np.linalg.norm(grown, axis=1, keepdims=True)).astype(np.float32)

    def encode(self, texts: Sequence[str], /) -> Vectors:
        """The vectors of chunks, whose texts are their numbers."""
        rows: Vectors = self.vectors[np.array([int(text) for text in texts])]
        return rows


def measure() -> list[Figure]:
    encoder = load_encoder()
    centres = encoder.encode([paragraph.text for paragraph in paragraphs(load_pages())])
    grown = _Grown(centres)
    ids = [str(number) for number in range(CHUNKS)]
    exact = ExactIndex(ids, grown.vectors)
    chance = np.random.default_rng(11)
    queries = [grown.vectors[index] for index in chance.integers(0, CHUNKS, QUERIES)]
    with tempfile.TemporaryDirectory(prefix="frontstage-bench-") as folder:
        chroma = open_local(Path(folder), ids=ids, texts=ids, embedder=grown)
        try:
            spans = [span for query in queries for span in timed(partial(chroma.nearest, query, k=K), times=1)]
            found = [len(set(chroma.nearest(query, k=K)) & set(exact.nearest(query, k=K))) / K for query in queries]
        finally:
            chroma.close()
    return [
        Figure("retrieval, p99", percentile(spans, 0.99), "ms", 20, note=f"{CHUNKS:,} chunks in Chroma"),
        Figure("retrieval, recall@5 of exact", sum(found) / len(found), "", 0.95, at_least=True),
    ]
