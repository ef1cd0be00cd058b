"""What each act looks like, learnt from the exemplars: a probability for every act of a sentence, in microseconds.

The weights are an artefact made by `roleplay/make_heads.py`; its hash ties it to the exemplars. With them come a part
of the exemplars themselves, as a background of ordinary sentences against which a scenario's own moves are learnt.
"""

import zipfile
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np

from domain.acts import Act
from domain.errors import MissingArtefact
from domain.reading import Oddity
from roleplay.learning import Learnt, Table

HEADS: Final = Path(__file__).with_name("heads.npz")
_PARTS: Final = ("examples", "meaning", "words", "slope", "offset")


@dataclass(frozen=True, slots=True)
class Background:
    """Ordinary sentences in plain form, their unit vectors (n, 384), and words that are spelt right."""

    texts: tuple[str, ...]
    vectors: Table
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Heads:
    """`acts` gives a probability for each act, in the order of `Act`; `odd` for each of `kinds`. `letters` are the
    groups of letters that words have. `source` is the SHA-256 of the exemplars."""

    acts: Learnt
    odd: Learnt
    kinds: tuple[Oddity, ...]
    background: Background
    letters: frozenset[str]
    source: str


@cache
def load_heads(path: Path = HEADS) -> Heads:
    """Raises MissingArtefact when the file is missing, damaged or made for another list of acts."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            names = file["acts"].tolist()
            learnt = Learnt(*(file[part].astype(np.float32) for part in _PARTS))
            places = file["background"]
            texts = tuple(str(text) for text in file["background_texts"].tolist())
            source = str(file["source"])
            kinds = tuple(map(Oddity, file["kinds"].tolist()))
            # The odd sentences are told from ordinary ones among the exemplars of acts, which are stored once.
            examples = np.vstack([file["odd_examples"].astype(np.float32), learnt.examples[file["ordinary"]]])
            odd = Learnt(examples, *(file[f"odd_{part}"].astype(np.float32) for part in _PARTS[1:]))
            letters, words = (frozenset(str(file[part]).split()) for part in ("letters", "words_known"))
    # A cut file ends in EOFError or in the zip reader's own error, which is no OSError.
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise MissingArtefact(
            f"The reader's weights ({path.name}) are missing or damaged. Nothing you wrote is lost; "
            "restore the file from the release, or make it again with `python -m roleplay.make_heads`."
        ) from error
    if names != [act.value for act in Act]:
        raise MissingArtefact(
            f"{path.name} was made for another list of acts. Make it again with `python -m roleplay.make_heads`."
        )
    return Heads(learnt, odd, kinds, Background(texts, learnt.examples[places], words), letters, source)
