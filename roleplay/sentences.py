"""Cuts a message into sentences that are exact pieces of it, and makes the plain form that rules and encoder read.

Always holds: every sentence is a substring of the message, in order; the work grows in step with the length of the
text, whatever it holds; texts beyond the bounds are read up to them.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

MOST_CHARACTERS: Final = 4_000
MOST_SENTENCES: Final = 60
LONGEST_SENTENCE: Final = 600

_END: Final = re.compile(r"(?:[.!?…]+[\"')\]]*|\n+)(?=\s|$)|\n+")
_ABBREVIATION: Final = re.compile(r"\b(?:mr|mrs|ms|dr|st|no|nr|approx|e\.g|i\.e|a\.m|p\.m|etc|vs)\.$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]", re.UNICODE)
_LONG_RUN: Final = re.compile(r"(.)\1{3,}")
_SPACE: Final = re.compile(r"\s+")
_SPELLED: Final = {
    "im": "i'm",
    "ive": "i've",
    "ill": "i'll",
    "id": "i'd",
    "dont": "don't",
    "doesnt": "doesn't",
    "didnt": "didn't",
    "cant": "can't",
    "couldnt": "couldn't",
    "wont": "won't",
    "isnt": "isn't",
    "wasnt": "wasn't",
    "youre": "you're",
    "youve": "you've",
    "youll": "you'll",
    "thats": "that's",
    "whats": "what's",
    "theres": "there's",
    "lets": "let's",
    "u": "you",
    "ur": "your",
    "r": "are",
    "pls": "please",
    "plz": "please",
    "thx": "thanks",
    "ty": "thank you",
    "sry": "sorry",
    "soz": "sorry",
    "tmrw": "tomorrow",
    "asap": "as soon as possible",
    "gonna": "going to",
    "wanna": "want to",
}
_TOKEN: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is a piece of the message as written; `plain` is how rules and encoder read it."""

    text: str
    plain: str

    @property
    def asks(self) -> bool:
        return "?" in self.text


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in any script."""
    return _WORD.search(text[:MOST_CHARACTERS]) is not None


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a message that hold a word, in order, at most MOST_SENTENCES."""
    text = text[:MOST_CHARACTERS]
    sentences: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if match[0] == "." and _ABBREVIATION.search(text[max(0, match.end() - 12) : match.end()]):
            continue
        _append(sentences, text[start : match.end()])
        start = match.end()
        if len(sentences) >= MOST_SENTENCES:
            return tuple(sentences)
    _append(sentences, text[start:])
    return tuple(sentences)


def _append(sentences: list[Sentence], piece: str) -> None:
    piece = piece.strip()[:LONGEST_SENTENCE]
    if has_words(piece):
        sentences.append(Sentence(piece, plain(piece)))


def plain(text: str) -> str:
    """Lower case, straight quotes, common chat spellings written out, long runs of a letter cut to one."""
    text = unicodedata.normalize("NFKC", text).lower().replace("’", "'").replace("‘", "'")
    text = text.replace("“", '"').replace("”", '"')
    text = _LONG_RUN.sub(r"\1", text)
    text = _TOKEN.sub(lambda token: _SPELLED.get(token[0], token[0]), text)
    return _SPACE.sub(" ", text).strip()
