"""Accounts, teams and sessions."""

from datetime import UTC, timedelta, timezone

import pytest

from domain.errors import Conflict, InvalidInput, NotFound
from domain.people import Role
from records.rows import OrganisationRow, PersonRow, TeamRow
from records.store import Store
from tests.support.records import Office, Ticking


def test_a_new_person_comes_back_whole_and_with_the_address_in_lower_case(store: Store) -> None:
    organisation = store.people.add_organisation(name="Harbour Telecom")
    team = store.people.add_team(organisation_id=organisation.id, name="Returns desk")

    person = store.people.add_person(
        organisation_id=organisation.id,
        team_id=team.id,
        email="  Mira.Okafor@Harbour.Example ",
        name="Mira Okafor",
        role=Role.TRAINEE,
        password_hash="argon2-of-something",
    )

    assert organisation == OrganisationRow("id-0001", "Harbour Telecom", False)
    assert team == TeamRow("id-0002", "id-0001", "Returns desk")
    assert person == PersonRow(
        id="id-0003",
        organisation_id="id-0001",
        team_id="id-0002",
        email="mira.okafor@harbour.example",
        name="Mira Okafor",
        role=Role.TRAINEE,
        password_hash="argon2-of-something",
        active=True,
        created_at=Ticking.at(0),
        notice_version=None,
        notice_at=None,
    )
    assert store.people.person(person.id) == person
    assert store.people.person_by_email("MIRA.okafor@harbour.example") == person
    assert store.people.person_by_email("nobody@harbour.example") is None
    assert store.people.organisation(organisation.id) == organisation


def test_an_address_belongs_to_one_person_whatever_its_case(store: Store, office: Office) -> None:
    with pytest.raises(Conflict, match="belongs to an account already"):
        store.people.add_person(
            organisation_id=office.organisation.id,
            team_id=None,
            email="MIRA@harbour.example",
            name="Another Mira",
            role=Role.HR,
            password_hash=None,
        )

    assert [person.name for person in store.people.of_organisation(office.organisation.id)] == ["Ines", "Mira", "Tomas"]


def test_two_teams_of_one_organisation_cannot_share_a_name_but_those_of_two_can(store: Store, office: Office) -> None:
    other = store.people.add_organisation(name="Quayside Bank")

    for same in ("Returns desk", "RETURNS Desk"):
        with pytest.raises(Conflict, match="There is a team named Returns desk already"):
            store.people.add_team(organisation_id=office.organisation.id, name=same)
    elsewhere = store.people.add_team(organisation_id=other.id, name="Returns desk")

    assert store.people.teams(office.organisation.id) == [office.team]
    assert store.people.teams(other.id) == [elsewhere]


def test_an_accent_in_one_character_or_in_two_is_the_same_name(store: Store, office: Office) -> None:
    store.people.add_team(organisation_id=office.organisation.id, name="Cafe\u0301")

    with pytest.raises(Conflict, match="There is a team named"):
        store.people.add_team(organisation_id=office.organisation.id, name="CAF\u00c9")


def test_a_team_of_another_organisation_takes_nobody_in(store: Store, office: Office) -> None:
    other = store.people.add_organisation(name="Quayside Bank")
    vault = store.people.add_team(organisation_id=other.id, name="Vault")

    with pytest.raises(NotFound, match="no such team"):
        store.people.add_person(
            organisation_id=office.organisation.id,
            team_id=vault.id,
            email="new@harbour.example",
            name="New",
            role=Role.TRAINEE,
            password_hash=None,
        )

    assert store.people.person_by_email("new@harbour.example") is None


def test_only_people_outside_demo_organisations_count_as_real(store: Store, office: Office) -> None:
    demo = store.people.add_organisation(name="Demo", is_demo=True)
    store.people.add_person(
        organisation_id=demo.id,
        team_id=None,
        email="demo@frontstage.example",
        name="Demo",
        role=Role.TRAINEE,
        password_hash=None,
    )

    assert store.people.count_real_accounts() == 3
    assert store.people.organisations() == [demo, office.organisation]


def test_a_read_notice_is_kept_with_its_moment(store: Store, office: Office) -> None:
    changed = store.people.acknowledge_notice(office.mira.id, version="2026-02")

    assert changed == store.people.person(office.mira.id)
    assert (changed.notice_version, changed.notice_at) == ("2026-02", Ticking.at(3))


def test_somebody_signed_in_is_found_until_the_session_expires(store: Store, office: Office, clock: Ticking) -> None:
    store.people.open_session(token_hash="t1", person_id=office.mira.id, expires_at=clock() + timedelta(hours=1))

    assert store.people.person_by_session("t1") == office.mira
    assert store.people.person_by_session("t2") is None
    clock.leap(timedelta(hours=1))
    assert store.people.person_by_session("t1") is None


def test_signing_out_closes_one_session_and_no_other(store: Store, office: Office, clock: Ticking) -> None:
    later = clock() + timedelta(hours=1)
    store.people.open_session(token_hash="phone", person_id=office.mira.id, expires_at=later)
    store.people.open_session(token_hash="desk", person_id=office.mira.id, expires_at=later)

    store.people.close_session("phone")
    store.people.close_session("phone")

    assert store.people.person_by_session("phone") is None
    assert store.people.person_by_session("desk") == office.mira


def test_a_closed_account_is_signed_out_and_stays_so_when_opened_again(
    store: Store, office: Office, clock: Ticking
) -> None:
    store.people.open_session(token_hash="t", person_id=office.mira.id, expires_at=clock() + timedelta(hours=1))

    assert store.people.set_active(office.mira.id, active=False).active is False
    assert store.people.person_by_session("t") is None
    assert store.people.set_active(office.mira.id, active=True) == office.mira
    assert store.people.person_by_session("t") is None


def test_a_new_password_signs_everybody_with_the_old_one_out(store: Store, office: Office, clock: Ticking) -> None:
    store.people.open_session(token_hash="t", person_id=office.mira.id, expires_at=clock() + timedelta(hours=1))

    changed = store.people.set_password_hash(office.mira.id, password_hash="new")

    assert changed.password_hash == "new"
    assert store.people.person_by_session("t") is None


def test_a_password_hash_does_not_show_when_a_person_is_printed(store: Store, office: Office) -> None:
    assert "secret-hash" not in repr(store.people.set_password_hash(office.mira.id, password_hash="secret-hash"))


def test_unknown_ids_are_not_found(store: Store, office: Office, clock: Ticking) -> None:
    with pytest.raises(NotFound):
        store.people.person("nobody")
    with pytest.raises(NotFound):
        store.people.organisation("nowhere")
    with pytest.raises(NotFound):
        store.people.set_active("nobody", active=False)
    with pytest.raises(NotFound):
        store.people.add_team(organisation_id="nowhere", name="Ghosts")
    with pytest.raises(NotFound):
        store.people.open_session(token_hash="t", person_id="nobody", expires_at=clock())


def test_a_time_comes_back_in_utc_whatever_zone_it_was_given_in(store: Store, office: Office, clock: Ticking) -> None:
    tokyo = timezone(timedelta(hours=9))
    until = clock().astimezone(tokyo) + timedelta(minutes=1)

    store.people.open_session(token_hash="t", person_id=office.mira.id, expires_at=until)

    assert store.people.person_by_session("t") is not None
    assert store.people.person(office.mira.id).created_at.tzinfo is UTC
    clock.leap(timedelta(minutes=1))
    assert store.people.person_by_session("t") is None


def test_a_time_without_its_zone_is_refused(store: Store, office: Office, clock: Ticking) -> None:
    with pytest.raises(InvalidInput, match="has no time zone"):
        store.people.open_session(token_hash="t", person_id=office.mira.id, expires_at=clock().replace(tzinfo=None))
