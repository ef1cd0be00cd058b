"""Time and identity as injected values, so that an attempt replays and a test is exact."""

import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Final

Now = Callable[[], datetime]
NewId = Callable[[], str]
_LAST_TO_END: Final = timedelta(hours=12)  # behind UTC, where a day ends last


def utc_now() -> datetime:
    """The current time in UTC, with its zone."""
    return datetime.now(UTC)


def day_not_over(now: datetime) -> date:
    """The earliest day that it still is somewhere: a due date is missed once it is over everywhere."""
    return (now.astimezone(UTC) - _LAST_TO_END).date()


def new_id() -> str:
    """A random 128-bit id as 32 hex digits."""
    return uuid.uuid4().hex
