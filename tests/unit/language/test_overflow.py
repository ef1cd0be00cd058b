"""A conversation longer than the model can read loses its oldest turns, and nothing else."""

import pytest

from domain.errors import MissingArtefact, ModelFailure, ModelFault
from language.chat import Allowance, ChatMessage, ChatSettings, Usage
from language.failures import ProviderFailure
from language.fakes import FakeChatModel
from language.overflow import Shortening

SYSTEM = ChatMessage("system", "You are Dana, a customer.")
CUE = ChatMessage("user", "Say that nobody rang.")
TURNS = tuple(ChatMessage("assistant" if n % 2 else "user", f"Turn {n}, and a few more words.") for n in range(10))
SETTINGS = ChatSettings("gpt-4o", "k")


def too_long() -> ProviderFailure:
    return ProviderFailure(ModelFault.TOO_LONG).costing(1, ())


def sent(fake: FakeChatModel) -> list[tuple[ChatMessage, ...]]:
    return [call.messages for call in fake.calls]


def test_a_conversation_that_fits_is_sent_as_it_is() -> None:
    fake = FakeChatModel(["Nobody rang."])
    assert Shortening(fake, SETTINGS).reply((SYSTEM, *TURNS, CUE), max_tokens=60).requests == 1
    assert sent(fake) == [(SYSTEM, *TURNS, CUE)]


def test_the_oldest_turns_are_left_out_and_the_cost_is_that_of_all_tries() -> None:
    refused = ProviderFailure(ModelFault.TOO_LONG).costing(2, (Usage(9, 1, estimated=True),))
    fake = FakeChatModel([refused, too_long(), "Nobody rang."])
    answer = Shortening(fake, SETTINGS).reply((SYSTEM, *TURNS, CUE), max_tokens=60)

    assert (answer.text, answer.requests, answer.wasted) == ("Nobody rang.", 4, (Usage(9, 1, estimated=True),))
    whole, shorter, shortest = sent(fake)
    for messages in (whole, shorter, shortest):
        assert (messages[0], messages[-1]) == (SYSTEM, CUE)
        assert messages[1:-1] == TURNS[len(TURNS) - len(messages[1:-1]) :]
    assert len(whole) > len(shorter) > len(shortest)


def test_what_was_learned_is_kept_for_the_next_turn() -> None:
    fake = FakeChatModel([too_long(), "Nobody rang.", "Nobody at all."])
    shortening = Shortening(fake, SETTINGS)
    for _ in range(2):
        shortening.reply((SYSTEM, *TURNS, CUE), max_tokens=60)
    assert [len(messages) for messages in sent(fake)[1:]] == [len(sent(fake)[1])] * 2


def test_without_a_turn_to_leave_out_the_failure_stands() -> None:
    fake = FakeChatModel([too_long()])
    with pytest.raises(ModelFailure) as caught:
        Shortening(fake, SETTINGS).reply((SYSTEM, CUE), max_tokens=60)
    assert (caught.value.kind, caught.value.requests) == (ModelFault.TOO_LONG, 1)


def test_it_is_not_tried_beyond_the_allowance() -> None:
    fake = FakeChatModel([too_long(), too_long()])
    with pytest.raises(ModelFailure) as caught:
        Shortening(fake, SETTINGS).reply((SYSTEM, *TURNS, CUE), max_tokens=60, allowance=Allowance(requests=2))
    assert (caught.value.kind, caught.value.requests, len(fake.calls)) == (ModelFault.TOO_LONG, 2, 2)


def test_any_other_failure_is_not_for_shortening() -> None:
    failure = ProviderFailure(ModelFault.SERVER)
    fake = FakeChatModel([failure])
    with pytest.raises(ModelFailure) as caught:
        Shortening(fake, SETTINGS).reply((SYSTEM, *TURNS, CUE), max_tokens=60)
    assert caught.value is failure


def test_without_the_ranks_to_count_by_the_failure_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(*_: object) -> int:
        raise MissingArtefact("no ranks")

    monkeypatch.setattr("language.overflow.count_messages", missing)
    with pytest.raises(ModelFailure) as caught:
        Shortening(FakeChatModel([too_long()]), SETTINGS).reply((SYSTEM, *TURNS, CUE), max_tokens=60)
    assert caught.value.kind is ModelFault.TOO_LONG
