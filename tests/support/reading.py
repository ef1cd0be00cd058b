"""The reader with the shipped encoder, and what it needs of each scenario of the library: made once a process."""

from functools import cache

from roleplay.reader import Reader
from roleplay.targets import Targets
from tests.support.moves_validation import scenario_of
from tests.support.practice import shared_encoder


@cache
def reader() -> Reader:
    return Reader(shared_encoder())


@cache
def targets(name: str) -> Targets:
    return reader().prepare(scenario_of(name))
