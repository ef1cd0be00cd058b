"""What is odd about a sentence, learnt from the exemplars: a probability for every kind of oddity, in microseconds.

The weights are an artefact made by `roleplay/make_heads.py`; its hash ties it to the exemplars. With them come a part
of the exemplars themselves, as a background of ordinary sentences against which a scenario's own moves are learnt.
What acts look like is learnt from whole messages, see `act_heads`.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from domain.reading import Oddity
from roleplay.artefacts import opened, unpacked
from roleplay.learning import Learnt, Table

HEADS: Final = Path(__file__).with_name("heads.npz")
_PARTS: Final = ("meaning", "words", "slope", "offset")


@dataclass(frozen=True, slots=True)
class Background:
    """Ordinary sentences in plain form, their unit vectors (n, 384), and words that are spelt right."""

    texts: tuple[str, ...]
    vectors: Table
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heads:
    """`odd` gives a probability for each of `kinds`. `letters` are the groups of letters that words have. `source` is
    the SHA-256 of the exemplars."""

    odd: Learnt
    kinds: tuple[Oddity, ...]
    background: Background
    letters: frozenset[str]
    source: str


@cache
def load_heads(path: Path = HEADS) -> Heads:
    """Raises MissingArtefact when the file is missing, damaged or made for other kinds of oddity."""
    with opened(path, whose="reader", made_by="python -m roleplay.make_heads") as file:
        places, ordinary = file["background"], file["ordinary"]
        texts = tuple(str(text) for text in file["background_texts"].tolist())
        source = str(file["source"])
        kinds = tuple(map(Oddity, file["kinds"].tolist()))
        examples = unpacked(file["examples"], file["examples_scale"])
        # The odd sentences are told from ordinary ones among the exemplars of acts, which are stored once.
        odd_examples = np.vstack([unpacked(file["odd_examples"], file["odd_scale"]), examples[ordinary]])
        odd = Learnt(odd_examples, *(file[f"odd_{part}"].astype(np.float32) for part in _PARTS))
        letters, words = (frozenset(str(file[part]).split()) for part in ("letters", "words_known"))
    return Heads(odd, kinds, Background(texts, examples[places], words), letters, source)
