"""Where the errors of databases become Frontstage's own.

Always holds: nothing that SQLAlchemy or a driver raises passes `mapped()` under its own name; errors that are already
Frontstage's pass unchanged.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    NoSuchModuleError,
    SQLAlchemyError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeout

from domain.errors import Busy, Conflict, FrontstageError, InvalidInput, InvalidSetting, NotFound, StorageFailure

TAKEN = "That exists already, or somebody else was faster. Nothing was changed; look again before you repeat it."
DANGLING = "Something that this refers to does not exist, or no longer. Nothing was changed."
UNFIT = "The records cannot hold one of these values. Nothing was changed; correct it and try again."
OVERLOADED = "The records are busy. Nothing was changed; try again shortly."
DISK_FULL = "The disk is full, so this was not saved. What was saved before is kept; free some space and try again."
OUT_OF_REACH = "The records cannot be read or written now. What was saved before is kept; try again shortly."

# SQLSTATE codes, or their two-digit classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
_POSTGRES: dict[str, tuple[type[FrontstageError], str]] = {
    "23505": (Conflict, TAKEN),
    "23503": (NotFound, DANGLING),
    "23": (InvalidInput, UNFIT),
    "22": (InvalidInput, UNFIT),
    "54": (InvalidInput, UNFIT),
    "40": (Busy, OVERLOADED),
    "55P03": (Busy, OVERLOADED),
    "53100": (StorageFailure, DISK_FULL),
    "53300": (Busy, OVERLOADED),
}
# Extended result codes by name: https://www.sqlite.org/rescode.html
_SQLITE: dict[str, tuple[type[FrontstageError], str]] = {
    "SQLITE_CONSTRAINT_UNIQUE": (Conflict, TAKEN),
    "SQLITE_CONSTRAINT_PRIMARYKEY": (Conflict, TAKEN),
    "SQLITE_CONSTRAINT_FOREIGNKEY": (NotFound, DANGLING),
    "SQLITE_CONSTRAINT_CHECK": (InvalidInput, UNFIT),
    "SQLITE_CONSTRAINT_NOTNULL": (InvalidInput, UNFIT),
    "SQLITE_BUSY": (Busy, OVERLOADED),
    "SQLITE_BUSY_SNAPSHOT": (Busy, OVERLOADED),
    "SQLITE_LOCKED": (Busy, OVERLOADED),
    "SQLITE_FULL": (StorageFailure, DISK_FULL),
}


@contextmanager
def mapped() -> Iterator[None]:
    """Raises Frontstage's errors in place of a database's.

    Conflict: a unique value is taken. NotFound: a reference leads nowhere. InvalidInput: a value does not fit.
    Busy: locks or connections ran out. InvalidSetting: the address is not usable. StorageFailure: everything else.
    """
    try:
        yield
    except SQLAlchemyError as error:
        raise _named(error) from error
    except (UnicodeEncodeError, OverflowError) as error:
        # The drivers raise these bare for half a surrogate pair and for integers beyond 64 bits.
        raise InvalidInput(UNFIT) from error


def _named(error: SQLAlchemyError) -> FrontstageError:
    if isinstance(error, StatementError) and isinstance(error.orig, FrontstageError):
        return error.orig
    if isinstance(error, DBAPIError):
        return _from_driver(error)
    if isinstance(error, PoolTimeout):
        return Busy(OVERLOADED)
    if isinstance(error, ArgumentError | NoSuchModuleError):
        return InvalidSetting(
            "The address of the records is not usable. Write sqlite:///path/to/file.db or "
            "postgresql://user:password@host/database."
        )
    return StorageFailure(OUT_OF_REACH)


def _from_driver(error: DBAPIError) -> FrontstageError:
    sqlite_name = getattr(error.orig, "sqlite_errorname", None)
    if isinstance(sqlite_name, str):
        kind, message = _SQLITE.get(sqlite_name, (StorageFailure, OUT_OF_REACH))
        return kind(message)
    state = getattr(error.orig, "sqlstate", None)
    if isinstance(state, str):
        kind, message = _POSTGRES.get(state) or _POSTGRES.get(state[:2]) or (StorageFailure, OUT_OF_REACH)
        return kind(message)
    if isinstance(error, DataError):
        return InvalidInput(UNFIT)
    return StorageFailure(OUT_OF_REACH)
