"""What the chat model may cost in a calendar month (UTC), and what it has cost so far.

Always holds: before a model is asked, what the request may cost is set aside, and what does not fit into the month's
limit is not asked; so replies that are made at the same time cannot pass the limit together. The limit can be passed
all the same, by three things only: a request repeated within a turn (at most two more), a token count of the provider's
that differs from ours, and, where several processes share the records, what the others spent since this one last looked
(`LOOK_S` ago at most). Without a limit nothing is counted here; the records know what it cost.
"""

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from domain.clock import Now
from domain.errors import ModelFailure, ModelFault, Unavailable
from language.chat import Allowance, ChatAnswer, ChatMessage, ChatModel, OnText, Usage
from language.failures import ProviderFailure
from language.tokens import count_messages
from records.rows import ModelUsage
from training.settings import Settings

LOOK_S: Final = 30.0  # how long what the records told is taken for true
_PER: Final = 1_000_000  # prices are for so many tokens


class Month(NamedTuple):
    """From `since` to before `until`, in UTC."""

    since: datetime
    until: datetime


def month_of(when: datetime) -> Month:
    """The calendar month of a moment, in UTC."""
    first = when.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return Month(first, first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1))


class Amount(NamedTuple):
    """Tokens (input and output) and the money that they cost, 0 where no prices are known."""

    tokens: int = 0
    money: float = 0.0


def together(amounts: Iterable[Amount]) -> Amount:
    total = Amount()
    for amount in amounts:
        total = Amount(total.tokens + amount.tokens, total.money + amount.money)
    return total


@dataclass(frozen=True, slots=True)
class Prices:
    """Money for a million tokens. `cached` is for input that the provider had in its cache."""

    input: float
    cached: float
    output: float

    @property
    def known(self) -> bool:
        return self.input > 0

    def amount(self, usage: Usage | ModelUsage) -> Amount:
        """What the usage comes to."""
        fresh = usage.input_tokens - usage.cached_tokens
        money = fresh * self.input + usage.cached_tokens * self.cached + usage.output_tokens * self.output
        return Amount(usage.input_tokens + usage.output_tokens, money / _PER)


def prices_in(settings: Settings) -> Prices:
    cached = settings.model_input_price if settings.model_cached_price is None else settings.model_cached_price
    return Prices(settings.model_input_price, cached, settings.model_output_price)


def usage_of(model: str, usages: Sequence[Usage], *, requests: int) -> ModelUsage:
    """All requests of a reply as one row of the records."""
    return ModelUsage(
        model=model,
        input_tokens=sum(each.input_tokens for each in usages),
        output_tokens=sum(each.output_tokens for each in usages),
        cached_tokens=sum(each.cached_tokens for each in usages),
        requests=requests,
        estimated_tokens=sum(each.input_tokens + each.output_tokens for each in usages if each.estimated),
    )


class Spending:
    """What the month's limit still allows. One a process; serves all threads.

    `read` gives what the records know of a month, by model. `money` and `tokens` are the limits, 0 for none.
    """

    def __init__(
        self,
        read: Callable[[Month], Iterable[ModelUsage]],
        *,
        prices: Prices,
        money: float,
        tokens: int,
        now: Now,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._read = read
        self.prices = prices
        self.money, self.tokens = money, tokens
        self._now, self._monotonic = now, monotonic
        self._lock = threading.Lock()
        self._month: Month | None = None
        self._looked_at = 0.0
        self._used = Amount()
        self._held: list[Amount] = []
        self._over = False

    @property
    def limited(self) -> bool:
        return self.money > 0 or self.tokens > 0

    def may_ask(self) -> bool:
        """Whether the month's limit leaves anything, what is set aside left out of account. Raises StorageFailure when
        the records cannot be read."""
        if not self.limited:
            return True
        with self._lock:
            self._look()
            used = self._used
            return not (self._over or 0 < self.money <= used.money or 0 < self.tokens <= used.tokens)

    def hold(self, size: Usage) -> Amount:
        """Sets aside what a request may cost. Raises ModelFailure (BUDGET) when that is more than is left; once that is
        so with nothing else set aside, the month is over for the model, and no smaller request is let through."""
        amount = self.prices.amount(size)
        with self._lock:
            self._look()
            total = together((self._used, *self._held, amount))
            if self._over or 0 < self.money < total.money or 0 < self.tokens < total.tokens:
                self._over = self._over or not self._held
                raise ProviderFailure(ModelFault.BUDGET)
            self._held.append(amount)
        return amount

    def settle(self, held: Amount, usages: Iterable[Usage]) -> None:
        """Gives back what was set aside and counts what it came to."""
        with self._lock:
            self._held.remove(held)
            self._used = together((self._used, *map(self.prices.amount, usages)))

    def _look(self) -> None:
        """Bring what was used up to date. Within a month it only grows: what this process has spent and not saved yet
        is not forgotten over what the records say, nor what others have saved over what this one spent."""
        month = month_of(self._now())
        if month == self._month and self._monotonic() - self._looked_at < LOOK_S:
            return
        known = together(map(self.prices.amount, self._read(month)))
        if month != self._month:
            self._used, self._over = Amount(), False
        self._used = Amount(max(self._used.tokens, known.tokens), max(self._used.money, known.money))
        self._month, self._looked_at = month, self._monotonic()


class MeteredChatModel:
    """A ChatModel in front of another, which it asks only while the month's limit allows it. `name` is the model's, by
    which its tokens are counted."""

    def __init__(self, model: ChatModel, spending: Spending, *, name: str) -> None:
        self._model = model
        self._spending = spending
        self._name = name

    def reply(
        self,
        messages: Sequence[ChatMessage],
        *,
        on_text: OnText | None = None,
        max_tokens: int,
        allowance: Allowance | None = None,
    ) -> ChatAnswer:
        """See `ChatModel.reply`. Raises BUDGET, without a request, once the month's limit is reached."""
        if not self._spending.limited:
            return self._model.reply(messages, on_text=on_text, max_tokens=max_tokens, allowance=allowance)
        if not self._spending.may_ask():
            raise ProviderFailure(ModelFault.BUDGET)
        size = Usage(self._count(messages), max_tokens)
        held = self._spending.hold(size)
        used: tuple[Usage, ...] = (size,)  # whatever ends the call otherwise, the provider had the request
        try:
            answer = self._model.reply(messages, on_text=on_text, max_tokens=max_tokens, allowance=allowance)
            used = (*answer.wasted, answer.usage)
        except ModelFailure as failure:
            used = failure.wasted if isinstance(failure, ProviderFailure) else ()
            raise
        finally:
            self._spending.settle(held, used)
        return answer

    def _count(self, messages: Sequence[ChatMessage]) -> int:
        try:
            return count_messages(messages, self._name)
        except Unavailable:
            # English has about four letters to a token; a count that is too high asks a little less often.
            return sum(len(message.content) for message in messages) // 3
