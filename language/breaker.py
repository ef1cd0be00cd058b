"""Spares people the wait for a provider that is down.

After several failures in a row the model rests: calls fail at once, with the same kind of failure and no request,
so that a room full of trainees goes on with the scripted customer instead of waiting out a deadline at every turn.
When the rest is over one call tries again, and the others keep resting until it is known how that went.
"""

import threading
import time
from collections.abc import Callable, Sequence

from domain.errors import ModelFailure, ModelFault
from language.chat import ChatAnswer, ChatMessage, ChatModel, OnText
from language.failures import ProviderFailure

# These are about one request: the next may well succeed, and they show that the provider is there.
_ABOUT_THE_REQUEST = frozenset({ModelFault.REFUSED, ModelFault.INCOMPLETE})


class Breaker:
    """A ChatModel in front of another. Rests for `rest_s` seconds after `failures` in a row, and serves all threads."""

    def __init__(
        self,
        model: ChatModel,
        *,
        failures: int = 3,
        rest_s: float = 30.0,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._model = model
        self._failures, self._rest_s, self._monotonic = failures, rest_s, monotonic
        self._lock = threading.Lock()
        self._in_a_row = 0
        self._rests_until = 0.0
        self._why = ModelFault.CONNECTION

    def reply(self, messages: Sequence[ChatMessage], *, on_text: OnText | None = None, max_tokens: int) -> ChatAnswer:
        """See `ChatModel.reply`. While the model rests, raises ModelFailure of the kind that made it rest."""
        self._enter()
        try:
            answer = self._model.reply(messages, on_text=on_text, max_tokens=max_tokens)
        except ModelFailure as failure:
            self._failed(failure.kind)
            raise
        self._worked()
        return answer

    def _enter(self) -> None:
        with self._lock:
            if self._in_a_row < self._failures:
                return
            now = self._monotonic()
            if now < self._rests_until:
                raise ProviderFailure(self._why)
            # This call is the one that tries. Should it never come back, another may after a further rest.
            self._rests_until = now + self._rest_s

    def _failed(self, kind: ModelFault) -> None:
        if kind in _ABOUT_THE_REQUEST:
            self._worked()
            return
        with self._lock:
            self._in_a_row += 1
            self._why = kind
            self._rests_until = self._monotonic() + self._rest_s

    def _worked(self) -> None:
        with self._lock:
            self._in_a_row = 0
