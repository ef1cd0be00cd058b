"""A copy of the records while they are in use.

Always holds: the target is a whole, checked database or does not exist; a file that was there is left as it was.
"""

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from pathlib import Path

from domain.errors import Conflict, InvalidSetting, NotFound, StorageFailure
from records.database import parsed_url


def backup(url: str, target: Path) -> None:
    """Copies the SQLite database at `url` to `target` with SQLite's backup interface.

    Raises InvalidSetting for PostgreSQL (pg_dump is its tool), NotFound when there is no database, Conflict when
    `target` exists, even if only since this began, StorageFailure when the copy cannot be made or does not pass its
    integrity check.
    """
    parsed = parsed_url(url)
    if parsed.get_backend_name() != "sqlite" or parsed.database is None:
        raise InvalidSetting("Frontstage backs up SQLite. For PostgreSQL use pg_dump, which comes with it.")
    source = Path(parsed.database)
    if not source.is_file():
        raise NotFound(f"There are no records at {source}.")
    there_already = Conflict(f"{target} exists already and was left as it is. Choose another name.")
    if target.exists():
        raise there_already
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # A name of its own for each copy, so that two backups to one target do not write into one file.
        handle, name = tempfile.mkstemp(prefix=f"{target.name}.", suffix=".unfinished", dir=target.parent)
        os.close(handle)
        unfinished = Path(name)
        try:
            _copy(source, unfinished)
            try:
                _give_name(unfinished, target)
            except FileExistsError as error:
                raise there_already from error
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


def _give_name(unfinished: Path, target: Path) -> None:
    """Lets the copy be found as `target`. Raises FileExistsError when a file has got that name by now."""
    try:
        target.hardlink_to(unfinished)  # a rename would replace what is there
    except FileExistsError:
        raise
    except OSError:
        # Memory sticks and some network drives know no links: claim the name first, then replace what claims it.
        target.touch(exist_ok=False)
        unfinished.replace(target)
    # So that the name outlasts a power cut. Not every drive can do this for a folder, and the copy is whole anyway.
    with suppress(OSError):
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
