"""A Frontstage of its own for each test that asks for `services`, with people in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.practice import Cast, Gate, hire, open_house
from tests.support.records import Ticking
from training.wiring import Services


@pytest.fixture
def clock() -> Ticking:
    return Ticking()


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def services(tmp_path: Path, clock: Ticking, gate: Gate) -> Iterator[Services]:
    opened = open_house(tmp_path, now=clock, gate=gate)
    yield opened
    gate.open()
    opened.close()


@pytest.fixture
def cast(services: Services) -> Cast:
    return hire(services)
