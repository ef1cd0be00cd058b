"""Words as the audit compares them: plain spelling, sentences, stems, and runs of words.

Everything is pure and remembered by text, because the same history is looked at again with every line.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

_TEXTS_KEPT: Final = 8192

_SPELLINGS: Final = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\u00a0": " "})
_SHORT_FORMS: Final = (
    (re.compile(r"\bcan't\b|\bcannot\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\bshan't\b"), "shall not"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"\b(i)'m\b"), r"\1 am"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"\b(i|you|he|she|we|they)'d\b"), r"\1 would"),
    (re.compile(r"\b(it|that|there|here|what|who|where|he|she|how)'s\b"), r"\1 is"),
    (re.compile(r"\b(do|does|did|is|was|are|could|would|should|have|has|had)nt\b"), r"\1 not"),
    (re.compile(r"\bcant\b"), "can not"),
    (re.compile(r"\bwont\b"), "will not"),
    (re.compile(r"\bim\b"), "i am"),
    (re.compile(r"\b(i|you|they|we)ve\b"), r"\1 have"),
    (re.compile(r"\b(you|they)re\b"), r"\1 are"),
    (re.compile(r"\b(that|what|there|where)s\b"), r"\1 is"),
    (re.compile(r"\s+"), " "),
)
_WORD: Final = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_PLAIN_WORD: Final = re.compile(r"[^\W\d_]+")
_SENTENCE: Final = re.compile(r"[^.!?…]+[.!?…]*[\"')]*")


@lru_cache(maxsize=_TEXTS_KEPT)
def plain(text: str) -> str:
    """Small letters, straight quotation marks, short forms written out, one space between words."""
    text = text.translate(_SPELLINGS).lower()
    for pattern, written_out in _SHORT_FORMS:
        text = pattern.sub(written_out, text)
    return text.strip()


@lru_cache(maxsize=_TEXTS_KEPT)
def words(text: str) -> tuple[str, ...]:
    """The words in order, small, with short forms written out."""
    return tuple(_WORD.findall(plain(text)))


@lru_cache(maxsize=_TEXTS_KEPT)
def sentences(text: str) -> tuple[str, ...]:
    """The sentences with their full stops, small, with short forms written out."""
    return tuple(part.strip() for part in _SENTENCE.findall(plain(text)) if part.strip())


_IRREGULAR: Final = {
    "slept": "sleep", "bought": "buy", "gave": "give", "given": "give", "sent": "send", "paid": "pay", "told": "tell",
    "rang": "ring", "rung": "ring", "came": "come", "went": "go", "gone": "go", "wrote": "write", "written": "write",
    "forgot": "forget", "forgotten": "forget", "fell": "fall", "fallen": "fall", "died": "die", "woke": "wake",
    "kept": "keep", "left": "leave", "ate": "eat", "eaten": "eat", "said": "say", "says": "say", "took": "take",
    "taken": "take", "got": "get", "lost": "lose", "found": "find", "thought": "think", "made": "make",
    "spoke": "speak", "spoken": "speak", "knew": "know", "known": "know", "stood": "stand", "sat": "sit",
    "held": "hold", "heard": "hear", "met": "meet", "men": "man", "women": "woman", "children": "child",
    "brought": "bring", "stolen": "steal", "stole": "steal", "broke": "break", "broken": "break", "began": "begin",
}  # fmt: skip
_ENDINGS: Final = ("ing", "ed", "ly", "es", "s", "e")


@lru_cache(maxsize=_TEXTS_KEPT)
def stem(word: str) -> str:
    """A word without its ending, so that "delivered" and "delivers" compare equal. Cuts less rather than more."""
    word = word.removesuffix("'s").removesuffix("'")
    word = _IRREGULAR.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "i"
    if word.endswith(("ss", "us", "is")):
        return word
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= 3:
            if ending in {"ing", "ed"} and rest[-1] == rest[-2] and rest[-1] not in "sl":
                rest = rest[:-1]
            word = rest
            break
    word = word.removesuffix("e") if len(word) > 3 else word
    if word.endswith("y") and len(word) > 2:
        return word[:-1] if len(word) > 6 else word[:-1] + "i"
    return word


@lru_cache(maxsize=_TEXTS_KEPT)
def stems(text: str) -> frozenset[str]:
    """The stems of all words of three letters and more."""
    return frozenset(stem(word) for word in _PLAIN_WORD.findall(plain(text)) if len(word) > 2)


def stems_of(texts: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*map(stems, texts))


def runs(sequence: Sequence[str], length: int) -> frozenset[tuple[str, ...]]:
    """All runs of `length` words."""
    return frozenset(tuple(sequence[at : at + length]) for at in range(len(sequence) - length + 1))


@lru_cache(maxsize=_TEXTS_KEPT)
def word_runs(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """All runs of `length` words of a text."""
    return runs(words(text), length)


@lru_cache(maxsize=_TEXTS_KEPT)
def stem_runs(text: str, length: int) -> frozenset[tuple[str, ...]]:
    """All runs of `length` stems of a text."""
    return runs(tuple(map(stem, words(text))), length)
