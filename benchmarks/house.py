"""A Frontstage of its own for a benchmark, and what is said to it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.people import Role, Viewer
from training.settings import Settings
from training.wiring import Services, build

MESSAGES = (
    "Good morning Mr Pritchard, Sam here. Missing the evening it was bought for is a rotten thing, and we promised it.",
    "What was the evening like without it?",
    "I'm sorry that the parcel missed your anniversary.",
    "Could I have your order number and the postcode, so that I may open the order?",
    "The tracking says handed over, but the scan was made inside the depot. Nobody was at your door.",
    "That was our promise and our failure, and I will see it through to the end myself.",
    "Who could take it in during the day, and when would suit you?",
    "I can have it brought on Tuesday between two and four. Would that work?",
    "I'll text you on Tuesday morning by ten, when it is on the van.",
    "Is there anything that is still open for you?",
)


def distinct(text: str, number: int) -> str:
    """The text with a number in each of its sentences, so that no cache of sentences has seen any of them."""
    return re.sub(r"([.?!])(?=\s|$)", rf" {number}\1", text)


@contextmanager
def open_house(folder: Path) -> Iterator[Services]:
    services = build(Settings(data_dir=folder, database_url=f"sqlite:///{folder}/bench.db", model=""))
    try:
        yield services
    finally:
        services.close()


def player(services: Services) -> Viewer:
    organisation = services.store.people.add_organisation(name="Bench", is_demo=True)
    person = services.store.people.add_person(
        organisation_id=organisation.id,
        team_id=None,
        email="player@bench.invalid",
        name="Player",
        role=Role.TRAINEE,
        password_hash=None,
    )
    return Viewer(person.id, person.name, person.role, organisation.id, None)
