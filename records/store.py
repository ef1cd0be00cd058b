"""The way in: `migrate(url)` brings a database up to date, `open_store(url)` gives its repositories.

Always holds: a store opens only on a database that is exactly at this program's revision.
"""

from domain.clock import NewId, Now
from domain.errors import StorageFailure
from records.assignments import Assignments
from records.attempts import Attempts
from records.audit import Audit
from records.calibrations import Calibrations
from records.database import Database
from records.judgements import Judgements
from records.migration import REVISION, current_revision, migrate
from records.people import People
from records.reports import Reports
from records.usage import UsageSums
from records.wordings import Wordings

__all__ = ["Store", "migrate", "open_store"]


class Store:
    """The repositories of one database. Share it between threads, one a process; `close` it at the end."""

    def __init__(self, database: Database, *, now: Now, new_id: NewId) -> None:
        self._database = database
        self.people = People(database, now=now, new_id=new_id)
        self.attempts = Attempts(database, now=now, new_id=new_id)
        self.assignments = Assignments(database, now=now, new_id=new_id)
        self.reports = Reports(database, now=now, new_id=new_id)
        self.audit = Audit(database, now=now, new_id=new_id)
        self.judgements = Judgements(database, now=now, new_id=new_id)
        self.calibrations = Calibrations(database, now=now, new_id=new_id)
        self.wordings = Wordings(database, now=now, new_id=new_id)
        self.usage = UsageSums(database, now=now, new_id=new_id)

    def close(self) -> None:
        """Finishes the writes that wait, then closes. What is asked afterwards raises StorageFailure when it writes."""
        self._database.close()


def open_store(url: str, *, now: Now, new_id: NewId) -> Store:
    """The store at `sqlite:///path/to/file.db` or `postgresql://user:password@host/database`.

    `now` and `new_id` are called from several threads. Raises InvalidSetting for another address, StorageFailure when
    the database is out of reach or not migrated to this version.
    """
    database = Database(url)
    try:
        found = database.read(current_revision)
        if found != REVISION:
            raise StorageFailure(
                f"The records are at revision {found or 'none'} and this version of Frontstage needs {REVISION}: "
                "migrate them, or start the version that they belong to."
            )
    except BaseException:
        database.close()
        raise
    return Store(database, now=now, new_id=new_id)
