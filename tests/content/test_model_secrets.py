"""Whatever a trainee does, a chat model is never told a fact whose rule is not met.

Whole conversations over every scenario, in any order of acts, moves and questions. A fact's words may reach the model
only where the customer's authored lines, said before or given with this cue, hold them anyway.
"""

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.reading import Reading
from language.fakes import FakeChatModel
from language.tokens import TokenBudget
from prompts.renderer import load_prompt
from roleplay.actors import ModelActor, ScriptedActor
from roleplay.director import direct
from roleplay.state import Piece, Source, lines_of, opening_cue, opening_state
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Scenario
from tests.support.readings import reading

SCENARIOS = {path.stem: load_scenario(path).scenario for path in sorted(LIBRARY.glob("*.yaml"))}
WORD = re.compile(r"[\w'’]+")
RUN = 5  # words in a row that are no coincidence


def runs(text: str) -> frozenset[tuple[str, ...]]:
    words = [word.lower() for word in WORD.findall(text)]
    return frozenset(tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1))


def secrets(scenario: Scenario) -> dict[str, frozenset[tuple[str, ...]]]:
    """To each fact, the runs of words that show it and that neither the rest of the story nor the prompts hold."""
    prompts = (load_prompt(name).body for name in ("customer_system", "customer_cue"))
    story = runs(" . ".join((scenario.situation, scenario.persona.about, scenario.persona.voice, *prompts)))
    return {
        fact.id: frozenset().union(*(runs(text) for text in (fact.statement, *(line.text for line in fact.says))))
        - story
        for fact in scenario.facts
    }


SECRETS = {name: secrets(scenario) for name, scenario in SCENARIOS.items()}


def readings(scenario: Scenario) -> st.SearchStrategy[Reading]:
    return st.builds(
        lambda acts, moves, asks, other: reading(*acts, moves=tuple(moves), asks=tuple(asks), other=tuple(other)),
        st.lists(st.sampled_from(Act), max_size=3, unique=True),
        st.lists(st.sampled_from([move.id for move in scenario.moves]), max_size=2, unique=True),
        st.lists(st.sampled_from([fact.id for fact in scenario.facts]), max_size=2, unique=True),
        st.lists(st.just("a question about something else"), max_size=1),
    )


@pytest.mark.parametrize("name", SCENARIOS)
@settings(max_examples=40, deadline=None)
@given(data=st.data(), seed=st.integers(0, 999))
def test_a_fact_whose_rule_is_not_met_is_in_no_message_of_any_conversation(
    name: str, data: st.DataObject, seed: int
) -> None:
    scenario, script = SCENARIOS[name], ScriptedActor()
    state = opening_state(scenario)
    opening = script.say(scenario, state, opening_cue(scenario), (), seed=seed)
    state, history = replace(state, said=opening.used), [Turn(0, Speaker.CUSTOMER, opening.text)]
    pages: set[str] = set()
    for heard in data.draw(st.lists(readings(scenario), min_size=1, max_size=14)):
        decision = direct(scenario, state, heard, seed=seed)
        history.append(Turn(len(history), Speaker.TRAINEE, "I see. Please go on."))
        spoken = script.say(scenario, decision.state, decision.cue, history, seed=seed)
        model = FakeChatModel([spoken.text])
        line = ModelActor(model, budget=TokenBudget("gpt-4o", 6_000)).say(
            scenario, decision.state, decision.cue, history, seed=seed
        )
        (call,) = model.calls
        pages.add(call.messages[0].content)

        lines = (scenario_line(scenario, line_id) for line_id in (*decision.state.said, *line.used))
        facts = (scenario.fact(name).statement for name in decision.cue.allowed)
        known = runs(" . ".join((*lines, *facts, *(turn.text for turn in history))))
        sent = runs(" . ".join(message.content for message in call.messages)) - known
        early = {fact: sorted(SECRETS[name][fact] & sent) for fact in decision.cue.forbidden}
        assert {fact: words for fact, words in early.items() if words} == {}
        assert set(decision.cue.forbidden) | set(decision.cue.allowed) == {fact.id for fact in scenario.facts}

        history.append(Turn(len(history), Speaker.CUSTOMER, line.text))
        state = replace(decision.state, said=decision.state.said + line.used)
        if state.ending:
            break
    assert len(pages) == 1  # nor does the page that stays ever change


def scenario_line(scenario: Scenario, line_id: str) -> str:
    """The authored line of an id as the script gives it: source, name, index."""
    source, name, index = line_id.split(":")
    return lines_of(scenario, Piece(Source(source), name))[int(index)].text
