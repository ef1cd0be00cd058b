"""What the rest of Frontstage knows of a chat model: messages in, one complete answer or one ModelFailure out.

Any endpoint that speaks OpenAI's chat completions serves. What always holds: a reply ends at its deadline whatever
the network does, and a text that was cut, filtered or empty is never handed over as an answer.
"""

import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, Protocol
from urllib.parse import urlsplit

from domain.errors import InvalidSetting

if TYPE_CHECKING:
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
    """A complete answer. `model` is the name that the provider gave, `requests` counts the failed ones too, and
    `usage` is that of the request that succeeded."""

    text: str
    model: str
    usage: Usage
    requests: int


@dataclass(frozen=True, slots=True)
class ChatSettings:
    """Where the model is and how long it may take.

    `base_url` is the part before /chat/completions. `first_token_s` is the longest wait for the first words of a
    request, `whole_s` for the whole answer with all its retries, both in seconds. `max_requests` counts the first
    request too. `api_key` may be "" for a server that wants none. `temperature` None leaves it to the provider
    (reasoning models accept no other). Raises InvalidSetting for what could never work.
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


class ChatModel(Protocol):
    """A chat model that answers within its deadline or raises ModelFailure."""

    def reply(self, messages: Sequence[ChatMessage], *, on_text: OnText | None = None, max_tokens: int) -> ChatAnswer:
        """The answer to these messages, at most `max_tokens` long.

        `on_text` is called in the caller's thread with the WHOLE text so far, each time there is more of it. After
        a cut the answer begins again, so a later call may bring a shorter text: show what came last, append nothing.

        Raises ModelFailure; its `kind` says why. Whatever `on_text` raises ends the request and passes through.
        """
        ...


@lru_cache(maxsize=8)
def open_chat_model(settings: ChatSettings) -> ChatModel:
    """The chat model of these settings, with a breaker before it: one per process and settings, so that everybody
    shares its connections and what is known of its health.

    Costs nothing yet: the client and its libraries (a good second to import) are made at the first reply, or ahead
    of it by `warm_chat_model`.
    """
    from language.breaker import Breaker

    return Breaker(_provider(settings))


def warm_chat_model(settings: ChatSettings) -> Callable[[], None]:
    """Makes the client in the background, so that the first trainee of the day does not wait for the imports.

    Answers a function that waits until it is done. What fails here fails again at the first reply, which maps it and
    has somebody to tell.
    """

    def warm() -> None:
        with suppress(Exception):
            _provider(settings).client()

    thread = threading.Thread(target=warm, name="warm-chat-model", daemon=True)
    thread.start()
    return thread.join


@lru_cache(maxsize=8)
def _provider(settings: ChatSettings) -> "OpenAIChat":
    from language.openai_chat import OpenAIChat

    return OpenAIChat(settings)
