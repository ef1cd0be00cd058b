"""What a person may type, and what is kept of it.

Always holds: what is kept can be stored by every database, shown on every screen and read by every person: no control
characters, no halves of characters, nothing that turns other text around.
"""

import re
import unicodedata
from typing import Final

from domain.errors import InvalidInput

LONGEST_MESSAGE: Final = 4_000  # characters; a long e-mail, twice over
_KEPT_CONTROLS: Final = "\n\t"
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NEVER: Final = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


def clean_message(text: str) -> str:
    """The message as it is kept, cleaned as `clean_text` does. Raises InvalidInput with what to do."""
    kept = clean_text(text)
    if not any(_visible(char) for char in kept):
        raise InvalidInput("There was nothing to send. Write to the customer first.")
    if len(kept) > LONGEST_MESSAGE:
        raise InvalidInput(
            f"The message has {len(kept):,} characters; a message takes up to {LONGEST_MESSAGE:,}. "
            "Nothing was sent: shorten it and send it again."
        )
    return kept


def clean_text(text: str) -> str:
    """What a person typed, in NFC, without control characters, broken ones and blank ends."""
    kept = "".join(char for char in text if char in _KEPT_CONTROLS or _printable(char))
    return unicodedata.normalize("NFC", kept).strip()


def _printable(char: str) -> bool:
    # Cc: control, Cs: half of a pair, Co: private. Joiners (Cf) stay, but not those that turn text around. What Python
    # does not know yet (Cn) may be a new emoji; the code points that will never be characters go.
    return unicodedata.category(char) not in {"Cc", "Cs", "Co"} and not _TURNS.match(char) and not _NEVER.match(char)


def _visible(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CZ" or unicodedata.category(char) == "Cn"
