"""A month's limit that is reached in the middle of a conversation: the script goes on, and only HR hears of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from domain.conversation import Engine
from domain.errors import ModelFault
from tests.support.model_server import MODEL, Fault, ModelServer, Reply
from tests.support.practice import PATIENCE_SECONDS, SCENARIO, hire, open_house, say
from training.turns import detail_from_json
from training.wiring import Services
from training.wording import WordedBy

LIMIT = 4_000  # two requests of this scenario fit, five do not


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
            "model_monthly_tokens": LIMIT,
        },
    )
    yield made
    made.close()


def failures(services: Services, attempt: str) -> list[str]:
    details = [detail_from_json(turn.detail or "") for turn in services.store.attempts.turns(attempt)[2::2]]
    return [each.failure.partition(":")[0] for detail in details for each in detail.rejected if each.failure]


def test_the_script_speaks_for_the_rest_of_the_month_and_nobody_is_interrupted(
    services: Services, server: ModelServer
) -> None:
    cast = hire(services)
    attempt = services.practice.start(cast.mira, SCENARIO, seed=1)
    server.script(*[Reply(text=f"I do not know about that, and I asked {n} times.") for n in ("two", "three")] * 5)
    for number in range(5):
        say(services, cast.mira, attempt, f"Good morning. What else can I look at for you, number {number}?")

    asked, over = len(server.requests), failures(services, attempt)
    assert over
    assert set(over) == {ModelFault.BUDGET}
    assert over == failures(services, attempt)[-len(over) :]
    assert sum(row.usage.requests for row in services.store.attempts.usage(attempt)) == asked
    assert (
        sum(row.usage.input_tokens + row.usage.output_tokens for row in services.store.attempts.usage(attempt)) < LIMIT
    )

    view = services.practice.conversation(cast.mira, attempt)
    last = view.turns[-1]
    assert (last.engine, last.replaced, last.harmed, view.trouble) == (Engine.SCRIPTED, False, "", "")

    page = services.model.view(cast.hana)
    assert page is not None
    assert page.used_up
    assert dict(page.wording.lines)[WordedBy.SCRIPT_OVER_BUDGET] == len(over)
    assert "is used up" in services.model.alarm(cast.hana)


def test_what_failed_requests_may_be_billed_for_counts_and_is_marked_as_estimated(
    services: Services, server: ModelServer
) -> None:
    cast = hire(services)
    attempt = services.practice.start(cast.mira, SCENARIO, seed=1)
    server.script(Reply(Fault.CUT, text="I have waited for two weeks now."), Reply(text="Yes, hello."))
    say(services, cast.mira, attempt, "Good morning.")

    (row,) = services.store.attempts.usage(attempt)
    assert row.usage.requests >= 2
    assert 0 < row.usage.estimated_tokens < row.usage.input_tokens + row.usage.output_tokens
    page = services.model.view(cast.hana)
    assert page is not None
    assert page.estimated_tokens == row.usage.estimated_tokens
