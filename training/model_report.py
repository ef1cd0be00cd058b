"""What the administrator sees of the chat model: which one, how it is doing, what it costs, and what it worded.

Always holds: only HR may ask; the key is never shown; nobody is named and no word of a conversation is shown. The limit
counts the whole installation; everything else is about the administrator's own organisation.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from domain.clock import Now
from domain.errors import InvalidInput, ModelFault
from domain.people import Role, Viewer
from language.chat import ProviderHealth, ProviderState
from records.rows import ModelUsage
from records.store import Store
from training.access import require_role
from training.spending import Amount, Month, Spending, month_of, together
from training.wording import ADVICE, REJECTED, Wording, wording

MONTHS_SHOWN: Final = 6
_FOR_SOMEBODY: Final = frozenset({ModelFault.BILLING, ModelFault.AUTHENTICATION, ModelFault.NOT_FOUND})


@dataclass(frozen=True, slots=True)
class DayView:
    """What a day (UTC) cost, over how many conversations."""

    day: date
    conversations: int
    usage: ModelUsage
    money: float


@dataclass(frozen=True, slots=True)
class ModelView:
    """The administrator's page.

    `advice` says what to do about the last failure, "" when there was none. `month` is its first day. `spent` is what
    the whole installation used in the month, `money_limit` and `token_limit` what it may (0: no limit), `used_up` says
    that this month's is reached; money is 0 where no prices are known (`priced`). Of the tokens `estimated_tokens`
    were counted here. `days` and `wording` are the organisation's own.
    """

    model: str
    address: str
    has_key: bool
    health: ProviderHealth
    advice: str
    month: date
    priced: bool
    spent: Amount
    estimated_tokens: int
    money_limit: float
    token_limit: int
    used_up: bool
    days: tuple[DayView, ...]
    wording: Wording


@dataclass(frozen=True, slots=True)
class ModelCost:
    """What one model cost in a month. `money` is None where no prices are known."""

    usage: ModelUsage
    money: float | None


@dataclass(frozen=True, slots=True)
class MonthUsage:
    """A month of the whole installation, against its limits (None: no limit). `month` is as in 2026-11."""

    month: str
    tokens: int
    token_limit: int | None
    money: float | None
    money_limit: float | None
    models: tuple[ModelCost, ...]


class ModelReports:
    """`model` is "" when none is used. `health` asks how the provider is doing, `forget` lets it be asked again at
    once."""

    def __init__(
        self,
        *,
        store: Store,
        spending: Spending,
        model: str,
        address: str,
        has_key: bool,
        health: Callable[[], ProviderHealth],
        forget: Callable[[], None],
        now: Now,
    ) -> None:
        self._store = store
        self._spending = spending
        self._model, self._address, self._has_key = model, address, has_key
        self._health = health
        self._forget = forget
        self._now = now

    def months(self, viewer: Viewer) -> list[date]:
        """The first days of this month and of those before it that the page may show, newest first."""
        require_role(viewer, Role.HR)
        found = [month_of(self._now()).since]
        while len(found) < MONTHS_SHOWN:
            found.append(_before(found[-1]))
        return [since.date() for since in found]

    def view(self, viewer: Viewer, month: date | None = None) -> ModelView | None:
        """The page, for the month that a day lies in (None: this one); None when no model is used."""
        require_role(viewer, Role.HR)
        if not self._model:
            return None
        span, spending = self._month(month), self._spending
        health = self._health()
        rows = self._store.usage.by_model(since=span.since, until=span.until)
        lines = self._store.usage.lines(viewer.organisation_id, since=span.since, until=span.until, holding=REJECTED)
        return ModelView(
            model=self._model,
            address=self._address,
            has_key=self._has_key,
            health=health,
            advice=ADVICE[health.kind] if health.kind else "",
            month=span.since.date(),
            priced=spending.prices.known,
            spent=together(map(spending.prices.amount, rows)),
            estimated_tokens=sum(row.estimated_tokens for row in rows),
            money_limit=spending.money,
            token_limit=spending.tokens,
            used_up=not spending.may_ask(),
            days=tuple(
                DayView(row.day, row.attempts, row.usage, spending.prices.amount(row.usage).money)
                for row in self._store.usage.by_day(viewer.organisation_id, since=span.since, until=span.until)
            ),
            wording=wording(lines),
        )

    def alarm(self, viewer: Viewer) -> str:
        """What HR should see to, in words: that the provider does not serve the account, or that the month's limit is
        reached. "" when there is nothing."""
        require_role(viewer, Role.HR)
        health = self._health() if self._model else ProviderHealth()
        if health.state is ProviderState.STOPPED and health.kind in _FOR_SOMEBODY:
            return f"{health.words} {ADVICE[health.kind]}"
        if self._model and not self._spending.may_ask():
            return "What the chat model may cost in a month is used up; the scripted customer speaks until it is over."
        return ""

    def ask_again(self, viewer: Viewer) -> None:
        """Let the provider be asked again at once: for somebody who has just seen to it. It is noted in the audit
        trail."""
        require_role(viewer, Role.HR)
        self._store.audit.append(actor=viewer.person_id, action="ask_model_again", subject=viewer.organisation_id)
        self._forget()

    def usage(self, month: str = "") -> MonthUsage:
        """A month (as 2026-11; "" is this one), for the command line. Raises InvalidInput for what is no month."""
        span, prices = self._month(_parsed(month) if month else None), self._spending.prices
        rows = self._store.usage.by_model(since=span.since, until=span.until)
        total = together(map(prices.amount, rows))
        return MonthUsage(
            month=f"{span.since:%Y-%m}",
            tokens=total.tokens,
            token_limit=self._spending.tokens or None,
            money=total.money if prices.known else None,
            money_limit=self._spending.money or None,
            models=tuple(ModelCost(row, prices.amount(row).money if prices.known else None) for row in rows),
        )

    def _month(self, day: date | None) -> Month:
        return month_of(datetime(day.year, day.month, 1, tzinfo=UTC) if day else self._now())


def _before(since: datetime) -> datetime:
    return since.replace(year=since.year - (since.month == 1), month=since.month - 1 or 12)


def _parsed(month: str) -> date:
    try:
        return datetime.strptime(f"{month}-01", "%Y-%m-%d").replace(tzinfo=UTC).date()
    except ValueError as error:
        raise InvalidInput(f"{month!r} is no month. Write it as 2026-11.") from error
