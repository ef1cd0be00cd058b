"""The demo organisation: made once, furnished, mended after a crash, closed with the first real account."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import Conflict, NotAllowed
from domain.people import Purpose, Role, Viewer
from tests.support.accounts import PASSWORD, refusal, set_up, signed_in
from tests.support.practice import hex_ids, open_house, settings_in, shared_encoder
from tests.support.records import START, Ticking
from training.accounts import WRONG
from training.demo import DEMO_HOMEWORK, DEMO_NAME, DEMO_PEOPLE
from training.wiring import Services, build

TODAY = START.date()


@pytest.fixture
def furnished(tmp_path: Path) -> Iterator[Services]:
    """A Frontstage on the scenarios that ship with it."""
    opened = build(settings_in(tmp_path / "whole"), now=Ticking(), new_id=hex_ids(), load=shared_encoder)
    yield opened
    opened.close()


def demo_person(services: Services, role: Role) -> Viewer:
    return signed_in(services, services.accounts.demo_sign_in(role))


def test_the_demo_has_one_person_of_each_role_and_is_made_once(services: Services) -> None:
    viewers = [signed_in(services, services.accounts.demo_sign_in(role)) for role in (*Role, *Role)]

    assert {(viewer.name, viewer.role) for viewer in viewers} == {
        (name, role) for role, (_, name) in DEMO_PEOPLE.items()
    }
    assert [(row.name, row.is_demo) for row in services.store.people.organisations()] == [(DEMO_NAME, True)]


def test_the_demo_closes_with_the_first_real_account_also_for_who_is_in_it(services: Services) -> None:
    token = services.accounts.demo_sign_in(Role.TRAINER)
    assert services.accounts.viewer(token) is not None
    taken = {"organisation": "X", "name": "N", "email": "noor@demo.invalid", "password": PASSWORD}
    refusal(Conflict, lambda: services.accounts.found(**taken))
    assert services.accounts.demo_available()

    set_up(services)

    assert not services.accounts.demo_available()
    assert services.accounts.viewer(token) is None
    refusal(NotAllowed, lambda: services.accounts.demo_sign_in(Role.TRAINEE))
    assert refusal(NotAllowed, lambda: services.accounts.sign_in("noor@demo.invalid", "")) == WRONG


@pytest.mark.parametrize(
    "changes",
    [{"demo": "off"}, {"host": "0.0.0.0"}, {"public_hosts": "practice.example.org"}],
)
def test_there_is_no_demo_where_others_can_reach_it_or_it_is_off(tmp_path: Path, changes: dict[str, str]) -> None:
    services = open_house(tmp_path, settings=changes)
    assert not services.accounts.demo_available()
    assert refusal(NotAllowed, lambda: services.accounts.demo_sign_in(Role.HR)) == (
        "The demo organisation is closed: this Frontstage has real accounts, or is not local."
    )
    assert services.store.people.organisations() == []
    services.close()


def test_each_role_of_the_demo_finds_something_real_at_first_sight(furnished: Services) -> None:
    noor = demo_person(furnished, Role.TRAINEE)
    assert [(item.scenario_id, item.purpose, item.due_on, item.note) for item in furnished.assignments.mine(noor)] == [
        ("missed-anniversary", Purpose.SHARED, TODAY + timedelta(days=3), DEMO_HOMEWORK[1].note),
        ("third-contact", Purpose.FORMAL, TODAY + timedelta(days=7), DEMO_HOMEWORK[0].note),
    ]
    tomasz = demo_person(furnished, Role.TRAINER)
    assert [(item.people, item.completed) for item in furnished.assignments.given(tomasz)] == [(1, 0), (1, 0)]
    rows = furnished.reports.people(demo_person(furnished, Role.HR))
    assert [(row.person_name, row.scenario_id, row.completed) for row in rows] == [
        ("Noor Haddad", "third-contact", False)
    ]


def test_only_scenarios_of_the_library_are_assigned(services: Services) -> None:
    assert services.library.ids() == ("late-glasses",)
    assert services.assignments.mine(demo_person(services, Role.TRAINEE)) == ()


def test_many_who_enter_at_once_find_one_demo_with_one_set_of_homework(furnished: Services) -> None:
    starting, seen = threading.Barrier(6), []

    def enter(role: Role) -> None:
        starting.wait()
        seen.append(demo_person(furnished, role).role)

    threads = [threading.Thread(target=enter, args=(role,)) for role in (*Role, *Role)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(seen) == sorted((*Role, *Role))
    assert len(furnished.store.people.organisations()) == 1
    assert len(furnished.assignments.mine(demo_person(furnished, Role.TRAINEE))) == len(DEMO_HOMEWORK)


def test_a_demo_that_a_crash_left_half_made_is_completed_at_the_next_sign_in(furnished: Services) -> None:
    people = furnished.store.people
    half = people.add_organisation(name=DEMO_NAME, is_demo=True)
    people.add_person(
        organisation_id=half.id,
        team_id=people.add_team(organisation_id=half.id, name="Customer care").id,
        email=DEMO_PEOPLE[Role.TRAINEE][0],
        name=DEMO_PEOPLE[Role.TRAINEE][1],
        role=Role.TRAINEE,
        password_hash=None,
    )

    noor = demo_person(furnished, Role.TRAINEE)

    assert people.organisations() == [half]
    assert [row.name for row in people.of_organisation(half.id)] == ["Inês Duarte", "Noor Haddad", "Tomasz Wilk"]
    assert len(furnished.assignments.mine(noor)) == len(DEMO_HOMEWORK)


def test_a_demo_account_that_was_closed_says_who_opens_it(services: Services) -> None:
    noor, tomasz = demo_person(services, Role.TRAINEE), demo_person(services, Role.TRAINER)
    services.accounts.set_active(tomasz, noor.person_id, active=False)
    assert refusal(NotAllowed, lambda: services.accounts.demo_sign_in(Role.TRAINEE)) == (
        "The account of Noor Haddad is closed. The demo's trainer can open it again."
    )
    services.accounts.set_active(tomasz, noor.person_id, active=True)
    assert demo_person(services, Role.TRAINEE) == noor


def test_who_was_added_to_the_demo_leaves_with_it(services: Services) -> None:
    tomasz = demo_person(services, Role.TRAINER)
    sam = services.accounts.add_person(
        tomasz, name="Sam", email="sam@harbour.example", role=Role.TRAINER, team_id=tomasz.team_id
    )
    token = services.accounts.sign_in("sam@harbour.example", sam.first_password)
    assert signed_in(services, token).name == "Sam"

    set_up(services)

    assert services.accounts.viewer(token) is None
    assert refusal(NotAllowed, lambda: services.accounts.sign_in("sam@harbour.example", sam.first_password)) == WRONG
