"""An attempt's life: begun, talked in, rested, ended."""

import json
from dataclasses import replace

import pytest

from domain.conversation import DeskEntry, Engine, Speaker, Turn, TurnState
from domain.endings import EndingKind
from domain.errors import Conflict, InvalidInput, NotFound
from domain.people import Purpose
from records.rows import (
    AttemptRow,
    AttemptState,
    AttemptSummaryRow,
    DeskRow,
    Ending,
    EventKind,
    ModelUsage,
    ScenarioRow,
    TurnRow,
    UnansweredRow,
    UsageRow,
)
from records.store import Store
from tests.support.records import SCENARIO, Office, Ticking, begin, rate

SOLVED = Ending("parcel-found", EndingKind.RESOLVED)
GIVEN_UP = Ending("gave-up", EndingKind.ABANDONED)
REFUND = DeskEntry(1, "refund", (("amount", "12.50"), ("reason", "parcel “lost”")), True, "12.50 refunded.")


def answer(
    store: Store, attempt: AttemptRow, number: int, *, ending: Ending | None = None, usage: ModelUsage | None = None
) -> TurnRow:
    """The customer's answer to turn `number`, at the attempt's revision as it stands."""
    revision = store.attempts.get(attempt.id).revision
    return store.attempts.complete_reply(
        attempt.id,
        answers=number,
        expected_revision=revision,
        text="And when will it come?",
        engine=Engine.MODEL,
        reading='{"acts": []}',
        detail='{"cue": "press"}',
        director_state='{"patience": 5}',
        ending=ending,
        usage=usage,
    )


def say(store: Store, attempt: AttemptRow, text: str = "Let me look that up.", key: str = "k1") -> TurnRow:
    return store.attempts.save_message(attempt.id, text=text, idempotency_key=key)


def test_an_attempt_begins_with_the_customers_first_words(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    assert attempt == AttemptRow(
        id="id-0006",
        person_id=office.mira.id,
        scenario_id="late-parcel",
        scenario_hash="hash-1",
        assignment_id=None,
        purpose=Purpose.SHARED,
        state=AttemptState.ACTIVE,
        revision=0,
        seed=7,
        mood_meter=True,
        ending=None,
        director_state='{"patience": 6}',
        started_at=Ticking.at(3),
        ended_at=None,
    )
    assert store.attempts.get(attempt.id) == attempt
    assert store.attempts.turns(attempt.id) == [
        TurnRow(
            attempt.id,
            0,
            Speaker.CUSTOMER,
            "Hello? My parcel was due on Monday.",
            TurnState.COMPLETE,
            Engine.SCRIPTED,
            None,
            None,
            Ticking.at(3),
        )
    ]


def test_the_scenario_is_frozen_at_its_first_attempt(store: Store, office: Office) -> None:
    begin(store, office.mira)
    begin(store, office.tomas)
    begin(store, office.tomas, scenario=ScenarioRow("hash-2", "late-parcel", "4", "title: Rewritten\n"))

    assert store.attempts.scenario_body("hash-1") == SCENARIO.body
    assert store.attempts.scenario_body("hash-2") == "title: Rewritten\n"
    with pytest.raises(NotFound):
        store.attempts.scenario_body("hash-3")


def test_a_hash_that_stands_for_two_texts_is_a_conflict_and_starts_nothing(store: Store, office: Office) -> None:
    begin(store, office.mira)

    with pytest.raises(Conflict, match="stands for another text"):
        begin(store, office.mira, scenario=replace(SCENARIO, body="title: Forged\n"))

    assert len(store.attempts.of_person(office.mira.id)) == 1


def test_a_message_is_saved_and_waits_for_its_answer(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    saved = say(store, attempt, "I’m sorry — let me look 🙏")

    assert saved == TurnRow(
        attempt.id,
        1,
        Speaker.TRAINEE,
        "I’m sorry — let me look 🙏",
        TurnState.SAVED,
        None,
        "k1",
        None,
        Ticking.at(4),
    )
    assert saved.turn() == Turn(1, Speaker.TRAINEE, "I’m sorry — let me look 🙏")
    assert store.attempts.unanswered() == [UnansweredRow(attempt.id, 1)]


def test_the_same_key_again_gives_the_same_turn_even_when_it_is_answered_and_over(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    saved = say(store, attempt)

    assert say(store, attempt, text="sent twice") == saved
    answer(store, attempt, 1, ending=SOLVED)
    again = say(store, attempt, text="sent thrice")

    assert again == replace(saved, state=TurnState.COMPLETE, detail='{"acts": []}')
    assert len(store.attempts.turns(attempt.id)) == 3


def test_the_same_key_in_another_attempt_is_another_message(store: Store, office: Office) -> None:
    first, second = begin(store, office.mira), begin(store, office.mira)

    assert say(store, first).attempt_id == first.id
    assert say(store, second).attempt_id == second.id


def test_a_second_message_waits_until_the_first_is_answered(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    say(store, attempt, key="k1")

    with pytest.raises(Conflict, match="has not answered your last message"):
        say(store, attempt, key="k2")
    answer(store, attempt, 1)

    assert say(store, attempt, key="k2").number == 3


def test_an_answer_completes_both_turns_and_moves_the_director_on(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    saved = say(store, attempt)

    reply = answer(store, attempt, 1)

    assert reply == TurnRow(
        attempt.id,
        2,
        Speaker.CUSTOMER,
        "And when will it come?",
        TurnState.COMPLETE,
        Engine.MODEL,
        None,
        '{"cue": "press"}',
        Ticking.at(5),
    )
    assert store.attempts.turns(attempt.id)[1:] == [
        replace(saved, state=TurnState.COMPLETE, detail='{"acts": []}'),
        reply,
    ]
    assert store.attempts.get(attempt.id) == replace(attempt, revision=1, director_state='{"patience": 5}')
    assert store.attempts.unanswered() == []


def test_an_answer_may_end_the_attempt(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    say(store, attempt)

    answer(store, attempt, 1, ending=SOLVED)

    assert store.attempts.get(attempt.id) == replace(
        attempt,
        state=AttemptState.ENDED,
        revision=1,
        ending=SOLVED,
        director_state='{"patience": 5}',
        ended_at=Ticking.at(5),
    )


def test_a_message_is_answered_once_and_the_slower_answer_only_adds_its_cost(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    say(store, attempt)
    cost = ModelUsage("small-model", 900, 40, 800, 1)
    first = answer(store, attempt, 1, usage=cost)

    second = store.attempts.complete_reply(
        attempt.id,
        answers=1,
        expected_revision=0,
        text="Something else",
        engine=Engine.SCRIPTED,
        reading="{}",
        detail="{}",
        director_state="{}",
        usage=replace(cost, requests=2),
    )

    assert second == first
    assert store.attempts.get(attempt.id).revision == 1
    assert store.attempts.usage(attempt.id) == [
        UsageRow(attempt.id, 1, cost, Ticking.at(5)),
        UsageRow(attempt.id, 1, replace(cost, requests=2), Ticking.at(6)),
    ]


def test_an_answer_from_an_old_revision_is_refused_whole(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    saved = say(store, attempt)
    store.attempts.record_desk(attempt.id, entry=REFUND, director_state='{"patience": 8}', expected_revision=0)

    with pytest.raises(Conflict, match="at revision 1, not 0"):
        store.attempts.complete_reply(
            attempt.id,
            answers=1,
            expected_revision=0,
            text="Too late",
            engine=Engine.SCRIPTED,
            reading="{}",
            detail="{}",
            director_state="{}",
            usage=ModelUsage("small-model", 1, 1, 0, 1),
        )

    assert store.attempts.turns(attempt.id)[1:] == [saved]
    assert store.attempts.get(attempt.id).director_state == '{"patience": 8}'
    assert store.attempts.usage(attempt.id) == []
    assert store.attempts.unanswered() == [UnansweredRow(attempt.id, 1)]


def test_only_a_trainees_message_can_be_answered(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    with pytest.raises(Conflict, match="takes no answer"):
        answer(store, attempt, 0)
    with pytest.raises(NotFound, match="no turn 1"):
        answer(store, attempt, 1)


def test_the_desk_is_kept_in_order_with_its_arguments(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    refused = DeskEntry(1, "refund", (("amount", "900"),), False, "Over your limit of 50.00.")

    first = store.attempts.record_desk(attempt.id, entry=refused, director_state="{}", expected_revision=0)
    second = store.attempts.record_desk(attempt.id, entry=REFUND, director_state="{}", expected_revision=1)

    assert [first, second] == [
        DeskRow(attempt.id, 0, refused, Ticking.at(4)),
        DeskRow(attempt.id, 1, REFUND, Ticking.at(5)),
    ]
    assert store.attempts.desk(attempt.id) == [first, second]


def test_a_desk_action_pressed_twice_counts_once(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    store.attempts.record_desk(attempt.id, entry=REFUND, director_state="{}", expected_revision=0)

    with pytest.raises(Conflict):
        store.attempts.record_desk(attempt.id, entry=REFUND, director_state="{}", expected_revision=0)

    assert len(store.attempts.desk(attempt.id)) == 1


def test_no_desk_action_follows_an_ending(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    store.attempts.end(attempt.id, ending=SOLVED)

    with pytest.raises(Conflict, match="the desk was not used"):
        store.attempts.record_desk(attempt.id, entry=REFUND, director_state="{}", expected_revision=1)


def test_a_paused_attempt_takes_no_message_until_it_is_resumed(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    paused = store.attempts.pause(attempt.id)
    with pytest.raises(Conflict, match="is paused"):
        say(store, attempt)
    resumed = store.attempts.resume(attempt.id)

    assert paused == replace(attempt, state=AttemptState.PAUSED, revision=1)
    assert resumed == replace(attempt, state=AttemptState.ACTIVE, revision=2)
    assert say(store, attempt).number == 1


def test_a_reply_that_was_on_its_way_arrives_in_a_paused_attempt(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    say(store, attempt)
    store.attempts.pause(attempt.id)

    assert store.attempts.unanswered() == []
    assert answer(store, attempt, 1).number == 2
    assert store.attempts.get(attempt.id).state is AttemptState.PAUSED


def test_a_message_left_waiting_by_a_pause_is_found_after_it(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    say(store, attempt)
    store.attempts.pause(attempt.id)
    store.attempts.resume(attempt.id)

    assert store.attempts.unanswered() == [UnansweredRow(attempt.id, 1)]


def test_an_attempt_ends_once_and_for_good(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    say(store, attempt)

    ended = store.attempts.end(attempt.id, ending=GIVEN_UP, director_state='{"gone": true}')

    assert ended == replace(
        attempt,
        state=AttemptState.ENDED,
        revision=1,
        ending=GIVEN_UP,
        director_state='{"gone": true}',
        ended_at=Ticking.at(5),
    )
    for refused in (
        lambda: store.attempts.end(attempt.id, ending=SOLVED),
        lambda: store.attempts.pause(attempt.id),
        lambda: store.attempts.resume(attempt.id),
        lambda: answer(store, attempt, 1),
        lambda: say(store, attempt, key="k2"),
    ):
        with pytest.raises(Conflict):
            refused()
    assert store.attempts.get(attempt.id) == ended


def test_pausing_twice_or_resuming_what_is_active_is_a_conflict(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)

    with pytest.raises(Conflict, match="is active, not paused"):
        store.attempts.resume(attempt.id)
    store.attempts.pause(attempt.id)
    with pytest.raises(Conflict, match="is paused, not active"):
        store.attempts.pause(attempt.id)


def test_every_change_of_an_attempt_leaves_an_event_without_a_word_that_was_said(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    say(store, attempt, "Marmalade!")
    store.attempts.record_desk(attempt.id, entry=REFUND, director_state="{}", expected_revision=0)
    answer(store, attempt, 1)
    store.attempts.pause(attempt.id)
    store.attempts.resume(attempt.id)
    say(store, attempt, "Marmalade again!", key="k2")
    answer(store, attempt, 3, ending=SOLVED)
    rate(store, attempt)
    store.attempts.save_self_rating(attempt.id, empathy=4, problem_solving=2, reflection="Marmalade?")

    events = store.attempts.events(attempt.id)

    assert [(event.number, event.kind, json.loads(event.body)) for event in events] == [
        (0, EventKind.STARTED, {"scenario": "late-parcel", "hash": "hash-1", "purpose": "shared"}),
        (1, EventKind.MESSAGE_SAVED, {"turn": 1}),
        (2, EventKind.DESK_USED, {"entry": 0, "action": "refund", "accepted": True}),
        (3, EventKind.REPLIED, {"answers": 1, "turn": 2, "engine": "model"}),
        (4, EventKind.PAUSED, {}),
        (5, EventKind.RESUMED, {}),
        (6, EventKind.MESSAGE_SAVED, {"turn": 3}),
        (7, EventKind.REPLIED, {"answers": 3, "turn": 4, "engine": "model"}),
        (8, EventKind.ENDED, {"ending": "parcel-found", "kind": "resolved"}),
        (
            9,
            EventKind.SCORED,
            {
                "empathy": 3.5,
                "problem_solving": None,
                "sha256": "36cc4c41d1d3dfe875cb726c83468a2977c84ae838cc7107c132c78fca3b6645",
            },
        ),
        (10, EventKind.SELF_RATED, {"empathy": 4, "problem_solving": 2}),
    ]
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_a_trainee_sees_all_their_attempts_and_a_team_list_leaves_private_practice_out(
    store: Store, office: Office
) -> None:
    private = begin(store, office.mira, purpose=Purpose.PRACTICE)
    shared = begin(store, office.mira, purpose=Purpose.SHARED)
    formal = begin(store, office.tomas, purpose=Purpose.FORMAL)
    store.attempts.end(shared.id, ending=SOLVED)
    rate(store, shared)
    ended = store.attempts.get(shared.id)

    def listed(attempt: AttemptRow, name: str, empathy: float | None) -> AttemptSummaryRow:
        return AttemptSummaryRow(attempt, name, office.team.id, empathy, None)

    own = [listed(ended, "Mira", 3.5), listed(private, "Mira", None)]
    assert store.attempts.of_person(office.mira.id) == own
    assert store.attempts.of_team(office.team.id) == [listed(formal, "Tomas", None), listed(ended, "Mira", 3.5)]


def test_what_a_failed_call_cost_is_kept_too(store: Store, office: Office) -> None:
    attempt = begin(store, office.mira)
    cost = ModelUsage("small-model", 1200, 0, 0, 3)

    store.attempts.record_usage(attempt.id, turn=None, usage=cost)

    assert store.attempts.usage(attempt.id) == [UsageRow(attempt.id, None, cost, Ticking.at(4))]
    with pytest.raises(NotFound):
        store.attempts.record_usage("none", turn=None, usage=cost)


def test_an_unknown_attempt_is_not_found(store: Store, office: Office) -> None:
    with pytest.raises(NotFound):
        store.attempts.get("none")
    with pytest.raises(NotFound):
        store.attempts.save_message("none", text="Hello", idempotency_key="k")
    with pytest.raises(NotFound):
        store.attempts.end("none", ending=SOLVED)
    with pytest.raises(NotFound):
        begin(store, replace(office.mira, id="nobody"))
    assert store.attempts.turns("none") == []


@pytest.mark.parametrize("text", ["half a character: \ud83d", "a NUL: \0"])
def test_text_that_one_engine_cannot_hold_is_refused_by_both(store: Store, office: Office, text: str) -> None:
    attempt = begin(store, office.mira)

    with pytest.raises(InvalidInput, match="cannot be kept"):
        say(store, attempt, text)

    assert len(store.attempts.turns(attempt.id)) == 1
    assert len(store.attempts.events(attempt.id)) == 1


def test_a_seed_beyond_64_bits_is_refused(store: Store, office: Office) -> None:
    with pytest.raises(InvalidInput):
        store.attempts.start(
            person_id=office.mira.id,
            scenario=SCENARIO,
            purpose=Purpose.PRACTICE,
            assignment_id=None,
            seed=2**63,
            mood_meter=False,
            director_state="{}",
            opening_text="Hello?",
        )
    assert store.attempts.of_person(office.mira.id) == []
