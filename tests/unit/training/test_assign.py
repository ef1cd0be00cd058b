"""Assignments: given, seen, played, run out, refused."""

from datetime import date, timedelta

import pytest

from domain.endings import EndingKind
from domain.errors import Conflict, FrontstageError, InvalidInput, NotAllowed, NotFound
from domain.people import Purpose, Viewer
from records.rows import Ending
from tests.support.practice import SCENARIO, Cast
from tests.support.records import START, Ticking
from training.assign import NO_ASSIGNMENT
from training.views import AssignedItem, AssigneeItem, AssignmentItem
from training.wiring import Services

TODAY = START.date()
TITLE = "The glasses that were ready in ten days"


def assign(
    services: Services,
    by: Viewer,
    *people: Viewer,
    scenario_id: str = SCENARIO,
    purpose: Purpose = Purpose.FORMAL,
    due_on: date | None = TODAY,
    max_attempts: int | None = None,
    mood_meter: bool = True,
    note: str = " Before Friday's meeting. ",
) -> str:
    return services.assignments.create(
        by,
        scenario_id=scenario_id,
        people=[person.person_id for person in people],
        purpose=purpose,
        due_on=due_on,
        max_attempts=max_attempts,
        pass_mark=3.5,
        mood_meter=mood_meter,
        note=note,
    )


def test_a_trainee_sees_what_is_due_and_the_trainer_how_far_it_is(services: Services, cast: Cast) -> None:
    given = assign(services, cast.ines, cast.mira, cast.tomas, max_attempts=2)

    expected = AssignedItem(
        given, SCENARIO, TITLE, Purpose.FORMAL, TODAY, False, 0, 2, False, "Before Friday's meeting.", None
    )
    assert services.assignments.mine(cast.mira) == services.assignments.mine(cast.tomas) == (expected,)
    assert services.assignments.mine(cast.lena) == ()
    assert services.assignments.given(cast.ines) == (
        AssignmentItem(given, TITLE, Purpose.FORMAL, TODAY, 3.5, 2, True, 2, 0),
    )
    assert services.assignments.given(cast.jo) == ()


def test_what_is_assigned_stands_in_the_audit_trail(services: Services, cast: Cast) -> None:
    given = assign(services, cast.ines, cast.mira, cast.tomas)

    entry = services.store.audit.entries()[0]
    assert (entry.actor, entry.action, entry.subject) == (cast.ines.person_id, "assign", given)
    assert entry.detail == f"{SCENARIO} to 2 people"


def test_an_attempt_takes_the_purpose_of_its_assignment_and_can_be_taken_up_again(
    services: Services, cast: Cast
) -> None:
    given = assign(services, cast.ines, cast.mira, purpose=Purpose.SHARED)
    attempt = services.practice.start(cast.mira, SCENARIO, purpose=Purpose.PRACTICE, assignment_id=given, seed=1)

    assert services.store.attempts.get(attempt).purpose is Purpose.SHARED
    item = services.assignments.mine(cast.mira)[0]
    assert (item.attempts, item.open_attempt, item.completed) == (1, attempt, False)

    services.practice.end(cast.mira, attempt)
    item = services.assignments.mine(cast.mira)[0]
    assert (item.attempts, item.open_attempt, item.completed) == (1, None, False)


def test_of_several_attempts_under_way_the_newest_is_gone_on_with(services: Services, cast: Cast) -> None:
    given = assign(services, cast.ines, cast.mira)
    _, middle, newest = (
        services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=seed) for seed in range(3)
    )
    assert services.assignments.mine(cast.mira)[0].open_attempt == newest
    services.practice.end(cast.mira, newest)
    assert services.assignments.mine(cast.mira)[0].open_attempt == middle


def test_the_attempts_of_an_assignment_run_out(services: Services, cast: Cast) -> None:
    given = assign(services, cast.ines, cast.mira, max_attempts=1)
    services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=1)
    with pytest.raises(Conflict, match="All 1 attempts of this assignment are used"):
        services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=2)


def test_somebody_elses_assignment_cannot_be_played(services: Services, cast: Cast) -> None:
    given = assign(services, cast.ines, cast.mira)
    for who, assignment in ((cast.tomas, given), (cast.mira, "no-such-assignment")):
        with pytest.raises(NotFound):
            services.practice.start(who, SCENARIO, assignment_id=assignment, seed=1)


def test_what_is_late_is_overdue_once_its_day_is_over_everywhere(
    services: Services, cast: Cast, clock: Ticking
) -> None:
    assign(services, cast.ines, cast.mira)
    clock.leap(timedelta(days=1))  # the next morning in Greenwich, the evening before on Hawaii
    assert not services.assignments.mine(cast.mira)[0].overdue
    clock.leap(timedelta(hours=12))
    assert services.assignments.mine(cast.mira)[0].overdue


def test_a_refused_assignment_says_why_and_is_not_made(services: Services, cast: Cast) -> None:
    refused: list[tuple[type[FrontstageError], str, dict[str, object]]] = [
        (InvalidInput, "Private practice is never assigned: choose shared or formal.", {"purpose": Purpose.PRACTICE}),
        (InvalidInput, "The due date lies in the past. Choose today or later.", {"due_on": TODAY - timedelta(days=2)}),
        (NotFound, f"There is no scenario 'gone'. There are: {SCENARIO}.", {"scenario_id": "gone"}),
    ]
    for kind, words, change in refused:
        with pytest.raises(kind) as raised:
            assign(services, cast.ines, cast.mira, **change)  # type: ignore[arg-type]  # one change a row
        assert str(raised.value) == words
    with pytest.raises(InvalidInput, match="Choose at least one person"):
        assign(services, cast.ines)
    for by, to in ((cast.ines, cast.lena), (cast.ines, cast.pavel), (cast.otto, cast.mira)):
        with pytest.raises(NotAllowed) as outside:
            assign(services, by, to)
        assert str(outside.value) == "You can assign scenarios to the people of your own team."
    for by in (cast.mira, cast.hana):
        with pytest.raises(NotAllowed):
            assign(services, by, cast.mira)
    assert services.assignments.mine(cast.mira) == ()


def test_a_trainer_of_all_teams_assigns_to_anybody_of_the_organisation(services: Services, cast: Cast) -> None:
    assign(services, cast.jo, cast.mira, cast.lena, cast.pavel)
    assert all(services.assignments.mine(person) for person in (cast.mira, cast.lena, cast.pavel))


def test_the_customers_mood_is_hidden_where_the_trainer_said_so(services: Services, cast: Cast) -> None:
    for mood_meter in (False, True):
        given = assign(services, cast.ines, cast.mira, mood_meter=mood_meter)
        attempt = services.practice.start(cast.mira, SCENARIO, assignment_id=given, seed=1)
        assert (services.practice.conversation(cast.mira, attempt).mood is not None) is mood_meter
    assert [item.mood_meter for item in services.assignments.given(cast.ines)] == [True, False]


def test_the_trainer_sees_who_has_finished_and_who_has_not(services: Services, cast: Cast) -> None:
    given = assign(services, cast.ines, cast.mira, cast.tomas)
    attempt = services.practice.start(cast.tomas, SCENARIO, assignment_id=given, seed=1)
    services.store.attempts.end(attempt, ending=Ending("sees_again", EndingKind.RESOLVED))
    services.practice.start(cast.tomas, SCENARIO, assignment_id=given, seed=2)

    expected = (
        AssigneeItem(cast.mira.person_id, "Mira", 0, 0),
        AssigneeItem(cast.tomas.person_id, "Tomas", 2, 1),
    )
    assert services.assignments.people(cast.ines, given) == services.assignments.people(cast.jo, given) == expected


def test_who_gave_it_sees_everybody_and_another_trainer_the_people_of_their_team(
    services: Services, cast: Cast
) -> None:
    everywhere = assign(services, cast.jo, cast.mira, cast.lena, cast.pavel)
    elsewhere = assign(services, cast.jo, cast.lena)

    def names(viewer: Viewer, given: str) -> list[str]:
        return [item.name for item in services.assignments.people(viewer, given)]

    assert names(cast.jo, everywhere) == ["Lena", "Mira", "Pavel"]
    assert names(cast.ines, everywhere) == ["Mira"]
    for viewer, given in ((cast.ines, elsewhere), (cast.otto, everywhere), (cast.jo, "no-such-assignment")):
        with pytest.raises(NotFound) as raised:
            names(viewer, given)
        assert str(raised.value) == NO_ASSIGNMENT
    for viewer in (cast.mira, cast.hana):
        with pytest.raises(NotAllowed):
            names(viewer, everywhere)


def test_a_note_is_kept_without_marks_that_turn_text_around_and_never_longer_than_its_field(
    services: Services, cast: Cast
) -> None:
    assign(services, cast.ines, cast.mira, note="\u202eby Friday\x0b\ud800")
    assert [item.note for item in services.assignments.mine(cast.mira)] == ["by Friday"]
    with pytest.raises(InvalidInput, match=r"^The line for them takes up to 500 characters\. Nothing was assigned\.$"):
        assign(services, cast.ines, cast.mira, note="n" * 501)
    assert len(services.assignments.mine(cast.mira)) == 1
