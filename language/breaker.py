"""Spares people the wait for a provider that is down, and the provider the requests that cannot succeed.

After several failures in a row a provider rests: calls fail at once, with the same kind of failure and no request, so
that a room full of trainees goes on with the scripted customer instead of waiting out a deadline at every turn. A
provider that says when to come back is not asked before then. Where somebody has to see to it first (no credit, a key
or a model's name that it does not take) the first failure stops it, and for longer. When the time is over one call
tries, and the others go on without until it is known how that went.

What is known is kept by address, because it is the provider that is down and not one use of it; only what stops it is
kept for the settings that it is about: another key at the same address may well be good.
"""

import threading
import time
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from domain.clock import Now, utc_now
from domain.errors import ModelFailure, ModelFault
from language.chat import Allowance, ChatAnswer, ChatMessage, ChatModel, OnText, ProviderHealth, ProviderState
from language.failures import ProviderFailure, words_of

FAILURES: Final = 3  # in a row, before a provider rests
REST_S: Final = 30.0
STOP_S: Final = 600.0  # also the longest wait that a provider may ask for

_FOR_SOMEBODY: Final = frozenset({ModelFault.BILLING, ModelFault.AUTHENTICATION, ModelFault.NOT_FOUND})
_NOT_ASKED: Final = frozenset({ModelFault.SPENT, ModelFault.BUDGET})
# These are about one request: the next may well succeed, and they show that the provider is there.
_ABOUT_THE_REQUEST: Final = frozenset({ModelFault.REFUSED, ModelFault.TOO_LONG})


@dataclass(slots=True)
class _Gate:
    """Shut until `until` (monotonic) while `kind` says why; then one call passes at a time. `number` is that of the
    shutting, so that an answer to a request from before it does not open it."""

    kind: ModelFault | None = None
    until: float = 0.0
    since: datetime | None = None
    number: int = 0
    tried: bool = False

    def open(self) -> None:
        self.kind, self.since, self.tried = None, None, False


@dataclass(frozen=True, slots=True)
class Pass:
    """A call that was let through: for whom, after how many shuttings, and at which gates it is the one that tries."""

    about: Hashable
    number: int
    tries: tuple[_Gate, ...]


class Provider:
    """What is known of one provider's health. Serves all threads."""

    def __init__(
        self,
        *,
        failures: int = FAILURES,
        rest_s: float = REST_S,
        stop_s: float = STOP_S,
        now: Now = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._failures, self._rest_s, self._stop_s = failures, rest_s, stop_s
        self._now, self._monotonic = now, monotonic
        self._lock = threading.Lock()
        self.forget()

    def forget(self) -> None:
        """Begin as if nothing was known."""
        with self._lock:
            self._in_a_row = 0
            self._shuttings = 0
            self._rest = _Gate()
            self._stops: dict[Hashable, _Gate] = {}
            self._last: tuple[ModelFault, datetime] | None = None

    def enter(self, about: Hashable) -> Pass:
        """Let a call through, or raise the ModelFailure for which the provider is left alone."""
        with self._lock:
            shut = [gate for gate in (self._stops.get(about), self._rest) if gate and gate.kind]
            for gate in shut:
                if gate.kind and (gate.tried or self._monotonic() < gate.until):
                    raise ProviderFailure(gate.kind)
            for gate in shut:
                gate.tried = True
            return Pass(about, self._shuttings, tuple(shut))

    def leave(self, entered: Pass) -> None:
        """The call is over, however it went. Call it last."""
        with self._lock:
            for gate in entered.tries:
                gate.tried = False

    def answered(self, entered: Pass) -> None:
        """The provider is there."""
        with self._lock:
            if self._rest.number <= entered.number:
                self._in_a_row = 0
                self._rest.open()
            if (stop := self._stops.get(entered.about)) and stop.number <= entered.number:
                del self._stops[entered.about]

    def failed(self, entered: Pass, failure: ModelFailure) -> None:
        """A call gave no answer. What that says of the provider depends on its kind."""
        if failure.kind in _NOT_ASKED:
            return
        with self._lock:
            self._last = (failure.kind, self._now())
        if failure.kind in _ABOUT_THE_REQUEST or (failure.kind is ModelFault.INCOMPLETE and not failure.retryable):
            self.answered(entered)
        elif failure.kind in _FOR_SOMEBODY:
            with self._lock:
                self._shut(self._stops.setdefault(entered.about, _Gate()), failure.kind, self._stop_s)
        else:
            self._rests(entered, failure)

    def health(self, about: Hashable) -> ProviderHealth:
        """See `language.chat.health`."""
        with self._lock:
            stop = self._stops.get(about)
            for gate, state in ((stop, ProviderState.STOPPED), (self._rest, ProviderState.WAITING)):
                if gate and gate.kind:
                    until = self._now() + timedelta(seconds=gate.until - self._monotonic())
                    return ProviderHealth(state, gate.kind, words_of(gate.kind), gate.since, until)
            if self._last is None:
                return ProviderHealth()
            kind, at = self._last
            return ProviderHealth(ProviderState.OK, kind, words_of(kind), at)

    def _rests(self, entered: Pass, failure: ModelFailure) -> None:
        asked = failure.after_s if isinstance(failure, ProviderFailure) else None
        with self._lock:
            if self._rest.number > entered.number:
                return  # begun before the provider was left alone: nothing new
            self._in_a_row += 1
            wait = min(asked or 0.0, self._stop_s)
            if self._in_a_row >= self._failures:
                wait = max(wait, self._rest_s)
            if wait:
                self._shut(self._rest, failure.kind, wait)

    def _shut(self, gate: _Gate, kind: ModelFault, seconds: float) -> None:
        self._shuttings += 1
        gate.kind, gate.until, gate.number = kind, self._monotonic() + seconds, self._shuttings
        gate.since = gate.since or self._now()


class Breaker:
    """A ChatModel in front of another, which asks it only while its provider is not left alone. `about` stands for
    the key and the name with which the provider is asked."""

    def __init__(self, model: ChatModel, *, provider: Provider | None = None, about: Hashable = None) -> None:
        self._model = model
        self._provider = provider or Provider()
        self._about = about

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        """See `ChatModel.reply`. While the provider is left alone, raises ModelFailure of the kind that is why."""
        entered = self._provider.enter(self._about)
        try:
            answer = self._model.reply(messages, on_text=on_text, max_tokens=max_tokens, allowance=allowance)
            self._provider.answered(entered)
        except ModelFailure as failure:
            self._provider.failed(entered, failure)
            raise
        finally:
            self._provider.leave(entered)
        return answer
