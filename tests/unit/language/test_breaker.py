"""A model that failed several times in a row rests, and one call at a time finds out if it is back."""

from collections.abc import Sequence

import pytest

from domain.errors import ModelFailure, ModelFault
from language.breaker import Breaker
from language.chat import ChatAnswer, ChatMessage, OnText, Usage
from language.failures import ProviderFailure
from language.fakes import FakeChatModel

HELLO = (ChatMessage("user", "Good morning!"),)
DOWN = ProviderFailure(ModelFault.TIMEOUT)


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


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
    breaker = Breaker(fake, rest_s=30, monotonic=clock)
    assert [ask(breaker) for _ in range(6)] == ["timeout"] * 6
    assert len(fake.calls) == 3
    clock.now += 29.9
    assert ask(breaker) == "timeout"
    clock.now += 0.2
    assert [ask(breaker), ask(breaker)] == ["Back.", "Again."]


def test_an_answer_in_between_starts_the_count_again() -> None:
    fake = FakeChatModel([DOWN, DOWN, "Fine.", DOWN, DOWN, "Fine."])
    breaker = Breaker(fake)
    assert [ask(breaker) for _ in range(6)] == ["timeout", "timeout", "Fine.", "timeout", "timeout", "Fine."]


def test_a_try_that_fails_starts_another_rest() -> None:
    clock = Clock()
    fake = FakeChatModel([DOWN, DOWN, DOWN, ProviderFailure(ModelFault.SERVER), "Back."])
    breaker = Breaker(fake, rest_s=30, monotonic=clock)
    for _ in range(3):
        ask(breaker)
    clock.now += 31
    assert [ask(breaker) for _ in range(3)] == ["server"] * 3
    assert len(fake.calls) == 4
    clock.now += 31
    assert ask(breaker) == "Back."


@pytest.mark.parametrize("kind", [ModelFault.REFUSED, ModelFault.INCOMPLETE])
def test_failures_of_single_requests_never_make_it_rest(kind: ModelFault) -> None:
    fake = FakeChatModel([ProviderFailure(kind)] * 5 + ["Fine."])
    breaker = Breaker(fake)
    assert [ask(breaker) for _ in range(6)] == [kind.value] * 5 + ["Fine."]


def test_while_one_call_tries_the_others_keep_resting() -> None:
    clock = Clock()
    meanwhile: list[str] = []

    class Slow(FakeChatModel):
        def reply(
            self, messages: Sequence[ChatMessage], *, on_text: OnText | None = None, max_tokens: int
        ) -> ChatAnswer:
            if len(self.calls) == 3:
                meanwhile.append(ask(breaker))
            return super().reply(messages, on_text=on_text, max_tokens=max_tokens)

    fake = Slow([DOWN, DOWN, DOWN, "Back."])
    breaker = Breaker(fake, rest_s=30, monotonic=clock)
    for _ in range(3):
        ask(breaker)
    clock.now += 31
    assert ask(breaker) == "Back."
    assert meanwhile == ["timeout"]


def test_a_call_that_was_broken_off_from_outside_says_nothing_of_the_provider() -> None:
    def stop(_: str) -> None:
        raise KeyboardInterrupt

    fake = FakeChatModel([DOWN, DOWN, "Nobody rang.", DOWN, "Fine."])
    breaker = Breaker(fake)
    assert [ask(breaker), ask(breaker)] == ["timeout", "timeout"]
    with pytest.raises(KeyboardInterrupt):
        breaker.reply(HELLO, on_text=stop, max_tokens=60)
    assert [ask(breaker), ask(breaker)] == ["timeout", "timeout"]
    assert len(fake.calls) == 4
