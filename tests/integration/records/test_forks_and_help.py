"""Taking a conversation up again, help, flagged lines, and stopping, on both engines."""

import json

import pytest

from domain.conversation import DeskEntry, Engine, Speaker, TurnState
from domain.endings import EndingKind
from domain.errors import Conflict, InvalidInput, NotFound
from domain.mood import Ceiling
from domain.people import Purpose
from records.rows import (
    AttemptRow,
    AttemptState,
    AttemptSummaryRow,
    Ending,
    EventKind,
    FlagRow,
    HintRow,
    TurnRow,
)
from records.store import Store
from tests.support.records import SCENARIO, Office, Ticking, begin, rate

REFUND = DeskEntry(2, "refund", (("amount", "12.50"),), True, "12.50 refunded.")
NOTE = DeskEntry(3, "note", (), True, "Noted.")


def exchange(store: Store, attempt_id: str, text: str, *, state: str, ending: Ending | None = None) -> None:
    """A message and its answer, after which the director's state is `state`."""
    saved = store.attempts.save_message(attempt_id, text=text, idempotency_key=text)
    store.attempts.complete_reply(
        attempt_id,
        answers=saved.number,
        expected_revision=store.attempts.get(attempt_id).revision,
        text=f"You say: {text}",
        engine=Engine.SCRIPTED,
        reading=f'"{text}"',
        detail=f'"after {text}"',
        director_state=state,
        ending=ending,
    )


def use(store: Store, attempt_id: str, entry: DeskEntry, *, state: str) -> None:
    store.attempts.record_desk(
        attempt_id, entry=entry, director_state=state, expected_revision=store.attempts.get(attempt_id).revision
    )


def played(store: Store, office: Office) -> AttemptRow:
    """Three exchanges and two uses of the desk, one of them while the last message waits for its answer."""
    attempt = store.attempts.start(
        person_id=office.mira.id,
        scenario=SCENARIO,
        purpose=Purpose.SHARED,
        assignment_id=None,
        seed=7,
        mood_meter=False,
        ceiling=Ceiling.GENTLE,
        director_state='"opening"',
        opening_text="Hello?",
    )
    exchange(store, attempt.id, "one", state='"after one"')
    use(store, attempt.id, REFUND, state='"refunded"')
    store.attempts.save_message(attempt.id, text="two", idempotency_key="two")
    use(store, attempt.id, NOTE, state='"noted"')
    store.attempts.complete_reply(
        attempt.id,
        answers=3,
        expected_revision=3,
        text="You say: two",
        engine=Engine.MODEL,
        reading='"two"',
        detail='"after two"',
        director_state='"after two"',
    )
    exchange(store, attempt.id, "three", state='"after three"', ending=Ending("found", EndingKind.RESOLVED))
    return store.attempts.get(attempt.id)


def without_keys(rows: list[TurnRow]) -> list[tuple[object, ...]]:
    return [(row.number, row.speaker, row.text, row.state, row.engine, row.detail, row.said_at) for row in rows]


def test_a_fork_stands_where_the_original_stood_before_that_message(store: Store, office: Office) -> None:
    original = played(store, office)
    turns, desk = store.attempts.turns(original.id), store.attempts.desk(original.id)

    fork = store.attempts.fork(original.id, turn=3)

    assert fork == AttemptRow(
        id=fork.id,
        person_id=office.mira.id,
        scenario_id="late-parcel",
        scenario_hash="hash-1",
        assignment_id=None,
        purpose=Purpose.PRACTICE,
        state=AttemptState.ACTIVE,
        revision=0,
        seed=7,
        mood_meter=False,
        ending=None,
        director_state='"refunded"',
        started_at=fork.started_at,
        ended_at=None,
        ceiling=Ceiling.GENTLE,
        forked_from=(original.id, 3),
    )
    assert without_keys(store.attempts.turns(fork.id)) == without_keys(turns[:3])
    assert {row.idempotency_key for row in store.attempts.turns(fork.id)} == {None}
    assert [row.entry for row in store.attempts.desk(fork.id)] == [REFUND]
    assert store.attempts.get(original.id) == original
    assert (store.attempts.turns(original.id), store.attempts.desk(original.id)) == (turns, desk)
    begun = store.attempts.events(fork.id)
    assert [event.kind for event in begun] == [EventKind.STARTED]
    assert json.loads(begun[0].body)["forked_from"] == original.id
    told = store.attempts.events(original.id)[-1]
    assert (told.kind, json.loads(told.body)) == (EventKind.FORKED, {"turn": 3, "fork": fork.id})


def test_what_was_done_while_a_message_waited_came_after_it(store: Store, office: Office) -> None:
    original = played(store, office)

    after = store.attempts.fork(original.id, turn=5)

    assert (after.director_state, [row.entry for row in store.attempts.desk(after.id)]) == (
        '"after two"', [REFUND, NOTE],
    )  # fmt: skip


def test_a_fork_begins_at_the_first_message_too_and_takes_any_message_there(store: Store, office: Office) -> None:
    original = played(store, office)

    fork = store.attempts.fork(original.id, turn=1)
    exchange(store, fork.id, "one", state='"after one"')

    assert [row.text for row in store.attempts.turns(fork.id)] == ["Hello?", "one", "You say: one"]
    assert store.attempts.get(fork.id).director_state == '"after one"'


def test_a_fork_can_be_forked_at_its_own_messages_and_at_those_it_took_over(store: Store, office: Office) -> None:
    original = played(store, office)
    fork = store.attempts.fork(original.id, turn=3)
    exchange(store, fork.id, "other", state='"after other"')
    exchange(store, fork.id, "next", state='"after next"')

    own, inherited = store.attempts.fork(fork.id, turn=5), store.attempts.fork(fork.id, turn=1)
    deepest = store.attempts.fork(own.id, turn=3)

    assert (own.director_state, inherited.director_state, deepest.director_state) == (
        '"after other"', '"opening"', '"refunded"',
    )  # fmt: skip
    assert [row.text for row in store.attempts.turns(own.id)][3:] == ["other", "You say: other"]
    assert store.attempts.desk(inherited.id) == []
    assert [row.entry for row in store.attempts.desk(deepest.id)] == [REFUND]
    everyone = [original.id, fork.id, own.id, inherited.id, deepest.id]
    for each in everyone:
        assert [row.id for row in store.attempts.family(each)] == everyone


def test_a_message_that_waits_for_its_answer_can_be_taken_again(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    store.attempts.save_message(attempt.id, text="one", idempotency_key="1")

    fork = store.attempts.fork(attempt.id, turn=1)

    assert fork.director_state == attempt.director_state
    assert [row.state for row in store.attempts.turns(fork.id)] == [TurnState.COMPLETE]


@pytest.mark.parametrize("turn", [-1, 0, 2, 7, 99])
def test_only_a_message_of_the_trainees_can_be_taken_again(store: Store, office: Office, turn: int) -> None:
    original = played(store, office)

    with pytest.raises(InvalidInput, match="is no message of the trainee's"):
        store.attempts.fork(original.id, turn=turn)

    assert len(store.attempts.of_person(office.mira.id)) == 1


def test_a_fork_is_in_no_list_of_a_team(store: Store, office: Office) -> None:
    original = played(store, office)
    fork = store.attempts.fork(original.id, turn=3)

    assert [row.attempt.id for row in store.attempts.of_team(office.team.id)] == [original.id]
    assert [row.attempt.id for row in store.attempts.of_person(office.mira.id)] == [fork.id, original.id]


def test_the_same_hint_after_the_same_turn_is_counted_once(store: Store, office: Office, clock: Ticking) -> None:
    attempt = begin(store, office.mira)

    given = [
        store.attempts.record_hint(attempt.id, turn=turn, hint=hint)
        for turn, hint in ((0, "name_the_feeling"), (0, "name_the_feeling"), (0, "identity"), (2, "identity"))
    ]

    assert given == [1, 1, 2, 3]
    hints = store.attempts.hints(attempt.id)
    assert [(row.turn, row.hint) for row in hints] == [(0, "name_the_feeling"), (0, "identity"), (2, "identity")]
    assert hints[0] == HintRow(attempt.id, 0, "name_the_feeling", hints[0].at)
    events = store.attempts.events(attempt.id)[1:]
    assert [(event.kind, json.loads(event.body)) for event in events] == [
        (EventKind.HINTED, {"turn": 0, "hint": "name_the_feeling"}),
        (EventKind.HINTED, {"turn": 0, "hint": "identity"}),
        (EventKind.HINTED, {"turn": 2, "hint": "identity"}),
    ]
    assert store.attempts.get(attempt.id).revision == 0


def test_who_rests_or_is_done_is_not_helped(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    store.attempts.pause(attempt.id)

    with pytest.raises(Conflict, match="is paused: there is nothing to help with"):
        store.attempts.record_hint(attempt.id, turn=0, hint="identity")

    assert store.attempts.hints(attempt.id) == []


def test_a_line_is_flagged_once_with_the_first_reason(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    exchange(store, attempt.id, "one", state="{}")

    flagged = store.attempts.flag(attempt.id, turn=2, reason="She had said that before.")
    assert store.attempts.flag(attempt.id, turn=2, reason="She had said that before.") == flagged
    with pytest.raises(Conflict, match="what you wrote first is kept"):
        store.attempts.flag(attempt.id, turn=2, reason="Something else.")
    with pytest.raises(InvalidInput, match="Only a line of the customer's"):
        store.attempts.flag(attempt.id, turn=1, reason="Mine.")
    with pytest.raises(NotFound):
        store.attempts.flag(attempt.id, turn=3, reason="There is none.")

    assert store.attempts.flags(attempt.id) == [
        FlagRow(attempt.id, 2, "She had said that before.", flagged.at),
    ]
    last = store.attempts.events(attempt.id)[-1]
    assert (last.kind, json.loads(last.body)) == (EventKind.FLAGGED, {"turn": 2})


def test_hints_and_flags_are_counted_in_lists(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    store.attempts.record_hint(attempt.id, turn=0, hint="identity")
    store.attempts.record_hint(attempt.id, turn=0, hint="repair")
    store.attempts.flag(attempt.id, turn=0, reason="Odd.")
    begin(store, office.tomas)

    rows = {row.person_name: row for row in store.attempts.of_team(office.team.id)}

    assert rows["Mira"] == AttemptSummaryRow(
        store.attempts.get(attempt.id), "Mira", office.team.id, None, None, hints=2, flags=1
    )
    assert (rows["Tomas"].hints, rows["Tomas"].flags) == (0, 0)


def test_a_stopped_attempt_is_over_without_an_ending_or_a_rating(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    store.attempts.save_message(attempt.id, text="one", idempotency_key="1")

    stopped = store.attempts.stop(attempt.id)

    assert (stopped.state, stopped.over, stopped.ending, stopped.ended_at is None) == (
        AttemptState.STOPPED, True, None, False,
    )  # fmt: skip
    assert store.attempts.stop(attempt.id) == stopped
    assert [event.kind for event in store.attempts.events(attempt.id)].count(EventKind.STOPPED) == 1
    assert store.attempts.unanswered() == []
    for refused in (
        lambda: exchange(store, attempt.id, "two", state="{}"),
        lambda: use(store, attempt.id, REFUND, state="{}"),
        lambda: store.attempts.pause(attempt.id),
        lambda: store.attempts.resume(attempt.id),
        lambda: store.attempts.end(attempt.id, ending=Ending("found", EndingKind.RESOLVED)),
        lambda: store.attempts.complete_reply(
            attempt.id,
            answers=1,
            expected_revision=stopped.revision,
            text="Late.",
            engine=Engine.SCRIPTED,
            reading="{}",
            detail="{}",
            director_state="{}",
        ),
        lambda: rate(store, attempt),
        lambda: store.attempts.save_self_rating(attempt.id, empathy=3, problem_solving=3, reflection=""),
    ):
        with pytest.raises(Conflict, match="stopped"):
            refused()
    assert store.attempts.get(attempt.id) == stopped


def test_what_has_ended_cannot_be_stopped_and_what_rests_can(store: Store, office: Office) -> None:
    ended, resting = begin(store, office.mira), begin(store, office.mira)
    store.attempts.end(ended.id, ending=Ending("found", EndingKind.RESOLVED))
    store.attempts.pause(resting.id)

    with pytest.raises(Conflict, match="This attempt is ended"):
        store.attempts.stop(ended.id)

    assert store.attempts.stop(resting.id).state is AttemptState.STOPPED


def test_a_stopped_attempt_can_be_taken_up_again_as_a_fork(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    exchange(store, attempt.id, "one", state='"after one"')
    exchange(store, attempt.id, "two", state='"after two"')
    store.attempts.stop(attempt.id)

    fork = store.attempts.fork(attempt.id, turn=3)

    assert (fork.state, fork.director_state) == (AttemptState.ACTIVE, '"after one"')
    assert store.attempts.turns(fork.id)[-1].speaker is Speaker.CUSTOMER
