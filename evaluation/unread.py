"""What lies outside the reader's range is said, and nothing is made of it: another language, or no words that mean
anything."""

from collections.abc import Mapping
from typing import Final

from domain.reading import Oddity, Reading

_RANGE: Final = "the only language that Frontstage can read so far"


def why_unread(reading: Reading) -> str:
    """Why one message could not be read, in a sentence; "" when it was read."""
    if reading.is_odd(Oddity.FOREIGN):
        return f"It is not in English, {_RANGE}."
    if reading.empty:
        return "There are no words in it."
    return "Its words mean nothing." if reading.is_odd(Oddity.NONSENSE) else ""


def why_unscored(readings: Mapping[int, Reading]) -> str:
    """Why a conversation cannot be scored: half of the trainee's messages with words, or more, are in another language.
    "" when it can be. `readings` are those of the trainee's turns."""
    written = [reading for reading in readings.values() if not reading.empty]
    foreign = sum(reading.is_odd(Oddity.FOREIGN) for reading in written)
    if not foreign or 2 * foreign < len(written):
        return ""
    if foreign == len(written):
        which = "Your message was" if foreign == 1 else "Your messages were"
    else:
        which = f"{'Half' if 2 * foreign == len(written) else 'Most'} of your messages were"
    return f"{which} not in English, {_RANGE}, so nothing here was scored."
