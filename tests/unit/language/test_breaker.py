"""A provider that fails is left alone for a while, and one call at a time finds out if it is back."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest

from domain.errors import ModelFailure, ModelFault
from language.breaker import Breaker, Provider
from language.chat import Allowance, ChatAnswer, ChatMessage, OnText, ProviderHealth, ProviderState, Usage
from language.failures import ProviderFailure
from language.fakes import FakeChatModel

HELLO = (ChatMessage("user", "Good morning!"),)
DOWN = ProviderFailure(ModelFault.TIMEOUT)
STARTED = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class Clock:
    """Seconds that go by only when told to."""

    def __init__(self) -> None:
        self.seconds = 100.0

    def __call__(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return STARTED + timedelta(seconds=self.seconds - 100)


def provider(clock: Clock) -> Provider:
    return Provider(monotonic=clock, now=clock.now)


def ask(breaker: Breaker) -> str:
    """The answer's text, or the kind of its failure."""
    try:
        return breaker.reply(HELLO, max_tokens=60).text
    except ModelFailure as failure:
        return failure.kind.value


def test_answers_and_failures_pass_through() -> None:
    shown: list[str] = []
    fake = FakeChatModel(["Fine.", DOWN])
    breaker = Breaker(fake)
    assert breaker.reply(HELLO, on_text=shown.append, max_tokens=60) == ChatAnswer("Fine.", "fake", Usage(2, 1), 1)
    assert shown == ["Fine."]
    with pytest.raises(ModelFailure) as caught:
        breaker.reply(HELLO, max_tokens=60)
    assert caught.value is DOWN


def test_after_three_failures_in_a_row_calls_fail_at_once_until_the_rest_is_over() -> None:
    clock = Clock()
    fake = FakeChatModel([DOWN, DOWN, DOWN, "Back.", "Again."])
    breaker = Breaker(fake, provider=provider(clock))
    assert [ask(breaker) for _ in range(6)] == ["timeout"] * 6
    assert len(fake.calls) == 3
    clock.seconds += 29.9
    assert ask(breaker) == "timeout"
    clock.seconds += 0.2
    assert [ask(breaker), ask(breaker)] == ["Back.", "Again."]


def test_a_call_that_is_turned_away_costs_nothing_of_its_allowance() -> None:
    breaker = Breaker(FakeChatModel([DOWN, DOWN, DOWN]))
    for _ in range(3):
        ask(breaker)
    allowance = Allowance()
    with pytest.raises(ModelFailure) as caught:
        breaker.reply(HELLO, max_tokens=60, allowance=allowance)
    assert (caught.value.requests, allowance.requests_left) == (0, 3)


def test_an_answer_in_between_starts_the_count_again() -> None:
    fake = FakeChatModel([DOWN, DOWN, "Fine.", DOWN, DOWN, "Fine."])
    breaker = Breaker(fake)
    assert [ask(breaker) for _ in range(6)] == ["timeout", "timeout", "Fine.", "timeout", "timeout", "Fine."]


def test_a_try_that_fails_starts_another_rest() -> None:
    clock = Clock()
    fake = FakeChatModel([DOWN, DOWN, DOWN, ProviderFailure(ModelFault.SERVER), "Back."])
    breaker = Breaker(fake, provider=provider(clock))
    for _ in range(3):
        ask(breaker)
    clock.seconds += 31
    assert [ask(breaker) for _ in range(3)] == ["server"] * 3
    assert len(fake.calls) == 4
    clock.seconds += 31
    assert ask(breaker) == "Back."


@pytest.mark.parametrize(
    "failure",
    [
        ProviderFailure(ModelFault.REFUSED),
        ProviderFailure(ModelFault.TOO_LONG),
        ProviderFailure(ModelFault.INCOMPLETE, again=False),
        ProviderFailure(ModelFault.SPENT),
    ],
)
def test_failures_of_single_requests_never_make_it_rest(failure: ProviderFailure) -> None:
    fake = FakeChatModel([*[failure] * 5, "Fine."])
    breaker = Breaker(fake)
    assert [ask(breaker) for _ in range(6)] == [failure.kind.value] * 5 + ["Fine."]


def test_what_was_not_asked_does_not_count_as_an_answer_either() -> None:
    fake = FakeChatModel([DOWN, DOWN, ProviderFailure(ModelFault.SPENT), DOWN, "Fine."])
    breaker = Breaker(fake)
    assert [ask(breaker) for _ in range(5)] == ["timeout", "timeout", "spent", "timeout", "timeout"]


def test_streams_that_are_always_cut_make_it_rest() -> None:
    fake = FakeChatModel([ProviderFailure(ModelFault.INCOMPLETE)] * 3)
    breaker = Breaker(fake)
    assert [ask(breaker) for _ in range(5)] == ["incomplete"] * 5


def test_while_one_call_tries_the_others_keep_resting() -> None:
    clock = Clock()
    meanwhile: list[str] = []

    class Slow(FakeChatModel):
        def reply(
            self,
            messages: Sequence[ChatMessage],
            *,
            on_text: OnText | None = None,
            max_tokens: int,
            allowance: Allowance | None = None,
        ) -> ChatAnswer:
            if len(self.calls) == 3:
                clock.seconds += 31  # however long it takes
                meanwhile.append(ask(breaker))
            return super().reply(messages, on_text=on_text, max_tokens=max_tokens, allowance=allowance)

    fake = Slow([DOWN, DOWN, DOWN, "Back."])
    breaker = Breaker(fake, provider=provider(clock))
    for _ in range(3):
        ask(breaker)
    clock.seconds += 31
    assert ask(breaker) == "Back."
    assert meanwhile == ["timeout"]


def test_a_call_that_was_broken_off_from_outside_says_nothing_of_the_provider() -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    clock = Clock()
    fake = FakeChatModel([DOWN, DOWN, "Nobody rang.", DOWN, "Nobody came.", "Fine."])
    breaker = Breaker(fake, provider=provider(clock))
    assert [ask(breaker), ask(breaker)] == ["timeout", "timeout"]
    with pytest.raises(KeyboardInterrupt):
        breaker.reply(HELLO, on_text=stop, max_tokens=60)
    assert [ask(breaker), ask(breaker)] == ["timeout", "timeout"]
    assert len(fake.calls) == 4
    clock.seconds += 31
    with pytest.raises(KeyboardInterrupt):
        breaker.reply(HELLO, on_text=stop, max_tokens=60)
    assert ask(breaker) == "Fine."


@pytest.mark.parametrize("kind", [ModelFault.BILLING, ModelFault.AUTHENTICATION, ModelFault.NOT_FOUND])
def test_what_somebody_has_to_see_to_stops_it_at_once_and_for_ten_minutes(kind: ModelFault) -> None:
    clock = Clock()
    fake = FakeChatModel([ProviderFailure(kind), "Back."])
    breaker = Breaker(fake, provider=provider(clock))
    assert [ask(breaker) for _ in range(3)] == [kind.value] * 3
    clock.seconds += 599
    assert ask(breaker) == kind.value
    assert len(fake.calls) == 1
    clock.seconds += 2
    assert ask(breaker) == "Back."


def test_another_key_at_the_same_address_is_not_stopped_with_the_first() -> None:
    shared = Provider()
    broke = Breaker(FakeChatModel([ProviderFailure(ModelFault.BILLING)]), provider=shared, about="one")
    rich = Breaker(FakeChatModel(["Fine."]), provider=shared, about="other")
    assert [ask(broke), ask(rich), ask(broke)] == ["billing", "Fine.", "billing"]


def test_all_who_ask_at_an_address_rest_together() -> None:
    shared = Provider()
    one = Breaker(FakeChatModel([DOWN, DOWN]), provider=shared, about="one")
    other = Breaker(FakeChatModel([DOWN]), provider=shared, about="other")
    assert [ask(one), ask(one), ask(other)] == ["timeout"] * 3
    assert [ask(one), ask(other)] == ["timeout"] * 2


@pytest.mark.parametrize(("asked_s", "waits_s"), [(45.0, 45.0), (86_400.0, 600.0)])
def test_a_provider_that_says_when_to_come_back_is_not_asked_before_then(asked_s: float, waits_s: float) -> None:
    clock = Clock()
    fake = FakeChatModel([ProviderFailure(ModelFault.RATE_LIMIT, after_s=asked_s), "Back."])
    breaker = Breaker(fake, provider=provider(clock))
    assert [ask(breaker), ask(breaker)] == ["rate_limit"] * 2
    clock.seconds += waits_s - 1
    assert ask(breaker) == "rate_limit"
    assert len(fake.calls) == 1
    clock.seconds += 2
    assert ask(breaker) == "Back."


def test_an_answer_from_before_the_stop_does_not_end_it() -> None:
    shared = Provider()

    class Overtaken(FakeChatModel):
        def reply(
            self,
            messages: Sequence[ChatMessage],
            *,
            on_text: OnText | None = None,
            max_tokens: int,
            allowance: Allowance | None = None,
        ) -> ChatAnswer:
            ask(Breaker(FakeChatModel([ProviderFailure(ModelFault.BILLING)]), provider=shared))
            return super().reply(messages, on_text=on_text, max_tokens=max_tokens, allowance=allowance)

    breaker = Breaker(Overtaken(["Begun while there was credit."]), provider=shared)
    assert [ask(breaker), ask(breaker)] == ["Begun while there was credit.", "billing"]


def test_health_tells_how_it_is_what_went_wrong_since_when_and_until_when() -> None:
    clock = Clock()
    shared = provider(clock)
    failures = [DOWN, DOWN, DOWN, ProviderFailure(ModelFault.BILLING)]
    breaker = Breaker(FakeChatModel([*failures, "Fine."]), provider=shared)
    assert shared.health(None) == ProviderHealth(ProviderState.OK, None, "", None, None)

    late = "The chat model did not answer in time."
    ask(breaker)
    assert shared.health(None) == ProviderHealth(ProviderState.OK, ModelFault.TIMEOUT, late, STARTED)
    clock.seconds += 5
    ask(breaker)
    ask(breaker)
    since, until = STARTED + timedelta(seconds=5), STARTED + timedelta(seconds=35)
    assert shared.health(None) == ProviderHealth(ProviderState.WAITING, ModelFault.TIMEOUT, late, since, until)

    clock.seconds += 31
    ask(breaker)
    broke = "The chat model's account has no credit left."
    since, until = STARTED + timedelta(seconds=36), STARTED + timedelta(seconds=636)
    assert shared.health(None) == ProviderHealth(ProviderState.STOPPED, ModelFault.BILLING, broke, since, until)

    clock.seconds += 601
    assert ask(breaker) == "Fine."
    assert shared.health(None) == ProviderHealth(ProviderState.OK, ModelFault.BILLING, broke, since)


def test_whoever_has_seen_to_it_need_not_wait() -> None:
    shared = Provider()
    breaker = Breaker(FakeChatModel([ProviderFailure(ModelFault.BILLING), "Fine."]), provider=shared)
    ask(breaker)
    shared.forget()
    assert ask(breaker) == "Fine."
