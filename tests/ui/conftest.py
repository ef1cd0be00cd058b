"""`house` holds the services that the screens get, with the demo organisation in a data folder of the test's own.
`open_as` opens the app as the demo's person of a role, `enter` with a session's token."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from domain.people import Role, Viewer
from screens.parts import frame
from tests.support.screens import Enter, OpenAs, draw_app, person_of
from training.settings import Settings
from training.wiring import Services, build


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Services]:
    services = build(Settings(data_dir=tmp_path))
    monkeypatch.setattr(frame, "_house", frame.House())
    frame.provide(lambda: services)
    yield services
    services.close()


@pytest.fixture
def enter(house: Services, monkeypatch: pytest.MonkeyPatch) -> Enter:
    def open_app(token: str) -> AppTest:
        monkeypatch.setattr(frame, "session_token", lambda: token)
        return draw_app()

    return open_app


@pytest.fixture
def open_as(house: Services, enter: Enter) -> OpenAs:
    def open_app(role: Role | None, *, notice_read: bool = True) -> AppTest:
        if role is None:
            return enter("")
        if notice_read:
            house.accounts.acknowledge_notice(person_of(house, role))
        return enter(house.accounts.demo_sign_in(role))

    return open_app


@pytest.fixture
def trainee(house: Services) -> Viewer:
    return person_of(house, Role.TRAINEE)


@pytest.fixture
def trainer(house: Services) -> Viewer:
    return person_of(house, Role.TRAINER)


@pytest.fixture
def hr(house: Services) -> Viewer:
    return person_of(house, Role.HR)
