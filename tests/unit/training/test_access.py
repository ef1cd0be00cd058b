"""Who may read and change what, as a table: each row is a person, somebody's attempt, and the answer."""

from collections.abc import Callable

import pytest

from domain.errors import NotAllowed, NotFound
from domain.people import Purpose, Role, Viewer
from records.rows import AttemptRow
from tests.support.practice import SCENARIO, Cast
from training.access import NO_ATTEMPT, own_attempt, readable_attempt, require_role
from training.wiring import Services

PRACTICE, SHARED, FORMAL = Purpose.PRACTICE, Purpose.SHARED, Purpose.FORMAL

READS = [
    # who reads, whose attempt, purpose, may
    ("mira", "mira", PRACTICE, True),
    ("mira", "mira", SHARED, True),
    ("mira", "mira", FORMAL, True),
    ("tomas", "mira", PRACTICE, False),
    ("tomas", "mira", SHARED, False),
    ("tomas", "mira", FORMAL, False),
    ("ines", "mira", PRACTICE, False),
    ("ines", "mira", SHARED, True),
    ("ines", "mira", FORMAL, True),
    ("ines", "lena", SHARED, False),
    ("ines", "lena", FORMAL, False),
    ("ines", "pavel", FORMAL, False),
    ("ines", "ines", PRACTICE, True),
    ("jo", "mira", PRACTICE, False),
    ("jo", "mira", SHARED, True),
    ("jo", "lena", FORMAL, True),
    ("jo", "pavel", SHARED, True),
    ("jo", "ines", PRACTICE, False),
    ("hana", "mira", PRACTICE, False),
    ("hana", "mira", SHARED, False),
    ("hana", "mira", FORMAL, False),
    ("hana", "hana", PRACTICE, True),
    ("otto", "mira", SHARED, False),
    ("otto", "mira", FORMAL, False),
    ("otto", "pavel", FORMAL, False),
]


def attempt_of(services: Services, viewer: Viewer, purpose: Purpose) -> str:
    if purpose is not FORMAL:
        return services.practice.start(viewer, SCENARIO, purpose=purpose, seed=1)
    assignment = services.store.assignments.create(
        organisation_id=viewer.organisation_id,
        scenario_id=SCENARIO,
        purpose=FORMAL,
        people=[viewer.person_id],
        created_by=viewer.person_id,
    )
    return services.practice.start(viewer, SCENARIO, assignment_id=assignment.id, seed=1)


def test_formal_practice_needs_an_assignment(services: Services, cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="assigned by a trainer"):
        services.practice.start(cast.mira, SCENARIO, purpose=FORMAL)


def answer(read: Callable[[], AttemptRow]) -> bool | str:
    try:
        read()
    except NotFound as error:
        return str(error) != NO_ATTEMPT and str(error)
    return True


def test_who_may_read_the_words_of_an_attempt(services: Services, cast: Cast) -> None:
    attempts = {
        (whose, purpose): attempt_of(services, getattr(cast, whose), purpose)
        for whose, purpose in {(whose, purpose) for _, whose, purpose, _ in READS}
    }
    found = [
        (who, whose, purpose, answer(lambda: readable_attempt(services.store, getattr(cast, who), attempts[whose, purpose])))  # noqa: B023, E501 (called at once)
        for who, whose, purpose, _ in READS
    ]  # fmt: skip
    assert found == READS


@pytest.mark.parametrize("who", ["tomas", "ines", "jo", "hana", "otto"])
def test_nobody_but_its_owner_can_touch_an_attempt(services: Services, cast: Cast, who: str) -> None:
    viewer: Viewer = getattr(cast, who)
    attempt = attempt_of(services, cast.mira, FORMAL)
    practice, review = services.practice, services.review
    attempts: list[Callable[[], object]] = [
        lambda: own_attempt(services.store, viewer, attempt),
        lambda: practice.say(viewer, attempt, "Hello", key="1"),
        lambda: practice.use_desk(viewer, attempt, "check_identity", {"postcode": "11 42"}),
        lambda: practice.pause(viewer, attempt),
        lambda: practice.resume(viewer, attempt),
        lambda: practice.retry(viewer, attempt),
        lambda: practice.end(viewer, attempt),
        lambda: practice.conversation(viewer, attempt),
        lambda: review.rate(viewer, attempt, empathy=1, problem_solving=1),
    ]
    for act in attempts:
        with pytest.raises(NotFound):
            act()
    assert [event.kind for event in services.store.attempts.events(attempt)] == ["started"]


def test_an_attempt_that_does_not_exist_looks_like_one_that_is_not_yours(services: Services, cast: Cast) -> None:
    for look in (own_attempt, readable_attempt):
        with pytest.raises(NotFound):
            look(services.store, cast.mira, "no-such-attempt")


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_it_includes_and_nothing_else(role: Role, cast: Cast) -> None:
    viewer = {Role.TRAINEE: cast.mira, Role.TRAINER: cast.ines, Role.HR: cast.hana}[role]
    require_role(viewer, role)
    others = [other for other in Role if other is not role]
    with pytest.raises(NotAllowed) as refused:
        require_role(viewer, *others)
    assert str(refused.value) == "Your role does not include this. Ask your administrator if you think that it should."


def test_each_list_of_the_team_asks_for_its_role(services: Services, cast: Cast) -> None:
    for_trainers: list[Callable[[Viewer], object]] = [services.review.team_attempts, services.assignments.given]
    for_hr: list[Callable[[Viewer], object]] = [
        services.reports.people,
        services.reports.teams,
        services.reports.export,
    ]
    for acts, roles in ((for_trainers, {Role.TRAINER}), (for_hr, {Role.HR})):
        for viewer in (cast.mira, cast.ines, cast.hana):
            for act in acts:
                assert allowed(act, viewer) == (viewer.role in roles)


def allowed(act: Callable[[Viewer], object], viewer: Viewer) -> bool:
    try:
        act(viewer)
    except NotAllowed:
        return False
    return True


def test_a_trainer_sees_what_their_people_share_and_the_newest_first(services: Services, cast: Cast) -> None:
    for whose in ("mira", "lena", "pavel"):
        for purpose in Purpose:
            attempt_of(services, getattr(cast, whose), purpose)

    def seen(viewer: Viewer) -> list[tuple[str, Purpose]]:
        return [(item.person, item.purpose) for item in services.review.team_attempts(viewer)]

    assert seen(cast.ines) == [("Mira", FORMAL), ("Mira", SHARED)]
    assert seen(cast.jo) == [(name, purpose) for name in ("Pavel", "Lena", "Mira") for purpose in (FORMAL, SHARED)]
    assert seen(cast.otto) == []
