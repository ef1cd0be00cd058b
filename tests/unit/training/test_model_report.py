"""What HR is told of the chat model, and what it can do about it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from domain.errors import InvalidInput, ModelFault, NotAllowed
from domain.people import Viewer
from language.chat import ProviderHealth, ProviderState
from language.failures import words_of
from records.rows import ModelUsage
from tests.support.practice import SCENARIO, Cast, hire, open_house, say
from tests.support.records import Ticking
from training.model_report import DayView, ModelCost, ModelReports, ModelView, MonthUsage
from training.spending import Amount, Prices, Spending
from training.wiring import Services
from training.wording import ADVICE, WordedBy, Wording

MARCH = date(2026, 3, 1)
SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
SMALL = ModelUsage("small", 1_000_000, 100_000, 500_000, 3, 40_000)
STOPPED = ProviderHealth(ProviderState.STOPPED, ModelFault.BILLING, words_of(ModelFault.BILLING), SINCE, SINCE)


class Desk:
    """The administrator's use case over real records, with a provider whose health the test decides."""

    def __init__(self, services: Services, clock: Ticking) -> None:
        self.services, self.clock = services, clock
        self.health = ProviderHealth()
        self.forgotten = 0

    def reports(self, *, model: str = "small", money: float = 0, tokens: int = 0) -> ModelReports:
        def forget() -> None:
            self.forgotten += 1

        return ModelReports(
            store=self.services.store,
            spending=Spending(
                lambda month: self.services.store.usage.by_model(since=month.since, until=month.until),
                prices=Prices(2, 0.5, 8),
                money=money,
                tokens=tokens,
                now=self.clock,
            ),
            model=model,
            address="https://models.example/v1",
            has_key=True,
            health=lambda: self.health,
            forget=forget,
            now=self.clock,
        )


@pytest.fixture
def desk(services: Services, clock: Ticking) -> Desk:
    return Desk(services, clock)


USES: list[Callable[[ModelReports, Viewer], object]] = [
    ModelReports.view,
    ModelReports.months,
    ModelReports.alarm,
    ModelReports.ask_again,
]


@pytest.mark.parametrize("use", USES, ids=["view", "months", "alarm", "ask again"])
def test_only_hr_may_ask(desk: Desk, cast: Cast, use: Callable[[ModelReports, Viewer], object]) -> None:
    for viewer in (cast.mira, cast.ines, cast.jo):
        with pytest.raises(NotAllowed):
            use(desk.reports(), viewer)


def test_without_a_model_there_is_nothing_to_show_and_nothing_to_see_to(desk: Desk, cast: Cast) -> None:
    desk.health = STOPPED
    reports = desk.reports(model="", tokens=1)
    assert (reports.view(cast.hana), reports.alarm(cast.hana)) == (None, "")


def test_the_page_shows_the_month_the_limit_and_the_lines(desk: Desk, cast: Cast) -> None:
    services = desk.services
    attempt = services.practice.start(cast.mira, SCENARIO, seed=1)
    say(services, cast.mira, attempt, "Good morning, my name is Kim.")
    services.store.attempts.record_usage(attempt, turn=1, usage=SMALL)
    services.store.attempts.record_usage(attempt, turn=3, usage=SMALL)

    assert desk.reports(money=10, tokens=5_000_000).view(cast.hana) == ModelView(
        model="small",
        address="https://models.example/v1",
        has_key=True,
        health=ProviderHealth(),
        advice="",
        month=MARCH,
        priced=True,
        spent=Amount(2_200_000, 4.1),
        estimated_tokens=80_000,
        money_limit=10,
        token_limit=5_000_000,
        used_up=False,
        days=(DayView(date(2026, 3, 2), 1, ModelUsage("", 2_000_000, 200_000, 1_000_000, 6, 80_000), 4.1),),
        wording=Wording(((WordedBy.SCRIPT, 1),), (), ()),
    )


def test_another_organisation_counts_towards_the_limit_and_shows_nothing_else(desk: Desk, cast: Cast) -> None:
    attempt = desk.services.practice.start(cast.mira, SCENARIO, seed=1)
    say(desk.services, cast.mira, attempt, "Good morning.")
    desk.services.store.attempts.record_usage(attempt, turn=1, usage=SMALL)
    elsewhere = replace(cast.hana, organisation_id=cast.otto.organisation_id)

    view = desk.reports().view(elsewhere)

    assert view is not None
    assert (view.spent, view.days, view.wording) == (Amount(1_100_000, 2.05), (), Wording((), (), ()))


def test_an_earlier_month_is_shown_for_itself(desk: Desk, cast: Cast) -> None:
    attempt = desk.services.practice.start(cast.mira, SCENARIO, seed=1)
    desk.services.store.attempts.record_usage(attempt, turn=1, usage=SMALL)
    desk.clock.leap(timedelta(days=31))
    reports = desk.reports()
    shown = [reports.view(cast.hana, month) for month in (None, MARCH)]
    assert [(view.month, view.spent.tokens) for view in shown if view] == [(date(2026, 4, 1), 0), (MARCH, 1_100_000)]


def test_six_months_can_be_looked_at_across_the_new_year(desk: Desk, cast: Cast) -> None:
    assert [f"{month:%Y-%m}" for month in desk.reports().months(cast.hana)] == [
        "2026-03", "2026-02", "2026-01", "2025-12", "2025-11", "2025-10",
    ]  # fmt: skip


@pytest.mark.parametrize("kind", [ModelFault.BILLING, ModelFault.AUTHENTICATION, ModelFault.NOT_FOUND])
def test_a_provider_that_does_not_serve_the_account_is_something_to_see_to(
    desk: Desk, cast: Cast, kind: ModelFault
) -> None:
    desk.health = replace(STOPPED, kind=kind, words=words_of(kind))
    assert desk.reports().alarm(cast.hana) == f"{words_of(kind)} {ADVICE[kind]}"
    view = desk.reports().view(cast.hana)
    assert view is not None
    assert (view.health, view.advice) == (desk.health, ADVICE[kind])


@pytest.mark.parametrize(
    "health",
    [
        ProviderHealth(),
        ProviderHealth(ProviderState.OK, ModelFault.BILLING, words_of(ModelFault.BILLING), SINCE),
        ProviderHealth(ProviderState.WAITING, ModelFault.RATE_LIMIT, words_of(ModelFault.RATE_LIMIT), SINCE, SINCE),
    ],
)
def test_what_passes_by_itself_or_has_passed_is_nothing_to_see_to(
    desk: Desk, cast: Cast, health: ProviderHealth
) -> None:
    desk.health = health
    assert desk.reports().alarm(cast.hana) == ""


def test_a_month_that_is_used_up_is_something_to_see_to(desk: Desk, cast: Cast) -> None:
    attempt = desk.services.practice.start(cast.mira, SCENARIO, seed=1)
    desk.services.store.attempts.record_usage(attempt, turn=1, usage=SMALL)
    reports = desk.reports(tokens=1_100_000)
    assert "is used up; the scripted customer speaks" in reports.alarm(cast.hana)
    view = reports.view(cast.hana)
    assert view is not None
    assert view.used_up


def test_asking_again_lets_the_provider_be_asked_and_is_noted(desk: Desk, cast: Cast) -> None:
    desk.reports().ask_again(cast.hana)
    assert desk.forgotten == 1
    last = desk.services.store.audit.entries()[-1]
    assert (last.actor, last.action, last.subject) == (
        cast.hana.person_id,
        "ask_model_again",
        cast.hana.organisation_id,
    )


def test_the_month_of_the_whole_installation_is_told_for_a_program(desk: Desk, cast: Cast) -> None:
    attempt = desk.services.practice.start(cast.mira, SCENARIO, seed=1)
    desk.services.store.attempts.record_usage(attempt, turn=1, usage=SMALL)
    reports = desk.reports(tokens=5_000_000)
    assert reports.usage() == MonthUsage("2026-03", 1_100_000, 5_000_000, 2.05, None, (ModelCost(SMALL, 2.05),))
    assert reports.usage("2026-02") == MonthUsage("2026-02", 0, 5_000_000, 0.0, None, ())


@pytest.mark.parametrize("month", ["2026-13", "March", "2026-3-1", "26", "0000-01"])
def test_what_is_no_month_is_refused_with_an_example(desk: Desk, month: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        desk.reports().usage(month)
    assert str(raised.value) == f"{month!r} is no month. Write it as 2026-11."


@pytest.fixture
def with_a_model(tmp_path: Path) -> Iterator[Services]:
    opened = open_house(
        tmp_path / "with-a-model",
        settings={"model": "small", "openai_api_key": "sk-secret", "model_monthly_tokens": 1_000},
    )
    yield opened
    opened.close()


def test_as_it_is_wired_the_page_tells_the_address_and_keeps_the_key(with_a_model: Services) -> None:
    view = with_a_model.model.view(hire(with_a_model).hana)
    assert view is not None
    assert (view.model, view.address, view.has_key, view.token_limit, view.priced) == (
        "small", "https://api.openai.com/v1", True, 1_000, False,
    )  # fmt: skip
    assert "sk-secret" not in repr(view)
    assert view.health == ProviderHealth()
