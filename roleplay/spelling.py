"""Puts misspelt words right, towards the words of a scenario ("ruter" asks for the router) or of messages at work.

Only a word that is nowhere known is changed, only by one letter (missing, doubled, swapped or wrong), and never its
first. Names of the case are among its words. The same word always becomes the same word.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_TOKEN: Final = re.compile(r"(?<![a-z'])[a-z]{5,20}(?![a-z'])")
_ENDING: Final = re.compile(r"(?:ers?|ings?|ed|es|s|ly)$")
_LEAST: Final = 4  # letters of a word that is worth writing right


@dataclass(frozen=True, slots=True)
class Speller:
    """`known` are words that stay; `near` gives for a word with one letter left out those it may have come from."""

    known: frozenset[str]
    near: dict[str, tuple[str, ...]]

    def right(self, text: str, known: frozenset[str] = frozenset()) -> str:
        """A text in plain form with its misspelt words put right; itself when there is none. `known` stay as well."""
        return _TOKEN.sub(lambda token: self._word(token[0], known), text)

    def _word(self, word: str, known: frozenset[str]) -> str:
        if word in self.known or word in known or self._derived(word):
            return word
        found = {each for shape in _shapes(word) for each in self.near.get(shape, ()) if each[0] == word[0]}
        return min(found, key=lambda each: (abs(len(each) - len(word)), -_alike(each, word), each), default=word)

    def _derived(self, word: str) -> bool:
        """Whether it is a known word with another ending: a "looker" is nothing misspelt."""
        stem = _ENDING.sub("", word)
        return stem != word and (stem in self.known or f"{stem}e" in self.known)


def speller(words: Iterable[str], known: frozenset[str]) -> Speller:
    """From the words to write towards, and others that are words too."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    targets = {word for word in words if len(word) >= _LEAST}
    for word in sorted(targets):
        for shape in _shapes(word):
            near[shape].append(word)
    return Speller(known | targets, {shape: tuple(found) for shape, found in near.items()})


def _shapes(word: str) -> set[str]:
    """A word, and what is left of it without each of its letters."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


def _alike(first: str, second: str) -> int:
    """How many letters stand in the same place, from the front and from the back."""
    front = sum(a == b for a, b in zip(first, second, strict=False))
    return front + sum(a == b for a, b in zip(reversed(first), reversed(second), strict=False))
