"""What to do when a conversation has grown longer than the model's context: leave out its oldest turns and ask again.

How much a model reads is told nowhere in the protocol; a provider says so when it is too late. What always holds: the
leading system messages (person, situation, facts) and the last message (the cue) are never left out, the tries share
one allowance, and what was learned is kept, so that the next turn does not pay for it again.
"""

import threading
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from domain.errors import ModelFault, Unavailable
from language.chat import Allowance, ChatAnswer, ChatMessage, ChatModel, ChatSettings, OnText, Usage
from language.failures import ProviderFailure
from language.tokens import TokenBudget, count_messages

# Of what was too long, this much is tried next: twice in a row leaves less than half.
_NEXT: Final = 2 / 3
_PAIR: Final = 2  # both sides' turns go together: some models' chat formats want the other side first


class Shortening:
    """A ChatModel in front of another that leaves out the oldest turns of what the other cannot read whole."""

    def __init__(self, model: ChatModel, settings: ChatSettings) -> None:
        self._model = model
        self._settings = settings
        self._lock = threading.Lock()
        self._limit: int | None = None

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        """See `ChatModel.reply`. Raises TOO_LONG when there is no turn left that could be left out."""
        allowance = allowance or self._settings.allowance()
        kept = self._fitting(messages, self._limit)
        requests, wasted = 0, tuple[Usage, ...]()
        while True:
            try:
                answer = self._model.reply(kept, on_text=on_text, max_tokens=max_tokens, allowance=allowance)
            except ProviderFailure as failure:
                requests, wasted = requests + failure.requests, wasted + failure.wasted
                shorter = self._shorter(kept) if failure.kind is ModelFault.TOO_LONG else kept
                if len(shorter) == len(kept) or not allowance.allows():
                    raise failure.costing(requests, wasted) from failure.__cause__
                kept = shorter
            else:
                return replace(answer, requests=requests + answer.requests, wasted=wasted + answer.wasted)

    def _shorter(self, messages: Sequence[ChatMessage]) -> Sequence[ChatMessage]:
        """The messages without the oldest turns. From now on no more than that is sent at all."""
        try:
            limit = int(count_messages(messages, self._settings.model) * _NEXT)
        except Unavailable:
            return messages
        with self._lock:
            self._limit = min(limit, self._limit or limit)
        return self._fitting(messages, limit)

    def _fitting(self, messages: Sequence[ChatMessage], limit: int | None) -> Sequence[ChatMessage]:
        return messages if limit is None else TokenBudget(self._settings.model, limit).fit(messages, block=_PAIR).kept
