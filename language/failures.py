"""The border where every error of a provider, its client libraries and the network becomes a ModelFailure.

    foreign                                             kind
    408 500 502 503 504, 409, an error inside a stream  SERVER           again
    connection refused, reset, cut off by the network   CONNECTION       again
    429                                                 RATE_LIMIT       again, when Retry-After fits the deadline
    402, 429 insufficient_quota and its like            BILLING
    401 403                                             AUTHENTICATION
    404                                                 NOT_FOUND
    413, a 4xx that speaks of the context's length      TOO_LONG
    any other 4xx                                       REFUSED
    nothing within the time given                       TIMEOUT
    no stream, or one that does not hold what it should NONSENSE

What always holds: a message names no key, no address and none of the provider's own words, which may repeat both.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Self

from domain.errors import ModelFailure, ModelFault
from language.chat import Usage

if TYPE_CHECKING:
    import openai

_WORDS = {
    ModelFault.TIMEOUT: "The chat model did not answer in time.",
    ModelFault.CONNECTION: "The chat model could not be reached.",
    ModelFault.RATE_LIMIT: "The chat model is asked too much at the moment.",
    ModelFault.BILLING: "The chat model's account has no credit left.",
    ModelFault.AUTHENTICATION: "The chat model did not accept the key.",
    ModelFault.NOT_FOUND: "The chat model's provider knows no model of this name at this address.",
    ModelFault.SERVER: "The chat model's provider had a fault of its own.",
    ModelFault.INCOMPLETE: "The chat model's answer broke off before its end.",
    ModelFault.NONSENSE: "What answered in the chat model's place was not one.",
    ModelFault.REFUSED: "The chat model declined to answer this.",
    ModelFault.TOO_LONG: "The conversation is longer than the chat model can read.",
    ModelFault.SPENT: "The chat model was asked as often, or for as long, as one turn allows.",
    ModelFault.BUDGET: "What the chat model may cost in a month is used up.",
}
_TRY = "What was written is kept; try again in a moment, or go on without the model."
_TELL = "What was written is kept; go on without the model, and tell whoever set it up."
_ADVICE = {
    ModelFault.BILLING: _TELL,
    ModelFault.AUTHENTICATION: _TELL,
    ModelFault.NOT_FOUND: _TELL,
    ModelFault.NONSENSE: _TELL,
    ModelFault.REFUSED: "What was written is kept; go on without the model, or say it in other words.",
    ModelFault.TOO_LONG: "What was written is kept; go on without the model, or choose one that reads more.",
    ModelFault.BUDGET: "What was written is kept; the scripted customer speaks until the month is over.",
}
_BILLING_CODES = frozenset({"insufficient_quota", "billing_hard_limit_reached", "billing_not_active"})
_STATUS = {
    401: ModelFault.AUTHENTICATION,
    402: ModelFault.BILLING,
    403: ModelFault.AUTHENTICATION,
    404: ModelFault.NOT_FOUND,
    408: ModelFault.SERVER,
    409: ModelFault.SERVER,
    413: ModelFault.TOO_LONG,
    429: ModelFault.RATE_LIMIT,
}
# As OpenAI, vLLM, llama.cpp, Anthropic and Google say it. Never shown to anybody, only looked for.
_TOO_LONG: Final = re.compile(
    r"context[ _](?:length|size|window)|prompt is too long|input (?:token count|is too long).{0,40}exceed",
    re.IGNORECASE,
)


def words_of(kind: ModelFault) -> str:
    """What happened, in one sentence."""
    return _WORDS[kind]


class ProviderFailure(ModelFailure):
    """A ModelFailure that also knows if the same request may succeed when sent again, and when.

    `again` narrows `retryable`: an answer cut at its length limit is INCOMPLETE, and would be cut there again.
    `after_s` is what the provider asked to wait, in seconds, or None. `wasted` is what the failed requests are, or may
    be, billed for.
    """

    def __init__(self, kind: ModelFault, *, again: bool = True, after_s: float | None = None) -> None:
        super().__init__(kind, f"{_WORDS[kind]} {_ADVICE.get(kind, _TRY)}")
        self._again = again
        self.after_s = after_s
        self.wasted: tuple[Usage, ...] = ()

    def costing(self, requests: int, wasted: tuple[Usage, ...]) -> Self:
        """The same failure, with all that it cost."""
        self.requests, self.wasted = requests, wasted
        return self

    @property
    def retryable(self) -> bool:
        return self._again and super().retryable


def as_failure(error: Exception, *, now: datetime) -> ProviderFailure:
    """The failure that a foreign error stands for. `now` (with a zone) resolves a Retry-After that is a date."""
    import httpx2
    import openai

    if isinstance(error, openai.APIStatusError):
        kind = _of_status(error.status_code, error.code, error.type)
        if kind is ModelFault.REFUSED and _says_too_long(error):
            kind = ModelFault.TOO_LONG
        return ProviderFailure(kind, after_s=_asked_wait(error.response.headers, now))
    if isinstance(error, openai.APITimeoutError | httpx2.TimeoutException):
        return ProviderFailure(ModelFault.TIMEOUT)
    if isinstance(error, openai.APIResponseValidationError | httpx2.DecodingError | httpx2.TooManyRedirects):
        return ProviderFailure(ModelFault.NONSENSE)
    if isinstance(error, openai.APIConnectionError | httpx2.RequestError):
        return ProviderFailure(ModelFault.CONNECTION)
    if isinstance(error, openai.APIError):
        return ProviderFailure(ModelFault.TOO_LONG if _says_too_long(error) else _of_stream(error.code, error.type))
    # What langchain raises over a chunk that lacks what it reads there, or over no chunk at all; JSON errors are
    # ValueErrors too.
    if isinstance(error, LookupError | TypeError | AttributeError | ValueError):
        return ProviderFailure(ModelFault.NONSENSE)
    return ProviderFailure(ModelFault.SERVER, again=False)


def _says_too_long(error: "openai.APIError") -> bool:
    return any(_TOO_LONG.search(str(said)) for said in (error.code, error.type, error.message))


def _of_status(status: int, *codes: str | None) -> ModelFault:
    if status == 429 and _BILLING_CODES.intersection(codes):
        return ModelFault.BILLING
    if status >= 500:
        return ModelFault.SERVER
    return _STATUS.get(status, ModelFault.REFUSED)


def _of_stream(*codes: str | None) -> ModelFault:
    """An error that came inside a stream has no status, only what the provider calls it."""
    if _BILLING_CODES.intersection(codes):
        return ModelFault.BILLING
    return ModelFault.RATE_LIMIT if "rate_limit_exceeded" in codes else ModelFault.SERVER


def _asked_wait(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds, from `retry-after-ms`, or from `retry-after` as seconds or as an HTTP date (RFC 9110, 10.2.3)."""
    for name, scale in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * scale)
        except (KeyError, ValueError):
            continue
    try:
        when = parsedate_to_datetime(headers["retry-after"])
    except (KeyError, ValueError):
        return None
    zoned = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (zoned - now).total_seconds())
