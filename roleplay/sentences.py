"""Cuts a message into sentences that are exact pieces of it, and makes the plain form that rules and encoder read.

Always holds: every sentence is a substring of the message, in order; the work grows in step with the length of the
text, whatever it holds; texts beyond the bounds are read up to them.
"""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

MOST_CHARACTERS: Final = 4_000
MOST_SENTENCES: Final = 60
LONGEST_SENTENCE: Final = 600
MOST_CLAUSES: Final = 4

_END: Final = re.compile(r"(?<![.!?…])[.!?…]++[\"')\]]*+(?=\s|$)|\n+")
_NUMBERED: Final = re.compile(r"\b(?:no|nr)\.\s+\d", re.IGNORECASE)
_ABBREVIATION: Final = re.compile(r"\b(?:mr|mrs|ms|dr|st|approx|e\.g|i\.e|a\.m|p\.m|etc|vs)\.$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W_]", re.UNICODE)
_LONG_RUN: Final = re.compile(r"([^\d\s])\1{3,}")
_HIDDEN: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_JOINT: Final = re.compile(
    r"\s*[;:]\s+|\s+[-–—]+\s+|,\s+(?=(?:and|but|so|because|as|since|which|or|then|yet|i|we|you|it|that|this|there|"
    r"he|she|they)\b)"
)
# How a question begins. Spellings in a hurry are read as well: this is looked for in the message as it is written.
_ASKED_TOO: Final = re.compile(rf"{_JOINT.pattern}|,?\s+and\s+(?=(?:what|whether|how|when|where|who|which|why|if)\b)")
# "What lights do you see, what number can I ring": one question after the other.
_ASKS_FIRST: Final = re.compile(r"(?:and |so |ok |hi |hello )*(?:what|how|when|where|who|which|why)\b")
_ASKED_ON: Final = re.compile(rf"{_ASKED_TOO.pattern}|,\s+(?=(?:what|how|when|where|who|which|why)\b)")
_AUXILIARY: Final = r"(?:can|could|did|do|does|dose|have|has|is|are|r|was|were|will|would|may|shall)"
_SUBJECT: Final = (
    r"(?:you|u|i|we|it|they|he|she|the|that|this|there|ther|any\w{2,6}|some\w{2,6}|your|ur|nobody|mr|mrs|ms)"
)
_W: Final = r"(?:what|wat|waht|when|where|why|who|which|wich|how)"
_QUESTION: Final = (
    rf"(?:{_AUXILIARY}\s+{_SUBJECT}\b|{_W}(?:['’]?s|['’]re)?\s+(?:(?!(?:i|we|you|u|he|she|it|they|that|"
    rf"the)\b)\w+\s+){{0,2}}"
    rf"{_AUXILIARY}\b|{_W}['’]?s\s+\w+)"
)
# Where a question begins in a sentence that goes on without a stop: after "and (also)", or after a greeting.
_AND: Final = re.compile(
    rf"(?<=[\w,])(?<!\band)\s+(?=(?:and\s+also|and\s+then|and|also|plus|but)\s+{_QUESTION})", re.IGNORECASE
)
_GREETED: Final = re.compile(
    rf"^(?:hi|hello|hey|ok|okay|thanks|thank you|sorry|good (?:morning|afternoon|"
    rf"evening))(?:\s+(?!and\b)\w+){{0,2}}?(\s+)(?={_QUESTION})",
    re.IGNORECASE,
)
# And where it begins with nothing before it, which happens only to people in a hurry.
_UNSTOPPED: Final = re.compile(
    rf"(?<=\w)(?<!\btell me)(?<!\b(?:me|so|or|if|is|as))(?<!\b(?:and|but|ask|say|see|nor|how|who|why|not))"
    rf"(?<!\b(?:what|know|also|then|when|that|than|wich|here|only))(?<!\b(?:which|where|about|there))"
    rf"\s+(?={_AUXILIARY}\s+(?:you|u|anyone|anybody|someone|somebody|your|ur)\b|(?:what|where|how|who)['’]?s\s+(?:your|"
    rf"ur|the)\b)",
    re.IGNORECASE,
)
# What such a question may belong to after all: "what lights do you see", "do you have your card", "we'll have you in".
_BELONGS: Final = re.compile(
    rf"\b(?:{_W}\s+\w+|you|u|i|we|they|he|she|it|to|please|did|do|does|can|could|would|will|should|might|must|may|shall|"
    r"\w+['’](?:ll|d|ve|re))$",
    re.IGNORECASE,
)
_IN_ONE_BREATH: Final = 9  # words without a stop from which a sentence is looked at for that
_STOP: Final = re.compile(r"[,;:]")
_LEAST_WORDS: Final = 4  # a clause of fewer words stays with the one before it
_ASKS: Final = re.compile(
    r"^(?:and |so |ok |okay |but |also |plus |then )*"
    r"(?:(?:what|which|how many|how much) (?!(?:i|we|you|he|she|it|they|that)\b)\w+ (?:are|is|was|were|do|does|did|can|"
    r"will|have|has)"
    r"\b(?!.*,(?! (?:and )?(?:what|how|when|where|who|which|why)\b))|"
    r"(?:what|how|why|where|when|which|who)(?:'s|'re| (?:is|are|was|were|do|does|did|can|"
    r"could|would|will|have|has|kind|time|colou?r|size|number|day)\b)|"
    r"(?:do|did|does|have|has|are|is|was|were|can|could|would|will|shall|should) "
    r"(?:you|i|we|it|they|the|that|this|there|your|anyone|somebody|someone|he|she)\b)(?!.* then\b.*,)"
)
# "So the 145, what did you buy": the question stands at the end.
_ASKS_LAST: Final = re.compile(
    r", (?:and |so |but )?(?:what|which|how|why|where|when|who)(?: (?:\w+ )?(?:did|do|does|is|are|was|were|have|has)) "
    r"(?<!how are )(?:you|it|they|he|she|that|this|your)\b[^,]{0,60}$"
)
# "You were in on Monday, I take it" asks whether it is so.
_SUPPOSES: Final = re.compile(
    r"\b(?:you|your|he|she|they|nobody|somebody)\b.*\b(?:i guess|i suppose|i take it|i assume|i presume|i "
    r"imagine)[.! ]*$"
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
    "whens": "when's",
    "wheres": "where's",
    "hows": "how's",
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
    "waht": "what",
    "wat": "what",
    "wich": "which",
    "wen": "when",
    "ther": "there",
    "teh": "the",
    "hav": "have",
    "becuase": "because",
    "becouse": "because",
    "recieve": "receive",
    "recieved": "received",
    "adress": "address",
    "wensday": "wednesday",
    "wendsday": "wednesday",
    "tomorow": "tomorrow",
    "tommorow": "tomorrow",
    "tommorrow": "tomorrow",
    "definately": "definitely",
    "sory": "sorry",
    "appologise": "apologise",
    "apolgies": "apologies",
    "inconvinience": "inconvenience",
    "understnad": "understand",
}
_TWO_WORDS: Final = re.compile(r"\b(post) (code)\b")
_TOKEN: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` is a piece of the message as written; `plain` is how rules and encoder read it."""

    text: str
    plain: str

    @property
    def asks(self) -> bool:
        """Whether it is a question; people who type fast leave the mark out."""
        if "?" in self.text or _SUPPOSES.search(self.plain):
            return True
        if self.text[-1] in ".!:,":
            return False
        return _ASKS.match(self.plain) is not None or _ASKS_LAST.search(self.plain) is not None

    @property
    def clauses(self) -> tuple[str, ...]:
        """The plain form cut at its joints, when there is more than one part of some length; else nothing."""
        parts: list[str] = []
        joint = _JOINT if not self.asks else _ASKED_ON if _ASKS_FIRST.match(self.plain) else _ASKED_TOO
        for part in joint.split(self.plain):
            if parts and min(len(part.split()), len(parts[-1].split())) < _LEAST_WORDS:
                parts[-1] = f"{parts[-1]}, {part}"
            else:
                parts.append(part)
        return tuple(parts[:MOST_CLAUSES]) if len(parts) > 1 else ()


def has_words(text: str) -> bool:
    """Whether there is a letter or digit in any script."""
    return _WORD.search(text[:MOST_CHARACTERS]) is not None


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """The sentences of a message that hold a word, in order, at most MOST_SENTENCES.

    Questions strung together without a stop are sentences of their own."""
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
    for part in _breaths(piece.strip()[:LONGEST_SENTENCE]):
        if has_words(part) and len(sentences) < MOST_SENTENCES:
            sentences.append(Sentence(part, plain(part)))


def _breaths(piece: str) -> list[str]:
    """A sentence cut before each question that begins in the middle of it."""
    cuts = {match.start() for match in _AND.finditer(piece)}
    if greeted := _GREETED.match(piece):
        cuts.add(greeted.start(1))
    if len(piece.split()) >= _IN_ONE_BREATH and not _STOP.search(piece):
        begins = (match.start() for match in _UNSTOPPED.finditer(piece))
        cuts |= {place for place in begins if not _BELONGS.search(piece[max(0, place - 40) : place])}
    places = [0, *sorted(cuts), len(piece)]
    return [piece[start:end].strip() for start, end in pairwise(places)]


def plain(text: str) -> str:
    """Lower case, straight quotes, common chat spellings written out, long runs of a letter cut to one, and in one word
    what some write in two."""
    text = _HIDDEN.sub("", unicodedata.normalize("NFKC", text)).lower().replace("’", "'").replace("‘", "'")
    text = text.replace("“", '"').replace("”", '"')
    text = _LONG_RUN.sub(r"\1", text)
    text = _TWO_WORDS.sub(r"\1\2", text)
    text = _TOKEN.sub(lambda token: _SPELLED.get(token[0], token[0]), text)
    return _SPACE.sub(" ", text).strip()
