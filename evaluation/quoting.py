"""Finds a quote in what was said, word for word, though it came back typed otherwise.

Models straighten quotation marks and apostrophes, and a fence takes angle brackets and invisible characters out of what
they read. Always holds: what is found is an exact part of the text as it was written, and begins and ends with whole
words; letters, their case, figures and the order of words are never bent.
"""

import unicodedata
from typing import Final, NamedTuple

_TYPED: Final = {
    **dict.fromkeys("‘’‚‛ʼ′`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("‹＜﹤", "<"),
    **dict.fromkeys("›＞﹥", ">"),
    "…": "...",
}
# Half a surrogate pair is not among them: it cannot be kept, so no quote may span it.
_INVISIBLE: Final = frozenset({"Cc", "Cf", "Co"})
_AROUND: Final = " \"'."  # what models put around a quote, as they are read here


class _Plain(NamedTuple):
    """A text in one way of typing, and for each of its letters where that stands in the text itself."""

    text: str
    places: tuple[int, ...]


def found_in(quote: str, text: str) -> str:
    """The part of the text that the quote stands for, "" when its words do not stand there."""
    said, wanted = _plain(text), _plain(quote).text
    for words in (wanted, wanted.strip(_AROUND)):
        if any(letter.isalnum() for letter in words) and (at := _at(words, said.text)) >= 0:
            return text[said.places[at] : said.places[at + len(words) - 1] + 1]
    return ""


def _at(words: str, text: str) -> int:
    """Where whole words begin in a text, -1 when they stand nowhere."""
    at = text.find(words)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(words) : at + len(words) + 1]
        if not (before.isalnum() and words[0].isalnum()) and not (after.isalnum() and words[-1].isalnum()):
            return at
        at = text.find(words, at + 1)
    return -1


def _plain(text: str) -> _Plain:
    letters: list[str] = []
    places: list[int] = []
    for at, letter in enumerate(text):
        if letter.isspace():
            if letters and letters[-1] != " ":
                letters.append(" ")
                places.append(at)
        elif unicodedata.category(letter) not in _INVISIBLE:
            written = _TYPED.get(letter, letter)
            letters.extend(written)
            places.extend([at] * len(written))
    while letters and letters[-1] == " ":
        letters.pop()
        places.pop()
    return _Plain("".join(letters), tuple(places))
