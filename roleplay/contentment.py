"""How content a customer's message shows them to be with the help, by their words, by what these answer, and by what
they had said before: "still red" is one thing after a question and another after a repair.

A small network over what the encoder makes of the three. The weights are an artefact of `roleplay/make_contentment.py`;
the same words after the same turns give the same number.
"""

import zipfile
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.conversation import Speaker, Turn
from domain.errors import MissingArtefact
from roleplay.act_heads import SCALE, WIDTH, Layers
from roleplay.sentences import split_sentences
from roleplay.targets import Embedder

CONTENTMENT: Final = Path(__file__).with_name("contentment.npz")
INPUTS: Final = 6 * WIDTH
LEAST, MOST = -2.0, 2.0

Table = NDArray[np.float32]


def contentment_of(embedder: Embedder, text: str, before: Sequence[Turn], head: Layers) -> float | None:
    """From -2 (very unhappy) to 2 (very content) with the help so far, after the turns before the message; None for a
    message without words."""
    inputs = inputs_of(embedder, text, before)
    if inputs is None:
        return None
    return round(float(np.clip(head(inputs)[0], LEAST, MOST)), 3)


def inputs_of(embedder: Embedder, text: str, before: Sequence[Turn]) -> Table | None:
    """(6 x 384,): of the message the mean and the maximum of its sentences' traits and the mean of their vectors; of
    the trainee's message before it the traits and the vector; and the traits of the customer's own message before it.
    Zeros where there is none; None for a message without words."""
    plain = [sentence.plain for sentence in split_sentences(text)]
    if not plain:
        return None
    vectors, traits = embedder.understand(plain)
    answered, done = _means(embedder, _last(before, Speaker.TRAINEE))
    _, earlier = _means(embedder, _last(before, Speaker.CUSTOMER))
    said = (traits.mean(axis=0), traits.max(axis=0), vectors.mean(axis=0) * SCALE)
    return np.concatenate([*said, done, answered * SCALE, earlier])


def _means(embedder: Embedder, text: str) -> tuple[Table, Table]:
    """The mean vector and the mean traits of a text's sentences."""
    plain = [sentence.plain for sentence in split_sentences(text)]
    if not plain:
        return np.zeros(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    vectors, traits = embedder.understand(plain)
    return vectors.mean(axis=0), traits.mean(axis=0)


def _last(turns: Sequence[Turn], speaker: Speaker) -> str:
    return next((turn.text for turn in reversed(turns) if turn.speaker is speaker), "")


@cache
def load_contentment(path: Path = CONTENTMENT) -> Layers:
    """Raises MissingArtefact when the file is missing or damaged."""
    try:
        with path.open("rb") as raw, np.load(raw, allow_pickle=False) as file:
            return Layers(*(file[part].astype(np.float32) for part in Layers._fields))
    # A cut file ends in EOFError or in the zip reader's own error, which is no OSError.
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise MissingArtefact(
            f"The reader's weights ({path.name}) are missing or damaged. Nothing you wrote is lost; "
            "restore the file from the release, or make it again with `make reader`."
        ) from error
