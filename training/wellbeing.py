"""What protects the trainee besides the score: when a conversation was hard enough to come down from.

Always holds: decided by code from what was saved, about the fictional customer; nothing is inferred of the trainee.
"""

from collections.abc import Sequence
from typing import Final

from domain.endings import EndingKind
from domain.mood import Tone
from records.rows import AttemptRow, AttemptState, TurnRow
from training.turns import readable_detail

HOSTILE: Final = 8.0  # frustration from which a customer counts as hostile, 0..10
HOSTILE_ENDINGS: Final = frozenset({EndingKind.WALKED_OUT, EndingKind.ESCALATED})


def cool_down(attempt: AttemptRow, rows: Sequence[TurnRow]) -> bool:
    """Whether the conversation is over and was with a hostile customer: one who was at the end of their tether at any
    time, walked out or had to be handed on. For one that its trainee stopped, an angry customer is
    enough. A mood that another version kept, and this one cannot read, is passed over."""
    if not attempt.over:
        return False
    if attempt.ending is not None and attempt.ending.kind in HOSTILE_ENDINGS:
        return True
    moods = [detail.mood for row in rows if (detail := readable_detail(row)) is not None]
    if attempt.state is AttemptState.STOPPED and any(mood.tone is Tone.ANGRY for mood in moods):
        return True
    return any(mood.frustration >= HOSTILE for mood in moods)
