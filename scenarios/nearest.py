"""What to write instead of a name that does not exist: the nearest one that does, so that a typo costs no search."""

from collections.abc import Sequence
from difflib import get_close_matches

_LISTED = 12


def nearest(name: str, known: Sequence[str]) -> str | None:
    """The known name that this one most likely meant, or None when none is alike."""
    return next(iter(get_close_matches(name[:100], known, n=1, cutoff=0.6)), None)


def one_of(name: str, known: Sequence[str]) -> str:
    """Advice in words: the nearest known name; without one, the names there are (the first dozen of a long list)."""
    near = nearest(name, known)
    if near is not None:
        return f"did you mean {str(near)!r}?"
    if not known:
        return "there are none yet"
    more = ", ..." if len(known) > _LISTED else ""
    return f"write one of {', '.join(known[:_LISTED])}{more}"
