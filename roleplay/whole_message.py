"""What only a message as a whole shows: that it leaves the customer's question open, or is about something else.

A logistic regression over how surely its sentences show each act and over how much was asked and said: where a
question was asked and nothing in the message looks like an answer, it was left open. The weights are an artefact of
`roleplay/make_whole.py`; the same numbers give the same probability.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Turn
from roleplay.act_heads import Heard
from roleplay.artefacts import opened
from roleplay.hearing import last_of_customer
from roleplay.reading_context import open_questions
from roleplay.sentences import Sentence

WHOLE_HEAD: Final = Path(__file__).with_name("whole_head.npz")
FEATURES: Final = len(Act) + 8
_SURELY: Final = 1e-5  # nothing is surer than this, or less sure
_NEAR: Final = slice(7, 10)  # the places among the forms of how near a sentence is to what was said and asked

Table = NDArray[np.float64]


class WholeHead(NamedTuple):
    """`weights` (features, 2) and `bias` (2,) of `OF_THE_WHOLE`, and the probability from which each is found, `least`
    (2,)."""

    weights: Table
    bias: Table
    least: Table

    def probabilities(self, features: Table) -> Table:
        """(2,) or (n, 2) in 0..1 of (features,) or (n, features)."""
        probabilities: Table = 1 / (1 + np.exp(-np.clip(features @ self.weights + self.bias, -50, 50)))
        return probabilities


def features_of(
    acts: NDArray[np.float32], heard: Heard, sentences: Sequence[Sentence], before: Sequence[Turn]
) -> Table:
    """(features,) of a message of n sentences with the probabilities `acts` (n, acts): the log-odds of each act in the
    sentence that shows it best; how near any sentence is to the customer's last message and to a question in it, and
    whether there was one; and how many sentences, words and questions it has, and words and questions that message."""
    most = np.clip(acts.max(axis=0), _SURELY, 1 - _SURELY).astype(np.float64)
    counts = (
        len(sentences),
        sum(len(sentence.plain.split()) for sentence in sentences),
        sum(sentence.asks for sentence in sentences),
        len(last_of_customer(before).split()),
        len(open_questions(before)),
    )
    return np.concatenate([np.log(most / (1 - most)), heard.forms[:, _NEAR].max(axis=0), np.log1p(counts)])


@cache
def load_whole_head(path: Path = WHOLE_HEAD) -> WholeHead:
    """Raises MissingArtefact when the file is missing or damaged."""
    with opened(path, whose="reader", made_by="make reader") as file:
        return WholeHead(*(file[part].astype(np.float64) for part in WholeHead._fields))
