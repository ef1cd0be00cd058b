"""Errors of databases become Frontstage's own, whichever driver they come from."""

import sqlite3

import psycopg
import pytest
from sqlalchemy import exc

from domain.errors import Busy, Conflict, FrontstageError, InvalidInput, InvalidSetting, NotFound, StorageFailure
from records.border import DANGLING, DISK_FULL, OUT_OF_REACH, OVERLOADED, TAKEN, UNFIT, mapped


def told(error: Exception) -> tuple[type[FrontstageError], str]:
    """What `mapped` makes of an error that is raised under it."""
    with pytest.raises(FrontstageError) as caught, mapped():
        raise error
    return type(caught.value), str(caught.value)


@pytest.mark.parametrize(
    ("sqlstate", "expected"),
    [
        ("23505", (Conflict, TAKEN)),
        ("23503", (NotFound, DANGLING)),
        ("23502", (InvalidInput, UNFIT)),
        ("23514", (InvalidInput, UNFIT)),
        ("22003", (InvalidInput, UNFIT)),
        ("22021", (InvalidInput, UNFIT)),
        ("54000", (InvalidInput, UNFIT)),
        ("40001", (Busy, OVERLOADED)),
        ("40P01", (Busy, OVERLOADED)),
        ("55P03", (Busy, OVERLOADED)),
        ("53300", (Busy, OVERLOADED)),
        ("53100", (StorageFailure, DISK_FULL)),
        ("53200", (StorageFailure, OUT_OF_REACH)),
        ("57P01", (StorageFailure, OUT_OF_REACH)),
        ("42P01", (StorageFailure, OUT_OF_REACH)),
        ("42601", (StorageFailure, OUT_OF_REACH)),
    ],
)
def test_each_state_of_postgresql_has_its_name(sqlstate: str, expected: tuple[type[FrontstageError], str]) -> None:
    original = psycopg.errors.lookup(sqlstate)("from the server")

    assert told(exc.DBAPIError("SELECT 1", {}, original)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SQLITE_CONSTRAINT_UNIQUE", (Conflict, TAKEN)),
        ("SQLITE_CONSTRAINT_PRIMARYKEY", (Conflict, TAKEN)),
        ("SQLITE_CONSTRAINT_FOREIGNKEY", (NotFound, DANGLING)),
        ("SQLITE_CONSTRAINT_CHECK", (InvalidInput, UNFIT)),
        ("SQLITE_CONSTRAINT_NOTNULL", (InvalidInput, UNFIT)),
        ("SQLITE_BUSY", (Busy, OVERLOADED)),
        ("SQLITE_FULL", (StorageFailure, DISK_FULL)),
        ("SQLITE_IOERR_WRITE", (StorageFailure, OUT_OF_REACH)),
        ("SQLITE_CANTOPEN", (StorageFailure, OUT_OF_REACH)),
        ("SQLITE_NOTADB", (StorageFailure, OUT_OF_REACH)),
    ],
)
def test_each_result_code_of_sqlite_has_its_name(name: str, expected: tuple[type[FrontstageError], str]) -> None:
    original = sqlite3.DatabaseError("from the library")
    original.sqlite_errorname = name

    assert told(exc.DBAPIError("SELECT 1", {}, original)) == expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (exc.DataError("SELECT 1", {}, Exception("a NUL")), (InvalidInput, UNFIT)),
        (exc.OperationalError("SELECT 1", {}, Exception("no route")), (StorageFailure, OUT_OF_REACH)),
        (exc.TimeoutError("pool"), (Busy, OVERLOADED)),
        (exc.InvalidRequestError("odd"), (StorageFailure, OUT_OF_REACH)),
        (UnicodeEncodeError("utf-8", "\ud83d", 0, 1, "surrogates not allowed"), (InvalidInput, UNFIT)),
        (OverflowError("too large"), (InvalidInput, UNFIT)),
    ],
)
def test_errors_without_a_code_have_a_name_too(error: Exception, expected: tuple[type[FrontstageError], str]) -> None:
    assert told(error) == expected


@pytest.mark.parametrize("error", [exc.ArgumentError("bad"), exc.NoSuchModuleError("bad")])
def test_an_address_that_cannot_be_read_says_how_to_write_one(error: Exception) -> None:
    kind, message = told(error)

    assert kind is InvalidSetting
    assert "sqlite:///path/to/file.db" in message


def test_errors_of_our_own_pass_unchanged_even_from_within_a_statement() -> None:
    own = Conflict("Somebody was faster.")

    with pytest.raises(Conflict) as direct, mapped():
        raise own
    with pytest.raises(Conflict) as wrapped, mapped():
        raise exc.StatementError("bind", "INSERT", {}, own)

    assert direct.value is own
    assert wrapped.value is own


def test_no_message_repeats_what_the_driver_said() -> None:
    secret = exc.OperationalError("SELECT 1", {}, Exception("password=hunter2"))

    assert "hunter2" not in told(secret)[1]
