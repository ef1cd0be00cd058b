"""What a message does can depend on what was said before: repetition, details taken up, questions left open."""

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from domain.acts import Act
from domain.conversation import Speaker, Turn
from roleplay.sentences import Sentence, plain, split_sentences

_WORD: Final = re.compile(r"[a-z0-9][a-z0-9'-]{2,}")
# Words that say nothing of this customer in particular; service talk included.
_COMMON: Final = frozenset(
    """the and for you your yours are was were have has had this that these those with from what when where which who
    how why not but can could would will shall should may might must did does don't didn't isn't it's i'm i've i'll we're
    we've they them their there here then than very just only about into over under after before again also any all some
    more most much many one two please thank thanks sorry help order orders parcel delivery delivered package service
    customer account problem issue day days today tomorrow yesterday week time number phone call email chat company shop
    team department line internet subscription cancel get got let make made want need know see look sure okay yes right
    back now still got been being because really going come came take took say said tell told ask asked check""".split()
)
_DATA: Final = {
    "number": re.compile(r"\b(?:order|account|customer|reference|ticket|case|phone) ?(?:number|no)?\b|\bnumber\b"),
    "address": re.compile(r"\b(?:address|postcode|post code|street)\b"),
    "email": re.compile(r"\be-?mail\b"),
    "name": re.compile(r"\b(?:your|full|last|first) name\b"),
    "birth": re.compile(r"\bdate of birth\b|\bborn\b"),
}
_GIVEN: Final = {
    "number": re.compile(r"\b[a-z]{0,4}-?\d{4,}\b"),
    "address": re.compile(r"\b\d{1,4} [a-z]+|\b[a-z]+ \d{1,4}\b|\b[a-z]{1,2}\d{1,2}[a-z]? ?\d[a-z]{2}\b"),
    "email": re.compile(r"\S+@\S+\.\w+"),
    "name": re.compile(r"\b(?:my name is|i'm|i am|it's|this is) [a-z]+"),
    "birth": re.compile(r"\b\d{1,2}[./ -](?:\d{1,2}|[a-z]{3,9})[./ -](?:19|20)?\d{2}\b"),
}
_ANSWERS: Final = frozenset(
    {
        Act.EXPLAIN_CAUSE,
        Act.OFFER_OPTION,
        Act.COMMIT_ACTION,
        Act.SET_EXPECTATION,
        Act.REFUSE_WITH_REASON,
        Act.BARE_POLICY,
        Act.WARM_TRANSFER,
        Act.COLD_TRANSFER,
    }
)
_SAME_TOPIC: Final = 0.42  # cosine from which a sentence counts as speaking to a question
_ELSEWHERE: Final = 0.10  # below this likeness to all that was said, a long message is about something else
_LONG: Final = 6


def telling_words(text: str) -> frozenset[str]:
    """The words of a text that could only have come from somebody's own story."""
    return frozenset(word for word in _WORD.findall(plain(text)) if word not in _COMMON)


def takes_up(sentence: Sentence, said: Sequence[Turn], names: frozenset[str]) -> bool:
    """Whether a sentence uses the customer's name, or two words (or a number) of what they have told."""
    words = telling_words(sentence.plain)
    if words & names:
        return True
    told = frozenset(word for turn in said if turn.speaker is Speaker.CUSTOMER for word in telling_words(turn.text))
    shared = words & told
    return len(shared) >= 2 or any(char.isdigit() for word in shared for char in word)  # noqa: PLR2004


def asks_again(sentence: Sentence, said: Sequence[Turn]) -> bool:
    """Whether a sentence asks for a datum that the customer has given already."""
    given = " ".join(plain(turn.text) for turn in said if turn.speaker is Speaker.CUSTOMER)
    return any(_DATA[kind].search(sentence.plain) and _GIVEN[kind].search(given) for kind in _DATA)


def open_questions(said: Sequence[Turn]) -> tuple[Sentence, ...]:
    """The direct questions in the customer's last message."""
    last = next((turn for turn in reversed(said) if turn.speaker is Speaker.CUSTOMER), None)
    return tuple(sentence for sentence in split_sentences(last.text) if sentence.asks) if last else ()


def leaves_open(acts: frozenset[Act], likeness: NDArray[np.float32], *, makes_move: bool, words: int) -> bool:
    """Whether a message leaves the customer's questions unanswered: it neither says something of substance nor speaks
    to them. `likeness` is (questions, sentences) cosines."""
    if likeness.size == 0 or makes_move or acts & _ANSWERS:
        return False
    return bool(likeness.max() < _SAME_TOPIC) or words < _LONG


def elsewhere(likeness: float, words: int, acts: frozenset[Act]) -> bool:
    """Whether a message has nothing to do with the conversation: long enough, no act of service, unlike all said."""
    return words >= _LONG and likeness < _ELSEWHERE and not acts - {Act.ASK_CLOSED, Act.ASK_OPEN, Act.OFF_TOPIC}
