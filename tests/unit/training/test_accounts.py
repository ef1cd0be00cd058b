"""Signing in, sessions, and who may add whom."""

import threading
from datetime import timedelta
from pathlib import Path

import pytest

from domain.errors import Conflict, InvalidInput, NotAllowed, NotFound
from domain.people import Role, Viewer
from tests.support.accounts import PASSWORD, refusal, set_up, signed_in
from tests.support.practice import Cast, open_house
from tests.support.records import Ticking
from training.accounts import MOST_FAILURES, WRONG
from training.views import PersonItem, TeamItem
from training.wiring import Services


def test_the_first_organisation_comes_with_its_first_trainer_who_trains_everybody(services: Services) -> None:
    viewer = signed_in(services, set_up(services))

    assert (viewer.name, viewer.role, viewer.team_id) == ("Jo Lindgren", Role.TRAINER, None)
    assert [team.name for team in services.accounts.teams(viewer)] == ["First team"]
    assert signed_in(services, services.accounts.sign_in(" jo@lindgren.EXAMPLE ", PASSWORD)) == viewer


def test_a_second_set_up_is_refused_and_leaves_nothing_behind(services: Services) -> None:
    assert services.accounts.set_up_due()
    set_up(services)

    assert not services.accounts.set_up_due()
    assert refusal(Conflict, lambda: set_up(services)) == (
        "This Frontstage is set up already. Sign in, or ask your trainer for an account."
    )
    assert len(services.store.people.organisations()) == 1


def test_two_set_ups_at_once_make_one_organisation(services: Services) -> None:
    outcomes: list[str] = []

    def attempt() -> None:
        try:
            outcomes.append("token" if set_up(services) else "")
        except Conflict:
            outcomes.append("refused")

    threads = [threading.Thread(target=attempt) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused", "token"]
    assert len(services.store.people.organisations()) == 1


@pytest.mark.parametrize(
    ("change", "advice"),
    [
        ({"organisation": "  "}, "Write the organisation's name, up to 120 characters on one line."),
        ({"name": "x" * 121}, "Write a name, up to 120 characters on one line."),
        ({"email": "jo at lindgren"}, "Write an e-mail address such as kim@example.com."),
        ({"email": "jo@lind gren.example"}, "Write an e-mail address such as kim@example.com."),
        ({"email": f"{'j' * 250}@a.example"}, "Write an e-mail address such as kim@example.com."),
        ({"password": "short"}, "Choose a password of 10 to 200 characters."),
        ({"password": "x" * 201}, "Choose a password of 10 to 200 characters."),
        ({"password": "half a \ud800 character"}, "Choose a password of 10 to 200 characters."),
    ],
)
def test_a_set_up_with_unusable_values_says_what_to_write(
    services: Services, change: dict[str, str], advice: str
) -> None:
    values = {"organisation": "Lindgren", "name": "Jo", "email": "jo@lindgren.example", "password": PASSWORD}
    assert refusal(InvalidInput, lambda: services.accounts.found(**{**values, **change})) == advice
    assert services.store.people.organisations() == []


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("jo@lindgren.example", "wrong-password"),
        ("nobody@lindgren.example", PASSWORD),
        ("jo@lindgren.example", ""),
        ("jo@lindgren.example", "x" * 100_000),
        ("jo@lindgren.example", "half a \ud800 character"),
        ("", ""),
        ("closed@lindgren.example", PASSWORD),
        ("passwordless@lindgren.example", PASSWORD),
    ],
)
def test_every_wrong_sign_in_looks_alike(services: Services, email: str, password: str) -> None:
    jo = signed_in(services, set_up(services))
    people = services.store.people
    hashed = people.person(jo.person_id).password_hash
    for name, known in (("closed", hashed), ("passwordless", None)):
        row = people.add_person(
            organisation_id=jo.organisation_id,
            team_id=None,
            email=f"{name}@lindgren.example",
            name=name,
            role=Role.TRAINEE,
            password_hash=known,
        )
        people.set_active(row.id, active=known is None)

    assert refusal(NotAllowed, lambda: services.accounts.sign_in(email, password)) == WRONG


def test_after_five_failures_even_the_right_password_waits_five_minutes(services: Services, clock: Ticking) -> None:
    set_up(services)
    for _ in range(MOST_FAILURES):
        refusal(NotAllowed, lambda: services.accounts.sign_in("jo@lindgren.example", "wrong-password"))

    assert refusal(NotAllowed, lambda: services.accounts.sign_in("JO@lindgren.example", PASSWORD)) == (
        "Too many tries with this address. Wait five minutes, then try again."
    )
    assert refusal(NotAllowed, lambda: services.accounts.sign_in("other@lindgren.example", PASSWORD)) == WRONG

    clock.leap(timedelta(minutes=5))
    assert signed_in(services, services.accounts.sign_in("jo@lindgren.example", PASSWORD)).name == "Jo Lindgren"


def test_a_session_lasts_as_long_as_the_setting_says(tmp_path: Path) -> None:
    clock = Ticking()
    services = open_house(tmp_path, now=clock, settings={"session_hours": 2})
    token = set_up(services)

    clock.leap(timedelta(hours=2) - timedelta(seconds=30))
    assert services.accounts.viewer(token) is not None
    clock.leap(timedelta(seconds=30))
    assert services.accounts.viewer(token) is None
    services.close()


@pytest.mark.parametrize("token", ["", "made-up", "\ud800", "x" * 10_000])
def test_a_made_up_token_is_nobody(services: Services, token: str) -> None:
    set_up(services)
    assert services.accounts.viewer(token) is None
    services.accounts.sign_out(token)


def test_signing_out_ends_this_session_and_no_other(services: Services) -> None:
    first, second = set_up(services), services.accounts.sign_in("jo@lindgren.example", PASSWORD)
    services.accounts.sign_out(first)

    assert services.accounts.viewer(first) is None
    assert services.accounts.viewer(second) is not None


def test_a_new_password_ends_every_session_and_the_old_password(services: Services) -> None:
    token = set_up(services)
    jo = signed_in(services, token)
    wrong = refusal(NotAllowed, lambda: services.accounts.change_password(jo, old="wrong-one", new="another-word-7"))
    assert wrong == "The present password is not right. Nothing was changed."
    refusal(InvalidInput, lambda: services.accounts.change_password(jo, old=PASSWORD, new="short"))
    assert services.accounts.viewer(token) == jo

    services.accounts.change_password(jo, old=PASSWORD, new="another-word-7")

    assert services.accounts.viewer(token) is None
    assert refusal(NotAllowed, lambda: services.accounts.sign_in("jo@lindgren.example", PASSWORD)) == WRONG
    assert signed_in(services, services.accounts.sign_in("jo@lindgren.example", "another-word-7")) == jo


def test_no_password_or_token_is_kept_as_it_is(services: Services, tmp_path: Path) -> None:
    token = set_up(services)
    services.close()

    kept = b"".join(file.read_bytes() for file in tmp_path.glob("frontstage.db*"))
    assert b"Lindgren" in kept
    assert PASSWORD.encode() not in kept
    assert token.encode() not in kept


def test_a_new_person_signs_in_with_the_first_password(services: Services) -> None:
    jo = signed_in(services, set_up(services))
    team = services.accounts.add_team(jo, " Shop floor ")
    made = services.accounts.add_person(
        jo, name=" Mira ", email="Mira@Lindgren.example", role=Role.TRAINEE, team_id=team.team_id
    )

    assert made.person == PersonItem(
        made.person.person_id, "Mira", "mira@lindgren.example", Role.TRAINEE, "Shop floor", True
    )
    mira = signed_in(services, services.accounts.sign_in("mira@lindgren.example", made.first_password))
    assert (mira.role, mira.team_id, mira.organisation_id) == (Role.TRAINEE, team.team_id, jo.organisation_id)
    assert refusal(
        Conflict,
        lambda: services.accounts.add_person(
            jo, name="M", email="MIRA@lindgren.example", role=Role.TRAINEE, team_id=None
        ),
    ).startswith("The e-mail address 'mira@lindgren.example' belongs to an account already")


def test_the_notice_is_due_until_it_was_acknowledged(services: Services) -> None:
    jo = signed_in(services, set_up(services))
    assert services.accounts.notice_due(jo)
    services.accounts.acknowledge_notice(jo)
    assert not services.accounts.notice_due(jo)


def test_a_trainer_of_one_team_sees_and_adds_to_that_team_alone(services: Services, cast: Cast) -> None:
    accounts = services.accounts
    assert [person.name for person in accounts.people(cast.ines)] == ["Ines", "Mira", "Tomas"]
    assert [person.name for person in accounts.people(cast.jo)] == [
        "Hana", "Ines", "Jo", "Lena", "Mira", "Pavel", "Tomas",
    ]  # fmt: skip
    assert accounts.teams(cast.ines) == (TeamItem(cast.ines.team_id or "", "Shop floor"),)

    def add(role: Role, team_id: str | None) -> object:
        return accounts.add_person(cast.ines, name="N", email="n@people.example", role=role, team_id=team_id)

    refusal(NotFound, lambda: add(Role.TRAINEE, cast.lena.team_id))
    for role, team_id in ((Role.TRAINER, None), (Role.HR, cast.ines.team_id)):
        assert refusal(NotAllowed, lambda: add(role, team_id)) == (  # noqa: B023 (called at once)
            "You can add trainees and trainers to your own team. Nothing was added."
        )
    assert len(accounts.people(cast.jo)) == 7


@pytest.mark.parametrize("who", ["mira", "hana"])
def test_only_a_trainer_adds_people_and_teams(services: Services, cast: Cast, who: str) -> None:
    viewer: Viewer = getattr(cast, who)
    refusal(NotAllowed, lambda: services.accounts.add_team(viewer, "Night shift"))
    refusal(
        NotAllowed,
        lambda: services.accounts.add_person(viewer, name="N", email="n@a.example", role=Role.HR, team_id=None),
    )


def test_a_trainee_does_not_see_the_people_of_the_organisation(services: Services, cast: Cast) -> None:
    refusal(NotAllowed, lambda: services.accounts.people(cast.mira))
    refusal(NotAllowed, lambda: services.accounts.teams(cast.mira))


@pytest.mark.parametrize("name", ["\u200b", "\u2066", "\u202eevil", "a\nb", "a\x0bb", " ", "x" * 121])
def test_a_name_that_cannot_be_seen_or_read_straight_is_refused(services: Services, cast: Cast, name: str) -> None:
    with pytest.raises(InvalidInput, match="on one line"):
        services.accounts.add_team(cast.jo, name)


def test_a_name_is_kept_as_it_looks_however_its_accents_were_typed(services: Services) -> None:
    services.accounts.found(
        organisation=" Cafe\u0301 Lindgren ", name="Jo\u0308 ", email="jo@lindgren.example", password=PASSWORD
    )
    jo = signed_in(services, services.accounts.sign_in("jo@lindgren.example", PASSWORD))
    team = services.accounts.add_team(jo, "Cafe\u0301")
    made = services.accounts.add_person(
        jo, name="Rene\u0301", email="rene@lindgren.example", role=Role.TRAINEE, team_id=team.team_id
    )

    (organisation,) = services.store.people.organisations()
    assert (organisation.name, jo.name) == ("Caf\u00e9 Lindgren", "J\u00f6")
    assert (team.name, made.person.name, made.person.team) == ("Caf\u00e9", "Ren\u00e9", "Caf\u00e9")


@pytest.mark.parametrize("name", ["Caf\u00e9", "Cafe\u0301", "CAF\u00c9", " caf\u00e9 "])
def test_two_teams_whose_names_look_alike_are_one_too_many(services: Services, name: str) -> None:
    jo = signed_in(services, set_up(services))
    services.accounts.add_team(jo, "Cafe\u0301")

    assert refusal(Conflict, lambda: services.accounts.add_team(jo, name)) == (
        "There is a team named Caf\u00e9 already. Nothing was added."
    )
    assert [team.name for team in services.accounts.teams(jo)] == ["Caf\u00e9", "First team"]


def test_what_is_done_with_accounts_stands_in_the_audit_trail(services: Services) -> None:
    jo = signed_in(services, set_up(services))
    first = services.accounts.teams(jo)[0]
    team = services.accounts.add_team(jo, "Shop floor")
    made = services.accounts.add_person(jo, name="Mira", email="mira@a.example", role=Role.HR, team_id=team.team_id)
    services.accounts.change_password(jo, old=PASSWORD, new="another-word-7")

    trail = [(entry.actor, entry.action, entry.subject, entry.detail) for entry in services.store.audit.entries()]
    assert trail[::-1] == [
        (jo.person_id, "found_organisation", jo.organisation_id, first.team_id),
        (jo.person_id, "add_team", team.team_id, ""),
        (jo.person_id, "add_person", made.person.person_id, "hr"),
        (jo.person_id, "change_password", jo.person_id, ""),
    ]


@pytest.mark.parametrize(
    "email", ["a@b.c\u200b", "a@.", "a@b.c@d.e", "a@b.c,d@e.f", "\u202ea@b.c\u2066", "a b@c.d", "<a@b.c>", "a@b"]
)
def test_an_address_that_cannot_be_written_to_is_refused(services: Services, cast: Cast, email: str) -> None:
    with pytest.raises(InvalidInput, match=r"such as kim@example\.com"):
        services.accounts.add_person(cast.jo, name="Kim", email=email, role=Role.TRAINEE, team_id=None)
