"""A chat model without a model, for tests and for trying a screen: it says what it was given to say, in order."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from domain.errors import ModelFailure, ModelFault
from language.chat import Allowance, ChatAnswer, ChatMessage, OnText, Usage
from language.failures import ProviderFailure


class ExhaustedFakeError(Exception):
    """The fake was asked more often than it has answers. Not a FrontstageError: nothing may take it for a fault of a
    provider and go on."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of `FakeChatModel.reply`."""

    messages: tuple[ChatMessage, ...]
    max_tokens: int


class FakeChatModel:
    """Answers with the given texts, or raises the given failures, one a call. `calls` records what it was asked.

    `on_text` gets the text word by word, as it would from a stream. Usage counts words. A call costs one request of
    the allowance, and one too many raises SPENT without being recorded.
    """

    def __init__(self, answers: Iterable[str | ModelFailure], *, model: str = "fake") -> None:
        self._answers = list(answers)
        self._model = model
        self.calls: list[Call] = []

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        """See `ChatModel.reply`. Raises ExhaustedFakeError when no answer is left."""
        if allowance is not None and not allowance.take():
            raise ProviderFailure(ModelFault.SPENT)
        self.calls.append(Call(tuple(messages), max_tokens))
        if len(self.calls) > len(self._answers):
            raise ExhaustedFakeError(f"call {len(self.calls)}, but only {len(self._answers)} answers were given")
        answer = self._answers[len(self.calls) - 1]
        if isinstance(answer, ModelFailure):
            raise answer
        if on_text is not None:
            words = answer.split(" ")
            for end in range(1, len(words) + 1):
                on_text(" ".join(words[:end]))
        usage = Usage(sum(len(message.content.split()) for message in messages), len(answer.split()))
        return ChatAnswer(answer, self._model, usage, requests=1)
