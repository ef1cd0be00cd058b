"""What each act looks like, learnt from the exemplars: a probability for every act of a sentence, in microseconds.

A sentence is compared with all exemplars twice: by meaning (the encoder's vectors, through a Gaussian kernel) and by
its words and pairs of words, which carry what meaning blurs: "we should have" is not "you should have". The weights
are an artefact made by `roleplay/make_heads.py`; its hash ties it to the exemplars.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.errors import MissingArtefact

Table = NDArray[np.float32]

HEADS: Final = Path(__file__).with_name("heads.npz")
WORD_SLOTS: Final = 2048  # words and pairs of words are hashed into so many places
NEARNESS: Final = 2.0  # how fast likeness of meaning falls off: exp(-NEARNESS * (1 - cosine))
WORDS_WEIGH: Final = 0.5  # likeness of words, beside a likeness of meaning of 1
_TOKEN: Final = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[?!]")


def word_features(texts: Sequence[str]) -> Table:
    """(n, WORD_SLOTS) rows of length 1 (or 0 for a text without words) of texts in plain form."""
    rows = np.zeros((len(texts), WORD_SLOTS), dtype=np.float32)
    for row, text in zip(rows, texts, strict=True):
        words = ["^", *_TOKEN.findall(text), "$"]
        pairs = {f"{first} {second}" for first, second in zip(words, words[1:], strict=False)}
        for feature in sorted({*words[1:-1], *pairs}):
            row[zlib.crc32(feature.encode()) % WORD_SLOTS] += 1
        row /= max(float(np.linalg.norm(row)), 1e-9)
    return rows


def nearness(vectors: Table, exemplars: Table) -> Table:
    """(n, 384) and (m, 384) unit rows to (n, m) likenesses of meaning in 0..1."""
    likeness: Table = np.exp(NEARNESS * (vectors @ exemplars.T - 1))
    return likeness


@dataclass(frozen=True, slots=True)
class Heads:
    """`exemplars` (m, 384), `meaning` (acts, m), `words` (acts, WORD_SLOTS), and a (acts,) slope and offset each with
    which a score becomes a probability. Rows in the order of `Act`."""

    exemplars: Table
    meaning: Table
    words: Table
    slope: Table
    offset: Table

    def probabilities(self, vectors: Table, texts: Sequence[str]) -> Table:
        """Unit rows (n, 384) and their texts in plain form to probabilities (n, acts) in 0..1."""
        scores = nearness(vectors, self.exemplars) @ self.meaning.T + word_features(texts) @ self.words.T
        probabilities: Table = 1 / (1 + np.exp(-(scores * self.slope + self.offset)))
        return probabilities


@cache
def load_heads(path: Path = HEADS) -> Heads:
    """Raises MissingArtefact when the file is missing, damaged or made for another list of acts."""
    try:
        with np.load(path, allow_pickle=False) as file:
            acts = file["acts"].tolist()
            parts = [file[name].astype(np.float32) for name in ("exemplars", "meaning", "words", "slope", "offset")]
    except (OSError, ValueError, KeyError, EOFError) as error:
        raise MissingArtefact(
            f"The reader's weights ({path.name}) are missing or damaged. Nothing you wrote is lost; "
            "restore the file from the release, or make it again with `make heads`."
        ) from error
    if acts != [act.value for act in Act]:
        raise MissingArtefact(f"{path.name} was made for another list of acts. Make it again with `make heads`.")
    return Heads(*parts)
