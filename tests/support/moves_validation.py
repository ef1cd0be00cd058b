"""How well the reader finds a scenario's moves, and the facts asked for, in messages that are not its examples."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

import yaml
from pydantic import TypeAdapter

from roleplay.reader import Reader
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Scenario, Strict
from tests.support.acts_validation import Rate

QUESTIONS_VALIDATION: Final = Path(__file__).parents[1] / "content" / "questions_validation.yaml"
MOVES_VALIDATION: Final = Path(__file__).parents[1] / "content" / "moves_validation.yaml"


class Made(Strict):
    """One message and what it does in its scenario."""

    text: str
    moves: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


def load_made(path: Path = MOVES_VALIDATION) -> dict[str, tuple[Made, ...]]:
    """Scenario id to its messages."""
    return TypeAdapter(dict[str, tuple[Made, ...]]).validate_python(yaml.safe_load(path.read_text(encoding="utf-8")))


def scenario_of(name: str) -> Scenario:
    return load_scenario(LIBRARY / f"{name}.yaml").scenario


def judged(reader: Reader, name: str) -> Iterator[tuple[Made, frozenset[str], frozenset[str]]]:
    """Each message with the moves and the facts that were found in it."""
    targets = reader.prepare(scenario_of(name))
    for made in load_made()[name]:
        reading = reader.read(made.text, targets=targets)
        yield (
            made,
            frozenset(found.what for found in reading.moves),
            frozenset(found.what for found in reading.asked_facts),
        )


def rates(reader: Reader, names: tuple[str, ...]) -> tuple[Rate, Rate]:
    """Of moves, and of facts asked for, over these scenarios."""
    counts = [[0, 0, 0], [0, 0, 0]]
    for name in names:
        for made, moves, facts in judged(reader, name):
            for count, found, labelled in zip(counts, (moves, facts), (made.moves, made.facts), strict=True):
                count[0] += len(found & set(labelled))
                count[1] += len(found - set(labelled))
                count[2] += len(set(labelled) - found)
    return Rate(*counts[0]), Rate(*counts[1])


def question_rate(reader: Reader, *, held_out: bool) -> Rate:
    """Of the facts asked for in questions as people put them, tuned on or held out, over all cases."""
    right = wrong = missed = 0
    for name, questions in load_made(QUESTIONS_VALIDATION).items():
        targets = reader.prepare(scenario_of(name))
        for each in questions[1::2] if held_out else questions[::2]:
            found = frozenset(fact.what for fact in reader.read(each.text, targets=targets).asked_facts)
            right += len(found & set(each.facts))
            wrong += len(found - set(each.facts))
            missed += len(set(each.facts) - found)
    return Rate(right, wrong, missed)
