"""A quote counts only when it stands in the turn that it names. What cannot be found there is not shown.

Always holds for evidence that went through here: its quote is "" (and its turn None), or word for word in that turn,
which is one of the trainee's.
"""

from collections.abc import Iterable
from dataclasses import replace

from domain.conversation import Speaker, Transcript
from domain.scorecard import Evidence

LONGEST_QUOTE = 300  # characters; a longer one is cut at a word, and what is left is still the trainee's own


def is_verified(evidence: Evidence, transcript: Transcript) -> bool:
    """Whether the quote stands in a trainee turn of this number; evidence without a quote names no turn."""
    if not evidence.quote:
        return evidence.turn is None
    return any(
        turn.number == evidence.turn and turn.speaker is Speaker.TRAINEE and evidence.quote in turn.text
        for turn in transcript.turns
    )


def usable(evidence: Iterable[Evidence], transcript: Transcript) -> tuple[Evidence, ...]:
    """The evidence whose quote can be found, in order, long quotes cut. The rest is dropped, never shown."""
    kept = []
    for each in evidence:
        if not each.quote:
            kept.append(replace(each, turn=None))
        elif is_verified(each, transcript):
            kept.append(replace(each, quote=cut(each.quote)))
    return tuple(kept)


def cut(quote: str) -> str:
    """The quote, or as many of its first words as fit LONGEST_QUOTE: still an exact part of what was said."""
    if len(quote) <= LONGEST_QUOTE:
        return quote
    return quote[:LONGEST_QUOTE].rsplit(maxsplit=1)[0] if " " in quote[:LONGEST_QUOTE] else quote[:LONGEST_QUOTE]
