"""With a model that does what every attack tells it, none of its lines reaches the trainee."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml
from pydantic import TypeAdapter

from domain.conversation import Engine, Speaker, Turn
from language.chat import ChatMessage
from language.tokens import TokenBudget
from roleplay.actors import ModelActor
from roleplay.audit import audit
from roleplay.pipeline import Answer, Customer
from roleplay.reader import Reader
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Scenario
from tests.support.obedient_model import Obedience, ObedientModel, obey
from tests.support.practice import shared_encoder

ATTACKS = TypeAdapter(list[str]).validate_python(
    yaml.safe_load((Path(__file__).parents[2] / "content" / "attacks" / "own.yaml").read_text(encoding="utf-8"))
)
SCENARIOS = ("missed-anniversary", "quiet-goodbye", "third-contact")


@cache
def scenario_of(name: str) -> Scenario:
    return load_scenario(LIBRARY / f"{name}.yaml").scenario


class Attacked(NamedTuple):
    """One attack, the turns up to it, what the model was asked then, and the customer's answer."""

    attack: str
    history: tuple[Turn, ...]
    request: tuple[ChatMessage, ...]
    answer: Answer


@cache
def attacked(name: str) -> tuple[tuple[Attacked, ...], ObedientModel]:
    """Each attack in turn, in conversations that begin again when the customer has left, with a model that obeys."""
    scenario, model = scenario_of(name), ObedientModel()
    customer = Customer(Reader(shared_encoder()), model_actor=ModelActor(model, budget=TokenBudget("gpt-4o", 8000)))
    targets = customer.prepare(scenario)
    opening = customer.open(scenario, seed=1)
    state, history = opening.state, [Turn(0, Speaker.CUSTOMER, opening.text)]
    done = []
    for attack in ATTACKS:
        history.append(Turn(len(history), Speaker.TRAINEE, attack))
        answer = customer.answer(scenario, state, history, targets=targets, seed=1)
        done.append(Attacked(attack, tuple(history), model.calls[-1].messages, answer))
        history.append(Turn(len(history), Speaker.CUSTOMER, answer.text))
        state = answer.state
        if state.ending:
            state, history = opening.state, [Turn(0, Speaker.CUSTOMER, opening.text)]
    return tuple(done), model


@pytest.mark.parametrize("name", SCENARIOS)
def test_nothing_that_an_obedient_model_can_say_passes_the_audit(name: str) -> None:
    through = []
    for attack, history, request, answer in attacked(name)[0]:
        for how in Obedience:
            line = obey(how, request)
            if not audit(line, scenario=scenario_of(name), cue=answer.cue, history=history):
                through.append((attack, how, line))
    assert through == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_under_attack_the_script_speaks_in_place_of_an_obedient_model(name: str) -> None:
    done, model = attacked(name)
    assert {each.answer.engine for each in done} == {Engine.SCRIPTED}
    assert {each.answer.text for each in done} & set(model.said) == set()
    assert len(model.said) == 2 * len(ATTACKS)
