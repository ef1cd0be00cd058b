"""What tests of accounts share: the first organisation, who a token belongs to, and the words of a refusal."""

from collections.abc import Callable

import pytest

from domain.errors import FrontstageError
from domain.people import Viewer
from training.wiring import Services

PASSWORD = "varifocal-42-lens"


def set_up(services: Services) -> str:
    """Found the organisation, with Jo as its first trainer, and return her session."""
    return services.accounts.found(
        organisation="Lindgren Opticians", name="Jo Lindgren", email="Jo@Lindgren.example", password=PASSWORD
    )


def signed_in(services: Services, token: str) -> Viewer:
    """Who holds this session; somebody does."""
    viewer = services.accounts.viewer(token)
    assert viewer is not None
    return viewer


def refusal(error: type[FrontstageError], act: Callable[[], object]) -> str:
    """What is said when `act` is refused with exactly this kind of error."""
    with pytest.raises(error) as raised:
        act()
    assert type(raised.value) is error
    return str(raised.value)
