"""What a message is read beside: the text that it answers, sentence by sentence, and the words that both sides said.

"Three weeks" is a detail taken up where the customer has just said it, a new promise where nobody has, and asking again
where it is asked for. So the trained layers are told of every word whose it is.
"""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.conversation import Speaker, Turn
from roleplay.reading_context import open_questions
from roleplay.sentence_forms import word_set
from roleplay.sentences import LONGEST_SENTENCE, plain

LATELY: Final = 3  # messages of either side whose words count
MOST: Final = 12  # sentences of the message that is answered
KINDS: Final = 14  # whether such a sentence asks, and how many stand behind it, up to six

Table = NDArray[np.float32]

SMALL: Final = word_set(
    """
    i me my we our you your he she it its they them this that these those a an the and or but if so to of in on at for
    with from by as is are was were be been am do does did have has had not no can could will would shall should may
    might must what which who when where why how there here all any some just very too than then now up out about into
    over again more most us him her his their s t don re ve ll d m
    """
)
_WORD: Final = re.compile(r"[a-z0-9£$€]+")
_ENDING: Final = re.compile(r"(?:ings?|ed|ies|es|s|e|y|ly|ment|ation|ion)$")
_STEM: Final = 7  # letters
_SHORT: Final = 5  # letters of a word below which it is its own stem
_NOTHING: Final = (0.0,) * 7


class Beside(NamedTuple):
    """`text` is the plain message that is answered. The words of that message, `last`, those that the other side has
    said lately, `told`, those of the speaker's own last messages, `own`, and those of the open questions, `asked`; the
    stems of the first two and of the last."""

    text: str
    last: frozenset[str]
    told: frozenset[str]
    own: frozenset[str]
    asked: frozenset[str]
    stems: frozenset[str]
    asked_stems: frozenset[str]

    def mark(self, word: str) -> tuple[float, ...]:
        """Seven times 0 or 1: the other side has just said this word; has said it before that; has said one of its
        stem; the speaker has said it; a question holds it; it is a word with a content; it is a number."""
        if word in SMALL or not _WORD.fullmatch(word):
            return _NOTHING
        stem, told = _stem(word), word in self.told or word in self.last
        return (
            float(word in self.last),
            float(word in self.told and word not in self.last),
            float(stem in self.stems and not told),
            float(word in self.own),
            float(word in self.asked or stem in self.asked_stems),
            1.0,
            float(word.isdigit()),
        )


class Theirs(NamedTuple):
    """The message that is answered, of k sentences at most MOST: the mean `states` (k, 384) of each one's words half
    way through the encoder, and each one's kind (k,), of KINDS."""

    states: Table
    kinds: NDArray[np.int64]


def beside_of(before: Sequence[Turn], speaker: Speaker) -> Beside | None:
    """What a message of this speaker's is read beside after these turns; None where the other side has said nothing."""
    answered = next((turn.text for turn in reversed(before) if turn.speaker is not speaker), "")
    if not plain(answered):
        return None
    told, own = (
        _words_in(" ".join([turn.text for turn in before if (turn.speaker is speaker) is mine][-LATELY:]))
        for mine in (False, True)
    )
    last = _words_in(answered)
    asked = frozenset[str]().union(*(_words_in(question.plain) for question in open_questions(before)))
    stems = frozenset(map(_stem, last | told))
    return Beside(plain(answered)[:LONGEST_SENTENCE], last, told, own, asked, stems, frozenset(map(_stem, asked)))


def sentences_in(words: Sequence[str]) -> tuple[list[int], list[bool]]:
    """Which sentence each of a text's words stands in, and which of the sentences ask."""
    places: list[int] = []
    asks = [False]
    ended = False
    for word in words:
        if ended and word not in ".!?\"')":
            asks.append(False)
            ended = False
        places.append(len(asks) - 1)
        if word in (".", "!", "?"):
            ended = True
            asks[-1] = asks[-1] or word == "?"
    return places, asks


def theirs_of(states: Table, words: Sequence[str]) -> Theirs:
    """A text's sentences by its words and their states (words, 384)."""
    if not words:
        return Theirs(np.zeros((0, states.shape[1]), np.float32), np.zeros(0, np.int64))
    places, asks = sentences_in(words)
    standing, asks = np.array(places), asks[:MOST]
    kinds = [int(asking) + 2 * min(len(asks) - 1 - place, KINDS // 2 - 1) for place, asking in enumerate(asks)]
    means = [states[standing == place].mean(axis=0) for place in range(len(asks))]
    return Theirs(np.stack(means).astype(np.float32), np.array(kinds, np.int64))


def _words_in(text: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(plain(text)) if word not in SMALL)


def _stem(word: str) -> str:
    return word if word.isdigit() or len(word) < _SHORT else _ENDING.sub("", word)[:_STEM]
