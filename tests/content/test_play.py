"""Each scenario of the library, played to its end by five trainees who were written for it.

An expert, an average agent, one who recites policy, one who apologises and does nothing, and one who is rude: what
they write stands in `trainees/`, as `frontstage play` reads it. Who plays better ends better and scores higher.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from commands.jsonl import dumps
from domain.endings import EndingKind
from domain.scorecard import Dimension
from scenarios.loading import LIBRARY, load_scenario, scenario_files
from tests.support.practice import shared_encoder
from training.play import play
from training.settings import Settings

TRAINEES = Path(__file__).parent / "trainees"
SCENARIOS = [path.stem for path in scenario_files(LIBRARY)]
WHO = ("expert", "average", "policy-robot", "over-apologiser", "rude")
SEED = 1
each_scenario = pytest.mark.parametrize(
    "scenario_id",
    # One worker plays all of a scenario, since it keeps what was played.
    [pytest.param(each, marks=pytest.mark.xdist_group(each)) for each in SCENARIOS],
)


@dataclass(frozen=True)
class Played:
    lines: tuple[str, ...]
    errors: tuple[object, ...]
    ending: str
    kind: EndingKind
    levels: dict[Dimension, float]
    fired: frozenset[str]
    customer: tuple[str, ...]


def said(scenario_id: str, trainee: str) -> list[str]:
    return (TRAINEES / scenario_id / f"{trainee}.jsonl").read_text(encoding="utf-8").splitlines()


@cache
def played(scenario_id: str, trainee: str, seed: int = SEED) -> Played:
    events = list(
        play(
            scenario_id,
            said(scenario_id, trainee),
            seed=seed,
            settings=Settings.model_validate({}),
            load=shared_encoder,
        )
    )
    *_, end = events
    ending, card = end["ending"], end["scorecard"]
    assert isinstance(ending, dict)
    assert isinstance(card, dict)
    return Played(
        lines=tuple(map(dumps, events)),
        errors=tuple(event["error"] for event in events if "error" in event),
        ending=ending["id"],
        kind=EndingKind(ending["kind"]),
        levels={Dimension(each["dimension"]): each["outcome"]["value"] for each in card["dimensions"]},
        fired=frozenset(gate["id"] for gate in card["gates"] if gate["fired"]),
        customer=tuple(str(event["customer"]) for event in events if "customer" in event),
    )


def best_ending(scenario_id: str) -> str:
    """The resolved ending that asks for the most."""
    endings = load_scenario(LIBRARY / f"{scenario_id}.yaml").scenario.endings
    resolved = [ending for ending in endings if ending.kind is EndingKind.RESOLVED]
    return max(resolved, key=lambda ending: len(ending.when.all)).id


def levels(scenario_id: str, dimension: Dimension, trainees: Sequence[str]) -> list[float]:
    return [played(scenario_id, trainee).levels[dimension] for trainee in trainees]


def test_every_scenario_has_its_five_trainees() -> None:
    found = {folder.name: {file.stem for file in folder.iterdir()} for folder in TRAINEES.iterdir()}
    assert found == {scenario_id: set(WHO) for scenario_id in SCENARIOS}


@each_scenario
@pytest.mark.parametrize("trainee", WHO)
def test_every_line_can_be_played(scenario_id: str, trainee: str) -> None:
    game = played(scenario_id, trainee)
    assert game.errors == ()
    assert all(game.customer)


@each_scenario
def test_the_expert_reaches_the_best_ending(scenario_id: str) -> None:
    assert played(scenario_id, "expert").ending == best_ending(scenario_id)


@each_scenario
@pytest.mark.parametrize("seed", [2, 3])
def test_the_best_ending_does_not_hang_on_the_seed(scenario_id: str, seed: int) -> None:
    assert played(scenario_id, "expert", seed).ending == best_ending(scenario_id)


@each_scenario
def test_the_average_agent_does_some_of_it_and_the_others_nothing_that_lasts(scenario_id: str) -> None:
    assert played(scenario_id, "average").kind is EndingKind.PARTLY
    for trainee in ("policy-robot", "over-apologiser", "rude"):
        assert played(scenario_id, trainee).kind in {
            EndingKind.ABANDONED, EndingKind.ESCALATED, EndingKind.WALKED_OUT,
        }  # fmt: skip


@each_scenario
@pytest.mark.parametrize("dimension", list(Dimension))
def test_better_work_scores_higher_in_both_dimensions(scenario_id: str, dimension: Dimension) -> None:
    expert, average = levels(scenario_id, dimension, ("expert", "average"))
    weak = levels(scenario_id, dimension, ("policy-robot", "over-apologiser", "rude"))
    assert expert > average > max(weak)
    assert expert >= 4
    assert max(weak) < 3


@each_scenario
def test_rudeness_is_at_the_bottom_of_empathy_and_fires_the_gate(scenario_id: str) -> None:
    rude = played(scenario_id, "rude")
    others = levels(scenario_id, Dimension.EMPATHY, WHO[:-1])
    assert rude.levels[Dimension.EMPATHY] <= 1.5
    assert rude.levels[Dimension.EMPATHY] < min(others) + 0.25  # who only recites rules can be as cold
    assert "respect" in rude.fired
    assert all("respect" not in played(scenario_id, trainee).fired for trainee in WHO[:-1])


@each_scenario
def test_warm_words_without_a_deed_solve_no_problem(scenario_id: str) -> None:
    sorry = played(scenario_id, "over-apologiser").levels
    assert sorry[Dimension.EMPATHY] > sorry[Dimension.PROBLEM_SOLVING]
    assert sorry[Dimension.PROBLEM_SOLVING] < 2


@each_scenario
@pytest.mark.parametrize("trainee", WHO)
def test_the_customer_says_nothing_twice(scenario_id: str, trainee: str) -> None:
    customer = played(scenario_id, trainee).customer
    assert len(set(customer)) == len(customer)


@each_scenario
def test_the_same_seed_is_the_same_bytes_and_another_seed_other_words(scenario_id: str) -> None:
    first = played(scenario_id, "rude")
    assert played.__wrapped__(scenario_id, "rude").lines == first.lines
    assert played(scenario_id, "expert", 2).lines != played(scenario_id, "expert", 3).lines
