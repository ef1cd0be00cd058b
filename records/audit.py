"""A log of what people did with other people's records, chained so that tampering shows.

Always holds: entries are numbered from 1 without a gap; each one's hash covers its fields and the hash before it; the
head holds the last number and hash, so that an end cut off shows too; what `note_change` adds is saved with the change
that it tells of, or neither is. Whoever can rewrite the whole chain and the head can still hide it: note the newest
entry's number and hash somewhere else from time to time.
"""

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import Connection, func, insert, select, update

from domain.clock import Now
from records import tables
from records.repository import Repository
from records.rows import AuditNote, AuditRow

START = "0" * 64
"""The hash before the first entry."""

_E = tables.audit_entries.c
_H = tables.audit_head.c
_ENTRY = (_E.number, _E.at, _E.actor, _E.action, _E.subject, _E.detail, _E.prev_hash, _E.hash)


class Head(NamedTuple):
    """The last link: its number (0 while there is none) and its hash."""

    number: int
    hash: str


class Audit(Repository):
    def append_once(self, *, actor: str, action: str, subject: str, within: timedelta) -> None:
        """Adds who did what to whom, unless the same was added within this time: looking on is no second look."""
        query = select(func.max(_E.at)).where(_E.actor == actor, _E.action == action, _E.subject == subject)

        def work(connection: Connection) -> None:
            # Locked before the look: whoever appends the same at the same moment is seen.
            lock_chain(connection)
            last, at = connection.execute(query).scalar_one_or_none(), self._now()
            if last is None or at - last > within:
                _add(connection, AuditNote(actor, action), subject=subject, at=at)

        self._database.write(work)

    def append(self, *, actor: str, action: str, subject: str, detail: str = "") -> AuditRow:
        """Adds who did what to whom. Several processes may append at once: each waits for the link before."""
        noted = AuditNote(actor, action, detail)
        return self._database.write(lambda connection: _add(connection, noted, subject=subject, at=self._now()))

    def entries(self, *, limit: int = 200) -> list[AuditRow]:
        """The latest, newest first."""
        query = select(*_ENTRY).order_by(_E.number.desc()).limit(limit)
        return self._database.read(lambda connection: [AuditRow(*row) for row in connection.execute(query)])

    def verify(self) -> int | None:
        """The number of the first entry that is changed, missing or out of place; None when the chain is whole."""

        def work(connection: Connection) -> int | None:
            head = _head(connection)
            expected, before = 1, START
            for entry in connection.execute(select(*_ENTRY).order_by(_E.number)):
                row = AuditRow(*entry)
                # Head and entries are of one moment: what lies behind the head was not added by Frontstage.
                in_place = row.number == expected <= head.number
                if not in_place or row.prev_hash != before or row.hash != _hash_of(row):
                    return expected
                expected, before = expected + 1, row.hash
            return None if Head(expected - 1, before) == head else expected

        return self._database.read(work)


def note_change(connection: Connection, noted: AuditNote | None, *, subject: str, now: Now) -> None:
    """Adds the entry of a change inside the change's own transaction, as its last step: until that is committed, all
    others who note something wait. Adds nothing for None: a change on nobody's behalf."""
    if noted is not None:
        _add(connection, noted, subject=subject, at=now())


def lock_chain(connection: Connection) -> Head:
    """The last link. Nobody else adds one before this transaction ends."""
    return _head(connection, lock=True)


def link_hash(*, number: int, at: datetime, actor: str, action: str, subject: str, detail: str, prev_hash: str) -> str:
    """SHA-256, in hex, over the fields as JSON with sorted keys; the time in ISO 8601, UTC, to the microsecond."""
    fields = {
        "number": number,
        "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": actor,
        "action": action,
        "subject": subject,
        "detail": detail,
        "prev_hash": prev_hash,
    }
    return sha256(json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _hash_of(row: AuditRow) -> str:
    return link_hash(
        number=row.number,
        at=row.at,
        actor=row.actor,
        action=row.action,
        subject=row.subject,
        detail=row.detail,
        prev_hash=row.prev_hash,
    )


def _add(connection: Connection, noted: AuditNote, *, subject: str, at: datetime) -> AuditRow:
    head = lock_chain(connection)
    number, (actor, action, detail) = head.number + 1, (noted.actor, noted.action, noted.detail)
    link = link_hash(
        number=number, at=at, actor=actor, action=action, subject=subject, detail=detail, prev_hash=head.hash
    )
    row = AuditRow(number, at.astimezone(UTC), actor, action, subject, detail, head.hash, link)
    connection.execute(insert(tables.audit_entries).values(**asdict(row)))
    connection.execute(update(tables.audit_head).values(number=number, hash=link))
    return row


def _head(connection: Connection, *, lock: bool = False) -> Head:
    query = select(_H.number, _H.hash)
    return Head(*connection.execute(query.with_for_update() if lock else query).one())
