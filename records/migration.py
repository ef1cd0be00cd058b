"""Brings a database to the revision of this program.

Always holds: a migration happens whole or not at all, and two processes that migrate at once wait for each other.
"""

import os
import threading
from pathlib import Path

from sqlalchemy import Connection, func, inspect, select, text

from domain.errors import StorageFailure
from records.database import Database, parsed_url

REVISION = "0006"
"""The newest migration: what this program needs. A test holds it to the files."""

_LOCK = 0x46524F4E5453
"""The key of the advisory lock on PostgreSQL: any number that nothing else in the database uses."""

_one_at_a_time = threading.Lock()
"""Alembic keeps the running migration in a global of its process."""


def migrate(url: str) -> None:
    """Creates what is missing and changes what has changed; does nothing on a database that is up to date.

    A missing SQLite file is created with its folder, readable by its owner alone. Raises InvalidSetting and
    StorageFailure.
    """
    parsed = parsed_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database is not None:
        _create_file(Path(parsed.database))
    database = Database(url)
    try:
        if database.read(current_revision) != REVISION:
            with _one_at_a_time:
                database.write(_upgrade)
    finally:
        database.close()


def current_revision(connection: Connection) -> str | None:
    """The revision that the database is at; None before the first migration."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
    return found


def _upgrade(connection: Connection) -> None:
    # Alembic takes a third of a second to import, and most starts have nothing to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
    config = Config()
    folder = Path(__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, REVISION)
    except CommandError as error:
        raise StorageFailure("The records belong to another version of Frontstage. Start that one.") from error


def _create_file(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))
    except OSError as error:
        raise StorageFailure(f"The records cannot be created at {path}: {error.strerror}.") from error
