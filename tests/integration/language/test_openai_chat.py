"""The chat client against a real loopback server: every fault ends within the deadline, mapped and readable."""

import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

import httpx2
import pytest

from domain.errors import ModelFailure, ModelFault
from language.chat import Allowance, ChatAnswer, ChatMessage, ChatSettings, Usage, open_chat_model
from language.failures import ProviderFailure
from language.openai_chat import OpenAIChat
from tests.support.model_server import DEFAULT_TEXT, MODEL, Fault, ModelServer, Reply

MESSAGES = (
    ChatMessage("system", "You are Dana, a customer."),
    ChatMessage("assistant", "Hello?"),
    ChatMessage("user", "Good morning, what can I do for you?"),
)


def chat_at(
    server: ModelServer,
    *,
    first_token_s: float = 5.0,
    whole_s: float = 10.0,
    max_requests: int = 3,
    sleep: Callable[[float], None] = lambda _: None,
    monotonic: Callable[[], float] = time.monotonic,
) -> OpenAIChat:
    settings = ChatSettings(
        "loopback-1",
        "sk-secret",
        base_url=server.base_url,
        first_token_s=first_token_s,
        whole_s=whole_s,
        max_requests=max_requests,
    )
    chat = OpenAIChat(settings, monotonic=monotonic, sleep=sleep, chance=random.Random(7))
    chat.client()  # its imports take longer than some of the deadlines here
    return chat


def failure_of(chat: OpenAIChat) -> ModelFailure:
    with pytest.raises(ModelFailure) as caught:
        chat.reply(MESSAGES, max_tokens=60)
    return caught.value


def test_an_answer_comes_whole_with_its_usage_and_its_text_as_it_grew() -> None:
    shown: list[str] = []
    with ModelServer([Reply(text="Nobody rang me.")]) as server:
        answer = chat_at(server).reply(MESSAGES, on_text=shown.append, max_tokens=60)
    assert answer == ChatAnswer("Nobody rang me.", MODEL, Usage(input_tokens=14, output_tokens=3), requests=1)
    assert shown == ["Nobody", "Nobody rang", "Nobody rang me."]


def test_the_request_says_what_was_set_and_nothing_else() -> None:
    with ModelServer() as server:
        chat_at(server).reply(MESSAGES, max_tokens=60)
        assert server.requests == [
            {
                "model": "loopback-1",
                "messages": [{"role": message.role, "content": message.content} for message in MESSAGES],
                "temperature": 0.8,
                "max_completion_tokens": 60,
                "stream": True,
                "stream_options": {"include_usage": True},
            }
        ]
        assert server.headers[0]["authorization"] == "Bearer sk-secret"


def test_tokens_that_the_provider_had_cached_are_reported() -> None:
    with ModelServer() as server:
        chat = chat_at(server)
        chat.reply(MESSAGES, max_tokens=60)
        answer = chat.reply((*MESSAGES[:2], ChatMessage("user", "I am so sorry.")), max_tokens=60)
    assert answer.usage == Usage(input_tokens=10, output_tokens=8, cached_tokens=6)


def test_usage_that_is_not_reported_is_counted_and_says_so() -> None:
    with ModelServer([Reply(text="Nobody rang me.", usage=False)]) as server:
        answer = chat_at(server).reply(MESSAGES, max_tokens=60)
    assert answer.usage == Usage(input_tokens=31, output_tokens=4, estimated=True)


def test_an_answer_is_not_lost_when_its_tokens_cannot_be_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    with ModelServer([Reply(text="Nobody rang me.", usage=False)]) as server:
        answer = chat_at(server).reply(MESSAGES, max_tokens=60)
    assert (answer.text, answer.usage) == ("Nobody rang me.", Usage(input_tokens=16, output_tokens=3, estimated=True))


@pytest.mark.parametrize(
    ("fault", "kind", "requests"),
    [
        (Fault.CUT, ModelFault.INCOMPLETE, 3),
        (Fault.CUT_BUT_DONE, ModelFault.INCOMPLETE, 3),
        (Fault.EMPTY_CHOICES, ModelFault.INCOMPLETE, 3),
        (Fault.NULL_CONTENT, ModelFault.INCOMPLETE, 3),
        (Fault.LENGTH, ModelFault.INCOMPLETE, 1),
        (Fault.BROKEN, ModelFault.CONNECTION, 3),
        (Fault.RESET, ModelFault.CONNECTION, 3),
        (Fault.RATE_LIMIT, ModelFault.RATE_LIMIT, 3),
        (Fault.BILLING, ModelFault.BILLING, 1),
        (Fault.UNAUTHORISED, ModelFault.AUTHENTICATION, 1),
        (Fault.FORBIDDEN, ModelFault.AUTHENTICATION, 1),
        (Fault.UNKNOWN_MODEL, ModelFault.NOT_FOUND, 1),
        (Fault.SERVER_ERROR, ModelFault.SERVER, 3),
        (Fault.UNAVAILABLE, ModelFault.SERVER, 3),
        (Fault.ERROR_IN_STREAM, ModelFault.SERVER, 3),
        (Fault.BAD_REQUEST, ModelFault.REFUSED, 1),
        (Fault.TOO_LONG, ModelFault.TOO_LONG, 1),
        (Fault.TOO_LONG_LLAMA, ModelFault.TOO_LONG, 1),
        (Fault.TOO_LONG_VLLM, ModelFault.TOO_LONG, 1),
        (Fault.CONTENT_FILTER, ModelFault.REFUSED, 1),
        (Fault.HTML, ModelFault.NONSENSE, 1),
        (Fault.NO_STREAM, ModelFault.NONSENSE, 1),
        (Fault.BAD_SSE, ModelFault.NONSENSE, 1),
        (Fault.TOOL_CALL, ModelFault.NONSENSE, 1),
    ],
)
def test_a_fault_that_lasts_ends_as_its_kind_after_as_many_requests_as_are_worth_it(
    fault: Fault, kind: ModelFault, requests: int
) -> None:
    with ModelServer([fault] * 5) as server:
        failure = failure_of(chat_at(server))
        assert (failure.kind, failure.requests, len(server.requests)) == (kind, requests, requests)
    assert "sk-secret" not in str(failure)
    assert "scripted" not in str(failure)
    assert "What was written is kept" in str(failure)


@pytest.mark.parametrize(
    "fault", [Fault.CUT, Fault.BROKEN, Fault.RESET, Fault.RATE_LIMIT, Fault.UNAVAILABLE, Fault.NULL_CONTENT]
)
def test_a_fault_that_passes_is_followed_by_the_answer(fault: Fault) -> None:
    with ModelServer([fault]) as server:
        answer = chat_at(server).reply(MESSAGES, max_tokens=60)
    assert (answer.text, answer.requests) == (DEFAULT_TEXT, 2)


def test_after_a_cut_the_text_begins_again_from_its_start() -> None:
    shown: list[str] = []
    with ModelServer([Reply(Fault.CUT, text="I was at home"), Reply(text="I stayed in.")]) as server:
        answer = chat_at(server).reply(MESSAGES, on_text=shown.append, max_tokens=60)
    assert shown == ["I ", "I was ", "I", "I stayed", "I stayed in."]
    assert answer.text == "I stayed in."


@pytest.mark.timeout(30)  # were it given up at the whole deadline only, this would end the test
@pytest.mark.parametrize("fault", [Fault.SILENT, Fault.HANG])
def test_a_server_that_says_nothing_is_given_up_at_the_first_words_deadline(fault: Fault) -> None:
    with ModelServer([fault]) as server:
        failure = failure_of(chat_at(server, first_token_s=0.5, whole_s=90.0))
        assert (failure.kind, len(server.requests)) == (ModelFault.TIMEOUT, 1)


def test_an_answer_that_began_in_time_may_take_longer_than_its_first_words() -> None:
    slow = Reply(text="It was there at ten and at noon it was not there any more.", pause_s=0.12)
    with ModelServer([slow]) as server:
        answer = chat_at(server, first_token_s=1.0, max_requests=1).reply(MESSAGES, max_tokens=60)
    assert answer.text == slow.text


@pytest.mark.parametrize("reply", [Reply(Fault.DRIP, pause_s=0.02), Reply(Fault.DRIP), Reply(Fault.HANG_AFTER_TEXT)])
def test_a_stream_that_never_ends_is_given_up_at_the_whole_deadline(reply: Reply) -> None:
    with ModelServer([reply]) as server:
        failure = failure_of(chat_at(server, first_token_s=0.5, whole_s=0.5))
        assert (failure.kind, len(server.requests)) == (ModelFault.TIMEOUT, 1)


@pytest.mark.timeout(30)  # were it given up at the whole deadline only, this would end the test
def test_a_stream_that_falls_silent_is_given_up_as_soon_as_one_that_never_began() -> None:
    with ModelServer([Fault.HANG_AFTER_TEXT]) as server:
        failure = failure_of(chat_at(server, first_token_s=0.5, whole_s=90.0))
        assert (failure.kind, len(server.requests)) == (ModelFault.TIMEOUT, 1)


def test_several_replies_of_one_turn_share_its_allowance() -> None:
    with ModelServer([Fault.UNAVAILABLE, Fault.OK, Fault.UNAVAILABLE]) as server:
        chat, allowance = chat_at(server), Allowance(requests=3, seconds=10, least_s=1)
        assert chat.reply(MESSAGES, max_tokens=60, allowance=allowance).requests == 2
        for kind, requests in ((ModelFault.SERVER, 1), (ModelFault.SPENT, 0)):
            with pytest.raises(ModelFailure) as caught:
                chat.reply(MESSAGES, max_tokens=60, allowance=allowance)
            assert (caught.value.kind, caught.value.requests) == (kind, requests)
        assert len(server.requests) == 3


def test_what_failed_requests_are_billed_for_is_told() -> None:
    with ModelServer([Fault.UNAVAILABLE, Fault.CUT, Fault.RESET]) as server:
        with pytest.raises(ProviderFailure) as caught:
            chat_at(server).reply(MESSAGES, max_tokens=60)
        # The first and the last were turned away before anything was read.
        assert caught.value.wasted == (Usage(input_tokens=31, output_tokens=5, estimated=True),)
        server.script(Fault.LENGTH, Fault.CUT)
        with pytest.raises(ProviderFailure) as caught:
            chat_at(server).reply(MESSAGES, max_tokens=60)
        assert caught.value.wasted == (Usage(input_tokens=14, output_tokens=8, cached_tokens=14),)
        answer = chat_at(server).reply(MESSAGES, max_tokens=60)
        assert (answer.requests, len(answer.wasted), answer.usage.output_tokens) == (2, 1, 8)


def test_a_conversation_that_the_model_cannot_read_whole_is_sent_again_without_its_oldest_turns() -> None:
    turns = [ChatMessage("user", f"Message {n}, which says what it says.") for n in range(9)]
    with ModelServer([Fault.TOO_LONG_LLAMA]) as server:
        chat = open_chat_model(ChatSettings("loopback-1", "k", base_url=server.base_url))
        answer = chat.reply([MESSAGES[0], *turns, MESSAGES[-1]], max_tokens=60)
        whole, shorter = [_sent(request) for request in server.requests]
    assert (answer.text, answer.requests) == (DEFAULT_TEXT, 2)
    assert (shorter[0], shorter[-1]) == (whole[0], whole[-1])
    assert shorter[1:-1] == whole[len(whole) - len(shorter) + 1 : -1]
    assert 2 < len(shorter) < len(whole)


def _sent(request: dict[str, object]) -> list[str]:
    messages = request["messages"]
    assert isinstance(messages, list)
    return [message["content"] for message in messages]


def test_a_given_up_stream_leaves_no_thread_behind() -> None:
    with ModelServer([Reply(Fault.DRIP, pause_s=0.02), Fault.SILENT]) as server:
        chat = chat_at(server, first_token_s=0.3, whole_s=0.3)
        failure_of(chat)
        failure_of(chat)
        for thread in threading.enumerate():
            if thread.name == "chat-model-stream":
                thread.join(timeout=30)
                assert not thread.is_alive()


def test_an_answer_that_was_finished_counts_though_the_server_never_hangs_up() -> None:
    with ModelServer([Fault.HANG_AFTER_FINISH]) as server:
        answer = chat_at(server).reply(MESSAGES, max_tokens=60)
    assert (answer.text, answer.usage.estimated) == (DEFAULT_TEXT, True)


def test_retry_after_is_waited_for_when_it_fits_the_deadline() -> None:
    slept: list[float] = []
    with ModelServer([Reply(Fault.RATE_LIMIT, retry_after="4")]) as server:
        answer = chat_at(server, sleep=slept.append).reply(MESSAGES, max_tokens=60)
    assert answer.requests == 2
    assert [4 <= seconds <= 5 for seconds in slept] == [True]


def test_retry_after_beyond_the_deadline_ends_the_reply_at_once() -> None:
    slept: list[float] = []
    with ModelServer([Reply(Fault.RATE_LIMIT, retry_after="60")]) as server:
        failure = failure_of(chat_at(server, sleep=slept.append))
        assert (failure.kind, len(server.requests), slept) == (ModelFault.RATE_LIMIT, 1, [])


def test_pauses_between_requests_grow() -> None:
    slept: list[float] = []
    with ModelServer([Fault.UNAVAILABLE, Fault.UNAVAILABLE]) as server:
        chat_at(server, sleep=slept.append).reply(MESSAGES, max_tokens=60)
    assert [0.3 <= slept[0] <= 0.375, 0.6 <= slept[1] <= 0.75] == [True, True]


def test_retries_share_one_deadline() -> None:
    slept: list[float] = []
    with ModelServer([Fault.UNAVAILABLE] * 50) as server:
        chat = chat_at(
            server, whole_s=4.5, first_token_s=4.5, max_requests=50, sleep=slept.append, monotonic=lambda: sum(slept)
        )
        assert failure_of(chat).kind is ModelFault.SERVER
        # 0.3, 0.6, 1.2 and 2.4 s with their jitter; the last would end beyond the 4.5 s that all have.
        assert (len(server.requests), len(slept), sum(slept) < 4.5) == (4, 3, True)


def test_a_closed_port_is_a_failed_connection() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        settings = ChatSettings("m", "k", base_url=f"http://127.0.0.1:{taken.getsockname()[1]}/v1", max_requests=1)
        assert failure_of(OpenAIChat(settings)).kind is ModelFault.CONNECTION


def test_what_on_text_raises_ends_the_request_and_passes_through() -> None:
    class Stopped(BaseException):
        pass

    def stop(_: str) -> None:
        raise Stopped

    with ModelServer([Reply(Fault.DRIP, pause_s=0.02)]) as server:
        with pytest.raises(Stopped):
            chat_at(server).reply(MESSAGES, on_text=stop, max_tokens=60)
        assert len(server.requests) == 1


def test_half_a_surrogate_pair_reaches_the_model_as_a_question_mark() -> None:
    with ModelServer() as server:
        chat_at(server).reply([ChatMessage("user", "hi \ud83d")], max_tokens=60)
        assert server.requests[0]["messages"] == [{"role": "user", "content": "hi ?"}]


def test_a_server_that_wants_no_key_is_served_without_one() -> None:
    with ModelServer() as server:
        answer = OpenAIChat(ChatSettings("m", "", base_url=server.base_url)).reply(MESSAGES, max_tokens=60)
    assert answer.text == DEFAULT_TEXT


def test_twenty_people_at_once_each_get_their_own_answer() -> None:
    with ModelServer([Reply(text="Fine.", pause_s=0.01)] * 20) as server:
        chat = chat_at(server)
        answers: dict[int, str] = {}

        def talk(number: int) -> None:
            message = ChatMessage("user", f"I am number {number}")
            answers[number] = chat.reply([message], max_tokens=60).text

        threads = [threading.Thread(target=talk, args=(number,)) for number in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert answers == dict.fromkeys(range(20), "Fine.")
        assert len(server.requests) == 20


def test_tracing_that_the_environment_asks_for_gets_nothing() -> None:
    # In a process of its own, because the tracer reads the environment once.
    code = (
        "import sys; from language.chat import ChatMessage, ChatSettings, open_chat_model\n"
        "settings = ChatSettings('m', 'k', base_url=sys.argv[1], first_token_s=60, whole_s=60)\n"
        "chat = open_chat_model(settings)\n"
        "print(chat.reply([ChatMessage('user', 'hi')], max_tokens=5).text)\n"
        "from langchain_core.tracers.langchain import wait_for_all_tracers; wait_for_all_tracers()"
    )
    with ModelServer() as server, ModelServer() as tracer:
        tracing = {
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_API_KEY": "ls-key",
            "LANGSMITH_ENDPOINT": f"http://127.0.0.1:{tracer.port}",
        }
        command = [sys.executable, "-c", code, server.base_url]
        done = subprocess.run(command, env=os.environ | tracing, capture_output=True, text=True, check=True)
        assert (done.stdout, done.stderr) == (f"{DEFAULT_TEXT}\n", "")
        assert tracer.seen == []


def test_a_model_that_was_opened_the_usual_way_answers_and_rests_when_its_provider_is_down() -> None:
    with ModelServer([Fault.OK, Fault.UNAUTHORISED]) as server:
        chat = open_chat_model(ChatSettings("loopback-1", "sk-secret", base_url=server.base_url))
        assert chat.reply(MESSAGES, max_tokens=60).text == DEFAULT_TEXT
        for _ in range(5):
            with pytest.raises(ModelFailure, match="did not accept the key"):
                chat.reply(MESSAGES, max_tokens=60)
        assert len(server.requests) == 2


def test_the_loopback_server_is_a_process_of_its_own_that_can_be_steered() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "tests.support.model_server", "--port", str(port), "--script", "cut"]
    process = subprocess.Popen(command)
    here = httpx2.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False)
    try:
        while not answers(here):
            assert process.poll() is None
            time.sleep(0.05)
        assert here.post("/script", json=[{"fault": "ok", "text": "Twice."}]).status_code == 200
        chat = OpenAIChat(ChatSettings("m", "k", base_url=f"http://127.0.0.1:{port}/v1"), sleep=lambda _: None)
        answer = chat.reply(MESSAGES, max_tokens=60)
        assert (answer.text, answer.requests) == ("Twice.", 2)
        assert len(here.get("/requests").json()) == 2
    finally:
        here.close()
        process.terminate()
        process.wait()


def answers(client: httpx2.Client) -> bool:
    try:
        return client.get("/requests").status_code == 200
    except httpx2.ConnectError:
        return False
