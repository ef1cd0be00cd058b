"""The same case with another person in it: every temperament, under every ceiling.

What the expert and the rude trainee write stands in `trainees/`. Whoever the customer is, the expert can reach the best
ending, and rudeness never reaches a good one.
"""

import json
from itertools import product

import pytest

from domain.conversation import Speaker, Turn
from domain.endings import EndingKind
from domain.mood import Ceiling
from roleplay.desk import use_desk
from roleplay.director import leave
from scenarios.loading import LIBRARY, scenario_files
from scenarios.model import Ending, Temperament
from tests.content.test_play import TRAINEES, best_ending
from tests.support.personas import customer, prepared

SCENARIOS = [path.stem for path in scenario_files(LIBRARY)]
PEOPLE = list(product(SCENARIOS, Temperament, Ceiling))


def ending_of(scenario_id: str, trainee: str, temperament: Temperament, ceiling: Ceiling) -> Ending:
    """How it ends when this trainee meets the case's customer with another temperament."""
    scenario, targets = prepared(scenario_id)
    persona = scenario.persona.model_copy(update={"temperament": temperament})
    scenario = scenario.model_copy(update={"persona": persona})
    opening = customer().open(scenario, seed=1, ceiling=ceiling)
    state, history = opening.state, [Turn(0, Speaker.CUSTOMER, opening.text)]
    for line in (TRAINEES / scenario_id / f"{trainee}.jsonl").read_text(encoding="utf-8").splitlines():
        step = json.loads(line)
        if "do" in step:
            arguments = {name: str(value) for name, value in step["do"].items() if name != "action"}
            state = use_desk(scenario, state, step["do"]["action"], arguments, after_turn=len(history) - 1).state
            continue
        history.append(Turn(len(history), Speaker.TRAINEE, step["say"]))
        answer = customer().answer(scenario, state, history, targets=targets, seed=1)
        history.append(Turn(len(history), Speaker.CUSTOMER, answer.text))
        state = answer.state
        assert state.mood.frustration <= ceiling.frustration
        if state.ending:
            return scenario.ending(state.ending)
    return leave(scenario, state).ending


@pytest.mark.parametrize(("scenario_id", "temperament", "ceiling"), PEOPLE)
def test_the_expert_reaches_the_best_ending(scenario_id: str, temperament: Temperament, ceiling: Ceiling) -> None:
    assert ending_of(scenario_id, "expert", temperament, ceiling).id == best_ending(scenario_id)


@pytest.mark.parametrize(("scenario_id", "temperament", "ceiling"), PEOPLE)
def test_rudeness_never_ends_well(scenario_id: str, temperament: Temperament, ceiling: Ceiling) -> None:
    ending = ending_of(scenario_id, "rude", temperament, ceiling)
    assert ending.kind not in (EndingKind.RESOLVED, EndingKind.PARTLY)
