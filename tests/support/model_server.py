"""A loopback chat-completions server that misbehaves on demand.

Real sockets and real streams, so that what is proved against it holds for a provider: every fault that one was seen
to have can be scripted, one reply a request. When the script is used up it answers in good order, or as `Weather`
has it: a share of faults, drawn from all of them, and otherwise a line that suits what it was asked.

Also a process of its own: `python -m tests.support.model_server --port 9009 --script ok,hang` or `--faults 0.2 --seed
7 --lines FILE` (a JSON list of lines). There, POST /script (a JSON list of {"fault", ...}) steers it, GET /requests
and GET /sent read it. Port 0 takes a free one; the first line that it prints is its address.
"""

import argparse
import json
import random
import re
import socket
import struct
import sys
import threading
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Self

MODEL = "loopback-1"
DEFAULT_TEXT = "I waited in all day and nobody came."


class Fault(StrEnum):
    OK = "ok"
    CUT = "cut"  # ends cleanly, half way, with no finish_reason
    CUT_BUT_DONE = "cut_but_done"  # the same, and then says [DONE]
    BROKEN = "broken"  # ends half way, in the middle of what HTTP had announced
    RESET = "reset"  # the connection is reset before any answer
    SILENT = "silent"  # takes the request and says nothing at all
    HANG = "hang"  # begins the stream, then says nothing
    HANG_AFTER_TEXT = "hang_after_text"
    HANG_AFTER_FINISH = "hang_after_finish"
    DRIP = "drip"  # a word every `pause_s`, for ever
    RATE_LIMIT = "rate_limit"
    BILLING = "billing"
    BAD_REQUEST = "bad_request"
    TOO_LONG = "too_long"  # context overflow, as OpenAI, llama.cpp and vLLM say it
    TOO_LONG_LLAMA = "too_long_llama"
    TOO_LONG_VLLM = "too_long_vllm"
    UNAUTHORISED = "unauthorised"
    FORBIDDEN = "forbidden"
    UNKNOWN_MODEL = "unknown_model"
    SERVER_ERROR = "server_error"
    UNAVAILABLE = "unavailable"
    ERROR_IN_STREAM = "error_in_stream"
    HTML = "html"  # 200, and a web page
    BAD_SSE = "bad_sse"
    NO_STREAM = "no_stream"  # 200, an event stream with nothing in it
    EMPTY_CHOICES = "empty_choices"
    NULL_CONTENT = "null_content"
    CONTENT_FILTER = "content_filter"
    LENGTH = "length"
    TOOL_CALL = "tool_call"


@dataclass(frozen=True)
class Reply:
    """What the server does with one request. `pause_s` lies between two pieces of `piece` words each; `usage` False
    reports no usage."""

    fault: Fault = Fault.OK
    text: str = DEFAULT_TEXT
    retry_after: str | None = None
    pause_s: float = 0.0
    piece: int = 1
    usage: bool = True


_STATUS: dict[Fault, tuple[int, str]] = {
    Fault.RATE_LIMIT: (429, "rate_limit_exceeded"),
    Fault.BILLING: (429, "insufficient_quota"),
    Fault.BAD_REQUEST: (400, "invalid_request_error"),
    Fault.TOO_LONG: (400, "context_length_exceeded"),
    Fault.TOO_LONG_LLAMA: (400, "exceed_context_size_error"),
    Fault.TOO_LONG_VLLM: (400, "BadRequestError"),
    Fault.UNAUTHORISED: (401, "invalid_api_key"),
    Fault.FORBIDDEN: (403, "country_not_supported"),
    Fault.UNKNOWN_MODEL: (404, "model_not_found"),
    Fault.SERVER_ERROR: (500, "server_error"),
    Fault.UNAVAILABLE: (503, "overloaded"),
}
_SAYS = {
    Fault.TOO_LONG_LLAMA: "the request exceeds the available context size, try increasing it",
    Fault.TOO_LONG_VLLM: "This model's maximum context length is 2048 tokens. However, you requested 2300 tokens.",
}
_FINISH = {
    Fault.CUT: None,
    Fault.CUT_BUT_DONE: None,
    Fault.BROKEN: None,
    Fault.EMPTY_CHOICES: None,
    Fault.CONTENT_FILTER: "content_filter",
    Fault.LENGTH: "length",
    Fault.TOOL_CALL: "tool_calls",
}


# Every way to fail, and the three ways to be turned away for asking too much.
MATRIX: tuple[Reply, ...] = (
    *(Reply(fault) for fault in Fault if fault is not Fault.OK),
    Reply(Fault.RATE_LIMIT, retry_after="0.2"),
    Reply(Fault.RATE_LIMIT, retry_after="60"),
)


@dataclass(frozen=True)
class Sent:
    """What one request got: `text` as far as it was that of the reply; `whole`: it was finished, and said so. `key` is
    the highest number of six digits in the request, by which the trainee's messages can be told apart."""

    key: int
    fault: Fault
    text: str
    whole: bool


class Weather:
    """Chooses a reply to each request: with `chance` a fault out of MATRIX, else those of `lines` that its last
    message holds, in their order there, as a model would say what it is told to. The same seed has the same faults for
    the same messages, in whatever order they come."""

    def __init__(self, lines: Sequence[str], *, chance: float, seed: int) -> None:
        self._lines = lines
        self._chance = chance
        self._seed = seed
        self._tries: Counter[int] = Counter()

    def __call__(self, body: dict[str, object]) -> Reply:
        text = " ".join(self._asked_for(body)) or DEFAULT_TEXT
        key = _key(body)
        self._tries[key] += 1
        chance = random.Random(f"{self._seed}:{key}:{self._tries[key]}")
        if chance.random() >= self._chance:
            return Reply(text=text, piece=8)
        fault = chance.choice(MATRIX)
        return replace(fault, text=text, pause_s=0.05 if fault.fault is Fault.DRIP else 0.0)

    def _asked_for(self, body: dict[str, object]) -> list[str]:
        note = _contents(body)[-1]
        found = [line for line in self._lines if line in note]
        longest = [line for line in found if not any(line in other for other in found if other != line)]
        return sorted(longest, key=note.find)


class ModelServer:
    """Use as a context manager. `requests` holds the body of each request for a completion and `headers` its
    headers, in order, `sent` what each got; `seen` the paths of all requests of any kind. Each server has an address
    of its own, so that what is known of a provider's health never comes from another test that had the same port."""

    def __init__(
        self,
        script: Sequence[Reply | Fault] = (),
        *,
        port: int = 0,
        choose: Callable[[dict[str, object]], Reply] = lambda _: Reply(),
    ) -> None:
        self.requests: list[dict[str, object]] = []
        self.headers: list[dict[str, str]] = []
        self.sent: list[Sent] = []
        self.seen: list[str] = []
        self.closing = threading.Event()
        self._lock = threading.Lock()
        self._choose = choose
        self._name = uuid.uuid4().hex[:8]
        self._script: list[Reply] = []
        self.script(*script)
        self._http = _Http(self, port)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def port(self) -> int:
        return int(self._http.server_address[1])

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.port}/{self._name}/v1"

    def script(self, *replies: Reply | Fault) -> None:
        """Adds these to what is still to come."""
        with self._lock:
            self._script.extend(reply if isinstance(reply, Reply) else Reply(reply) for reply in replies)

    def take(self, body: dict[str, object], headers: dict[str, str]) -> tuple[Reply, int]:
        """Records a request; answers its reply and how many words of it were already in an earlier request."""
        with self._lock:
            # A provider forgets after minutes; this one after a few requests.
            cached = max((_shared_words(earlier, body) for earlier in self.requests[-8:]), default=0)
            self.requests.append(body)
            self.headers.append(headers)
            reply = self._script.pop(0) if self._script else self._choose(body)
            self.sent.append(_sent(reply, body))
            return reply, cached

    def serve(self) -> None:
        self._http.serve_forever()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Http(ThreadingHTTPServer):
    # Hung replies end when the server closes, and closing waits for them: no thread outlives its test.
    daemon_threads = False
    request_queue_size = 128

    def __init__(self, owner: ModelServer, port: int) -> None:
        self.owner = owner
        super().__init__(("127.0.0.1", port), _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: _Http

    def parse_request(self) -> bool:
        parsed = super().parse_request()
        self.server.owner.seen.append(self.path if parsed else "?")
        return parsed

    def do_GET(self) -> None:
        if self.path == "/requests":
            self._json(200, self.server.owner.requests)
        elif self.path == "/sent":
            self._json(200, [asdict(sent) for sent in self.server.owner.sent])
        else:
            self._json(404, {"error": {"message": "no such page"}})

    def do_POST(self) -> None:
        content = self.rfile.read(int(self.headers.get("content-length", 0)))
        if self.path == "/script":
            replies = [Reply(**{**reply, "fault": Fault(reply["fault"])}) for reply in json.loads(content)]
            self.server.owner.script(*replies)
            self._json(200, {})
        elif self.path.endswith("/v1/chat/completions"):
            body = json.loads(content)
            reply, cached = self.server.owner.take(body, {name.lower(): value for name, value in self.headers.items()})
            # The client may go away at any point; that is its right, and the reason for some of these tests.
            with suppress(ConnectionError, TimeoutError):
                self._answer(reply, body, cached)
        else:
            self._json(404, {"error": {"message": "no such page"}})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        """Says nothing: a test's output is its own."""

    def _answer(self, reply: Reply, body: dict[str, object], cached: int) -> None:
        match reply.fault:
            case Fault.RESET:
                self._reset()
            case Fault.SILENT:
                self.server.owner.closing.wait()
            case Fault.HTML:
                self._send(200, "text/html", b"<!doctype html><title>Sign in to the guest network</title>")
            case fault if fault in _STATUS:
                status, code = _STATUS[fault]
                says = _SAYS.get(fault, f"scripted: {code}")
                self._json(status, {"error": {"message": says, "code": code, "type": code}}, reply)
            case _ if body.get("stream") is True:
                self._stream(reply, body, cached)
            case _:
                message = {"role": "assistant", "content": reply.text}
                choice = {"index": 0, "message": message, "finish_reason": _FINISH.get(reply.fault, "stop")}
                self._json(200, _completion([choice], kind="chat.completion") | {"usage": _usage(reply, body, cached)})

    def _stream(self, reply: Reply, body: dict[str, object], cached: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        if reply.fault is Fault.BROKEN:
            self.send_header("Content-Length", "1000000")
        self.end_headers()
        for event in _events(reply, body, cached):
            if event is None:
                self.server.owner.closing.wait()
                return
            self.wfile.write(f"data: {event}\n\n".encode())
            self.wfile.flush()
            if self.server.owner.closing.wait(reply.pause_s):
                return

    def _reset(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()

    def _json(self, status: int, value: object, reply: Reply | None = None) -> None:
        self._send(status, "application/json", json.dumps(value).encode(), reply)

    def _send(self, status: int, kind: str, content: bytes, reply: Reply | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        if reply is not None and reply.retry_after is not None:
            self.send_header("Retry-After", reply.retry_after)
        self.end_headers()
        self.wfile.write(content)


def _events(reply: Reply, body: dict[str, object], cached: int) -> Iterator[str | None]:
    """The stream's events as JSON; None stands for silence without end."""
    if reply.fault in {Fault.NO_STREAM, Fault.HANG}:
        yield from [None] if reply.fault is Fault.HANG else []
        return
    yield _delta({"role": "assistant", "content": None if reply.fault is Fault.NULL_CONTENT else ""})
    yield from _body_events(reply)
    if reply.fault is Fault.HANG_AFTER_TEXT:
        yield None
        return
    finish = _FINISH.get(reply.fault, "stop")
    if finish is None:
        if reply.fault in {Fault.EMPTY_CHOICES, Fault.CUT_BUT_DONE}:
            yield "[DONE]"
        return
    yield _delta({}, finish)
    if reply.fault is Fault.HANG_AFTER_FINISH:
        yield None
        return
    if body.get("stream_options") == {"include_usage": True} and reply.usage:
        yield json.dumps(_completion([]) | {"usage": _usage(reply, body, cached)})
    yield "[DONE]"


def _body_events(reply: Reply) -> Iterator[str]:
    words = reply.text.split(" ")
    match reply.fault:
        case Fault.EMPTY_CHOICES:
            yield json.dumps(_completion([]))
        case Fault.NULL_CONTENT:
            yield _delta({"content": None})
        case Fault.BAD_SSE:
            yield '{"choices": [{"delta": {"content": "I wai'
        case Fault.ERROR_IN_STREAM:
            yield _delta({"content": words[0]})
            yield json.dumps({"error": {"message": "scripted", "type": "server_error", "code": "server_error"}})
        case Fault.DRIP:
            while True:
                yield _delta({"content": "so "})
        case fault if fault in _HALVED:
            yield from (_delta({"content": f"{word} "}) for word in _half(words))
        case _:
            for at in range(0, len(words), reply.piece):
                piece = " ".join(words[at : at + reply.piece])
                yield _delta({"content": piece if at == 0 else f" {piece}"})


_HALVED = {
    Fault.CUT,
    Fault.CUT_BUT_DONE,
    Fault.BROKEN,
    Fault.HANG_AFTER_TEXT,
    Fault.LENGTH,
    Fault.CONTENT_FILTER,
    Fault.TOOL_CALL,
}
_WHOLE = {Fault.OK, Fault.HANG_AFTER_FINISH}


def _half(words: list[str]) -> list[str]:
    """The first half, broken off in the middle of a sentence."""
    *most, last = words[: max(1, len(words) // 2)]
    return [*most, last.rstrip(".!?…") or "so"]


def _key(body: dict[str, object]) -> int:
    return max(map(int, re.findall(r"(?<!\d)\d{6}(?!\d)", "\n".join(_contents(body)))), default=0)


def _sent(reply: Reply, body: dict[str, object]) -> Sent:
    text = " ".join(_half(reply.text.split(" "))) if reply.fault in _HALVED else ""
    whole = reply.fault in _WHOLE
    return Sent(_key(body), reply.fault, reply.text if whole else text, whole)


def _delta(delta: dict[str, object], finish: str | None = None) -> str:
    return json.dumps(_completion([{"index": 0, "delta": delta, "finish_reason": finish}]))


def _completion(choices: list[dict[str, object]], *, kind: str = "chat.completion.chunk") -> dict[str, object]:
    return {"id": "chatcmpl-loopback", "object": kind, "created": 1, "model": MODEL, "choices": choices}


def _usage(reply: Reply, body: dict[str, object], cached: int) -> dict[str, object]:
    """Words stand for tokens."""
    into, out = sum(len(words) for words in _words(body)), len(reply.text.split())
    return {
        "prompt_tokens": into,
        "completion_tokens": out,
        "total_tokens": into + out,
        "prompt_tokens_details": {"cached_tokens": cached},
    }


def _contents(body: dict[str, object]) -> list[str]:
    messages = body.get("messages")
    assert isinstance(messages, list)
    return [str(message["content"]) for message in messages]


def _words(body: dict[str, object]) -> list[list[str]]:
    return [content.split() for content in _contents(body)]


def _shared_words(earlier: dict[str, object], later: dict[str, object]) -> int:
    """The words of the messages with which both requests begin: what a provider's prefix cache would hold."""
    shared = 0
    for one, other in zip(_words(earlier), _words(later), strict=False):
        if one != other:
            break
        shared += len(one)
    return shared


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--script", default="", help="faults by name, separated by commas")
    parser.add_argument("--faults", type=float, default=0.0, help="the share of requests after that which go wrong")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--lines", type=Path, help="what may be said, as a JSON list")
    arguments = parser.parse_args()
    script = [Fault(name) for name in arguments.script.split(",") if name]
    lines = json.loads(arguments.lines.read_text(encoding="utf-8")) if arguments.lines else []
    weather = Weather(lines, chance=arguments.faults, seed=arguments.seed)
    server = ModelServer(script, port=arguments.port, choose=weather)
    sys.stdout.write(f"{server.base_url}\n")
    sys.stdout.flush()
    server.serve()


if __name__ == "__main__":
    main()
