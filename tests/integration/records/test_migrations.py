"""The migrations build exactly the tables that the code believes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect

from records import migration
from records.database import Database
from records.store import migrate
from records.tables import metadata


@pytest.fixture
def database(empty_url: str) -> Iterator[Database]:
    opened = Database(empty_url)
    yield opened
    opened.close()


def checks(connection: Connection) -> dict[str, dict[str | None, str]]:
    """The check constraints of each table by name: Alembic does not compare them."""
    inspector = inspect(connection)
    return {
        table: {check["name"]: check["sqltext"] for check in inspector.get_check_constraints(table)}
        for table in metadata.tables
    }


def test_migrations_and_models_agree_on_every_table_column_key_and_index(empty_url: str, database: Database) -> None:
    migrate(empty_url)

    differences = database.read(
        lambda connection: compare_metadata(
            MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True}),
            metadata,
        )
    )

    assert differences == []


def test_migrations_and_models_agree_on_every_check(empty_url: str, database: Database) -> None:
    database.write(metadata.create_all)
    from_models = database.read(checks)
    database.write(metadata.drop_all)
    migrate(empty_url)

    assert database.read(checks) == from_models
    assert sum(len(table) for table in from_models.values()) == 9


def test_the_program_asks_for_the_newest_migration_there_is() -> None:
    files = (Path(migration.__file__).parent / "migrations" / "versions").glob("*.py")

    assert max(path.name.partition("_")[0] for path in files) == migration.REVISION


def test_migrating_again_keeps_what_is_there(url: str) -> None:
    opened = Database(url)
    before = opened.read(lambda connection: inspect(connection).get_table_names())

    migrate(url)

    assert opened.read(lambda connection: inspect(connection).get_table_names()) == before
    assert sorted(before) == sorted([*metadata.tables, "alembic_version"])
    opened.close()
