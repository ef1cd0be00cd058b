"""How persons differ beyond their temperament, and what they make of messages that nobody writes in earnest."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.acts import Act
from domain.mood import Ceiling, Mood, Tone
from domain.reading import Found, Oddity, Reading
from roleplay.director import Decision, direct
from roleplay.effects import load_effects
from roleplay.state import Source, State, intent, opening_state
from scenarios.model import Effects, Habit, Intent, Line, Scenario, Temperament
from tests.support.readings import reading
from tests.support.scenario_fixture import scenario


def person(*habits: Habit, temperament: Temperament = Temperament.WARY) -> Scenario:
    case = scenario()
    persona = case.persona.model_copy(update={"habits": habits, "temperament": temperament})
    lines = {**case.lines, Intent.DRIFT: (Line(text="My sister had glasses like that."),)}
    return case.model_copy(update={"persona": persona, "lines": lines})


def odd(kind: Oddity, *acts: Act, moves: tuple[str, ...] = ()) -> Reading:
    plain = reading(*acts, moves=moves)
    return replace(plain, odd=(Found(kind, "odd words", 1.0),))


def causes(decision: Decision) -> list[str]:
    return [change.cause for change in decision.changes]


@pytest.mark.parametrize("kind", [kind for kind in Oddity if kind is not Oddity.PRAISE])
def test_nothing_odd_is_ever_for_the_better_and_each_gets_its_own_reaction(kind: Oddity) -> None:
    case = person()
    before = opening_state(case)
    decision = direct(case, before, odd(kind), seed=1)

    assert decision.state.mood.frustration >= before.mood.frustration
    assert decision.state.mood.trust <= before.mood.trust
    assert kind.value in causes(decision)
    assert decision.cue.reaction is not None
    assert decision.cue.reaction.source is Source.INTENT
    if kind is not Oddity.SMALL_TALK:
        assert not [piece for piece in decision.cue.content if piece.source is Source.FACT]


@pytest.mark.parametrize("kind", [Oddity.REVERSED, Oddity.FOREIGN, Oddity.NONSENSE, Oddity.ECHO, Oddity.SAME_AGAIN])
def test_kind_words_in_a_hollow_message_do_not_count(kind: Oddity) -> None:
    case = person()
    before = opening_state(case)
    decision = direct(case, before, odd(kind, Act.NAME_FEELING, Act.COMMIT_ACTION, moves=("own_the_delay",)), seed=1)

    assert causes(decision) == [kind.value]
    assert decision.state.moves == ()
    assert decision.state.heard == 0


def test_only_the_absurd_sentence_loses_its_worth() -> None:
    case = person()
    mixed = Reading(
        acts=(Found(Act.NAME_FEELING, "That wore you out.", 1.0), Found(Act.COMMIT_ACTION, "You get the moon.", 1.0)),
        odd=(Found(Oddity.ABSURD, "You get the moon.", 1.0),),
    )
    decision = direct(case, opening_state(case), mixed, seed=1)

    assert "name_feeling" in causes(decision)
    assert "commit_action" not in causes(decision)
    assert decision.cue.reaction == intent(Intent.ABSURD)


def test_praise_grates_while_nothing_is_done_and_pleases_nobody_less_when_all_is_well() -> None:
    case = person()
    early = direct(case, opening_state(case), odd(Oddity.PRAISE), seed=1)
    at_ease = replace(opening_state(case), mood=Mood(2, 7, 2, 8), heard=1.0)
    late = direct(case, at_ease, odd(Oddity.PRAISE), seed=1)

    assert causes(early)[0] == "praise_too_early"
    assert early.cue.reaction == intent(Intent.PRAISED)
    assert "praise_too_early" not in causes(late)


def test_one_who_interrupts_cuts_into_a_long_message_while_upset() -> None:
    long = replace(reading(Act.EXPLAIN_CAUSE), words=140)
    impatient, patient = (
        direct(case, opening_state(case), long, seed=1) for case in (person(Habit.INTERRUPTS), person())
    )

    assert impatient.cue.reaction == intent(Intent.LONG_WINDED)
    assert "long_winded" in causes(impatient)
    assert "long_winded" not in causes(patient)


def test_one_who_goes_quiet_is_short_after_a_hurt_until_it_is_put_right() -> None:
    case = person(Habit.GOES_QUIET)
    hurt = direct(case, opening_state(case), reading(Act.MINIMISE), seed=1)
    still = direct(case, hurt.state, reading(Act.THANK), seed=1)
    mended = direct(case, hurt.state, reading(Act.SPECIFIC_APOLOGY), seed=1)

    assert hurt.cue.content == ()
    assert (still.cue.reaction, still.cue.content) == (intent(Intent.QUIET), ())
    assert mended.state.hurt == 0
    assert mended.cue.content


def test_one_who_is_quiet_still_answers_a_question() -> None:
    case = person(Habit.GOES_QUIET)
    hurt = direct(case, opening_state(case), reading(Act.MINIMISE), seed=1)
    asked = direct(case, hurt.state, reading(Act.ASK_CLOSED, asks=("drives_nights",)), seed=1)
    assert [piece.name for piece in asked.cue.content] == ["drives_nights"]


def test_one_who_drifts_does_so_at_ease_at_most_twice_and_never_beside_a_harm() -> None:
    case = person(Habit.DRIFTS)
    state: State = replace(opening_state(case), mood=Mood(2, 5, 2, 10), heard=1.0, turn=4)
    drifts = 0
    for _ in range(12):
        decision = direct(case, state, reading(Act.SET_EXPECTATION), seed=5)
        if intent(Intent.DRIFT) in decision.cue.content:
            drifts += 1
        state = replace(decision.state, mood=Mood(2, 5, 2, 10), stalls=0)
        assert intent(Intent.DRIFT) not in direct(case, state, reading(Act.MINIMISE), seed=5).cue.content
    assert drifts == state.strayed
    assert 1 <= drifts <= 2


def test_own_effects_go_scenario_before_persona_before_temperament_before_the_table() -> None:
    tables, case = load_effects(), person(temperament=Temperament.WARY)
    persona = case.persona.model_copy(update={"effects": {Act.THANK: Effects(trust=0.5)}})
    own_person = case.model_copy(update={"persona": persona})
    own_case = own_person.model_copy(update={"effects": {Act.THANK: Effects(trust=0.9)}})

    assert tables.of(Act.THANK, case) == tables.acts[Act.THANK]
    assert tables.of(Act.EXPLAIN_CAUSE, case) == tables.temperaments[Temperament.WARY].own[Act.EXPLAIN_CAUSE]
    assert tables.of(Act.THANK, own_person).trust == 0.5
    assert tables.of(Act.THANK, own_case).trust == 0.9


HARD = st.sampled_from([Act.RUDE, Act.MINIMISE, Act.BLAME_CUSTOMER, Act.COLD_TRANSFER, Act.COMMAND])


@settings(max_examples=60, deadline=None)
@given(st.lists(HARD, max_size=8), st.sampled_from(Ceiling), st.sampled_from(Temperament))
def test_no_customer_boils_over_the_ceiling(acts: list[Act], ceiling: Ceiling, temperament: Temperament) -> None:
    case = person(temperament=temperament)
    state = opening_state(case, ceiling)
    for act in acts:
        decision = direct(case, state, reading(act), seed=1)
        moved = round(sum(change.frustration for change in decision.changes), 2)
        assert decision.state.mood.frustration == pytest.approx(state.mood.frustration + moved, abs=0.01)
        state = decision.state
        assert state.mood.frustration <= ceiling.frustration
        if ceiling is Ceiling.GENTLE:
            assert decision.cue.tone is not Tone.ANGRY


def test_a_tone_does_not_flicker_at_its_border() -> None:
    below, above = Mood(6.9, 3, 5, 5), Mood(7.1, 3, 5, 5)

    assert (below.tone_after(Tone.TENSE), above.tone_after(Tone.TENSE)) == (Tone.TENSE, Tone.ANGRY)
    assert below.tone_after(Tone.ANGRY) is Tone.ANGRY
    assert Mood(6.6, 3, 5, 5).tone_after(Tone.ANGRY) is Tone.TENSE
    assert Mood(3.8, 7, 5, 5).tone_after(Tone.TENSE) is Tone.TENSE
    assert Mood(3.5, 5.8, 5, 5).tone_after(Tone.WARM) is Tone.WARM
    assert Mood(3.5, 5.8, 5, 5).tone_after(Tone.CALM) is Tone.CALM
    assert Mood(1.0, 3, 5, 5).tone_after(Tone.ANGRY) is Tone.CALM
