"""A backup is a whole copy, taken while people go on talking."""

import errno
import sqlite3
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from domain.clock import new_id, utc_now
from domain.errors import Conflict, InvalidSetting, NotFound, StorageFailure
from records import backup as module
from records.backup import backup
from records.lifecycle import MOST_LISTED
from records.store import Store, migrate, open_store
from tests.support.records import begin, furnish


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def busy_store(path: Path) -> Iterator[Store]:
    migrate(f"sqlite:///{path}")
    store = open_store(f"sqlite:///{path}", now=utc_now, new_id=new_id)
    yield store
    store.close()


def test_a_backup_taken_in_the_middle_of_writing_holds_all_that_was_acknowledged(
    busy_store: Store, path: Path, tmp_path: Path
) -> None:
    mira = furnish(busy_store).mira
    stop, halfway = threading.Event(), threading.Event()
    told: list[str] = []

    def keep_starting() -> None:
        while not stop.is_set() and len(told) < MOST_LISTED:
            told.append(begin(busy_store, mira).id)
            if len(told) == 20:
                halfway.set()

    thread = threading.Thread(target=keep_starting)
    thread.start()
    halfway.wait(timeout=60)
    before = set(told)
    backup(f"sqlite:///{path}", tmp_path / "copies" / "monday.db")
    stop.set()
    thread.join()

    copy = open_store(f"sqlite:///{tmp_path}/copies/monday.db", now=utc_now, new_id=new_id)
    kept = {row.attempt.id for row in copy.attempts.of_person(mira.id)}
    assert before <= kept <= set(told)
    assert {len(copy.attempts.turns(attempt_id)) for attempt_id in kept} == {1}
    copy.close()


def test_a_backup_is_one_file_for_its_owner_alone(busy_store: Store, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "copies" / "monday.db"

    backup(f"sqlite:///{path}", target)

    assert [entry.name for entry in target.parent.iterdir()] == ["monday.db"]
    assert target.stat().st_mode & 0o777 == 0o600


def test_an_existing_file_is_never_overwritten(busy_store: Store, path: Path, tmp_path: Path) -> None:
    target = tmp_path / "precious.db"
    target.write_text("precious")

    with pytest.raises(Conflict, match="was left as it is"):
        backup(f"sqlite:///{path}", target)

    assert target.read_text() == "precious"
    assert not list(tmp_path.glob("*.unfinished"))


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_is_made_during_the_backup_is_never_overwritten(
    busy_store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    target = tmp_path / "precious.db"
    copy = module._copy

    def copy_while_somebody_writes(source: Path, unfinished: Path) -> None:
        copy(source, unfinished)
        target.write_text("precious")

    monkeypatch.setattr(module, "_copy", copy_while_somebody_writes)
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", refuse_a_link)

    with pytest.raises(Conflict, match="was left as it is"):
        backup(f"sqlite:///{path}", target)

    assert target.read_text() == "precious"
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_drive_without_links_takes_a_backup_too(
    busy_store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(busy_store)
    monkeypatch.setattr(Path, "hardlink_to", refuse_a_link)
    target = tmp_path / "stick" / "monday.db"

    backup(f"sqlite:///{path}", target)

    assert [entry.name for entry in target.parent.iterdir()] == ["monday.db"]
    copy = open_store(f"sqlite:///{target}", now=utc_now, new_id=new_id)
    assert copy.people.organisations() == busy_store.people.organisations()
    copy.close()


def test_of_two_backups_to_one_target_one_is_made_whole_and_the_other_refused(
    busy_store: Store, path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(busy_store)
    target, both, copy = tmp_path / "copies" / "monday.db", threading.Barrier(2, timeout=60), module._copy
    written: list[Path] = []

    def copy_side_by_side(source: Path, unfinished: Path) -> None:
        written.append(unfinished)
        both.wait()
        copy(source, unfinished)
        both.wait()

    def attempt(_: int) -> str:
        try:
            backup(f"sqlite:///{path}", target)
        except Conflict:
            return "refused"
        return "made"

    monkeypatch.setattr(module, "_copy", copy_side_by_side)
    with ThreadPoolExecutor(2) as crowd:
        outcomes = sorted(crowd.map(attempt, range(2)))

    assert outcomes == ["made", "refused"]
    assert len(set(written)) == 2
    assert [entry.name for entry in target.parent.iterdir()] == ["monday.db"]


def refuse_a_link(link: Path, target: Path) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted", str(link))


def test_what_cannot_be_backed_up_says_so(tmp_path: Path) -> None:
    with pytest.raises(InvalidSetting, match="pg_dump"):
        backup("postgresql://frontstage@127.0.0.1/records", tmp_path / "copy.db")
    with pytest.raises(NotFound, match="no records at"):
        backup(f"sqlite:///{tmp_path}/none.db", tmp_path / "copy.db")


def test_a_copy_that_does_not_pass_its_check_is_thrown_away(busy_store: Store, path: Path, tmp_path: Path) -> None:
    furnish(busy_store)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("UPDATE people SET role = 'king'")
    connection.close()

    with pytest.raises(StorageFailure, match="damaged and was thrown away: CHECK constraint failed in people"):
        backup(f"sqlite:///{path}", tmp_path / "copy.db")

    assert not list(tmp_path.glob("copy*"))


def test_a_damaged_database_gives_no_backup(busy_store: Store, path: Path, tmp_path: Path) -> None:
    furnish(busy_store)
    busy_store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(path.read_bytes())
    content[4096 * 2 : 4096 * 12] = b"\xff" * (4096 * 10)
    path.write_bytes(content)

    with pytest.raises(StorageFailure, match=r"damaged|malformed"):
        backup(f"sqlite:///{path}", tmp_path / "copy.db")

    assert not (tmp_path / "copy.db").exists()
    assert not list(tmp_path.glob("*.unfinished"))


def test_a_backup_to_a_place_that_is_no_folder_is_a_storage_failure(
    busy_store: Store, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(StorageFailure, match="could not be made"):
        backup(f"sqlite:///{path}", tmp_path / "file" / "copy.db")
