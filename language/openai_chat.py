"""The chat model behind `open_chat_model`: langchain's client for any endpoint that speaks OpenAI's protocol.

One owner of time and retries: this module. The client's own retries are off, and its read timeout is a gap between
two chunks, which a slow drip never exceeds; so the stream runs in a thread of its own and the caller waits for its
pieces no longer than the deadline allows. An answer counts only when the provider said that it was finished.
"""

import random
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING

import tenacity

from domain.clock import Now, utc_now
from domain.errors import ModelFault, Unavailable
from language.chat import Allowance, ChatAnswer, ChatMessage, ChatSettings, OnText, Usage
from language.failures import ProviderFailure, as_failure
from language.tokens import count_messages, count_tokens
from language.well_formed import well_formed

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_openai import ChatOpenAI

# The usage comes in a chunk after the finish. An answer that is complete does not wait long for it.
_USAGE_WAIT_S = 1.0
_FIRST_PAUSE_S = 0.3


@dataclass(frozen=True, slots=True)
class _Piece:
    """One chunk of the stream, with whatever of the four it carried."""

    text: str = ""
    finish: str = ""
    model: str = ""
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class _End:
    error: Exception | None = None


_Pieces = SimpleQueue[_Piece | _End]


class OpenAIChat:
    """See `ChatModel`. One instance serves all threads. Clock, sleep and chance can be given, for tests."""

    def __init__(
        self,
        settings: ChatSettings,
        *,
        now: Now = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: random.Random | None = None,
    ) -> None:
        self.settings = settings
        self._now, self._monotonic, self._sleep = now, monotonic, sleep
        self._chance = chance or random.Random()
        self._making = threading.Lock()
        self._made: ChatOpenAI | None = None

    def client(self) -> "ChatOpenAI":
        """langchain's client, made once. Every default that would surprise is set."""
        with self._making:
            if self._made is None:
                from langchain_openai import ChatOpenAI
                from pydantic import SecretStr

                self._made = ChatOpenAI(
                    model_name=self.settings.model,
                    # Servers in one's own house often want no key, but the client insists on one.
                    openai_api_key=SecretStr(self.settings.api_key or "none"),
                    openai_api_base=self.settings.base_url,
                    temperature=self.settings.temperature,
                    request_timeout=self.settings.whole_s,
                    max_retries=0,
                    stream_usage=True,
                    use_responses_api=False,
                    cache=False,
                )
            return self._made

    def warm(self) -> None:
        """Loads and makes all that the first request would otherwise wait for."""
        with _untraced():
            self.client()

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        """See `ChatModel.reply`. What the allowance has no room for is not asked: SPENT, or the failure before it."""
        allowed = allowance or self.settings.allowance(monotonic=self._monotonic)
        requests, wasted = 0, tuple[Usage, ...]()

        def request() -> ChatAnswer:
            nonlocal requests, wasted
            if not allowed.take():
                raise ProviderFailure(ModelFault.SPENT)
            requests += 1
            try:
                return self._request(messages, on_text=on_text, max_tokens=max_tokens, seconds=allowed.seconds_left)
            except ProviderFailure as failure:
                wasted += failure.wasted
                raise

        try:
            answer = tenacity.Retrying(
                retry=tenacity.retry_if_exception(lambda error: isinstance(error, ProviderFailure) and error.retryable),
                wait=self._pause,
                stop=lambda state: not allowed.allows(after_s=state.upcoming_sleep),
                sleep=self._sleep,
                reraise=True,
            )(request)
        except ProviderFailure as failure:
            raise failure.costing(requests, wasted) from failure.__cause__
        return replace(answer, requests=requests, wasted=wasted)

    def _pause(self, state: tenacity.RetryCallState) -> float:
        """What the provider asked for, else 0.3 s doubled each time; up to a quarter more, so that many who failed
        together do not come back together."""
        error = state.outcome.exception() if state.outcome else None
        asked = error.after_s if isinstance(error, ProviderFailure) else None
        pause = _FIRST_PAUSE_S * 2.0 ** (state.attempt_number - 1) if asked is None else asked
        return pause * self._chance.uniform(1.0, 1.25)

    def _request(
        self, messages: Sequence[ChatMessage], *, on_text: OnText | None, max_tokens: int, seconds: float
    ) -> ChatAnswer:
        deadline = self._monotonic() + seconds
        pieces: _Pieces = SimpleQueue()
        given_up = threading.Event()
        pump = threading.Thread(
            target=self._pump,
            args=(messages, max_tokens, max(0.1, seconds), pieces, given_up),
            name="chat-model-stream",
            daemon=True,
        )
        pump.start()
        try:
            whole, failure = self._collect(pieces, on_text=on_text, deadline=deadline)
        finally:
            given_up.set()
        failure = failure or _flaw(whole)
        if failure is not None:
            # A provider bills for what it read once it has begun, and may do so when it is given up.
            billed = failure.kind is ModelFault.TIMEOUT or whole != _Piece()
            wasted = (whole.usage or self._estimate(messages, whole.text),) if billed else ()
            raise failure.costing(1, wasted) from failure.__cause__
        return ChatAnswer(
            text=whole.text,
            model=whole.model or self.settings.model,
            usage=whole.usage or self._estimate(messages, whole.text),
            requests=1,
        )

    def _collect(
        self, pieces: _Pieces, *, on_text: OnText | None, deadline: float
    ) -> tuple[_Piece, ProviderFailure | None]:
        """All pieces of one stream in one, up to its end or, when that does not come, up to its finish; and what went
        wrong before that."""
        whole = _Piece()
        limit = min(deadline, self._monotonic() + self.settings.first_token_s)
        while True:
            piece = self._next(pieces, limit)
            if piece is None:
                return whole, None if whole.finish else ProviderFailure(ModelFault.TIMEOUT)
            if isinstance(piece, _End):
                return whole, None if whole.finish or piece.error is None else self._failure(piece.error)
            whole = _joined(whole, piece)
            if piece.text and on_text is not None:
                on_text(whole.text)
            if piece.finish:
                limit = min(deadline, self._monotonic() + _USAGE_WAIT_S)
            elif piece.text:
                limit = min(deadline, self._monotonic() + self.settings.first_token_s)

    def _failure(self, error: Exception) -> ProviderFailure:
        failure = as_failure(error, now=self._now())
        failure.__cause__ = error
        return failure

    def _next(self, pieces: _Pieces, limit: float) -> _Piece | _End | None:
        """The next piece, or None once the limit is reached, even when more would be there at once."""
        left = limit - self._monotonic()
        if left <= 0:
            return None
        try:
            return pieces.get(timeout=left)
        except Empty:
            return None

    def _pump(
        self,
        messages: Sequence[ChatMessage],
        max_tokens: int,
        timeout_s: float,
        pieces: _Pieces,
        given_up: threading.Event,
    ) -> None:
        """Runs in its own thread: puts each piece into the queue, and an _End last. Ends by itself soon after it was
        given up: at the next chunk, or by the client's timeout."""
        try:
            with _untraced():
                stream = self.client().stream(_for_langchain(messages), max_tokens=max_tokens, timeout=timeout_s)
                for chunk in stream:
                    if given_up.is_set():
                        return
                    pieces.put(_piece(chunk))
            pieces.put(_End())
        except Exception as error:
            pieces.put(_End(error))

    def _estimate(self, messages: Sequence[ChatMessage], text: str) -> Usage:
        model = self.settings.model
        try:
            return Usage(count_messages(messages, model), count_tokens(text, model), estimated=True)
        except Unavailable:
            # A complete answer is not thrown away over its count. English has about four letters to a token.
            letters = sum(len(message.content) for message in messages)
            return Usage(letters // 4, len(text) // 4, estimated=True)


def _untraced() -> AbstractContextManager[None]:
    """Whatever the environment says: what a trainee writes goes to the provider, and to nobody else."""
    from langsmith import tracing_context

    return tracing_context(enabled=False)


def _flaw(whole: _Piece) -> ProviderFailure | None:
    """Why a stream that ended is no answer: it was cut, filtered, empty or something else than text."""
    match whole.finish:
        case "stop":
            return None if whole.text.strip() else ProviderFailure(ModelFault.INCOMPLETE)
        case "":
            return ProviderFailure(ModelFault.INCOMPLETE)
        case "length":
            return ProviderFailure(ModelFault.INCOMPLETE, again=False)
        case "content_filter":
            return ProviderFailure(ModelFault.REFUSED)
        case _:
            return ProviderFailure(ModelFault.NONSENSE)


def _joined(whole: _Piece, piece: _Piece) -> _Piece:
    return _Piece(
        text=whole.text + piece.text,
        finish=piece.finish or whole.finish,
        model=piece.model or whole.model,
        usage=piece.usage or whole.usage,
    )


def _piece(chunk: "AIMessageChunk") -> _Piece:
    usage = chunk.usage_metadata
    return _Piece(
        text=chunk.text,
        finish=str(chunk.response_metadata.get("finish_reason") or ""),
        model=str(chunk.response_metadata.get("model_name") or ""),
        usage=None
        if usage is None
        else Usage(
            input_tokens=usage["input_tokens"],
            output_tokens=usage["output_tokens"],
            cached_tokens=usage.get("input_token_details", {}).get("cache_read", 0),
        ),
    )


def _for_langchain(messages: Sequence[ChatMessage]) -> "list[BaseMessage]":
    from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

    kinds = {"system": SystemMessage, "user": HumanMessage, "assistant": AIMessage}
    return [kinds[message.role](content=well_formed(message.content)) for message in messages]
