"""Whose voice a sentence has, the desk's or a customer's, as learnt from what is authored for either.

A list of phrases knows the sentences that somebody thought of; this knows their habits. The weights are an artefact
made by `roleplay/audit/make_voice.py`. Words alone, no encoder: a score takes some microseconds.
"""

import re
import zlib
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from roleplay.artefacts import opened

VOICE: Final = Path(__file__).with_name("voice.npz")
SLOTS: Final = 32768  # words and runs of two and three words are hashed into so many places
_TOKEN: Final = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[?!,.]")


def places(text: str) -> list[int]:
    """The places of a text in plain form: its words, pairs and threes, every number the same."""
    words = ["^", *("0" if token.isdigit() else token for token in _TOKEN.findall(text)), "$"]
    found = {
        *words[1:-1],
        *map(" ".join, pairwise(words)),
        *map(" ".join, zip(words, words[1:], words[2:], strict=False)),
    }
    return sorted({zlib.crc32(each.encode()) % SLOTS for each in found})


@cache
def load_weights(path: Path = VOICE) -> tuple[NDArray[np.float32], float]:
    """Weights (SLOTS,) and a constant. Raises MissingArtefact when the file is missing or damaged."""
    with opened(path, whose="audit", made_by="python -m roleplay.audit.make_voice") as file:
        return file["weights"].astype(np.float32), float(file["constant"])


@lru_cache(maxsize=4096)
def desk_score(sentence: str) -> float:
    """How much a sentence in plain form sounds like the desk: above 0 more than like a customer, as log odds."""
    weights, constant = load_weights()
    where = places(sentence)
    return float(weights[where].sum() / max(1, len(where)) ** 0.5 + constant)
