"""A copy of the records while they are in use.

Always holds: the target is a whole, checked database or does not exist; a file that was there is left as it was.
"""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from domain.errors import Conflict, InvalidSetting, NotFound, StorageFailure
from records.database import parsed_url


def backup(url: str, target: Path) -> None:
    """Copies the SQLite database at `url` to `target` with SQLite's backup interface.

    Raises InvalidSetting for PostgreSQL (pg_dump is its tool), NotFound when there is no database, Conflict when
    `target` exists, StorageFailure when the copy cannot be made or does not pass its integrity check.
    """
    parsed = parsed_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database is None:
        raise InvalidSetting("Frontstage backs up SQLite. For PostgreSQL use pg_dump, which comes with it.")
    source = Path(parsed.database)
    if not source.is_file():
        raise NotFound(f"There are no records at {source}.")
    if target.exists():
        raise Conflict(f"{target} exists already and was left as it is. Choose another name.")
    unfinished = target.with_name(target.name + ".unfinished")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600))
        try:
            _copy(source, unfinished)
            unfinished.rename(target)
        finally:
            unfinished.unlink(missing_ok=True)
    except (OSError, sqlite3.Error) as error:
        raise StorageFailure(f"The backup to {target} could not be made: {error}.") from error


def _copy(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as records, closing(sqlite3.connect(target)) as copy:
        records.backup(copy)
        # One self-contained file: a copy in WAL mode would leave companions beside it when opened.
        copy.execute("PRAGMA journal_mode = DELETE")
        (verdict,) = copy.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise StorageFailure(f"The copy is damaged and was thrown away: {verdict}.")
    with target.open("rb") as written:
        os.fsync(written.fileno())
