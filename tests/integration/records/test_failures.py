"""What happens when the disk is full, the database is gone, or something is not what it should be."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Pool, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection

from domain.clock import new_id, utc_now
from domain.errors import Busy, Conflict, InvalidInput, InvalidSetting, NotFound, StorageFailure
from records import database
from records.database import Database, parsed_url
from records.migration import REVISION
from records.store import Store, migrate, open_store
from tests.support.postgres import Cluster, throwaway_cluster
from tests.support.records import Office, begin, furnish


@pytest.fixture
def raw(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.close()


@contextmanager
def small_disk(pages: int) -> Iterator[None]:
    """Every SQLite connection that is opened within sees a disk of so many pages."""

    def limit(connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        cursor.close()

    event.listen(Pool, "connect", limit)
    try:
        yield
    finally:
        event.remove(Pool, "connect", limit)


def test_on_a_full_disk_a_message_is_refused_and_everything_before_is_kept(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    pages = path.stat().st_size // 4096
    with small_disk(pages + 20):
        store = open_store(f"sqlite:///{path}", now=utc_now, new_id=new_id)
        attempt = begin(store, furnish(store).mira)

        with pytest.raises(StorageFailure, match="disk is full"):
            store.attempts.save_message(attempt.id, text="x" * 200_000, idempotency_key="long")

        assert len(store.attempts.turns(attempt.id)) == 1
        short = store.attempts.save_message(attempt.id, text="short", idempotency_key="short")
        assert store.attempts.turns(attempt.id)[1:] == [short]
        store.close()


def test_a_database_that_goes_away_is_reported_and_used_again_when_it_returns() -> None:
    with throwaway_cluster() as cluster:
        url = cluster.create("records")
        migrate(url)
        store = open_store(url, now=utc_now, new_id=new_id)
        attempt = begin(store, furnish(store).mira)
        cluster.stop()

        with pytest.raises(StorageFailure, match="cannot be read or written now"):
            store.attempts.save_message(attempt.id, text="Hello", idempotency_key="k")
        with pytest.raises(StorageFailure, match="cannot be read or written now"):
            store.attempts.turns(attempt.id)
        cluster.start()

        assert store.attempts.save_message(attempt.id, text="Hello", idempotency_key="k").number == 1
        store.close()


def test_a_connection_cut_in_the_middle_of_a_write_changes_nothing(cluster: Cluster) -> None:
    url = cluster.create("cut", template="migrated")
    store, raw = open_store(url, now=utc_now, new_id=new_id), Database(url)
    office = furnish(store)

    with pytest.raises(StorageFailure, match="cannot be read or written now"):
        raw.write(
            lambda connection: (
                connection.execute(text("UPDATE people SET name = 'Nobody'")),
                connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())")),
            )
        )

    assert store.people.person(office.mira.id) == office.mira
    raw.close()
    store.close()


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("INSERT INTO organisations VALUES ('o', 'Again', false)", Conflict),
        ("INSERT INTO teams VALUES ('t2', 'o', 'Desk')", Conflict),
        ("INSERT INTO teams VALUES ('t2', 'nowhere', 'Ghosts')", NotFound),
        ("INSERT INTO organisations VALUES ('o2', NULL, false)", InvalidInput),
        ("UPDATE people SET role = 'king'", InvalidInput),
        ("SELECT * FROM nothing_like_it", StorageFailure),
        ("not a statement", StorageFailure),
    ],
)
def test_each_refusal_of_a_database_has_a_name_of_ours(
    raw: Database, statement: str, expected: type[Exception]
) -> None:
    raw.write(
        lambda connection: [
            connection.execute(text(each))
            for each in (
                "INSERT INTO organisations VALUES ('o', 'Harbour', false)",
                "INSERT INTO teams VALUES ('t', 'o', 'Desk')",
                "INSERT INTO people VALUES ('p', 'o', 't', 'p@x.example', 'P', 'hr', '', true, '2026-03-02', '', NULL)",
            )
        ]
    )

    with pytest.raises(expected) as caught:
        raw.write(lambda connection: connection.execute(text(statement)))

    assert type(caught.value) is expected
    assert caught.value.__cause__ is not None
    assert raw.read(lambda connection: connection.execute(text("SELECT id FROM teams")).scalars().all()) == ["t"]


def test_a_lock_that_another_process_keeps_is_busy(
    url: str, store: Store, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    attempt = begin(store, office.mira)
    monkeypatch.setattr(database, "LOCK_SECONDS", 1.0)
    impatient = open_store(url, now=utc_now, new_id=new_id)
    engine = create_engine(parsed_url(url))
    with engine.connect() as holder:
        holder.execute(text("UPDATE attempts SET seed = 8"))

        with pytest.raises(Busy, match="try again shortly"):
            impatient.attempts.save_message(attempt.id, text="Hello", idempotency_key="k")
        holder.rollback()

    assert impatient.attempts.save_message(attempt.id, text="Hello", idempotency_key="k").number == 1
    impatient.close()
    engine.dispose()


@pytest.fixture
def rollback_journal(tmp_path: Path) -> Iterator[tuple[str, sqlite3.Connection]]:
    """A database that is not in WAL mode yet, and somebody who is writing to it."""
    path = tmp_path / "records.db"
    holder = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    holder.execute("CREATE TABLE other (id)")
    holder.execute("BEGIN IMMEDIATE")
    yield f"sqlite:///{path}", holder
    holder.close()


def test_the_first_switch_to_wal_waits_for_whoever_writes(rollback_journal: tuple[str, sqlite3.Connection]) -> None:
    url, holder = rollback_journal
    release = threading.Timer(0.3, holder.rollback)
    release.start()

    migrate(url)

    release.join()
    open_store(url, now=utc_now, new_id=new_id).close()


def test_the_first_switch_to_wal_is_busy_when_whoever_writes_does_not_stop(
    rollback_journal: tuple[str, sqlite3.Connection], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 0.1)

    with pytest.raises(Busy):
        migrate(rollback_journal[0])


def test_more_readers_than_connections_are_told_that_it_is_busy(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(database, "LOCK_SECONDS", 1.0)
    crowded = Database(url)
    held = [crowded.engine.connect() for _ in range(32)]

    with pytest.raises(Busy):
        crowded.read(lambda connection: connection.execute(text("SELECT 1")))

    for connection in held:
        connection.close()
    crowded.close()


def test_a_write_inside_a_write_is_a_programming_error_and_not_a_standstill(
    tmp_path: Path, migrated_sqlite: Path
) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    opened = Database(f"sqlite:///{path}")

    with pytest.raises(RuntimeError, match="would wait for itself"):
        opened.write(lambda _: opened.write(lambda _: None))

    opened.close()


def test_a_store_on_an_unmigrated_database_does_not_open(empty_url: str) -> None:
    with pytest.raises(StorageFailure, match=f"at revision none and this version of Frontstage needs {REVISION}"):
        open_store(empty_url, now=utc_now, new_id=new_id)


def test_a_database_of_a_later_version_is_neither_opened_nor_migrated(url: str, raw: Database) -> None:
    raw.write(lambda connection: connection.execute(text("UPDATE alembic_version SET version_num = '9999'")))

    with pytest.raises(StorageFailure, match="at revision 9999"):
        open_store(url, now=utc_now, new_id=new_id)
    with pytest.raises(StorageFailure, match="another version of Frontstage"):
        migrate(url)


def test_a_closed_store_refuses_to_write(migrated_sqlite: Path, tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    store = open_store(f"sqlite:///{path}", now=utc_now, new_id=new_id)
    store.close()
    store.close()

    with pytest.raises(StorageFailure, match="records are closed"):
        store.people.add_organisation(name="Too late")


def test_a_file_that_is_no_database_is_a_storage_failure(tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_text("dear diary, " * 1000)

    with pytest.raises(StorageFailure):
        migrate(f"sqlite:///{path}")
    with pytest.raises(StorageFailure):
        open_store(f"sqlite:///{path}", now=utc_now, new_id=new_id)
    assert path.read_text().startswith("dear diary")


def test_a_folder_that_cannot_be_made_is_a_storage_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageFailure, match="cannot be created at"):
        migrate(f"sqlite:///{tmp_path}/file/records.db")


def test_a_new_file_is_made_with_its_folder_for_its_owner_alone(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path}/deep/er/records.db")

    path = tmp_path / "deep" / "er" / "records.db"
    assert path.stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


def test_each_sqlite_connection_waits_for_the_disk_and_checks_references(migrated_sqlite: Path, tmp_path: Path) -> None:
    path = tmp_path / "records.db"
    path.write_bytes(migrated_sqlite.read_bytes())
    opened = Database(f"sqlite:///{path}")

    def pragmas(connection: Connection) -> list[object]:
        return [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    full = 2
    assert opened.read(pragmas) == ["wal", full, 1, 10_000]
    assert opened.write(pragmas) == ["wal", full, 1, 10_000]
    opened.close()


def test_nobody_answers_at_a_closed_port() -> None:
    with pytest.raises(StorageFailure, match="cannot be read or written now"):
        migrate("postgresql://frontstage@127.0.0.1:1/records")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "records.db",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///records.db?mode=ro",
        "mysql://root@127.0.0.1/records",
        "oracle+nonsense://127.0.0.1/records",
    ],
)
def test_an_address_that_cannot_work_is_an_invalid_setting(address: str) -> None:
    with pytest.raises(InvalidSetting, match="sqlite:///"):
        migrate(address)
