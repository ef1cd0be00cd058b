"""What every repository stands on: a database, a clock and a source of ids."""

from domain.clock import NewId, Now
from records.database import Database


class Repository:
    """Repositories hold no state of their own: they may be shared between threads."""

    def __init__(self, database: Database, *, now: Now, new_id: NewId) -> None:
        self._database = database
        self._now = now
        self._new_id = new_id
