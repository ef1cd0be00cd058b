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
MOST_CLAUSES: Final = 4

_END: Final = re.compile(r"(?:[.!?…]+[\"')\]]*|\n+)(?=\s|$)|\n+")
_NUMBERED: Final = re.compile(r"\b(?:no|nr)\.\s+\d", re.IGNORECASE)
_ABBREVIATION: Final = re.compile(r"\b(?:mr|mrs|ms|dr|st|approx|e\.g|i\.e|a\.m|p\.m|etc|vs)\.$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]", re.UNICODE)
_LONG_RUN: Final = re.compile(r"([^\d\s])\1{3,}")
_HIDDEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_JOINT: Final = re.compile(
    r"\s*[;:]\s+|\s+[-–—]+\s+|,\s+(?=(?:and|but|so|because|as|since|which|or|then|yet|i|we|you|it|that|this|there|"
    r"he|she|they)\b)"
)
_LEAST_WORDS: Final = 4  # a clause of fewer words stays with the one before it
_ASKS: Final = re.compile(
    r"^(?:and |so |ok |okay |but )*"
    r"(?:(?:what|how|why|where|when|which|who)(?:'s|'re| (?:is|are|was|were|do|does|did|can|"
    r"could|would|will|have|has|kind|time|colou?r|size|number|day)\b)|"
    r"(?:do|did|does|have|has|are|is|was|were|can|could|would|will|shall|should) "
    r"(?:you|i|we|it|they|the|that|this|there|your|anyone|somebody|someone|he|she)\b)(?!.* then\b.*,)"
)
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
        """Whether it is a question; people who type fast leave the mark out."""
        return "?" in self.text or (self.text[-1] not in ".!:," and _ASKS.match(self.plain) is not None)

    @property
    def clauses(self) -> tuple[str, ...]:
        """The plain form cut at its joints, when there is more than one part of some length; else nothing."""
        parts: list[str] = []
        for part in _JOINT.split(self.plain):
            if parts and min(len(part.split()), len(parts[-1].split())) < _LEAST_WORDS:
                parts[-1] = f"{parts[-1]}, {part}"
            else:
                parts.append(part)
        return tuple(parts[:MOST_CLAUSES]) if len(parts) > 1 else ()


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in any script."""
    return _WORD.search(text[:MOST_CHARACTERS]) is not None


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a message that hold a word, in order, at most MOST_SENTENCES."""
    text = text[:MOST_CHARACTERS]
    sentences: list[Sentence] = []
    start = 0
    for match in _END.finditer(text):
        if match[0] == "." and _abbreviates(text, match.end()):
            continue
        _append(sentences, text[start : match.end()])
        start = match.end()
        if len(sentences) >= MOST_SENTENCES:
            return tuple(sentences)
    _append(sentences, text[start:])
    return tuple(sentences)


def _abbreviates(text: str, end: int) -> bool:
    """Whether the full stop before this place belongs to a word: "Dr. Otieno", "no. 7"."""
    around = text[max(0, end - 12) : end]
    return _ABBREVIATION.search(around) is not None or _NUMBERED.match(text, max(0, end - 3)) is not None


def _append(sentences: list[Sentence], piece: str) -> None:
    piece = piece.strip()[:LONGEST_SENTENCE]
    if has_words(piece):
        sentences.append(Sentence(piece, plain(piece)))


def plain(text: str) -> str:
    """Lower case, straight quotes, common chat spellings written out, long runs of a letter cut to one."""
    text = _HIDDEN.sub("", unicodedata.normalize("NFKC", text)).lower().replace("’", "'").replace("‘", "'")
    text = text.replace("“", '"').replace("”", '"')
    text = _LONG_RUN.sub(r"\1", text)
    text = _TOKEN.sub(lambda token: _SPELLED.get(token[0], token[0]), text)
    return _SPACE.sub(" ", text).strip()
