"""The sums over what models cost and over who worded the lines."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.conversation import Engine
from domain.people import Role
from records.rows import AttemptRow, LineRow, ModelUsage, PersonRow, UsageDayRow
from records.store import Store
from tests.support.records import Office, Ticking, begin

MARCH, APRIL = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)
SMALL = ModelUsage("small", 100, 10, 60, 2, 15)
LARGE = ModelUsage("large", 900, 90, 0, 1)


@pytest.fixture
def stranger(store: Store) -> PersonRow:
    """Somebody of another organisation."""
    there = store.people.add_organisation(name="Lindgren")
    return store.people.add_person(
        organisation_id=there.id,
        team_id=None,
        email="ada@lindgren.example",
        name="Ada",
        role=Role.TRAINEE,
        password_hash=None,
    )


def answer(store: Store, attempt: AttemptRow, engine: Engine, detail: str) -> None:
    """One message and its answer."""
    turns = store.attempts.turns(attempt.id)
    said = store.attempts.save_message(attempt.id, text="Yes?", idempotency_key=str(len(turns)))
    store.attempts.complete_reply(
        attempt.id,
        answers=said.number,
        expected_revision=store.attempts.get(attempt.id).revision,
        text="Well?",
        engine=engine,
        reading="{}",
        detail=detail,
        director_state="{}",
    )


def test_what_each_model_cost_is_summed_over_all_organisations(
    store: Store, office: Office, stranger: PersonRow
) -> None:
    for person, usage in ((office.mira, SMALL), (stranger, SMALL), (stranger, LARGE)):
        store.attempts.record_usage(begin(store, person).id, turn=1, usage=usage)
    assert store.usage.by_model(since=MARCH, until=APRIL) == [LARGE, ModelUsage("small", 200, 20, 120, 4, 30)]


def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(
    store: Store, office: Office, clock: Ticking
) -> None:
    attempt = begin(store, office.mira)
    before = clock()
    store.attempts.record_usage(attempt.id, turn=1, usage=SMALL)
    at = before + timedelta(seconds=1)
    spans = [(before, at), (at, at + timedelta(seconds=1)), (at + timedelta(seconds=1), APRIL)]
    assert [store.usage.by_model(since=since, until=until) for since, until in spans] == [[], [SMALL], []]


def test_a_day_counts_the_conversations_and_sums_the_tokens_of_one_organisation(
    store: Store, office: Office, stranger: PersonRow, clock: Ticking
) -> None:
    mine, other = begin(store, office.mira), begin(store, office.tomas)
    for attempt in (mine, mine, other, begin(store, stranger)):
        store.attempts.record_usage(attempt.id, turn=1, usage=SMALL)
    clock.leap(timedelta(days=9))
    store.attempts.record_usage(mine.id, turn=3, usage=LARGE)

    assert store.usage.by_day(office.organisation.id, since=MARCH, until=APRIL) == [
        UsageDayRow(date(2026, 3, 2), 2, ModelUsage("", 300, 30, 180, 6, 45)),
        UsageDayRow(date(2026, 3, 11), 1, ModelUsage("", 900, 90, 0, 1)),
    ]


def test_a_day_is_a_day_in_utc(store: Store, office: Office, clock: Ticking) -> None:
    attempt = begin(store, office.mira)
    clock.leap(timedelta(hours=14, minutes=59, seconds=30))
    for _ in range(2):
        store.attempts.record_usage(attempt.id, turn=1, usage=SMALL)
        clock.leap(timedelta(minutes=1))
    days = store.usage.by_day(office.organisation.id, since=MARCH, until=APRIL)
    assert [row.day for row in days] == [date(2026, 3, 2), date(2026, 3, 3)]


def test_lines_are_counted_by_who_worded_them_and_the_marked_ones_come_singly(
    store: Store, office: Office, stranger: PersonRow
) -> None:
    mine, other, theirs = begin(store, office.mira), begin(store, office.tomas), begin(store, stranger)
    for attempt, engine, detail in (
        (mine, Engine.MODEL, '{"bad":[]}'),
        (mine, Engine.MODEL, '{"bad":[1]}'),
        (mine, Engine.SCRIPTED, '{"bad":[2]}'),
        (other, Engine.MODEL, "{}"),
        (other, Engine.SCRIPTED, "100 %"),
        (theirs, Engine.MODEL, '{"bad":[3]}'),
    ):
        answer(store, attempt, engine, detail)

    rows = store.usage.lines(office.organisation.id, since=MARCH, until=APRIL, holding='"bad":[')
    # The openings, which nobody asked for, are not counted.
    assert sorted(rows, key=lambda row: (row.detail, row.engine)) == [
        LineRow(Engine.MODEL, 1),
        LineRow(Engine.SCRIPTED, 1),
        LineRow(Engine.MODEL, 1, '{"bad":[1]}'),
        LineRow(Engine.SCRIPTED, 1, '{"bad":[2]}'),
        LineRow(Engine.MODEL, 1, '{"bad":[]}'),
    ]
    assert (
        store.usage.lines(office.organisation.id, since=APRIL, until=datetime.max.replace(tzinfo=UTC), holding="x")
        == []
    )
    # What is looked for is text and no pattern.
    assert len(store.usage.lines(office.organisation.id, since=MARCH, until=APRIL, holding="%")) == 3


def test_lines_that_were_taken_over_into_another_conversation_are_counted_once(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    for _ in range(3):
        answer(store, attempt, Engine.SCRIPTED, "{}")
    fork = store.attempts.fork(attempt.id, turn=3)
    answer(store, fork, Engine.MODEL, "{}")
    rows = store.usage.lines(office.organisation.id, since=MARCH, until=APRIL, holding="x")
    assert sorted(rows, key=lambda row: row.engine) == [LineRow(Engine.MODEL, 1), LineRow(Engine.SCRIPTED, 3)]
