"""The month's limit: what is counted against it, and who is still asked."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import ModelFailure, ModelFault
from language.chat import Allowance, ChatAnswer, ChatMessage, OnText, Usage
from language.failures import ProviderFailure
from language.fakes import FakeChatModel
from records.rows import ModelUsage
from training.settings import Settings
from training.spending import (
    LOOK_S,
    Amount,
    MeteredChatModel,
    Month,
    Prices,
    Spending,
    month_of,
    prices_in,
    usage_of,
)

NOVEMBER = datetime(2026, 11, 30, 23, 59, tzinfo=UTC)
PRICES = Prices(input=2.0, cached=0.5, output=8.0)
FREE = Prices(0, 0, 0)
HELLO = (ChatMessage("user", "Hello?"),)
USED = Usage(1_000, 100, 600)


class Clocks:
    """Both clocks in one: `pass_by` moves them on together."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return NOVEMBER + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed

    def pass_by(self, seconds: float) -> None:
        self.passed += seconds


class Ledger:
    """Stands for the records: what they know of each month, and how often they were asked."""

    def __init__(self, *usage: ModelUsage) -> None:
        self.rows = list(usage)
        self.asked: list[Month] = []

    def __call__(self, month: Month) -> list[ModelUsage]:
        self.asked.append(month)
        return self.rows if month.since.month == 11 else []


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


def spending(clocks: Clocks, ledger: Ledger, *, money: float = 0, tokens: int = 0, prices: Prices = PRICES) -> Spending:
    return Spending(ledger, prices=prices, money=money, tokens=tokens, now=clocks.now, monotonic=clocks.monotonic)


def test_a_month_is_a_calendar_month_in_utc() -> None:
    new_year = datetime(2027, 1, 1, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    assert month_of(new_year) == (datetime(2026, 12, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC))
    assert month_of(datetime(2026, 12, 31, tzinfo=UTC)).until == month_of(datetime(2027, 1, 1, tzinfo=UTC)).since


@given(st.datetimes(timezones=st.just(UTC)).filter(lambda when: when.year < 9999))
def test_every_moment_lies_within_its_month(when: datetime) -> None:
    since, until = month_of(when)
    assert since <= when < until
    assert month_of(until).since == until


def test_a_price_is_for_a_million_tokens_and_cached_input_has_its_own() -> None:
    # 400 fresh at 2, 600 cached at 0.5, 100 out at 8.
    assert PRICES.amount(USED) == Amount(1_100, (800 + 300 + 800) / 1_000_000)


def test_without_a_price_of_its_own_cached_input_costs_what_other_input_does() -> None:
    settings = Settings(model_input_price=2, model_output_price=8)
    assert prices_in(settings) == Prices(2, 2, 8)
    assert prices_in(settings.model_copy(update={"model_cached_price": 0.5})) == PRICES
    assert prices_in(settings.model_copy(update={"model_cached_price": 0.0})) == Prices(2, 0, 8)


def test_what_a_reply_cost_says_how_much_of_it_was_estimated() -> None:
    usages = [Usage(10, 2, 4), Usage(30, 5, estimated=True)]
    assert usage_of("small", usages, requests=3) == ModelUsage("small", 40, 7, 4, 3, 35)


def test_without_a_limit_the_records_are_not_even_asked(clocks: Clocks) -> None:
    ledger = Ledger(ModelUsage("small", 10**9, 10**9, 0, 1))
    unlimited = spending(clocks, ledger)
    fake = FakeChatModel(["Yes?"])
    assert MeteredChatModel(fake, unlimited, name="small").reply(HELLO, max_tokens=9).text == "Yes?"
    assert unlimited.may_ask()
    assert ledger.asked == []


@pytest.mark.parametrize(
    ("money", "tokens", "may"),
    [
        (1.0, 0, True),
        (0.0019, 0, False),
        (0, 1_101, True),
        (0, 1_100, False),
        (1.0, 1_100, False),
        (0.0019, 5_000, False),
    ],
)
def test_a_month_is_over_for_the_model_once_either_limit_is_reached(
    clocks: Clocks, money: float, tokens: int, may: bool
) -> None:
    ledger = Ledger(ModelUsage("small", 1_000, 100, 600, 1))
    assert spending(clocks, ledger, money=money, tokens=tokens).may_ask() is may


def test_once_a_request_does_not_fit_the_month_is_over_for_smaller_ones_too(clocks: Clocks) -> None:
    month = spending(clocks, Ledger(), tokens=1_500)
    month.settle(month.hold(USED), [USED])
    assert month.may_ask()
    for size in (USED, Usage(300, 100)):
        with pytest.raises(ModelFailure) as raised:
            month.hold(size)
        assert raised.value.kind is ModelFault.BUDGET
    assert not month.may_ask()
    clocks.pass_by(60)
    assert month.hold(USED) == PRICES.amount(USED)


def test_a_request_that_fits_once_another_is_settled_is_let_through_then(clocks: Clocks) -> None:
    month = spending(clocks, Ledger(), tokens=1_500)
    held = month.hold(USED)
    with pytest.raises(ModelFailure):
        month.hold(USED)
    month.settle(held, [Usage(10, 5)])
    assert month.hold(USED) == PRICES.amount(USED)


def test_a_new_month_begins_with_nothing_used(clocks: Clocks) -> None:
    month = spending(clocks, Ledger(), tokens=1_100)
    month.settle(month.hold(USED), [USED])
    assert not month.may_ask()
    clocks.pass_by(60)
    assert month.may_ask()


def test_what_others_have_saved_is_seen_at_the_next_look(clocks: Clocks) -> None:
    ledger = Ledger()
    clocks.pass_by(-3600)
    month = spending(clocks, ledger, tokens=1_100)
    assert month.may_ask()
    ledger.rows.append(ModelUsage("small", 1_000, 100, 0, 1))
    clocks.pass_by(LOOK_S - 1)
    assert month.may_ask()
    clocks.pass_by(1)
    assert not month.may_ask()
    assert len(ledger.asked) == 2


def test_what_is_spent_and_not_saved_yet_is_not_forgotten_at_the_next_look(clocks: Clocks) -> None:
    clocks.pass_by(-3600)
    month = spending(clocks, Ledger(), tokens=1_100)
    month.settle(month.hold(USED), [USED])
    clocks.pass_by(LOOK_S)
    assert not month.may_ask()


class AtOnce:
    """A model whose `number` replies all wait for each other; each uses just what was asked for."""

    def __init__(self, number: int) -> None:
        self._together = threading.Barrier(number)
        self.calls = 0

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        self._together.wait(20)
        self.calls += 1
        return ChatAnswer("Yes?", "small", Usage(8, max_tokens), requests=1)


def test_64_replies_at_the_same_time_cannot_pass_the_limit_together(clocks: Clocks) -> None:
    affordable = 10
    model = AtOnce(affordable)  # were fewer let through, those would wait for ever
    month = spending(clocks, Ledger(), tokens=affordable * 108, prices=FREE)
    metered = MeteredChatModel(model, month, name="gpt-4o")

    def ask(_: int) -> ModelFault | None:
        try:
            metered.reply(HELLO, max_tokens=99)
        except ModelFailure as failure:
            return failure.kind
        return None

    with ThreadPoolExecutor(64) as pool:
        outcomes = list(pool.map(ask, range(64)))
    assert outcomes.count(None) == model.calls == affordable
    assert set(outcomes) == {None, ModelFault.BUDGET}


def test_a_reply_counts_with_what_its_failed_requests_cost(clocks: Clocks) -> None:
    month = spending(clocks, Ledger(), tokens=10_000)

    class Twice(FakeChatModel):
        def reply(
            self,
            messages: Sequence[ChatMessage],
            *,
            on_text: OnText | None = None,
            max_tokens: int,
            allowance: Allowance | None = None,
        ) -> ChatAnswer:
            return ChatAnswer("Yes?", "small", Usage(4_000, 500), requests=2, wasted=(Usage(4_000, 500),))

    MeteredChatModel(Twice([]), month, name="gpt-4o").reply(HELLO, max_tokens=10)
    month.hold(Usage(1_000, 0))
    with pytest.raises(ModelFailure):
        month.hold(Usage(1, 0))


def test_a_failed_reply_counts_with_what_it_is_billed_for(clocks: Clocks) -> None:
    month = spending(clocks, Ledger(), tokens=10_000)
    failure = ProviderFailure(ModelFault.INCOMPLETE).costing(3, (Usage(2_000, 0, estimated=True),) * 3)
    with pytest.raises(ModelFailure) as raised:
        MeteredChatModel(FakeChatModel([failure]), month, name="gpt-4o").reply(HELLO, max_tokens=10)
    assert raised.value is failure
    month.hold(Usage(4_000, 0))
    with pytest.raises(ModelFailure):
        month.hold(Usage(1, 0))


def test_a_reply_that_nobody_waited_for_counts_in_full(clocks: Clocks) -> None:
    month = spending(clocks, Ledger(), tokens=1_000, prices=FREE)

    def leave(text: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        MeteredChatModel(FakeChatModel(["Yes?"]), month, name="gpt-4o").reply(HELLO, on_text=leave, max_tokens=900)
    with pytest.raises(ModelFailure):
        month.hold(Usage(100, 0))


def test_once_the_month_is_over_the_model_is_not_asked_and_the_failure_says_why(clocks: Clocks) -> None:
    fake = FakeChatModel([])
    month = spending(clocks, Ledger(ModelUsage("small", 1_000, 100, 0, 1)), tokens=1_000)
    with pytest.raises(ModelFailure) as raised:
        MeteredChatModel(fake, month, name="gpt-4o").reply(HELLO, max_tokens=10)
    assert (raised.value.kind, raised.value.requests, fake.calls) == (ModelFault.BUDGET, 0, [])
    assert str(raised.value) == (
        "What the chat model may cost in a month is used up. What was written is kept; the scripted customer speaks "
        "until the month is over."
    )
