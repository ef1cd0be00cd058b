"""How it goes, turn by turn: how content a customer's message shows them to be with the help, how far a trainee's
message helps and makes sure of the facts, and how far the matter is settled after either. A charming message may settle
nothing and a sour one may say that all is done, so contentment and matter are told apart.

Two small networks over what the encoder makes of a message, of the one that it answers, and of the speaker's own
message before: "still red" is one thing after a question and another after a repair. The weights are an artefact of
`roleplay/make_progress.py`; the same words after the same turns give the same numbers.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.conversation import Speaker, Turn
from domain.reading import CustomerReading, Progress
from roleplay.act_heads import SCALE, WIDTH, Heard, Layers
from roleplay.artefacts import opened
from roleplay.sentences import split_sentences
from roleplay.targets import Embedder

PROGRESS: Final = Path(__file__).with_name("progress.npz")
LEAST, MOST = -2.0, 2.0  # of contentment
WHOLE: Final = 3.0  # of helping, making sure and being settled; the least is 0

Table = NDArray[np.float32]


class ProgressHeads(NamedTuple):
    """`customer` (2304,) to contentment and settled, `trainee` (1920,) to helps, checks and settled."""

    customer: Layers
    trainee: Layers


def progress_of(heard: Heard, earlier: Table, head: Layers) -> Progress:
    """Of a trainee's message as it was heard; `earlier` (384,) are the traits of their own message before it."""
    return as_progress(head(trainee_inputs(heard, earlier)))


def as_progress(said: Iterable[float]) -> Progress:
    """What the trainee's head says, held to its scales."""
    return Progress(*(_on_scale(value) for value in said))


def as_customer_reading(said: Iterable[float]) -> CustomerReading:
    """What the customer's head says, held to its scales."""
    contentment, settled = said
    return CustomerReading(round(float(np.clip(contentment, LEAST, MOST)), 3), _on_scale(settled))


def trainee_inputs(heard: Heard, earlier: Table) -> Table:
    """(5 x 384,): the mean and the maximum of the sentences' traits and the mean of their vectors; the vector of the
    customer's message before; and the traits of the trainee's own message before, zeros where there is none."""
    traits, vector = heard.traits, heard.vectors.mean(axis=0)
    return np.concatenate([traits.mean(axis=0), traits.max(axis=0), vector * SCALE, heard.before * SCALE, earlier])


def earlier_traits(embedder: Embedder, before: Sequence[Turn], speaker: Speaker) -> Table:
    """(384,): the mean traits of this speaker's last message, zeros before there is one."""
    return _means(embedder, _last(before, speaker))[1]


def customer_reading_of(embedder: Embedder, text: str, before: Sequence[Turn], head: Layers) -> CustomerReading | None:
    """What a customer's message shows after the turns before it; None for a message without words."""
    inputs = customer_inputs(embedder, text, before)
    return None if inputs is None else as_customer_reading(head(inputs))


def customer_inputs(embedder: Embedder, text: str, before: Sequence[Turn]) -> Table | None:
    """(6 x 384,): of the message the mean and the maximum of its sentences' traits and the mean of their vectors; of
    the trainee's message before it the traits and the vector; and the traits of the customer's own message before it.
    Zeros where there is none; None for a message without words."""
    plain = [sentence.plain for sentence in split_sentences(text)]
    if not plain:
        return None
    vectors, traits, *_ = embedder.understand(plain)
    answered, done = _means(embedder, _last(before, Speaker.TRAINEE))
    said = (traits.mean(axis=0), traits.max(axis=0), vectors.mean(axis=0) * SCALE)
    return np.concatenate([*said, done, answered * SCALE, earlier_traits(embedder, before, Speaker.CUSTOMER)])


def _on_scale(value: float) -> float:
    return round(float(np.clip(value, 0.0, WHOLE)), 3)


def _means(embedder: Embedder, text: str) -> tuple[Table, Table]:
    """The mean vector and the mean traits of a text's sentences."""
    plain = [sentence.plain for sentence in split_sentences(text)]
    if not plain:
        return np.zeros(WIDTH, np.float32), np.zeros(WIDTH, np.float32)
    vectors, traits, *_ = embedder.understand(plain)
    return vectors.mean(axis=0), traits.mean(axis=0)


def _last(turns: Sequence[Turn], speaker: Speaker) -> str:
    return next((turn.text for turn in reversed(turns) if turn.speaker is speaker), "")


@cache
def load_progress_heads(path: Path = PROGRESS) -> ProgressHeads:
    """Raises MissingArtefact when the file is missing or damaged."""
    with opened(path, whose="reader", made_by="make reader") as file:
        return ProgressHeads(
            *(
                Layers(*(file[f"{side}_{part}"].astype(np.float32) for part in Layers._fields))
                for side in ProgressHeads._fields
            )
        )
