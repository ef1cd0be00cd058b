"""The audit chain: whole while nobody touches it, broken where somebody did."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from hashlib import sha256

import pytest
from sqlalchemy import Connection, create_engine, insert, text
from sqlalchemy.exc import DBAPIError

from domain.clock import new_id, utc_now
from records import tables
from records.audit import START, link_hash
from records.database import parsed_url
from records.rows import AuditRow
from records.store import Store, open_store
from tests.support.records import Ticking


@pytest.fixture
def intruder(url: str) -> Iterator[Connection]:
    """Somebody with the database's password, past Frontstage."""
    engine = create_engine(parsed_url(url))
    with engine.connect() as connection:
        yield connection
    engine.dispose()


@pytest.fixture
def chain(store: Store) -> Store:
    for subject in ("mira", "tomas", "jun", "abel"):
        store.audit.append(actor="ines", action="attempt.read", subject=subject, detail='{"why": "review"}')
    return store


def unguard(intruder: Connection) -> None:
    if intruder.dialect.name == "postgresql":
        intruder.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
    else:
        intruder.execute(text("DROP TRIGGER audit_entries_no_update"))
        intruder.execute(text("DROP TRIGGER audit_entries_no_delete"))


def test_an_entry_carries_the_hash_before_it_and_its_own(store: Store) -> None:
    first = store.audit.append(actor="ines", action="attempt.read", subject="mira", detail="“why”")
    second = store.audit.append(actor="ines", action="attempt.read", subject="tomas")

    document = (
        '{"action":"attempt.read","actor":"ines","at":"2026-03-02T09:00:00.000000+00:00",'
        '"detail":"\\u201cwhy\\u201d","number":1,"prev_hash":"' + "0" * 64 + '","subject":"mira"}'
    )
    link = sha256(document.encode()).hexdigest()
    assert first == AuditRow(1, Ticking.at(0), "ines", "attempt.read", "mira", "“why”", START, link)
    assert (second.number, second.prev_hash) == (2, first.hash)
    assert store.audit.entries() == [second, first]
    assert store.audit.entries(limit=1) == [second]


def test_an_untouched_chain_is_whole_from_the_first_moment(store: Store) -> None:
    assert store.audit.verify() is None
    store.audit.append(actor="ines", action="attempt.read", subject="mira")
    assert store.audit.verify() is None


@pytest.mark.parametrize(
    ("tampering", "first_broken"),
    [
        ("UPDATE audit_entries SET subject = 'somebody else' WHERE number = 2", 2),
        ("UPDATE audit_entries SET detail = '' WHERE number = 4", 4),
        ("UPDATE audit_entries SET hash = prev_hash WHERE number = 3", 3),
        ("DELETE FROM audit_entries WHERE number = 1", 1),
        ("DELETE FROM audit_entries WHERE number = 3", 3),
        ("DELETE FROM audit_entries WHERE number = 4", 4),
        ("DELETE FROM audit_entries", 1),
        ("UPDATE audit_head SET number = 3", 4),
        ("UPDATE audit_head SET number = 5", 5),
    ],
)
def test_tampering_shows_at_the_first_broken_entry(
    chain: Store, intruder: Connection, tampering: str, first_broken: int
) -> None:
    unguard(intruder)
    intruder.execute(text(tampering))
    intruder.commit()

    assert chain.audit.verify() == first_broken


def test_an_entry_that_somebody_hung_on_behind_the_last_shows_however_well_it_was_made(
    chain: Store, intruder: Connection
) -> None:
    last = chain.audit.entries(limit=1)[0]
    link = link_hash(number=5, at=last.at, actor="ines", action="read", subject="jun", detail="", prev_hash=last.hash)
    hung_on = AuditRow(5, last.at, "ines", "read", "jun", "", last.hash, link)
    intruder.execute(insert(tables.audit_entries).values(**asdict(hung_on)))
    intruder.commit()

    assert chain.audit.verify() == 5


def test_the_same_reading_is_noted_once_in_a_while(store: Store, clock: Ticking) -> None:
    def look(subject: str = "mira") -> None:
        store.audit.append_once(actor="ines", action="attempt.read", subject=subject, within=timedelta(hours=1))

    look()
    look()
    look("tomas")
    assert [entry.subject for entry in store.audit.entries()] == ["tomas", "mira"]

    clock.leap(timedelta(hours=2))
    look()
    assert [entry.subject for entry in store.audit.entries()] == ["mira", "tomas", "mira"]


def test_a_reading_in_eight_windows_at_once_is_noted_once(url: str, store: Store) -> None:
    other, together = open_store(url, now=utc_now, new_id=new_id), threading.Barrier(8)

    def look(records: Store) -> None:
        together.wait(timeout=60)
        records.audit.append_once(actor="ines", action="attempt.read", subject="mira", within=timedelta(days=36500))

    with ThreadPoolExecutor(8) as crowd:
        list(crowd.map(look, [store, other] * 4))
    other.close()

    assert [entry.number for entry in store.audit.entries()] == [1]
    assert store.audit.verify() is None


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entries SET subject = 'somebody else'",
        "DELETE FROM audit_entries WHERE number = 2",
    ],
)
def test_the_database_itself_refuses_to_change_the_log(chain: Store, intruder: Connection, change: str) -> None:
    with pytest.raises(DBAPIError, match="audit_entries only grows"):
        intruder.execute(text(change))

    intruder.rollback()
    assert chain.audit.verify() is None


def test_entries_of_many_threads_make_one_chain(store: Store) -> None:
    with ThreadPoolExecutor(8) as crowd:
        rows = list(crowd.map(lambda n: store.audit.append(actor=f"a{n}", action="sign-in", subject="self"), range(40)))

    assert sorted(row.number for row in rows) == list(range(1, 41))
    assert store.audit.verify() is None
