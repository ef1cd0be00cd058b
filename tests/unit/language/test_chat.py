"""The settings of a chat model, how it is opened, and the fake that stands in for it."""

import subprocess
import sys
import threading

import pytest

from domain.errors import InvalidSetting, ModelFailure, ModelFault
from language.chat import (
    Allowance,
    ChatAnswer,
    ChatMessage,
    ChatModel,
    ChatSettings,
    ProviderHealth,
    ProviderState,
    Usage,
    _client,
    _provider,
    ask_again,
    health,
    open_chat_model,
    warm_chat_model,
)
from language.failures import ProviderFailure
from language.fakes import Call, ExhaustedFakeError, FakeChatModel

HELLO = (ChatMessage("system", "You are Dana."), ChatMessage("user", "Good morning!"))


def test_the_key_is_in_no_printed_form() -> None:
    assert "sk-secret" not in repr(ChatSettings("gpt-4o", "sk-secret"))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"model": " "}, "has no name"),
        ({"base_url": "api.openai.com/v1"}, "is no address"),
        ({"base_url": "ftp://api.openai.com"}, "is no address"),
        ({"base_url": "https://"}, "is no address"),
        ({"api_key": "sk-one two"}, "Copy it again"),
        ({"api_key": "sk-one\n"}, "Copy it again"),
        ({"api_key": "sk-“one”"}, "Copy it again"),
        ({"first_token_s": 0.0}, "first_token_s=0.0"),
        ({"first_token_s": 31.0}, "whole_s=30.0"),
        ({"max_requests": 0}, "max_requests=0"),
    ],
)
def test_settings_that_could_never_work_are_refused_in_words(changes: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidSetting, match=says):
        ChatSettings(**{"model": "gpt-4o", "api_key": "k", **changes})  # type: ignore[arg-type]  # wrong on purpose


def test_one_model_is_shared_by_all_who_ask_with_the_same_settings() -> None:
    one = open_chat_model(ChatSettings("gpt-4o", "k"))
    assert open_chat_model(ChatSettings("gpt-4o", "k")) is one
    assert open_chat_model(ChatSettings("gpt-4o", "other")) is not one


def test_warming_makes_the_client_that_the_first_reply_uses() -> None:
    settings = ChatSettings("gpt-4o", "warm")
    warm_chat_model(settings)()
    assert _client(settings)._made is not None


def test_an_allowance_gives_so_many_requests_and_no_more() -> None:
    allowance = Allowance(requests=2, seconds=30, least_s=2)
    assert [allowance.take() for _ in range(4)] == [True, True, False, False]
    assert allowance.requests_left == 0


def test_requests_taken_at_once_are_never_more_than_were_allowed() -> None:
    allowance = Allowance(requests=50)
    taken: list[bool] = []
    threads = [threading.Thread(target=lambda: taken.extend(allowance.take() for _ in range(20))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(taken), taken.count(True)) == (160, 50)


def test_a_request_that_could_not_end_in_time_is_not_begun() -> None:
    now = [100.0]
    allowance = Allowance(requests=3, seconds=30, least_s=2, monotonic=lambda: now[0])
    assert allowance.allows(after_s=28)
    assert not allowance.allows(after_s=28.5)
    now[0] += 28.5
    assert (allowance.seconds_left, allowance.take(), allowance.requests_left) == (1.5, False, 3)


def test_the_settings_say_what_one_turn_may_ask() -> None:
    now = [0.0]
    allowance = ChatSettings("m", "k", first_token_s=4, whole_s=20, max_requests=2).allowance(monotonic=lambda: now[0])
    assert (allowance.requests_left, allowance.seconds_left) == (2, 20)
    assert (allowance.allows(after_s=19), allowance.allows(after_s=19.1)) == (True, False)


def test_the_health_of_a_provider_is_known_by_its_address_and_can_be_forgotten() -> None:
    settings = ChatSettings("gpt-4o", "k", base_url="http://127.0.0.1:9/health/v1")
    same_place = ChatSettings("another", "k", base_url="http://127.0.0.1:9/health/v1/")
    assert health(settings) == ProviderHealth()

    provider = _provider(settings.base_url)
    for _ in range(3):
        provider.failed(provider.enter(settings), ProviderFailure(ModelFault.CONNECTION))
    assert [health(each).state for each in (settings, same_place)] == [ProviderState.WAITING] * 2
    assert health(ChatSettings("gpt-4o", "k")).state is ProviderState.OK
    ask_again(settings)
    assert health(same_place) == ProviderHealth()


def test_a_fake_counts_its_calls_against_the_allowance() -> None:
    fake = FakeChatModel(["One.", "Two."])
    allowance = Allowance(requests=1)
    assert fake.reply(HELLO, max_tokens=60, allowance=allowance).text == "One."
    with pytest.raises(ModelFailure) as caught:
        fake.reply(HELLO, max_tokens=60, allowance=allowance)
    assert (caught.value.kind, len(fake.calls)) == (ModelFault.SPENT, 1)


def test_opening_a_model_imports_none_of_its_libraries() -> None:
    code = (
        "import sys, language.encoder, language.tokens, language.fakes\n"
        "from language.chat import ChatSettings, open_chat_model\n"
        "open_chat_model(ChatSettings('gpt-4o', 'k'))\n"
        "heavy = {'langchain_openai', 'langchain_core', 'openai', 'httpx2', 'tiktoken', 'onnxruntime', 'tokenizers'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_fake_answers_in_order_and_remembers_what_it_was_asked() -> None:
    shown: list[str] = []
    fake: ChatModel = FakeChatModel(["Nobody rang me.", "Twice."])
    first = fake.reply(HELLO, on_text=shown.append, max_tokens=60)
    second = fake.reply(HELLO[1:], max_tokens=20)
    assert first == ChatAnswer("Nobody rang me.", "fake", Usage(5, 3), requests=1)
    assert second == ChatAnswer("Twice.", "fake", Usage(2, 1), requests=1)
    assert shown == ["Nobody", "Nobody rang", "Nobody rang me."]
    assert isinstance(fake, FakeChatModel)
    assert fake.calls == [Call(HELLO, 60), Call(HELLO[1:], 20)]


def test_a_fake_fails_as_it_was_told_to() -> None:
    failure = ModelFailure(ModelFault.TIMEOUT, "too slow")
    fake = FakeChatModel([failure, "Fine."])
    with pytest.raises(ModelFailure) as caught:
        fake.reply(HELLO, max_tokens=60)
    assert caught.value is failure
    assert fake.reply(HELLO, max_tokens=60).text == "Fine."


def test_a_fake_without_answers_left_raises_an_error_that_nothing_catches() -> None:
    fake = FakeChatModel(["Only one."])
    fake.reply(HELLO, max_tokens=60)
    with pytest.raises(ExhaustedFakeError, match="call 2, but only 1 answers"):
        fake.reply(HELLO, max_tokens=60)
