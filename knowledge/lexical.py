"""Search by words: BM25 over texts, with stop words removed and plurals folded.

Where a dense search finds what is meant, this one finds what is said: names, numbers, product words. It never returns
a text that shares no word with the query.
"""

import re
from collections.abc import Sequence

import bm25s
import numpy as np
from bm25s.stopwords import STOPWORDS_EN_PLUS
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STOP_WORDS = frozenset(STOPWORDS_EN_PLUS)


def words(text: str) -> list[str]:
    """The words of a text that carry meaning, in lower case, possessives and plurals folded, in order."""
    found = (match.group().lower().replace("’", "'") for match in _WORD.finditer(text))
    return [_singular(word.removesuffix("'s")) for word in found if word not in _STOP_WORDS]


def _singular(word: str) -> str:
    """The S stemmer (Harman 1991, "How effective is suffixing?"): folds plurals and touches nothing else."""
    if len(word) > 3 and word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word


class LexicalIndex:
    """BM25 (Lucene's variant, k1 1.5, b 0.75) over a fixed list of texts."""

    def __init__(self, ids: Sequence[str], texts: Sequence[str]) -> None:
        self._ids = tuple(ids)
        tokens = [words(text) for text in texts]
        self._known = frozenset(word for text in tokens for word in text)
        self._bm25 = bm25s.BM25(method="lucene", k1=1.5, b=0.75)
        if self._known:
            self._bm25.index(tokens, show_progress=False)

    def scores(self, query: str) -> NDArray[np.float32]:
        """The BM25 score of every text, in the order given, shape (n,), each >= 0."""
        known = [word for word in words(query) if word in self._known]
        if not known:
            return np.zeros(len(self._ids), np.float32)
        return np.asarray(self._bm25.get_scores(known), np.float32)

    def nearest(self, query: str, *, k: int) -> tuple[str, ...]:
        """Up to k ids, best first, ties in the order given; only texts that share a word with the query."""
        scores = self.scores(query)
        order = np.argsort(-scores, kind="stable")[:k]
        return tuple(self._ids[position] for position in order if scores[position] > 0)
