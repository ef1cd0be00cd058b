"""A change and the audit entry that tells of it are saved together; two processes at once do not do one thing twice."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, timedelta

import pytest
from sqlalchemy import create_engine, insert

from domain.clock import new_id, utc_now
from domain.errors import Conflict, NotFound
from domain.people import Purpose, Role
from records import tables
from records.audit import START
from records.database import parsed_url
from records.rows import AuditNote, PersonRow
from records.store import Store, open_store
from tests.support.records import Office, Ticking

NOTED = AuditNote("jo", "did_something", "and why")
SET_UP_ALREADY = "This Frontstage is set up already. Sign in, or ask your trainer for an account."
PETRA_TAKEN = "The e-mail address 'petra@harbour.example' belongs to an account already."
Change = Callable[[Store, Office], str]


def adds_a_team(store: Store, office: Office) -> str:
    return store.people.add_team(organisation_id=office.organisation.id, name="Billing", noted=NOTED).id


def adds_a_person(store: Store, office: Office) -> str:
    return store.people.add_person(
        organisation_id=office.organisation.id,
        team_id=office.team.id,
        email="Petra@harbour.example",
        name="Petra",
        role=Role.TRAINEE,
        password_hash="hash",
        noted=NOTED,
    ).id


def sets_a_password(store: Store, office: Office) -> str:
    return store.people.set_password_hash(office.mira.id, password_hash="new", noted=NOTED).id


def closes_an_account(store: Store, office: Office) -> str:
    return store.people.set_active(office.mira.id, active=False, noted=NOTED).id


def assigns(store: Store, office: Office) -> str:
    return store.assignments.create(
        organisation_id=office.organisation.id,
        scenario_id="late-parcel",
        purpose=Purpose.FORMAL,
        people=[office.mira.id],
        created_by=office.trainer.id,
        noted=NOTED,
    ).id


CHANGES = [adds_a_team, adds_a_person, sets_a_password, closes_an_account, assigns]


def founds(store: Store, email: str = "Jo@lindgren.example") -> PersonRow:
    return store.people.found(
        organisation="Lindgren", team="First team", name="Jo", email=email, password_hash="argon2-of-something"
    )


def kept(store: Store, office: Office) -> list[object]:
    """What the changes above could have changed."""
    return [
        store.people.teams(office.organisation.id),
        store.people.of_organisation(office.organisation.id),
        store.people.person_by_session("signed-in"),
        store.assignments.of_creator(office.trainer.id),
    ]


def block_the_next_entry(url: str) -> None:
    """Take the number of the next audit entry, so that it cannot be added: the last step of a change then fails."""
    engine = create_engine(parsed_url(url))
    with engine.begin() as connection:
        connection.execute(
            insert(tables.audit_entries).values(
                number=1, at=utc_now(), actor="", action="", subject="", detail="", prev_hash=START, hash=START
            )
        )
    engine.dispose()


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_is_told_of_by_one_entry(store: Store, office: Office, change: Change) -> None:
    subject = change(store, office)

    (entry,) = store.audit.entries()
    assert (entry.actor, entry.action, entry.subject, entry.detail) == ("jo", "did_something", subject, "and why")
    assert store.audit.verify() is None


@pytest.mark.parametrize("change", CHANGES)
def test_what_cannot_be_noted_is_not_done(
    url: str, store: Store, office: Office, clock: Ticking, change: Change
) -> None:
    later = clock() + timedelta(hours=1)
    store.people.open_session(token_hash="signed-in", person_id=office.mira.id, expires_at=later)
    before = kept(store, office)
    block_the_next_entry(url)

    with pytest.raises(Conflict):
        change(store, office)

    assert kept(store, office) == before


def test_a_change_that_fails_leaves_no_entry(store: Store, office: Office) -> None:
    with pytest.raises(Conflict):
        store.people.add_team(organisation_id=office.organisation.id, name="returns desk", noted=NOTED)
    with pytest.raises(NotFound):
        store.people.set_active("nobody", active=False, noted=NOTED)

    assert store.audit.entries() == []


def test_the_first_organisation_comes_with_its_trainer_team_and_entry(store: Store) -> None:
    jo = founds(store)

    (organisation,) = store.people.organisations()
    (team,) = store.people.teams(organisation.id)
    (entry,) = store.audit.entries()
    assert (organisation.name, organisation.is_demo, team.name) == ("Lindgren", False, "First team")
    assert (jo.organisation_id, jo.team_id, jo.email) == (organisation.id, None, "jo@lindgren.example")
    assert (jo.name, jo.role, jo.password_hash, jo.active) == ("Jo", Role.TRAINER, "argon2-of-something", True)
    assert store.people.of_organisation(organisation.id) == [jo]
    assert (entry.actor, entry.action, entry.subject, entry.detail) == (
        jo.id, "found_organisation", organisation.id, team.id,
    )  # fmt: skip


def test_a_set_up_that_breaks_off_leaves_nothing_behind(url: str, store: Store) -> None:
    block_the_next_entry(url)

    with pytest.raises(Conflict):
        founds(store)

    assert store.people.organisations() == []
    assert store.people.person_by_email("jo@lindgren.example") is None


def test_nobody_founds_beside_real_accounts_and_the_demo_keeps_its_addresses(store: Store) -> None:
    demo = store.people.add_organisation(name="Demo", is_demo=True)
    store.people.add_person(
        organisation_id=demo.id, team_id=None, email="d@demo.example", name="D", role=Role.HR, password_hash=None
    )

    assert refused(lambda: founds(store, "D@demo.example")) == (
        "This address belongs to the demo organisation. Choose another."
    )
    founds(store)
    assert refused(lambda: founds(store, "other@lindgren.example")) == SET_UP_ALREADY
    assert [organisation.name for organisation in store.people.organisations()] == ["Demo", "Lindgren"]


def test_two_processes_that_found_at_once_make_one_organisation(url: str, store: Store) -> None:
    assert told_when_another_is_faster(url, 1, founds, lambda: founds(store, "other@lindgren.example")) == (
        SET_UP_ALREADY
    )
    assert len(store.people.organisations()) == 1


def test_an_address_taken_in_the_same_moment_is_told_like_one_taken_before(
    url: str, store: Store, office: Office
) -> None:
    said = told_when_another_is_faster(
        url, 2, lambda other: adds_a_person(other, office), lambda: adds_a_person(store, office)
    )

    assert said == PETRA_TAKEN
    assert refused(lambda: adds_a_person(store, office)) == PETRA_TAKEN
    assert len(store.audit.entries()) == 1


@pytest.mark.parametrize("name", ["Billing", "BILLING"])
def test_a_team_added_in_the_same_moment_is_told_like_one_added_before(
    url: str, store: Store, office: Office, name: str
) -> None:
    def add() -> object:
        return store.people.add_team(organisation_id=office.organisation.id, name=name)

    said = told_when_another_is_faster(url, 1, lambda other: adds_a_team(other, office), add)

    assert said == "There is a team named Billing already. Nothing was added."
    assert refused(add) == said
    assert [team.name for team in store.people.teams(office.organisation.id)] == ["Billing", "Returns desk"]


def refused(act: Callable[[], object]) -> str:
    """What the Conflict says that `act` ends in."""
    with pytest.raises(Conflict) as raised:
        act()
    return str(raised.value)


def told_when_another_is_faster(
    url: str, halts_at: int, first: Callable[[Store], object], act: Callable[[], object]
) -> str:
    """What `act` is refused with while another process is in the midst of `first`: it stands still where it reads the
    clock for the `halts_at`-th time (from 1), and is let go on once `act` has come as far as it can."""
    halted, go_on, readings = threading.Event(), threading.Event(), iter(range(1, 100))

    def halting() -> datetime:
        if next(readings) == halts_at:
            halted.set()
            assert go_on.wait(timeout=60)
        return utc_now()

    with closing(open_store(url, now=halting, new_id=new_id)) as other, ThreadPoolExecutor(2) as crowd:
        faster = crowd.submit(first, other)
        assert halted.wait(timeout=60)
        slower = crowd.submit(refused, act)
        time.sleep(0.3)  # nothing tells that the other waits for a lock
        go_on.set()
        faster.result(timeout=60)
        return slower.result(timeout=60)
