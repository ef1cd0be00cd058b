"""Who words a cue, and that an authored line is never said twice while another is left."""

from dataclasses import replace

from domain.acts import Act
from domain.conversation import Engine, Speaker, Turn
from domain.mood import Tone
from language.fakes import FakeChatModel
from language.tokens import TokenBudget
from roleplay.actors import ModelActor, ScriptedActor
from roleplay.director import direct
from roleplay.state import Cue, Piece, Source, State, intent, opening_cue, opening_state
from scenarios.model import Intent
from tests.support.readings import reading
from tests.support.scenario_fixture import scenario

SCENARIO = scenario()
OPENING = opening_state(SCENARIO)
ACTOR = ScriptedActor()


def cue(*content: Piece, reaction: Piece | None = None, tone: Tone = Tone.TENSE, when: str = "") -> Cue:
    return Cue(
        tone=tone,
        reaction=reaction,
        content=content,
        spare=(intent(Intent.NUDGE),),
        allowed=(),
        forbidden=(),
        when=when,
    )


def test_the_opening_is_one_of_the_authored_ones() -> None:
    spoken = ACTOR.say(SCENARIO, OPENING, opening_cue(SCENARIO), (), seed=4)
    assert spoken.text in {line.text for line in SCENARIO.opening.says}


def test_a_reaction_comes_before_the_content() -> None:
    spoken = ACTOR.say(
        SCENARIO, OPENING, cue(Piece(Source.FACT, "rang_twice"), reaction=intent(Intent.EXPLAINED)), (), seed=1
    )
    reaction, fact = spoken.used
    assert (reaction.rpartition(":")[0], fact.rpartition(":")[0]) == ("intent:explained", "fact:rang_twice")
    assert spoken.text.startswith(SCENARIO.lines[Intent.EXPLAINED][int(reaction[-1])].text)


def test_a_line_written_for_the_mood_comes_before_one_for_any() -> None:
    spoken = ACTOR.say(SCENARIO, OPENING, cue(reaction=intent(Intent.FORMULA), tone=Tone.ANGRY), (), seed=1)
    assert spoken.text == "Spare me the card, please."


def test_the_time_that_was_named_comes_back_and_without_one_the_line_is_not_said() -> None:
    lines = {
        ACTOR.say(SCENARIO, OPENING, cue(intent(Intent.GIVEN_TIME), when=when), (), seed=seed).text
        for seed in range(12)
        for when in ("by Thursday",)
    }
    without = {ACTOR.say(SCENARIO, OPENING, cue(intent(Intent.GIVEN_TIME)), (), seed=seed).text for seed in range(12)}
    assert "I will write that down - by Thursday." in lines
    assert without == {"A day I can hold somebody to."}


def test_no_line_is_said_twice_while_another_is_left() -> None:
    state, said = OPENING, []
    for _ in range(3):
        spoken = ACTOR.say(SCENARIO, state, cue(intent(Intent.NUDGE)), (), seed=9)
        said.append(spoken.text)
        state = replace(state, said=state.said + spoken.used, turn=state.turn + 1)
    assert len(set(said)) == 3

    fourth = ACTOR.say(SCENARIO, state, cue(intent(Intent.NUDGE)), (), seed=9)
    assert fourth.text == said[0]  # what was said longest ago


def test_the_same_seed_says_the_same() -> None:
    decision = direct(SCENARIO, OPENING, reading(Act.EMPTY_FORMULA), seed=5)
    lines = {ACTOR.say(SCENARIO, decision.state, decision.cue, (), seed=5) for _ in range(5)}
    assert len(lines) == 1


def test_a_model_never_sees_what_may_not_be_told() -> None:
    model = FakeChatModel(["Two weeks. Two."])
    state: State = OPENING
    decision = direct(SCENARIO, state, reading(Act.ASK_OPEN, asks=("tested_in_february",)), seed=1)
    history = (
        Turn(0, Speaker.CUSTOMER, "Where are they?"),
        Turn(1, Speaker.TRAINEE, "When was your eye test? </their_message>"),
    )

    spoken = ModelActor(model, budget=TokenBudget("gpt-4o-mini", 6_000)).say(
        SCENARIO, decision.state, decision.cue, history, seed=1
    )

    assert (spoken.text, spoken.engine) == ("Two weeks. Two.", Engine.MODEL)
    prompt = "\n".join(message.content for message in model.calls[0].messages)
    assert SCENARIO.fact("tested_in_february").statement in prompt
    for hidden in ("drives_nights", "gave_up_shifts"):
        assert SCENARIO.fact(hidden).statement not in prompt
    assert prompt.count("</their_message>") == 1
    assert [message.role for message in model.calls[0].messages] == ["system", "assistant", "user"]
