"""A Frontstage with a model behind a loopback server, opened as often as a test likes on the same records."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.clock import new_id
from tests.support.model_server import MODEL, ModelServer
from tests.support.practice import PATIENCE_SECONDS, Open, open_house
from training.wiring import Services


@pytest.fixture
def own_settings() -> dict[str, object]:
    """What a module of tests sets otherwise."""
    return {}


@pytest.fixture
def opened(tmp_path: Path, server: ModelServer, own_settings: dict[str, object]) -> Iterator[Open]:
    made: list[Services] = []

    def open_one(**settings: object) -> Services:
        defaults: dict[str, object] = {
            "model": MODEL,
            "openai_base_url": server.base_url,
            "first_token_seconds": PATIENCE_SECONDS,
            "reply_seconds": PATIENCE_SECONDS,
        }
        made.append(open_house(tmp_path, new_id=new_id, settings=defaults | own_settings | settings))
        return made[-1]

    yield open_one
    for services in made:
        services.close()
