"""Column types on which SQLite and PostgreSQL agree.

Always holds: a time is stored and read as UTC with its zone, a text that one engine would refuse is refused by both,
and a closed set is stored by value under a check constraint.
"""

from datetime import UTC, datetime
from enum import StrEnum

from sqlalchemy import DateTime, Dialect, Enum, Text
from sqlalchemy.types import TypeDecorator

from domain.errors import InvalidInput


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Raises InvalidInput for a time without its zone: it could mean any hour of the day."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise InvalidInput(f"The time {value.isoformat()!r} has no time zone; give it one (UTC).")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[str]):
    """Text of any length. Raises InvalidInput for what PostgreSQL cannot hold: a NUL, or half of a surrogate pair."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        if value is not None and ("\0" in value or any("\ud800" <= char <= "\udfff" for char in value)):
            raise InvalidInput("The text holds a character that cannot be kept (a NUL or half a character). Remove it.")
        return value


def closed_set(members: type[StrEnum]) -> Enum:
    """The column type for a StrEnum: its values as text, checked by the database."""
    return Enum(
        members,
        name=members.__name__.lower(),
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda kinds: [kind.value for kind in kinds],
    )
