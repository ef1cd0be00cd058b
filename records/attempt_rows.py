"""How attempts, turns and events are read, locked and numbered inside a transaction.

Always holds: whoever changes an attempt has locked its row first, so numbers of turns, desk entries and events
follow on without a gap; each change of an attempt is told by `add_event` in the same transaction.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, insert, select, update

from domain.errors import Conflict, NotFound
from records import tables
from records.rows import AttemptRow, AttemptState, Ending, EventKind, TurnRow

_A = tables.attempts.c
TURN = (
    tables.turns.c.attempt_id,
    tables.turns.c.number,
    tables.turns.c.speaker,
    tables.turns.c.text,
    tables.turns.c.state,
    tables.turns.c.engine,
    tables.turns.c.idempotency_key,
    tables.turns.c.detail,
    tables.turns.c.said_at,
)


def attempt_row(row: RowMapping) -> AttemptRow:
    """The attempt in a row that carries all columns of the attempts table."""
    return AttemptRow(
        id=row[_A.id],
        person_id=row[_A.person_id],
        scenario_id=row[_A.scenario_id],
        scenario_hash=row[_A.scenario_hash],
        assignment_id=row[_A.assignment_id],
        purpose=row[_A.purpose],
        state=row[_A.state],
        revision=row[_A.revision],
        seed=row[_A.seed],
        mood_meter=row[_A.mood_meter],
        ending=None if row[_A.ending_id] is None else Ending(row[_A.ending_id], row[_A.ending_kind]),
        director_state=row[_A.director_state],
        started_at=row[_A.started_at],
        ended_at=row[_A.ended_at],
        ceiling=row[_A.ceiling],
        forked_from=None if row[_A.forked_from] is None else (row[_A.forked_from], row[_A.forked_turn]),
    )


def get_attempt(connection: Connection, attempt_id: str, *, lock: bool = False) -> AttemptRow:
    """The attempt; with `lock`, nobody else changes it before the transaction ends. Raises NotFound."""
    query = select(tables.attempts).where(_A.id == attempt_id)
    found = connection.execute(query.with_for_update() if lock else query).mappings().one_or_none()
    if found is None:
        raise NotFound("There is no such attempt.")
    return attempt_row(found)


def get_turn(connection: Connection, attempt_id: str, number: int) -> TurnRow:
    """Raises NotFound."""
    query = select(*TURN).where(tables.turns.c.attempt_id == attempt_id, tables.turns.c.number == number)
    found = connection.execute(query).one_or_none()
    if found is None:
        raise NotFound(f"The attempt has no turn {number}.")
    return TurnRow(*found)


def next_number(connection: Connection, table: Table[Any], attempt_id: str) -> int:
    """One more than the attempt's highest number in `table`, from 0. The attempt must be locked."""
    query = select(func.max(table.c.number)).where(table.c.attempt_id == attempt_id)
    highest: int | None = connection.execute(query).scalar_one()
    return 0 if highest is None else highest + 1


def require_revision(attempt: AttemptRow, expected: int) -> None:
    """Raises Conflict when somebody changed the attempt since it was read."""
    if attempt.revision != expected:
        raise Conflict(
            f"The attempt is at revision {attempt.revision}, not {expected}. Nothing was changed; read it again."
        )


def require_not_over(attempt: AttemptRow) -> None:
    """Raises Conflict when the attempt has ended or was stopped."""
    if attempt.over:
        raise Conflict(f"This attempt is {attempt.state}. Everything said in it is kept.")


def change_attempt(
    connection: Connection,
    attempt: AttemptRow,
    *,
    at: datetime,
    state: AttemptState | None = None,
    director_state: str | None = None,
    ending: Ending | None = None,
) -> None:
    """Writes what is given and counts the revision up. An ending ends the attempt, with its own event; so it is over
    without one when it is stopped."""
    over = ending is not None or state is AttemptState.STOPPED
    connection.execute(
        update(tables.attempts)
        .where(_A.id == attempt.id)
        .values(
            revision=attempt.revision + 1,
            state=AttemptState.ENDED if ending else state or attempt.state,
            director_state=attempt.director_state if director_state is None else director_state,
            ending_id=ending.id if ending else None,
            ending_kind=ending.kind if ending else None,
            ended_at=at if over else None,
        )
    )
    if ending:
        add_event(connection, attempt.id, EventKind.ENDED, at=at, body={"ending": ending.id, "kind": ending.kind.value})


def add_event(
    connection: Connection,
    attempt_id: str,
    kind: EventKind,
    *,
    at: datetime,
    body: Mapping[str, str | int | float | bool | None] | None = None,
) -> None:
    """Appends to the attempt's log. `body` points to what happened and never repeats what was said."""
    connection.execute(
        insert(tables.events).values(
            attempt_id=attempt_id,
            number=next_number(connection, tables.events, attempt_id),
            kind=kind,
            at=at,
            body=json.dumps(body or {}, sort_keys=True),
        )
    )
