"""`frontstage backup` and `frontstage audit`: what whoever runs Frontstage does with the records."""

import json
import sqlite3
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from commands.main import app
from tests.support.practice import hire, open_house
from training.settings import setting_names


@pytest.fixture(autouse=True)
def records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Records in which three things were noted, and where they lie."""
    for name in setting_names().values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("FRONTSTAGE_DATA_DIR", str(tmp_path))
    services = open_house(tmp_path)
    cast = hire(services)
    for action in ("assign", "read_conversation", "export"):
        services.store.audit.append(actor=cast.ines.person_id, action=action, subject="a1")
    services.close()
    (found,) = (path for path in tmp_path.rglob("*.db") if path.is_file())
    return found


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_the_records_are_copied_whole_and_nothing_is_overwritten(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run("backup", str(copy)).exit_code == 0
    kept = copy.read_bytes()
    with sqlite3.connect(copy) as copied:
        assert copied.execute("select count(*) from people").fetchone()[0] > 0
    again = run("backup", str(copy))
    assert again.exit_code == 1
    assert "exists already" in again.stderr
    assert copy.read_bytes() == kept


def test_the_audit_is_printed_newest_first_and_a_changed_entry_shows(records: Path) -> None:
    whole = run("audit", "--latest", "2")
    assert whole.exit_code == 0, whole.output
    assert [json.loads(line)["action"] for line in whole.stdout.splitlines()] == ["export", "read_conversation"]
    with sqlite3.connect(records) as tampered:
        guards = "select name from sqlite_master where type = 'trigger' and tbl_name = 'audit_entries'"
        for (guard,) in tampered.execute(guards).fetchall():
            tampered.execute(f"drop trigger {guard}")
        tampered.execute("update audit_entries set subject = 'a2' where action = 'read_conversation'")
    changed = run("audit")
    assert changed.exit_code == 1
    assert "was changed, moved or taken out" in changed.stderr
