"""Every error of the client libraries and the network has its ModelFailure."""

import json
from datetime import UTC, datetime

import httpx2
import openai
import pytest

from domain.errors import ModelFailure, ModelFault
from language.chat import Usage
from language.failures import ProviderFailure, as_failure

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
REQUEST = httpx2.Request("POST", "http://127.0.0.1/v1/chat/completions")


def status_error(
    status: int, *, code: str | int | None = None, headers: dict[str, str] | None = None, says: str = ""
) -> openai.APIStatusError:
    response = httpx2.Response(status, request=REQUEST, headers=headers)
    return openai.APIStatusError(f"said sk-secret {says}", response=response, body={"code": code})


@pytest.mark.parametrize(
    ("error", "kind", "retryable"),
    [
        (status_error(400), ModelFault.REFUSED, False),
        (status_error(401), ModelFault.AUTHENTICATION, False),
        (status_error(402), ModelFault.BILLING, False),
        (status_error(403), ModelFault.AUTHENTICATION, False),
        (status_error(404), ModelFault.NOT_FOUND, False),
        (status_error(408), ModelFault.SERVER, True),
        (status_error(409), ModelFault.SERVER, True),
        (status_error(400, code="context_length_exceeded"), ModelFault.TOO_LONG, False),
        (
            status_error(400, code=400, says="the request exceeds the available context size"),
            ModelFault.TOO_LONG,
            False,
        ),
        (status_error(400, code=400, says="maximum context length is 2048 tokens"), ModelFault.TOO_LONG, False),
        (status_error(400, says="prompt is too long: 205000 tokens > 200000"), ModelFault.TOO_LONG, False),
        (status_error(400, says="The input token count (9000) exceeds the maximum"), ModelFault.TOO_LONG, False),
        (status_error(401, says="context window"), ModelFault.AUTHENTICATION, False),
        (status_error(413), ModelFault.TOO_LONG, False),
        (status_error(422), ModelFault.REFUSED, False),
        (status_error(429), ModelFault.RATE_LIMIT, True),
        (status_error(429, code="insufficient_quota"), ModelFault.BILLING, False),
        (status_error(429, code="billing_hard_limit_reached"), ModelFault.BILLING, False),
        (status_error(500), ModelFault.SERVER, True),
        (status_error(502), ModelFault.SERVER, True),
        (status_error(503), ModelFault.SERVER, True),
        (status_error(504), ModelFault.SERVER, True),
        (status_error(529), ModelFault.SERVER, True),
        (openai.APITimeoutError(REQUEST), ModelFault.TIMEOUT, False),
        (openai.APIConnectionError(request=REQUEST), ModelFault.CONNECTION, True),
        (openai.APIResponseValidationError(httpx2.Response(200, request=REQUEST), None), ModelFault.NONSENSE, False),
        (openai.APIError("", REQUEST, body={"code": "server_error"}), ModelFault.SERVER, True),
        (openai.APIError("", REQUEST, body={"code": "rate_limit_exceeded"}), ModelFault.RATE_LIMIT, True),
        (openai.APIError("", REQUEST, body={"type": "insufficient_quota"}), ModelFault.BILLING, False),
        (openai.APIError("", REQUEST, body={"code": "context_length_exceeded"}), ModelFault.TOO_LONG, False),
        (httpx2.DecodingError("", request=REQUEST), ModelFault.NONSENSE, False),
        (httpx2.TooManyRedirects("", request=REQUEST), ModelFault.NONSENSE, False),
        (httpx2.ReadTimeout("", request=REQUEST), ModelFault.TIMEOUT, False),
        (httpx2.ConnectError("", request=REQUEST), ModelFault.CONNECTION, True),
        (httpx2.RemoteProtocolError("", request=REQUEST), ModelFault.CONNECTION, True),
        (json.JSONDecodeError("", "", 0), ModelFault.NONSENSE, False),
        (UnicodeDecodeError("utf-8", b"", 0, 1, ""), ModelFault.NONSENSE, False),
        (KeyError("delta"), ModelFault.NONSENSE, False),
        (IndexError(), ModelFault.NONSENSE, False),
        (TypeError(), ModelFault.NONSENSE, False),
        (AttributeError(), ModelFault.NONSENSE, False),
        (ValueError("No generation chunks were returned"), ModelFault.NONSENSE, False),
        (RuntimeError("never seen before"), ModelFault.SERVER, False),
    ],
)
def test_a_foreign_error_becomes_its_kind(error: Exception, kind: ModelFault, retryable: bool) -> None:
    failure = as_failure(error, now=NOW)
    assert (failure.kind, failure.retryable) == (kind, retryable)
    assert "sk-secret" not in str(failure)


def test_every_error_class_of_the_client_is_mapped() -> None:
    """A class that a new version brings must be looked at. These are not raised by chat completions as used here."""
    elsewhere = {
        "InvalidWebhookSignatureError",
        "LengthFinishReasonError",
        "ContentFilterFinishReasonError",
        "SubjectTokenProviderError",
        "WebSocketConnectionClosedError",
        "WebSocketQueueFullError",
        "OpenAIError",
    }
    names = {name for name in dir(openai) if name.endswith("Error") and not name.startswith("_")} - elsewhere
    assert all(issubclass(getattr(openai, name), openai.APIError) for name in names)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7.0),
        ({"Retry-After": "1.5"}, 1.5),
        ({"retry-after": "-3"}, 0.0),
        ({"retry-after-ms": "250", "retry-after": "9"}, 0.25),
        ({"retry-after": "Mon, 02 Mar 2026 12:00:20 GMT"}, 20.0),
        ({"retry-after": "Mon, 02 Mar 2026 12:00:20 -0000"}, 20.0),
        ({"retry-after": "Mon, 02 Mar 2026 11:00:00 GMT"}, 0.0),
        ({"retry-after": "soon"}, None),
    ],
)
def test_the_wait_that_was_asked_for_is_read(headers: dict[str, str], seconds: float | None) -> None:
    assert as_failure(status_error(429, headers=headers), now=NOW).after_s == seconds


@pytest.mark.parametrize("kind", ModelFault)
def test_every_kind_says_what_happened_what_was_kept_and_what_to_do(kind: ModelFault) -> None:
    failure = ProviderFailure(kind)
    assert isinstance(failure, ModelFailure)
    happened, kept = str(failure).split(". ", maxsplit=1)
    assert happened
    assert kept.startswith("What was written is kept; ")


def test_a_failure_carries_what_it_cost() -> None:
    failure = ProviderFailure(ModelFault.SERVER)
    assert (failure.requests, failure.wasted) == (0, ())
    assert failure.costing(2, (Usage(5, 1),)) is failure
    assert (failure.requests, failure.wasted) == (2, (Usage(5, 1),))


def test_a_failure_that_would_repeat_itself_is_not_retryable() -> None:
    assert not ProviderFailure(ModelFault.INCOMPLETE, again=False).retryable
    assert ProviderFailure(ModelFault.INCOMPLETE).retryable
