"""Personal data that a trainee types: it never reaches the provider, and the customer's line has it all the same."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.conversation import Engine
from tests.support.model_server import MODEL, ModelServer, Reply
from tests.support.practice import PATIENCE_SECONDS, SCENARIO, Cast, hire, open_house, say
from training.wiring import Services

EMAIL, PHONE = "kim.s@example.com", "07700 900142"
CARD, IBAN = "4111 1111 1111 1111", "GB82 WEST 1234 5698 7654 32"
TYPED = (
    f"Good morning, my name is Kim. To verify you: what is your postcode? Was it the card {CARD}, or the account "
    f"{IBAN}? Write to {EMAIL} or ring {PHONE}."
)
LEFT = (
    "Good morning, my name is Kim. To verify you: what is your postcode? Was it the card [card number 1], or the "
    "account [IBAN 1]? Write to [e-mail 1] or ring [phone number 1]."
)
CAME = "Yes, hello. 11 42, the flat above the bakery. And [e-mail 1] is you?"
SAID = f"Yes, hello. 11 42, the flat above the bakery. And {EMAIL} is you?"
SECRETS = (EMAIL, PHONE, CARD, IBAN, "4111", "WEST", "900142", "kim.s")


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with ModelServer() as running:
        yield running


@pytest.fixture
def services(tmp_path: Path, server: ModelServer) -> Iterator[Services]:
    made = open_house(
        tmp_path,
        settings={
            "model": MODEL,
            "openai_base_url": server.base_url,
            "first_token_seconds": PATIENCE_SECONDS,
            "reply_seconds": PATIENCE_SECONDS,
        },
    )
    yield made
    made.close()


@pytest.fixture
def cast(services: Services) -> Cast:
    return hire(services)


def sent(server: ModelServer) -> str:
    return "\n".join(str(request) for request in server.requests)


def test_what_leaves_holds_placeholders_and_what_is_said_holds_the_data(
    services: Services, cast: Cast, server: ModelServer
) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, seed=1)
    server.script(Reply(text=CAME))
    first = say(services, cast.mira, attempt, TYPED)
    say(services, cast.mira, attempt, f"So it is {EMAIL} and not kim@example.org?")

    assert (first.engine, first.text) == (Engine.MODEL, SAID)
    assert [turn.text for turn in services.store.attempts.turns(attempt)][1] == TYPED
    assert all(secret not in sent(server) for secret in SECRETS)
    asked, again = (str(request["messages"]) for request in server.requests[:2])
    assert LEFT in asked
    # In what was said before, everything has the placeholder that it had.
    assert LEFT in again
    assert CAME in again
    assert "So it is [e-mail 1] and not [e-mail 2]?" in again


def test_a_line_that_grows_on_the_screen_never_shows_a_placeholder(
    services: Services, cast: Cast, server: ModelServer
) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, seed=1)
    server.script(Reply(text=CAME, pause_s=0.02))
    services.practice.say(cast.mira, attempt, TYPED, key="1")
    shown: set[str] = set()
    while (view := services.practice.conversation(cast.mira, attempt)).waiting:
        shown.add(view.partial)
    assert view.turns[-1].text == SAID
    assert shown - {""}
    assert all(SAID.startswith(partial) for partial in shown)


def test_a_complaint_about_a_line_does_not_carry_the_data_out_either(
    services: Services, cast: Cast, server: ModelServer
) -> None:
    attempt = services.practice.start(cast.mira, SCENARIO, seed=1)
    server.script(Reply(text="How can I help you at [e-mail 1] today?"), Reply(text="I will email [e-mail 1] for you."))
    say(services, cast.mira, attempt, TYPED)
    assert len(server.requests) == 2
    assert all(secret not in sent(server) for secret in SECRETS)
