"""What the rest of Frontstage knows of a chat model: messages in, one complete answer or one ModelFailure out.

Any endpoint that speaks OpenAI's chat completions serves. What always holds: a reply ends at its deadline whatever
the network does, and a text that was cut, filtered or empty is never handed over as an answer. What several replies
may cost together is an `Allowance`, which all layers share: nobody multiplies anybody else's retries.
"""

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urlsplit

from domain.errors import InvalidSetting, ModelFault

if TYPE_CHECKING:
    from language.breaker import Provider
    from language.openai_chat import OpenAIChat

MessageRole = Literal["system", "user", "assistant"]
OnText = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """One message as the model gets it. The model's own earlier lines are "assistant"."""

    role: MessageRole
    content: str


@dataclass(frozen=True, slots=True)
class Usage:
    """Tokens of one request. `cached_tokens` is the part of the input that the provider had in its cache.

    `estimated` is True when the provider reported none and the tokens were counted here.
    """

    input_tokens: int
    output_tokens: int
    cached_tokens: int = 0
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class ChatAnswer:
    """A complete answer. `model` is the name that the provider gave, `requests` counts the failed ones too. `usage` is
    that of the request that succeeded, `wasted` what failed ones before it are billed for."""

    text: str
    model: str
    usage: Usage
    requests: int
    wasted: tuple[Usage, ...] = ()


class Allowance:
    """What may still be asked: so many requests within so many seconds from now, whoever asks. One instance goes
    through all layers that work on the same turn, and serves all threads.

    `least_s` is the time in seconds below which a further request is not worth beginning.
    """

    def __init__(
        self,
        *,
        requests: int = 3,
        seconds: float = 30.0,
        least_s: float = 2.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._monotonic = monotonic
        self._requests, self._least_s = requests, least_s
        self._deadline = monotonic() + seconds
        self._lock = threading.Lock()

    @property
    def requests_left(self) -> int:
        return self._requests

    @property
    def seconds_left(self) -> float:
        """Below 0 once the time is up."""
        return self._deadline - self._monotonic()

    def allows(self, *, after_s: float = 0.0) -> bool:
        """Whether one more request, begun in `after_s` seconds, may and has enough time to be worth it."""
        return self._requests > 0 and self.seconds_left - after_s >= self._least_s

    def take(self) -> bool:
        """Takes one request out, False when it is not allowed."""
        with self._lock:
            if not self.allows():
                return False
            self._requests -= 1
            return True


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Where the model is and how long it may take.

    `base_url` is the part before /chat/completions. `first_token_s` is the longest wait for the first words of a
    request and for each further ones, `whole_s` for all that one turn asks, both in seconds. `max_requests` counts
    the first request of a turn too. `api_key` may be "" for a server that wants none. `temperature` None leaves it to
    the provider (reasoning models accept no other). Raises InvalidSetting for what could never work.
    """

    model: str
    api_key: str = field(repr=False)
    base_url: str = "https://api.openai.com/v1"
    first_token_s: float = 8.0
    whole_s: float = 30.0
    max_requests: int = 3
    temperature: float | None = 0.8

    def __post_init__(self) -> None:
        if not self.model.strip():
            raise InvalidSetting("The chat model has no name. Give the name that its provider knows it by.")
        if not (address := urlsplit(self.base_url)).hostname or address.scheme not in {"http", "https"}:
            raise InvalidSetting(
                f"{self.base_url!r} is no address of a chat model. Write it as https://host/v1, without the part "
                "/chat/completions."
            )
        if not all("!" <= letter <= "~" for letter in self.api_key):
            raise InvalidSetting(
                "The chat model's key holds a space, a line break or a letter that no key has. Copy it again."
            )
        if not 0 < self.first_token_s <= self.whole_s or self.max_requests < 1:
            raise InvalidSetting(
                f"A chat model needs at least one request, and time for it: first_token_s={self.first_token_s}, "
                f"whole_s={self.whole_s}, max_requests={self.max_requests}. The first words come within the whole."
            )

    def allowance(self, *, monotonic: Callable[[], float] = time.monotonic) -> Allowance:
        """What one turn may ask from now on. A request that has less than a quarter of the time in which the first
        words must come is not worth its price."""
        return Allowance(
            requests=self.max_requests, seconds=self.whole_s, least_s=self.first_token_s / 4, monotonic=monotonic
        )


class ProviderState(StrEnum):
    """OK: asked as usual. WAITING: left alone for moments, for it failed or asked for it. STOPPED: left alone for
    longer, because somebody has to see to it (no credit, a key or a name that it does not take)."""

    OK = "ok"
    WAITING = "waiting"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class ProviderHealth:
    """How a provider is doing, for whoever set it up. `kind`, `words` and `since` tell of its last failure (None and
    "" when there was none in this process; an answer since then is told by the state alone). `until` is when it is
    asked again, None while it is asked as usual. Times are in UTC."""

    state: ProviderState = ProviderState.OK
    kind: ModelFault | None = None
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None


class ChatModel(Protocol):
    """A chat model that answers within its deadline or raises ModelFailure."""

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        """The answer to these messages, at most `max_tokens` long.

        `on_text` is called in the caller's thread with the WHOLE text so far, each time there is more of it. After
        a cut the answer begins again, so a later call may bring a shorter text: show what came last, append nothing.
        `allowance` is what the turn may still ask; None is a fresh one, as the settings give it.

        Raises ModelFailure; its `kind` says why, its `requests` how many it cost. Whatever `on_text` raises ends the
        request and passes through.
        """
        ...


@lru_cache(maxsize=8)
def open_chat_model(settings: ChatSettings) -> ChatModel:
    """The chat model of these settings, with a breaker before it: one per process and settings, so that everybody
    shares its connections. What is known of its provider's health is shared by all who ask at the same address.

    Costs nothing yet: the client and its libraries (a good second to import) are made at the first reply, or ahead
    of it by `warm_chat_model`.
    """
    from language.breaker import Breaker
    from language.overflow import Shortening

    model = Shortening(_client(settings), settings)
    return Breaker(model, provider=_provider(settings.base_url.rstrip("/")), about=settings)


def health(settings: ChatSettings) -> ProviderHealth:
    """How the provider of these settings is doing, as far as this process knows. Asks nobody."""
    return _provider(settings.base_url.rstrip("/")).health(settings)


def ask_again(settings: ChatSettings) -> None:
    """Forgets what keeps the provider from being asked: for somebody who has just seen to it."""
    _provider(settings.base_url.rstrip("/")).forget()


def warm_chat_model(settings: ChatSettings) -> Callable[[], None]:
    """Makes the client in the background, so that the first trainee of the day does not wait for the imports.

    Answers a function that waits until it is done. What fails here fails again at the first reply, which maps it and
    has somebody to tell.
    """

    def warm() -> None:
        with suppress(Exception):
            _client(settings).warm()

    thread = threading.Thread(target=warm, name="warm-chat-model", daemon=True)
    thread.start()
    return thread.join


@lru_cache(maxsize=8)
def _client(settings: ChatSettings) -> "OpenAIChat":
    from language.openai_chat import OpenAIChat

    return OpenAIChat(settings)


@cache  # as many as there are addresses, and none may be forgotten while it is to be left alone
def _provider(address: str) -> "Provider":
    from language.breaker import Provider

    return Provider()
