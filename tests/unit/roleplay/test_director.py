"""What messages do to a customer, one by one and in any order."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.acts import Act
from domain.endings import EndingKind
from domain.mood import Mood, MoodChange, Tone
from domain.reading import Reading
from roleplay.director import Decision, direct, leave
from roleplay.moment import ASKED_ABOUT
from roleplay.state import Piece, Source, intent, opening_state, state_from_json, state_to_json
from scenarios.model import Intent
from tests.support.readings import reading
from tests.support.scenario_fixture import scenario

SCENARIO = scenario()
OPENING = opening_state(SCENARIO)


def after(first: Reading, *more: Reading) -> Decision:
    decision = direct(SCENARIO, OPENING, first, seed=1)
    for each in more:
        decision = direct(SCENARIO, decision.state, each, seed=1)
    return decision


def causes(decision: Decision) -> list[str]:
    return [change.cause for change in decision.changes]


def test_naming_the_feeling_calms_by_the_table_scaled_by_a_wary_temperament() -> None:
    decision = after(reading(Act.NAME_FEELING))

    assert decision.changes == (
        MoodChange("name_feeling", "name_feeling", frustration=-1.08, trust=0.77, effort=0.0, patience=0.3),
    )
    assert decision.state.mood == Mood(4.92, 4.77, 6.0, 6.3)
    assert decision.cue.reaction == intent(Intent.HEARD)


def test_kindness_wears_off_when_repeated_and_harm_does_not() -> None:
    kind = after(reading(Act.NAME_FEELING), reading(Act.NAME_FEELING))
    harm = after(reading(Act.BLAME_OTHER_TEAM), reading(Act.BLAME_OTHER_TEAM))

    assert kind.changes[0].frustration == pytest.approx(-1.08 * 0.55, abs=0.01)
    assert harm.changes[0] == after(reading(Act.BLAME_OTHER_TEAM)).changes[0]


def test_each_further_kindness_in_one_message_counts_less() -> None:
    together = after(reading(Act.VALIDATE, Act.SET_EXPECTATION)).state.mood
    alone = [after(reading(act)).state.mood for act in (Act.VALIDATE, Act.SET_EXPECTATION)]

    assert OPENING.mood.frustration - together.frustration < sum(
        OPENING.mood.frustration - m.frustration for m in alone
    )


def test_an_acknowledgement_taken_back_by_but_does_harm_instead() -> None:
    decision = after(reading(Act.NAME_FEELING, but=True))

    assert causes(decision) == ["but_cancels"]
    assert decision.state.mood.frustration > OPENING.mood.frustration
    assert decision.state.heard == 0
    assert decision.cue.reaction == intent(Intent.BUT)


def test_the_third_apology_is_a_loop() -> None:
    twice = after(*[reading(Act.GENERIC_APOLOGY)] * 2)
    third = after(*[reading(Act.GENERIC_APOLOGY)] * 3)

    assert "apology_loop" not in causes(twice)
    assert "apology_loop" in causes(third)
    assert third.cue.reaction == intent(Intent.APOLOGY_LOOP)


def test_who_has_asked_about_it_has_heard_something_before_the_solution() -> None:
    known = direct(
        SCENARIO, replace(after(reading()).state, heard=1 - ASKED_ABOUT), reading(asks=("drives_nights",)), seed=1
    )
    assert known.state.heard == pytest.approx(1)
    offered = direct(SCENARIO, known.state, reading(moves=("offer_rush",)), seed=1)
    assert "solution_too_early" not in causes(offered)


def test_a_solution_before_the_feeling_is_heard_lands_badly_and_is_taken_up_once_heard() -> None:
    early = after(reading(moves=("offer_rush",)))
    assert causes(early) == ["solution_too_early"]
    assert early.state.parked == ("offer_rush",)
    assert Piece(Source.OBJECTION, "offer_rush") in early.cue.content

    heard = direct(SCENARIO, early.state, reading(Act.NAME_FEELING), seed=1)
    assert heard.state.parked == ()
    assert heard.state.moves == ("offer_rush",)
    assert Piece(Source.MOVE, "offer_rush") in heard.cue.content


def test_the_same_solution_offered_again_is_taken_without_much_joy() -> None:
    again = after(reading(moves=("offer_rush",)), reading(moves=("offer_rush",)))
    assert again.state.moves == ("offer_rush",)
    assert again.state.parked == ()


def test_a_move_whose_condition_is_not_met_gets_an_objection_and_is_not_made() -> None:
    decision = after(reading(Act.NAME_FEELING, moves=("offer_loan",)))
    assert decision.state.moves == ()
    assert Piece(Source.OBJECTION, "offer_loan") in decision.cue.content


def test_a_question_finds_the_fact_it_asks_for() -> None:
    decision = after(reading(Act.ASK_OPEN, asks=("drives_nights", "tested_in_february")))
    assert decision.state.told == ("drives_nights", "tested_in_february")
    assert decision.cue.content == (Piece(Source.FACT, "drives_nights"), Piece(Source.FACT, "tested_in_february"))
    assert "drives_nights" not in decision.cue.forbidden


def test_what_needs_trust_is_kept_until_there_is_enough() -> None:
    guarded = after(reading(Act.ASK_OPEN, asks=("gave_up_shifts",)))
    assert guarded.state.told == ()
    assert guarded.cue.content == (intent(Intent.GUARDED),)
    assert "gave_up_shifts" in guarded.cue.forbidden

    trusting = replace(OPENING, mood=Mood(3, 7, 3, 6))
    told = direct(SCENARIO, trusting, reading(Act.ASK_OPEN, asks=("gave_up_shifts",)), seed=1)
    assert told.state.told == ("gave_up_shifts",)


def test_a_question_answered_before_irritates_and_is_answered_again() -> None:
    decision = after(reading(asks=("drives_nights",)), reading(asks=("drives_nights",)))
    assert causes(decision)[0] == "told_twice"
    assert decision.cue.reaction == intent(Intent.ALREADY_TOLD)
    assert decision.cue.content == (Piece(Source.FACT, "drives_nights"),)


def test_an_unknown_question_gets_an_i_do_not_know() -> None:
    decision = after(reading(Act.ASK_CLOSED, other=("What is the serial number?",)))
    assert decision.cue.content == (intent(Intent.UNKNOWN),)


def test_a_need_is_noticed_when_words_and_mood_meet_it() -> None:
    decision = after(reading(Act.ASK_OPEN, asks=("drives_nights",)), reading(Act.NAME_FEELING))
    assert decision.state.needs == ("taken_seriously",)
    assert "need:taken_seriously" in causes(decision)


def test_a_goodbye_with_the_main_need_open_is_refused_once_and_then_taken() -> None:
    first = after(reading(Act.CLOSE))
    assert first.state.ending == ""
    assert first.cue.content[0] == intent(Intent.NOT_YET)

    second = direct(SCENARIO, first.state, reading(Act.CLOSE), seed=1)
    assert second.state.ending == "unsolved"


def test_asking_if_all_is_well_with_nothing_open_ends_well() -> None:
    solved = replace(OPENING, desk=("check_identity", "lend_pair"), told=("drives_nights",), mood=Mood(2, 7, 3, 6))
    offered = direct(SCENARIO, solved, reading(Act.NAME_FEELING, Act.CONFIRM_RESOLUTION), seed=1)
    assert offered.state.ending == ""  # that question was about what had just been said

    more = direct(SCENARIO, offered.state, reading(Act.CONFIRM_RESOLUTION), seed=1)
    assert more.state.ending == ""  # asked if there is more, she tells what was hard to say
    assert more.cue.content == (Piece(Source.FACT, "gave_up_shifts"),)

    asked = direct(SCENARIO, more.state, reading(Act.CONFIRM_RESOLUTION), seed=1)
    assert asked.state.ending == "sees_again"
    assert asked.cue.content == (Piece(Source.ENDING, "sees_again"),)


def test_a_question_is_answered_before_anyone_says_goodbye() -> None:
    solved = replace(OPENING, desk=("check_identity", "lend_pair"), needs=("see_safely",))
    decision = direct(SCENARIO, solved, reading(Act.CLOSE, asks=("drives_nights",)), seed=1)
    assert decision.state.ending == ""
    assert decision.cue.content == (Piece(Source.FACT, "drives_nights"),)


def test_what_is_not_said_is_not_told() -> None:
    last_straw = replace(OPENING, insults=1)
    decision = direct(SCENARIO, last_straw, reading(Act.RUDE, asks=("drives_nights",)), seed=1)
    assert decision.state.ending == "gave_up"
    assert decision.state.told == ()


def test_a_need_that_the_desk_undoes_is_open_again_and_relief_is_felt_once() -> None:
    lent = direct(SCENARIO, replace(OPENING, desk=("lend_pair",)), reading(Act.GREET), seed=1)
    assert lent.state.needs == ("see_safely",)

    undone = direct(SCENARIO, replace(lent.state, desk=()), reading(Act.GREET), seed=1)
    again = direct(SCENARIO, replace(undone.state, desk=("lend_pair",)), reading(Act.GREET), seed=1)
    assert (undone.state.needs, again.state.needs) == ((), ("see_safely",))
    assert "need:see_safely" in causes(lent)
    assert "need:see_safely" not in causes(again)


def test_the_first_insult_to_an_upset_but_not_angry_customer_does_not_end_it() -> None:
    assert after(reading(Act.RUDE)).state.ending == ""
    furious = replace(OPENING, mood=Mood(7.5, 2, 6, 6))
    assert direct(SCENARIO, furious, reading(Act.RUDE), seed=1).state.ending == "gave_up"


def test_a_greeting_takes_nothing_from_the_sentence_that_matters() -> None:
    polite = after(reading(Act.GREET, Act.THANK, Act.VALIDATE)).state.mood
    assert polite.frustration == after(reading(Act.VALIDATE)).state.mood.frustration


def test_an_apology_with_something_done_begins_the_count_anew() -> None:
    decision = after(
        *[reading(Act.SPECIFIC_APOLOGY)] * 2,
        reading(Act.SPECIFIC_APOLOGY, Act.COMMIT_ACTION),
        reading(Act.SPECIFIC_APOLOGY),
    )
    assert "apology_loop" not in causes(decision)


def test_two_insults_end_it() -> None:
    decision = after(reading(Act.RUDE), reading(Act.RUDE))
    assert decision.state.ending == "gave_up"


def test_patience_runs_out_over_empty_talk() -> None:
    state, turns = OPENING, 0
    while not state.ending and turns < 40:
        state, turns = direct(SCENARIO, state, reading(Act.EMPTY_FORMULA), seed=1).state, turns + 1
    assert state.ending == "gave_up"
    assert 4 <= turns <= 15


def test_leaving_after_the_work_is_done_counts_what_was_done() -> None:
    nothing = leave(SCENARIO, OPENING)
    solved = leave(SCENARIO, replace(OPENING, desk=("check_identity", "rush_order")))
    assert leave(SCENARIO, OPENING).state.mood == OPENING.mood
    assert (nothing.ending.id, nothing.ending.kind) == ("left_alone", EndingKind.ABANDONED)
    assert (solved.ending.id, solved.state.needs) == ("glasses_only", ("see_safely",))


def test_a_state_survives_its_json() -> None:
    state = after(reading(Act.NAME_FEELING, asks=("drives_nights",), when="by Thursday")).state
    assert state_from_json(state_to_json(state)) == state
    assert state.when == "by Thursday"


READINGS = st.builds(
    lambda acts, moves, asks, but: reading(*acts, moves=tuple(moves), asks=tuple(asks), but=but),
    st.lists(st.sampled_from(sorted(Act)), max_size=5, unique=True),
    st.lists(st.sampled_from([move.id for move in SCENARIO.moves]), max_size=2, unique=True),
    st.lists(st.sampled_from([fact.id for fact in SCENARIO.facts if fact.asked_by]), max_size=2, unique=True),
    st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(READINGS, min_size=1, max_size=12), st.integers(0, 2**31))
def test_any_conversation_keeps_mood_in_bounds_names_every_cause_and_replays(
    readings: list[Reading], seed: int
) -> None:
    state = OPENING
    for each in readings:
        before, decision = state.mood, direct(SCENARIO, state, each, seed=seed)
        assert direct(SCENARIO, state, each, seed=seed) == decision
        state = decision.state
        assert all(0 <= value <= 10 for value in (state.mood.frustration, state.mood.trust, state.mood.effort))
        assert state.mood == before or decision.changes
        assert all(change.cause for change in decision.changes)
        assert not set(decision.cue.forbidden) & set(state.told)
        told_now = {piece.name for piece in decision.cue.content if piece.source is Source.FACT}
        assert told_now <= set(state.told)
        if state.ending:
            break


@settings(max_examples=60, deadline=None)
@given(st.lists(READINGS, max_size=10))
def test_rude_words_every_turn_never_reach_the_best_ending(readings: list[Reading]) -> None:
    state = OPENING
    for each in readings:
        rude = replace(each, acts=(*each.acts, *reading(Act.RUDE).acts))
        state = direct(SCENARIO, state, rude, seed=3).state
        if state.ending:
            break
    assert state.ending != "sees_again"


def test_tone_follows_mood() -> None:
    assert [Mood(f, t, 5, 5).tone for f, t in ((8, 5), (5, 5), (4, 6), (4, 5))] == [
        Tone.ANGRY,
        Tone.TENSE,
        Tone.WARM,
        Tone.CALM,
    ]


def test_what_holds_for_the_moment_is_asked_for_again_without_offence_and_won_once() -> None:
    facts = tuple(fact.model_copy(update={"passing": fact.id == "drives_nights"}) for fact in SCENARIO.facts)
    passing, asked = SCENARIO.model_copy(update={"facts": facts}), reading(asks=("drives_nights",))
    told = direct(passing, OPENING, asked, seed=1)
    later = direct(passing, told.state, asked, seed=1)

    assert later.cue.content == (Piece(Source.FACT, "drives_nights"),)
    assert causes(later) == []


def test_asking_on_about_what_was_told_is_no_asking_again_and_never_lets_out_what_was_not() -> None:
    told = after(reading(asks=("drives_nights",)))
    asked_on = replace(reading(asks=("drives_nights",)), follow_ups=reading(asks=("drives_nights",)).asked_facts)
    on = direct(SCENARIO, told.state, asked_on, seed=1)
    early = direct(
        SCENARIO, OPENING, replace(reading(), follow_ups=reading(asks=("gave_up_shifts",)).asked_facts), seed=1
    )

    assert "told_twice" not in causes(on)
    assert on.cue.content[0] in (Piece(Source.FACT, "drives_nights"), intent(Intent.UNKNOWN))
    assert "gave_up_shifts" not in early.state.told


def test_a_move_that_meets_an_emotional_need_is_being_heard_too() -> None:
    asked = after(reading(asks=("drives_nights",)))
    seen = direct(SCENARIO, replace(asked.state, mood=Mood(6, 6, 6, 6)), reading(Act.VALIDATE), seed=1)

    assert "taken_seriously" in seen.state.needs
    assert seen.state.heard == pytest.approx(1.7 + ASKED_ABOUT)
