"""The migrations build exactly the tables that the code believes in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from domain.conversation import DeskEntry, Engine
from domain.errors import Conflict, InvalidInput, StorageFailure
from domain.mood import Ceiling
from domain.people import Purpose
from records import migration
from records.database import Database
from records.rows import AttemptState, EventKind
from records.store import migrate, open_store
from records.tables import metadata
from tests.support.records import SCENARIO, Counting, Ticking


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
    assert sum(len(table) for table in from_models.values()) == 10


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


# A database of the first revision, with a row in every table that points to an attempt.
PERSON = """
INSERT INTO organisations (id, name, is_demo) VALUES ('o', 'Harbour Telecom', false);
INSERT INTO people (id, organisation_id, email, name, role, active, created_at)
VALUES ('mira', 'o', 'mira@harbour.example', 'Mira', 'trainee', true, '2026-03-02 09:00:00')
"""
ATTEMPTS = """
INSERT INTO scenario_versions (hash, scenario_id, version, body) VALUES ('h', 'late-parcel', '1', 'title: x');
INSERT INTO attempts (id, person_id, scenario_id, scenario_hash, purpose, state, revision, seed, mood_meter,
                      director_state, started_at)
VALUES ('talking', 'mira', 'late-parcel', 'h', 'shared', 'active', 2, 7, true, '{}', '2026-03-02 09:00:00'),
       ('done', 'mira', 'late-parcel', 'h', 'shared', 'ended', 2, 7, true, '{}', '2026-03-02 09:00:00');
INSERT INTO turns (attempt_id, number, speaker, text, state, engine, idempotency_key, said_at)
VALUES ('talking', 0, 'customer', 'Hello?', 'complete', 'scripted', NULL, '2026-03-02 09:00:00'),
       ('talking', 1, 'trainee', 'Good morning.', 'saved', NULL, 'k1', '2026-03-02 09:00:01');
INSERT INTO desk_entries (attempt_id, number, after_turn, action, arguments, accepted, result, at)
VALUES ('talking', 0, 1, 'refund', '[]', true, 'Done.', '2026-03-02 09:00:02');
INSERT INTO events (attempt_id, number, kind, at, body)
VALUES ('talking', 0, 'started', '2026-03-02 09:00:00', '{}');
INSERT INTO scorecards (attempt_id, body, created_at) VALUES ('done', '{}', '2026-03-02 09:00:03');
INSERT INTO self_ratings (attempt_id, empathy, problem_solving, reflection, at)
VALUES ('done', 3, 3, '', '2026-03-02 09:00:04');
INSERT INTO model_usage (id, attempt_id, model, input_tokens, output_tokens, cached_tokens, requests, at)
VALUES ('u', 'done', 'm', 1, 1, 0, 1, '2026-03-02 09:00:05')
"""
COUNTED = ("attempts", "turns", "desk_entries", "events", "scorecards", "self_ratings", "model_usage")


def run(database: Database, statements: str) -> None:
    def work(connection: Connection) -> None:
        for statement in statements.split(";"):
            connection.execute(text(statement))

    database.write(work)


def rows_in(database: Database) -> dict[str, int]:
    def work(connection: Connection) -> dict[str, int]:
        return {table: connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() for table in COUNTED}

    return database.read(work)


def test_records_of_the_first_revision_are_kept_whole_and_can_be_gone_on_with(
    empty_url: str, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = migration.REVISION
    monkeypatch.setattr(migration, "REVISION", "0001")
    migrate(empty_url)
    run(database, PERSON)
    run(database, ATTEMPTS)
    before = rows_in(database)

    monkeypatch.setattr(migration, "REVISION", newest)
    migrate(empty_url)

    assert rows_in(database) == before == dict.fromkeys(COUNTED, 1) | {"attempts": 2, "turns": 2}
    store = open_store(empty_url, now=Ticking(), new_id=Counting())
    talking = store.attempts.get("talking")
    assert (talking.state, talking.revision, talking.ceiling, talking.forked_from) == (
        AttemptState.ACTIVE, 2, Ceiling.FULL, None,
    )  # fmt: skip
    answered = store.attempts.complete_reply(
        "talking",
        answers=1,
        expected_revision=2,
        text="At last.",
        engine=Engine.SCRIPTED,
        reading="{}",
        detail="{}",
        director_state="{}",
    )
    assert answered.number == 2
    with pytest.raises(Conflict, match="an older version of Frontstage"):
        store.attempts.fork("talking", turn=1)
    entry = DeskEntry(2, "refund", (), True, "Done.")
    assert store.attempts.record_desk("talking", entry=entry, director_state="{}", expected_revision=3).number == 1
    assert store.attempts.stop("talking").state is AttemptState.STOPPED
    assert [event.kind for event in store.attempts.events("talking")] == [
        EventKind.STARTED, EventKind.REPLIED, EventKind.DESK_USED, EventKind.STOPPED,
    ]  # fmt: skip
    store.close()


@pytest.mark.parametrize("change", ["UPDATE events SET body = '[]'", "DELETE FROM events"])
def test_events_still_only_grow_when_every_migration_has_run(empty_url: str, database: Database, change: str) -> None:
    migrate(empty_url)
    run(database, PERSON)
    store = open_store(empty_url, now=Ticking(), new_id=Counting())
    begun = store.attempts.start(
        person_id="mira",
        scenario=SCENARIO,
        purpose=Purpose.SHARED,
        assignment_id=None,
        seed=7,
        mood_meter=True,
        director_state="{}",
        opening_text="Hello?",
    )

    with pytest.raises((InvalidInput, StorageFailure)):
        run(database, change)

    assert [event.body != "[]" for event in store.attempts.events(begun.id)] == [True]
    store.close()
