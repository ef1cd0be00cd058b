"""Many threads and processes on the same records."""

import random
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from domain.clock import new_id, utc_now
from domain.conversation import DeskEntry, Engine, Speaker, TurnState
from domain.endings import EndingKind
from domain.errors import Conflict
from domain.people import Purpose
from records.database import parsed_url
from records.rows import AttemptRow, AttemptState, Ending, ScenarioRow, TurnRow
from records.store import Store, migrate, open_store
from tests.support.records import Office, begin, furnish

WRITERS = 8


def reply(store: Store, attempt_id: str, number: int, *, text: str = "Go on.") -> TurnRow:
    """Answers as a worker does: reads the revision, and computes anew when somebody was faster."""
    while True:
        try:
            return store.attempts.complete_reply(
                attempt_id,
                answers=number,
                expected_revision=store.attempts.get(attempt_id).revision,
                text=text,
                engine=Engine.SCRIPTED,
                reading="{}",
                detail="{}",
                director_state="{}",
            )
        except Conflict:
            continue


def test_eight_threads_write_their_attempts_without_an_error_or_a_gap(store: Store, office: Office) -> None:
    attempts = [begin(store, office.mira) for _ in range(WRITERS)]

    def talk(attempt: AttemptRow) -> None:
        for n in range(12):
            saved = store.attempts.save_message(attempt.id, text=f"message {n}", idempotency_key=str(n))
            reply(store, attempt.id, saved.number)

    with ThreadPoolExecutor(WRITERS) as crowd:
        list(crowd.map(talk, attempts))

    for attempt in attempts:
        turns = store.attempts.turns(attempt.id)
        assert [turn.number for turn in turns] == list(range(25))
        assert {turn.state for turn in turns} == {TurnState.COMPLETE}
        assert [event.number for event in store.attempts.events(attempt.id)] == list(range(25))
        assert store.attempts.get(attempt.id).revision == 12


def test_eight_threads_in_one_attempt_get_one_message_through_at_a_time(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    def press_on(writer: int) -> int:
        sent = 0
        for n in range(6):
            try:
                saved = store.attempts.save_message(attempt.id, text="me!", idempotency_key=f"{writer}-{n}")
            except Conflict:
                continue
            sent += 1
            reply(store, attempt.id, saved.number)
        return sent

    with ThreadPoolExecutor(WRITERS) as crowd:
        sent = sum(crowd.map(press_on, range(WRITERS)))

    turns = store.attempts.turns(attempt.id)
    assert sent >= 1
    assert [(turn.number, turn.speaker) for turn in turns] == [
        (n, Speaker.TRAINEE if n % 2 else Speaker.CUSTOMER) for n in range(2 * sent + 1)
    ]


def test_a_message_sent_by_eight_threads_with_one_key_is_one_message(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    with ThreadPoolExecutor(WRITERS) as crowd:
        rows = list(
            crowd.map(
                lambda n: store.attempts.save_message(attempt.id, text=f"copy {n}", idempotency_key="same"),
                range(WRITERS),
            )
        )

    assert len(set(rows)) == 1
    assert store.attempts.turns(attempt.id)[1:] == rows[:1]


def test_a_message_answered_by_eight_threads_has_one_answer(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    store.attempts.save_message(attempt.id, text="Hello", idempotency_key="k")

    with ThreadPoolExecutor(WRITERS) as crowd:
        rows = list(crowd.map(lambda n: reply(store, attempt.id, 1, text=f"answer {n}"), range(WRITERS)))

    assert len(set(rows)) == 1
    assert store.attempts.turns(attempt.id)[2:] == rows[:1]
    assert store.attempts.get(attempt.id).revision == 1


def test_of_eight_changes_from_one_revision_one_wins(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    def press(n: int) -> bool:
        entry = DeskEntry(0, "refund", (("amount", str(n)),), True, "Done.")
        try:
            store.attempts.record_desk(attempt.id, entry=entry, director_state="{}", expected_revision=0)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as crowd:
        won = list(crowd.map(press, range(WRITERS)))

    assert won.count(True) == 1
    assert [row.entry.arguments for row in store.attempts.desk(attempt.id)] == [(("amount", str(won.index(True))),)]


def test_of_eight_starts_of_an_assignment_only_the_allowed_ones_happen(store: Store, office: Office) -> None:
    assignment = store.assignments.create(
        organisation_id=office.organisation.id,
        scenario_id="late-parcel",
        purpose=Purpose.FORMAL,
        people=[office.mira.id],
        created_by=office.trainer.id,
        max_attempts=3,
    )

    def start(_: int) -> bool:
        try:
            begin(store, office.mira, assignment_id=assignment.id)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(WRITERS) as crowd:
        started = list(crowd.map(start, range(WRITERS)))

    assert started.count(True) == 3
    assert store.assignments.of_person(office.mira.id)[0].attempts == 3


def test_a_new_scenario_is_frozen_once_when_eight_start_it_together(store: Store, office: Office) -> None:
    scenario = ScenarioRow("hash-new", "cold-soup", "1", "title: Cold soup\n")

    with ThreadPoolExecutor(WRITERS) as crowd:
        started = list(crowd.map(lambda _: begin(store, office.mira, scenario=scenario), range(WRITERS)))

    assert {attempt.scenario_hash for attempt in started} == {"hash-new"}
    assert store.attempts.scenario_body("hash-new") == scenario.body


def test_two_stores_on_one_database_do_not_get_in_each_others_way(url: str, store: Store, office: Office) -> None:
    other = open_store(url, now=utc_now, new_id=new_id)
    attempts = [begin(store, office.mira) for _ in range(4)]

    def talk(pair: tuple[Store, AttemptRow]) -> None:
        for n in range(10):
            saved = pair[0].attempts.save_message(pair[1].id, text="hi", idempotency_key=str(n))
            reply(pair[0], pair[1].id, saved.number)

    with ThreadPoolExecutor(4) as crowd:
        list(crowd.map(talk, zip([store, other, store, other], attempts, strict=True)))
    other.close()

    assert [len(store.attempts.turns(attempt.id)) for attempt in attempts] == [21] * 4


def test_processes_that_migrate_at_once_make_one_schema(empty_url: str) -> None:
    script = "import sys; from records.store import migrate; migrate(sys.argv[1])"
    processes = [subprocess.Popen([sys.executable, "-c", script, empty_url], stderr=subprocess.PIPE) for _ in range(4)]

    assert [(process.communicate()[1], process.returncode) for process in processes] == [(b"", 0)] * 4
    migrate(empty_url)
    store = open_store(empty_url, now=utc_now, new_id=new_id)
    assert store.audit.verify() is None
    store.close()


def test_the_event_log_cannot_be_rewritten(url: str, store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    before = store.attempts.events(attempt.id)
    engine = create_engine(parsed_url(url))

    for change in ("UPDATE events SET body = '{}'", "DELETE FROM events"):
        with engine.connect() as intruder, pytest.raises(DBAPIError, match="events only grows"):
            intruder.execute(text(change))
    engine.dispose()

    assert store.attempts.events(attempt.id) == before


STEPS = st.lists(
    st.sampled_from(["say", "say again", "reply", "desk", "stale desk", "pause", "resume", "end"]), max_size=25
)


@given(steps=STEPS, seed=st.integers(0, 2**31))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_whatever_the_order_of_steps_turns_alternate_and_revisions_count_changes(
    store: Store, steps: list[str], seed: int
) -> None:
    people = store.people.organisations()
    office = None if people else furnish(store)
    mira = store.people.person_by_email("mira@harbour.example")
    assert office is None or office.mira == mira
    assert mira is not None
    attempt = begin(store, mira)
    rng = random.Random(seed)
    before = store.attempts.get(attempt.id)
    for step in steps:
        try:
            take(store, attempt.id, step, rng)
        except Conflict:
            assert store.attempts.get(attempt.id) == before
        after = store.attempts.get(attempt.id)
        assert after.revision - before.revision in {0, 1}
        assert (after.revision == before.revision) == (after == before)
        assert (after.state is AttemptState.ENDED) == (after.ending is not None) == (after.ended_at is not None)
        before = after

    turns = store.attempts.turns(attempt.id)
    assert [(turn.number, turn.speaker) for turn in turns] == [
        (n, Speaker.TRAINEE if n % 2 else Speaker.CUSTOMER) for n in range(len(turns))
    ]
    assert all(turn.state is TurnState.COMPLETE for turn in turns[:-1])
    events = store.attempts.events(attempt.id)
    assert [event.number for event in events] == list(range(len(events)))


def take(store: Store, attempt_id: str, step: str, rng: random.Random) -> None:
    attempt, turns = store.attempts.get(attempt_id), store.attempts.turns(attempt_id)
    entry = DeskEntry(turns[-1].number, "note", (), True, "Noted.")

    def desk(revision: int) -> None:
        store.attempts.record_desk(
            attempt_id, entry=entry, director_state=rng.randbytes(4).hex(), expected_revision=revision
        )

    def answer() -> None:
        store.attempts.complete_reply(
            attempt_id,
            answers=turns[-1].number,
            expected_revision=attempt.revision,
            text="Hm.",
            engine=Engine.SCRIPTED,
            reading="{}",
            detail="{}",
            director_state=rng.randbytes(4).hex(),
        )

    actions: dict[str, Callable[[], object]] = {
        "say": lambda: store.attempts.save_message(attempt_id, text="Hi", idempotency_key=str(rng.random())),
        "say again": lambda: store.attempts.save_message(attempt_id, text="Hi", idempotency_key="always the same"),
        "reply": answer,
        "desk": lambda: desk(attempt.revision),
        "stale desk": lambda: desk(attempt.revision - 1),
        "pause": lambda: store.attempts.pause(attempt_id),
        "resume": lambda: store.attempts.resume(attempt_id),
        "end": lambda: store.attempts.end(attempt_id, ending=Ending("gone", EndingKind.ABANDONED)),
    }
    actions[step]()
