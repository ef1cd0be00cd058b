"""Every conversation of the library's trainees, taken up again at each of its messages and gone on with as before."""

import itertools
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from domain.people import Viewer
from scenarios.loading import LIBRARY, scenario_files
from tests.support.practice import hex_ids, hire, migrated_records, say, settings_in, shared_encoder
from tests.support.records import Ticking
from training.scoring import scorecard_to_json
from training.wiring import Services, build

TRAINEES = Path(__file__).parents[2] / "content" / "trainees"
SCENARIOS = [path.stem for path in scenario_files(LIBRARY)]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Services]:
    folder = tmp_path_factory.mktemp("library")
    (folder / "frontstage.db").write_bytes(migrated_records())
    services = build(settings_in(folder), now=Ticking(), new_id=hex_ids(), load=shared_encoder)
    yield services
    services.close()


@pytest.fixture(scope="module")
def mira(library: Services) -> Viewer:
    return hire(library).mira


Step = dict[str, object]


def steps_of(scenario: str, trainee: str) -> list[Step]:
    lines = (TRAINEES / scenario / f"{trainee}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line.strip()]


def go_on(services: Services, viewer: Viewer, attempt: str, steps: Sequence[Step]) -> list[int]:
    """Play the steps to the end. Returns the numbers of the trainee's turns, one for each thing said."""
    numbers, keys = [], itertools.count()
    for step in steps:
        if services.store.attempts.get(attempt).over:
            break
        if isinstance(step.get("say"), str):
            numbers.append(say(services, viewer, attempt, str(step["say"]), key=f"step-{next(keys)}").number - 1)
        elif isinstance(done := step.get("do"), dict):
            fields = {name: str(value) for name, value in done.items() if name != "action"}
            services.practice.use_desk(viewer, attempt, str(done["action"]), fields)
    services.practice.end(viewer, attempt)
    return numbers


def course(services: Services, attempt: str) -> tuple[object, ...]:
    row = services.store.attempts.get(attempt)
    return (
        row.ending,
        row.director_state,
        [(turn.number, turn.text, turn.detail) for turn in services.store.attempts.turns(attempt)],
        [entry.entry for entry in services.store.attempts.desk(attempt)],
        scorecard_to_json(services.scoring.scorecard(row)),
    )


@pytest.mark.parametrize("trainee", ["expert", "average", "rude"])
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_gone_on_with_as_before_it_comes_out_the_same_from_every_message(
    library: Services, mira: Viewer, scenario: str, trainee: str
) -> None:
    steps = steps_of(scenario, trainee)
    original = library.practice.start(mira, scenario, seed=3)
    numbers = go_on(library, mira, original, steps)
    said = [place for place, step in enumerate(steps) if "say" in step]
    whole = course(library, original)

    for turn, place in zip(numbers, said, strict=False):
        fork = library.practice.fork(mira, original, turn)
        go_on(library, mira, fork, steps[place:])
        assert course(library, fork) == whole, f"taken up at turn {turn}"

    takes = library.review.branches(mira, original).ended
    assert len(takes) == len(numbers) + 1
    assert {(take.mood, take.ending_kind, take.turns) for take in takes} == {
        (takes[0].mood, takes[0].ending_kind, takes[0].turns)
    }
