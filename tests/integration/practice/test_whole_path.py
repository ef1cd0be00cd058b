"""From a new organisation to HR's report, on SQLite and on a real PostgreSQL, through nothing but the use cases."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.conversation import Engine, Speaker
from domain.endings import EndingKind
from domain.people import Purpose, Role
from domain.scorecard import Dimension
from records.rows import EventKind
from tests.support.postgres import throwaway_cluster
from tests.support.practice import SCENARIO, open_house, say
from tests.support.records import START
from training.wiring import Services

CONVERSATION: tuple[str | tuple[str, dict[str, str]], ...] = (
    "Good morning Mrs Adeyemi. Two weeks of squinting must have worn you out, and you rang twice for nothing.",
    "What do you need the glasses for most?",
    "The lab broke your first lenses, and we should have rung you that day. That was our mistake.",
    "Could I check your postcode, please?",
    ("check_identity", {"postcode": "11 42"}),
    "I could lend you a pair in your strength until yours arrive, at our shop on the square.",
    ("lend_pair", {"shop": "the square"}),
    "It is put aside until eight tonight. Is there anything else that you need from me?",
)


@pytest.fixture(params=["sqlite", "postgresql"])
def services(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Services]:
    if request.param == "sqlite":
        opened = open_house(tmp_path)
        yield opened
        opened.close()
        return
    with throwaway_cluster() as cluster:
        opened = open_house(tmp_path, settings={"database_url": cluster.create("whole_path")})
        yield opened
        opened.close()


def test_from_set_up_to_report(services: Services) -> None:
    accounts = services.accounts
    jo = accounts.viewer(
        accounts.found(organisation="Lindgren", name="Jo", email="jo@lindgren.example", password="varifocal-42")
    )
    assert jo is not None
    team = accounts.teams(jo)[0].team_id

    def join(name: str, role: Role) -> str:
        made = accounts.add_person(jo, name=name, email=f"{name}@lindgren.example", role=role, team_id=team)
        return accounts.sign_in(made.person.email, made.first_password)

    mira, hana = accounts.viewer(join("Mira", Role.TRAINEE)), accounts.viewer(join("Hana", Role.HR))
    assert mira is not None
    assert hana is not None
    services.assignments.create(
        jo,
        scenario_id=SCENARIO,
        people=[mira.person_id],
        purpose=Purpose.FORMAL,
        due_on=START.date() + timedelta(days=3),
        pass_mark=3.0,
    )
    (assigned,) = services.assignments.mine(mira)
    attempt = services.practice.start(mira, SCENARIO, assignment_id=assigned.assignment_id, seed=11)

    for step in CONVERSATION:
        if isinstance(step, str):
            assert say(services, mira, attempt, step).engine is Engine.SCRIPTED
        else:
            assert services.practice.use_desk(mira, attempt, *step).accepted
    services.practice.end(mira, attempt)

    view = services.practice.conversation(mira, attempt)
    assert (view.state, view.ending_kind, view.ending_title) == (
        "ended", EndingKind.RESOLVED, "She drives tonight, and was heard",
    )  # fmt: skip
    services.review.rate(mira, attempt, empathy=4, problem_solving=4)
    debrief = services.review.debrief(mira, attempt)
    empathy = debrief.scorecard.value(Dimension.EMPATHY)
    solving = debrief.scorecard.value(Dimension.PROBLEM_SOLVING)
    assert empathy is not None
    assert solving is not None
    assert min(empathy, solving) > 3
    assert [turn.text for turn in debrief.turns if turn.speaker is Speaker.TRAINEE] == [
        step for step in CONVERSATION if isinstance(step, str)
    ]
    assert debrief.debrief.headline
    assert any(card.guidance for card in debrief.debrief.coaching) or not debrief.debrief.coaching
    assert services.review.debrief(jo, attempt).scorecard == debrief.scorecard

    (row,) = services.reports.people(hana)
    assert (row.person_name, row.completed, row.best_empathy, row.best_problem_solving) == (
        "Mira", True, empathy, solving,
    )  # fmt: skip
    assert services.reports.export(hana).startswith(b"PK")
    kinds = [event.kind for event in services.store.attempts.events(attempt)]
    assert (kinds[0], kinds[-1]) == (EventKind.STARTED, EventKind.SELF_RATED)
    assert services.store.audit.verify() is None
