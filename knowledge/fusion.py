"""Reciprocal rank fusion: one ranking out of several, from their ranks alone.

Scores of different searches cannot be compared, their ranks can. Cormack, Clarke and Buettcher (SIGIR 2009): an item's
score is the sum over rankings of weight / (60 + rank), rank counting from 1.
"""

from collections.abc import Sequence
from typing import NamedTuple

RANK_CONSTANT = 60


class Ranking(NamedTuple):
    """Ids, best first, none twice, and how much this ranking counts."""

    ids: Sequence[str]
    weight: float = 1.0


class Fused(NamedTuple):
    id: str
    score: float


def fuse(rankings: Sequence[Ranking], *, constant: int = RANK_CONSTANT) -> tuple[Fused, ...]:
    """Every id of the rankings, best first; equal scores are ordered by id, so that the result is always the same."""
    scores: dict[str, float] = {}
    for ranking in rankings:
        for rank, item in enumerate(ranking.ids, start=1):
            scores[item] = scores.get(item, 0.0) + ranking.weight / (constant + rank)
    return tuple(Fused(item, scores[item]) for item in sorted(scores, key=lambda item: (-scores[item], item)))
