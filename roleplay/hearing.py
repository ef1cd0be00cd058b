"""A message as the heads take it: what the encoder makes of its sentences, what rules find in them, and how near they
are to what was said before.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from roleplay.act_heads import Heard, forms_of, nearness_of
from roleplay.beside import LATELY, beside_of, theirs_of
from roleplay.reading_context import asks_again, open_questions, takes_up
from roleplay.sentence_acts import signs_of
from roleplay.sentences import LONGEST_SENTENCE, Sentence, plain
from roleplay.targets import Embedder, Targets, Vectors

_OPENING: Final = 2  # one greets in the first sentences of a message
_LATELY: Final = 4  # turns whose words a sentence may be about


def hear(
    embedder: Embedder, sentences: Sequence[Sentence], signs: Sequence[frozenset[Act]], before: Sequence[Turn]
) -> Heard:
    """A trainee's message after these turns, with what rules find in it (`signs_in`)."""
    questions, beside = open_questions(before), beside_of(before, Speaker.TRAINEE)
    understood = embedder.understand([sentence.plain for sentence in sentences], beside=beside)
    last, states, words = embedder.words(beside.text if beside else "")
    near = nearness_of(understood[0], last, embedder.encode([question.plain for question in questions]))
    told = said_lately(Speaker.CUSTOMER, before)
    forms = forms_of(sentences, signs, told, near, asked=bool(questions))
    return Heard(*understood, forms, last, theirs_of(states, words))


def signs_in(
    sentences: Sequence[Sentence], before: Sequence[Turn], names: frozenset[str] = frozenset()
) -> list[frozenset[Act]]:
    """What rules find in each sentence of a message, by its form and by the turns before it; `names` are those of the
    customer that no turn holds."""
    found = []
    for place, sentence in enumerate(sentences):
        signs = set(signs_of(sentence, opening=place < _OPENING))
        if takes_up(sentence, before, names):
            signs.add(Act.PERSONALISE)
        if asks_again(sentence, before):
            signs.add(Act.ASK_REPEAT)
        found.append(frozenset(signs))
    return found


def likeness_of(
    embedder: Embedder, vectors: Vectors, before: Sequence[Turn], targets: Targets | None
) -> NDArray[np.float32]:
    """(n,) how like each sentence is to the case, if there is one, and to the customer's last words; 0 if there is
    neither."""
    around = embedder.encode([plain(turn.text)[:LONGEST_SENTENCE] for turn in of_customer(before[-_LATELY:])])
    if targets is not None:
        around = np.vstack([around, targets.topic])
    likeness: NDArray[np.float32] = (around @ vectors.T).max(axis=0, initial=0.0)
    return likeness


def of_customer(turns: Sequence[Turn]) -> Iterator[Turn]:
    return (turn for turn in turns if turn.speaker is Speaker.CUSTOMER)


def said_lately(speaker: Speaker, turns: Sequence[Turn]) -> str:
    """What one side has said in their last messages."""
    return " ".join([turn.text for turn in turns if turn.speaker is speaker][-LATELY:])


def last_of_customer(turns: Sequence[Turn]) -> str:
    """The customer's last message, "" before there is one."""
    return next((turn.text for turn in of_customer(turns[::-1])), "")
