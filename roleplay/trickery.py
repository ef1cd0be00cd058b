"""Text that is made for a machine: delimiters and role names of chat formats, code, encoded or endlessly repeated junk,
words spelt with look-alike letters. A customer would not know what to make of it, and it never steers anything.

Looks at the message as written, up to a bound, and takes time in step with its length.
"""

import re
from typing import Final

from roleplay.sentences import MOST_CHARACTERS

_FORMAT: Final = re.compile(
    r"<\|[\w ]{0,30}\|?>|<\|?/?(?:system|assistant|user|im_start|im_end|endoftext)\|?>|\[/?INST\]|<<SYS>>"
    r"|```|^\s{0,4}#{2,4}\s*(?:system|instruction|assistant|response|prompt|input)\b"
    r"|^\s{0,4}[\[(*]{0,2}(?:system|assistant|developer|customer|user|grader)[\])*]{0,2}\s{0,2}:\s"
    r"|[\"']role[\"']\s{0,3}:\s{0,3}[\"']|\{\{.{0,60}\}\}|<script\b|<!--",
    re.IGNORECASE | re.MULTILINE,
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)\S+")
_ENCODED: Final = re.compile(r"[A-Za-z0-9+/_-]{48,}={0,2}")
_NUMERIC: Final = re.compile(r"(?:[0-9a-fA-F]{2}[ :]?){32,}|(?:\\x[0-9a-fA-F]{2}){8,}|(?:[01]{8} ?){6,}")
_LOOK_ALIKE: Final = re.compile(
    r"\w{0,20}(?:[A-Za-z][\u0370-\u03ff\u0400-\u04ff]|[\u0370-\u03ff\u0400-\u04ff][A-Za-z])\w{0,20}"
)
_TOKEN: Final = re.compile(r"\S+")
_LONG: Final = 60  # words from which a text can be called repeated junk
_VARIED: Final = 0.12  # different words among all: a person's long message has above 0.4


def made_for_a_machine(text: str) -> str:
    """The piece of the message that shows it, a substring of it; "" when there is none."""
    text = text[:MOST_CHARACTERS]
    if match := _FORMAT.search(text):
        return match[0].strip()
    # The address of a page is no code, nor is a row of dashes or a long word: that mixes capitals, small letters and
    # digits.
    bare = _ADDRESS.sub(" ", text)
    encoded = _ENCODED.search(bare)
    if encoded and all(any(map(kind, encoded[0])) for kind in (str.isupper, str.islower, str.isdigit)):
        return encoded[0]
    if (numeric := _NUMERIC.search(bare)) and len(set(numeric[0])) > 1:
        return numeric[0].strip()
    alike = _LOOK_ALIKE.findall(text)
    if len(alike) > 1:
        return str(alike[0])
    words = _TOKEN.findall(text)
    if len(words) >= _LONG and len({word.lower() for word in words}) < _VARIED * len(words):
        return text[: text.find(words[0]) + len(words[0])].strip()
    return ""
