"""Time and identity as injected values, so that an attempt replays and a test is exact."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]
NewId = Callable[[], str]


def utc_now() -> datetime:
    """The current time in UTC, with its zone."""
    return datetime.now(UTC)


def new_id() -> str:
    """A random 128-bit id as 32 hex digits."""
    return uuid.uuid4().hex
