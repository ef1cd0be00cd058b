"""A trainer gives a new first password, closes an account and opens it again; and for whom they may."""

import pytest

from domain.errors import Conflict, FrontstageError, NotAllowed, NotFound
from domain.people import Role, Viewer
from tests.support.accounts import refusal, set_up, signed_in
from tests.support.practice import Cast
from training.access import NO_PERSON
from training.accounts import MOST_FAILURES, WRONG, NewPerson
from training.views import PersonItem
from training.wiring import Services

OWN = "This is your own account. Your password you change under “Your account”; another trainer can close it."
SEES_MORE = "HR sees more than your team. Ask a trainer of the whole organisation to do this."
ADDRESS = "mira@lindgren.example"

REACH = [
    # who asks, about whom, the refusal (None: allowed)
    ("ines", "mira", None),
    ("jo", "mira", None),
    ("jo", "lena", None),
    ("jo", "pavel", None),
    ("jo", "ines", None),
    ("jo", "hana", None),
    ("ines", "lena", (NotFound, NO_PERSON)),
    ("ines", "pavel", (NotFound, NO_PERSON)),
    ("ines", "jo", (NotFound, NO_PERSON)),
    ("ines", "hana", (NotFound, NO_PERSON)),
    ("otto", "mira", (NotFound, NO_PERSON)),
    ("jo", "otto", (NotFound, NO_PERSON)),
    ("ines", "ines", (NotAllowed, OWN)),
    ("jo", "jo", (NotAllowed, OWN)),
]


def hired(services: Services) -> tuple[Viewer, NewPerson]:
    """Jo, who trains everybody, and Mira, just added."""
    jo = signed_in(services, set_up(services))
    team = services.accounts.teams(jo)[0].team_id
    return jo, services.accounts.add_person(jo, name="Mira", email=ADDRESS, role=Role.TRAINEE, team_id=team)


def noted(services: Services) -> list[tuple[str, str]]:
    """The latest two entries of the audit trail, oldest first: action and subject."""
    return [(entry.action, entry.subject) for entry in reversed(services.store.audit.entries(limit=2))]


def test_a_new_first_password_replaces_the_old_one_and_ends_every_session(services: Services) -> None:
    jo, mira = hired(services)
    token = services.accounts.sign_in(ADDRESS, mira.first_password)

    made = services.accounts.new_password(jo, mira.person.person_id)

    assert made == NewPerson(mira.person, made.first_password)
    assert services.accounts.viewer(token) is None
    assert refusal(NotAllowed, lambda: services.accounts.sign_in(ADDRESS, mira.first_password)) == WRONG
    assert signed_in(services, services.accounts.sign_in(ADDRESS, made.first_password)).name == "Mira"
    assert noted(services)[-1] == ("new_password", mira.person.person_id)


def test_who_tried_too_often_signs_in_at_once_with_a_new_password(services: Services) -> None:
    jo, mira = hired(services)
    for _ in range(MOST_FAILURES):
        refusal(NotAllowed, lambda: services.accounts.sign_in(ADDRESS, "forgotten-it"))

    made = services.accounts.new_password(jo, mira.person.person_id)

    assert signed_in(services, services.accounts.sign_in(ADDRESS, made.first_password)).name == "Mira"


def test_a_closed_account_lets_nobody_in_until_it_is_open_again(services: Services) -> None:
    jo, mira = hired(services)
    token = services.accounts.sign_in(ADDRESS, mira.first_password)
    person = mira.person

    closed = services.accounts.set_active(jo, person.person_id, active=False)

    assert closed == PersonItem(person.person_id, "Mira", ADDRESS, Role.TRAINEE, "First team", False)
    assert closed in services.accounts.people(jo)
    assert services.accounts.viewer(token) is None
    assert refusal(NotAllowed, lambda: services.accounts.sign_in(ADDRESS, mira.first_password)) == WRONG
    assert refusal(Conflict, lambda: services.accounts.new_password(jo, person.person_id)) == (
        "The account of Mira is closed. Open it again first."
    )

    assert services.accounts.set_active(jo, person.person_id, active=True) == person
    assert services.accounts.viewer(token) is None
    assert signed_in(services, services.accounts.sign_in(ADDRESS, mira.first_password)).name == "Mira"
    assert noted(services) == [("close_account", person.person_id), ("open_account", person.person_id)]


def test_closing_what_is_closed_changes_and_notes_nothing(services: Services) -> None:
    jo, mira = hired(services)
    for _ in range(2):
        services.accounts.set_active(jo, mira.person.person_id, active=False)
    assert noted(services) == [("add_person", mira.person.person_id), ("close_account", mira.person.person_id)]


@pytest.mark.parametrize(("who", "whom", "refused"), REACH)
def test_a_trainer_manages_the_accounts_of_those_whom_they_train(
    services: Services, cast: Cast, who: str, whom: str, refused: tuple[type[FrontstageError], str] | None
) -> None:
    viewer: Viewer = getattr(cast, who)
    person: Viewer = getattr(cast, whom)
    managed = [item.person_id for item in services.accounts.managed(viewer)]
    assert (person.person_id in managed) is (refused is None)
    if refused is None:
        assert services.accounts.new_password(viewer, person.person_id).person.name == person.name
        assert not services.accounts.set_active(viewer, person.person_id, active=False).active
        return
    error, sentence = refused
    assert refusal(error, lambda: services.accounts.new_password(viewer, person.person_id)) == sentence
    assert refusal(error, lambda: services.accounts.set_active(viewer, person.person_id, active=False)) == sentence
    assert services.store.people.person(person.person_id).active


def test_a_trainer_of_one_team_cannot_become_the_hr_of_that_team(services: Services, cast: Cast) -> None:
    made = services.accounts.add_person(
        cast.jo, name="Nils", email="nils@people.example", role=Role.HR, team_id=cast.ines.team_id
    )
    nils = made.person.person_id
    assert nils in [item.person_id for item in services.accounts.people(cast.ines)]
    assert nils not in [item.person_id for item in services.accounts.managed(cast.ines)]
    assert refusal(NotAllowed, lambda: services.accounts.new_password(cast.ines, nils)) == SEES_MORE
    assert refusal(NotAllowed, lambda: services.accounts.set_active(cast.ines, nils, active=False)) == SEES_MORE


def test_who_does_not_exist_is_answered_like_who_is_not_theirs(services: Services, cast: Cast) -> None:
    assert refusal(NotFound, lambda: services.accounts.new_password(cast.jo, "no-such-person")) == NO_PERSON


@pytest.mark.parametrize("who", ["mira", "hana"])
def test_only_a_trainer_manages_accounts(services: Services, cast: Cast, who: str) -> None:
    viewer: Viewer = getattr(cast, who)
    refusal(NotAllowed, lambda: services.accounts.managed(viewer))
    refusal(NotAllowed, lambda: services.accounts.new_password(viewer, cast.tomas.person_id))
    refusal(NotAllowed, lambda: services.accounts.set_active(viewer, cast.tomas.person_id, active=False))
