"""How a conversation can end. Decided by code from state, never by a model."""

from enum import StrEnum


class EndingKind(StrEnum):
    RESOLVED = "resolved"
    PARTLY = "partly"
    ESCALATED = "escalated"
    WALKED_OUT = "walked_out"
    ABANDONED = "abandoned"
