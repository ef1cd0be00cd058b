"""What was assigned, how far people are, and what an organisation sees of it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from domain.endings import EndingKind
from domain.errors import Conflict, InvalidInput, NotFound
from domain.people import Purpose, Role
from records.rows import (
    AssignedRow,
    AssigneeRow,
    AssignmentProgressRow,
    AssignmentRow,
    AttemptRow,
    Ending,
    MarkedRow,
    PersonRow,
    ReportRow,
    TeamReportRow,
)
from records.store import Store
from tests.support.records import SCENARIO, Office, Ticking, begin

FORMAL = frozenset({Purpose.FORMAL})
OPEN = frozenset({Purpose.FORMAL, Purpose.SHARED})


def assign(
    store: Store,
    office: Office,
    people: Iterable[PersonRow],
    *,
    purpose: Purpose = Purpose.FORMAL,
    due_on: date | None = None,
    max_attempts: int | None = None,
) -> AssignmentRow:
    return store.assignments.create(
        organisation_id=office.organisation.id,
        scenario_id="late-parcel",
        purpose=purpose,
        people=[person.id for person in people],
        created_by=office.trainer.id,
        due_on=due_on,
        max_attempts=max_attempts,
        pass_mark=3.5,
        note="Before the peak season, please.",
    )


def play(
    store: Store,
    person: PersonRow,
    assignment: AssignmentRow,
    *,
    purpose: Purpose = Purpose.FORMAL,
    kind: EndingKind = EndingKind.RESOLVED,
    empathy: float | None = None,
    problem_solving: float | None = None,
) -> AttemptRow:
    """An attempt for the assignment, ended and scored."""
    attempt = begin(store, person, purpose=purpose, assignment_id=assignment.id)
    ended = store.attempts.end(attempt.id, ending=Ending("over", kind))
    store.attempts.save_scorecard(
        attempt.id,
        body="{}",
        empathy=empathy,
        empathy_band=None,
        problem_solving=problem_solving,
        problem_solving_band=None,
    )
    return ended


def test_an_assignment_comes_back_whole_for_each_of_its_people(store: Store, office: Office) -> None:
    assignment = assign(
        store, office, [office.mira, office.tomas, office.mira], due_on=date(2026, 3, 31), max_attempts=2
    )

    assert assignment == AssignmentRow(
        id="id-0006",
        organisation_id=office.organisation.id,
        scenario_id="late-parcel",
        purpose=Purpose.FORMAL,
        due_on=date(2026, 3, 31),
        max_attempts=2,
        pass_mark=3.5,
        mood_meter=True,
        created_by=office.trainer.id,
        created_at=Ticking.at(3),
        note="Before the peak season, please.",
    )
    assert store.assignments.get(assignment.id) == assignment
    assert store.assignments.of_person(office.mira.id) == [AssignedRow(assignment, 0, 0)]
    assert store.assignments.people(assignment.id) == [
        AssigneeRow(office.mira.id, "Mira", office.team.id, 0, 0),
        AssigneeRow(office.tomas.id, "Tomas", office.team.id, 0, 0),
    ]


def test_giving_up_uses_an_attempt_and_completes_nothing(store: Store, office: Office) -> None:
    assignment = assign(store, office, [office.mira, office.tomas])
    play(store, office.mira, assignment, kind=EndingKind.ABANDONED)
    before = store.assignments.of_person(office.mira.id)
    play(store, office.mira, assignment, kind=EndingKind.WALKED_OUT)
    after = store.assignments.of_person(office.mira.id)

    assert (before, before[0].completed) == ([AssignedRow(assignment, 1, 0)], False)
    assert (after, after[0].completed) == ([AssignedRow(assignment, 2, 1)], True)
    people = store.assignments.people(assignment.id)
    assert [(person.name, person.attempts, person.completed) for person in people] == [
        ("Mira", 2, True),
        ("Tomas", 0, False),
    ]


def test_what_was_stopped_uses_no_attempt_and_enters_no_report(store: Store, office: Office) -> None:
    assignment = assign(store, office, [office.mira], max_attempts=1)
    for _ in range(3):
        store.attempts.stop(begin(store, office.mira, purpose=Purpose.FORMAL, assignment_id=assignment.id).id)

    assert store.assignments.of_person(office.mira.id) == [AssignedRow(assignment, 0, 0)]
    assert [(person.attempts, person.finished) for person in store.assignments.people(assignment.id)] == [(0, 0)]
    assert [(row.people, row.completed) for row in store.assignments.of_creator(office.trainer.id)] == [(1, 0)]
    assert [row.attempts for row in store.reports.by_person(office.organisation.id, purposes=FORMAL)] == [0]

    played = play(store, office.mira, assignment, empathy=4.0)
    assert store.attempts.get(played.id).assignment_id == assignment.id
    with pytest.raises(Conflict, match="All 1 attempts"):
        begin(store, office.mira, purpose=Purpose.FORMAL, assignment_id=assignment.id)


def test_a_fork_of_a_formal_attempt_enters_no_report_and_uses_no_attempt(store: Store, office: Office) -> None:
    assignment = assign(store, office, [office.mira], max_attempts=2)
    attempt = begin(store, office.mira, purpose=Purpose.FORMAL, assignment_id=assignment.id)
    store.attempts.save_message(attempt.id, text="Good morning.", idempotency_key="1")
    store.attempts.end(attempt.id, ending=Ending("over", EndingKind.RESOLVED))
    store.attempts.save_scorecard(
        attempt.id, body="{}", empathy=2.0, empathy_band=None, problem_solving=2.0, problem_solving_band=None
    )
    before = store.reports.by_person(office.organisation.id, purposes=FORMAL)

    fork = store.attempts.fork(attempt.id, turn=1)
    store.attempts.end(fork.id, ending=Ending("over", EndingKind.RESOLVED))
    store.attempts.save_scorecard(
        fork.id, body="{}", empathy=5.0, empathy_band=None, problem_solving=5.0, problem_solving_band=None
    )

    assert store.reports.by_person(office.organisation.id, purposes=OPEN) == before
    assert (before[0].attempts, before[0].best_empathy) == (1, 2.0)
    assert store.assignments.of_person(office.mira.id) == [AssignedRow(assignment, 1, 1)]


def test_what_is_due_first_comes_first_and_what_is_never_due_last(store: Store, office: Office) -> None:
    whenever = assign(store, office, [office.mira])
    april = assign(store, office, [office.mira], due_on=date(2026, 4, 30))
    march = assign(store, office, [office.mira], due_on=date(2026, 3, 31))

    assert [row.assignment for row in store.assignments.of_person(office.mira.id)] == [march, april, whenever]


def test_the_author_sees_for_how_many_it_is_and_how_many_are_done(store: Store, office: Office) -> None:
    assignment = assign(store, office, [office.mira, office.tomas])
    play(store, office.mira, assignment)
    play(store, office.mira, assignment)
    play(store, office.tomas, assignment, kind=EndingKind.ABANDONED)
    later = assign(store, office, [office.tomas])

    progress = [AssignmentProgressRow(later, 1, 0), AssignmentProgressRow(assignment, 2, 1)]
    assert store.assignments.of_creator(office.trainer.id) == progress
    assert store.assignments.of_creator(office.mira.id) == []


def test_the_limit_of_attempts_holds(store: Store, office: Office) -> None:
    assignment = assign(store, office, [office.mira, office.tomas], max_attempts=2)
    begin(store, office.mira, assignment_id=assignment.id)
    begin(store, office.mira, assignment_id=assignment.id)

    with pytest.raises(Conflict, match="All 2 attempts"):
        begin(store, office.mira, assignment_id=assignment.id)
    assert begin(store, office.tomas, assignment_id=assignment.id).assignment_id == assignment.id


def test_nobody_starts_what_was_not_assigned_to_them(store: Store, office: Office) -> None:
    assignment = assign(store, office, [office.mira])

    with pytest.raises(NotFound, match="not assigned to this person"):
        begin(store, office.tomas, assignment_id=assignment.id)
    with pytest.raises(NotFound, match="not assigned to this person"):
        begin(store, office.mira, assignment_id="none")
    with pytest.raises(Conflict, match="for the scenario 'late-parcel'"):
        begin(
            store, office.mira, assignment_id=assignment.id, scenario=replace(SCENARIO, scenario_id="other", hash="o")
        )


def test_people_of_another_organisation_are_not_assigned_anything(store: Store, office: Office) -> None:
    bank = store.people.add_organisation(name="Quayside Bank")
    stranger = hire(store, bank.id, None, "Jun")

    with pytest.raises(NotFound, match="Nothing was assigned"):
        assign(store, office, [office.mira, stranger])

    assert store.assignments.of_creator(office.trainer.id) == []


def test_an_assignment_that_makes_no_sense_is_refused(store: Store, office: Office) -> None:
    def create(*, people: list[str], max_attempts: int = 1, pass_mark: float = 3) -> None:
        store.assignments.create(
            organisation_id=office.organisation.id,
            scenario_id="late-parcel",
            purpose=Purpose.FORMAL,
            people=people,
            created_by=office.trainer.id,
            max_attempts=max_attempts,
            pass_mark=pass_mark,
        )

    with pytest.raises(InvalidInput, match="at least one person"):
        create(people=[])
    with pytest.raises(InvalidInput, match="At least one attempt"):
        create(people=[office.mira.id], max_attempts=0)
    with pytest.raises(InvalidInput, match="between 1 and 5"):
        create(people=[office.mira.id], pass_mark=5.1)
    with pytest.raises(NotFound):
        store.assignments.get("none")


def test_a_report_shows_best_and_typical_scores_over_finished_attempts(store: Store, office: Office) -> None:
    assignment = assign(store, office, [office.mira, office.tomas], due_on=date(2026, 3, 31))
    play(store, office.mira, assignment, empathy=2.0, problem_solving=3.0)
    play(store, office.mira, assignment, empathy=4.5)
    last = play(store, office.mira, assignment, empathy=3.0, problem_solving=4.0)
    play(store, office.mira, assignment, kind=EndingKind.ABANDONED, empathy=1.0, problem_solving=1.0)
    begin(store, office.tomas, purpose=Purpose.FORMAL, assignment_id=assignment.id)

    def row(person: PersonRow) -> ReportRow:
        return ReportRow(
            person_id=person.id,
            person_name=person.name,
            team_id=office.team.id,
            team_name="Returns desk",
            assignment_id=assignment.id,
            scenario_id="late-parcel",
            purpose=Purpose.FORMAL,
            due_on=date(2026, 3, 31),
            pass_mark=3.5,
            attempts=1,
            completed=False,
            best_empathy=None,
            typical_empathy=None,
            best_problem_solving=None,
            typical_problem_solving=None,
            last_completed_at=None,
        )

    assert store.reports.by_person(office.organisation.id, purposes=FORMAL) == [
        replace(
            row(office.mira),
            attempts=4,
            completed=True,
            best_empathy=4.5,
            typical_empathy=3.0,
            best_problem_solving=4.0,
            typical_problem_solving=3.5,
            last_completed_at=last.ended_at,
            marked=(MarkedRow(3.5, None, None),) * 3,
        ),
        row(office.tomas),
    ]


def test_a_report_leaves_out_private_practice_unassigned_attempts_and_other_organisations(
    store: Store, office: Office
) -> None:
    formal = assign(store, office, [office.mira])
    shared = assign(store, office, [office.mira], purpose=Purpose.SHARED)
    practice = assign(store, office, [office.mira], purpose=Purpose.PRACTICE)
    play(store, office.mira, formal, purpose=Purpose.PRACTICE, empathy=1.0)
    play(store, office.mira, shared, purpose=Purpose.SHARED, empathy=3.0)
    play(store, office.mira, practice, purpose=Purpose.PRACTICE, empathy=5.0)
    begin(store, office.mira, purpose=Purpose.FORMAL)
    bank = store.people.add_organisation(name="Quayside Bank")

    def seen(purposes: frozenset[Purpose]) -> list[tuple[str, int, float | None]]:
        rows = store.reports.by_person(office.organisation.id, purposes=purposes)
        return [(row.assignment_id, row.attempts, row.best_empathy) for row in rows]

    assert seen(FORMAL) == [(formal.id, 0, None)]
    assert seen(OPEN) == [(formal.id, 0, None), (shared.id, 1, 3.0)]
    assert seen(frozenset({Purpose.PRACTICE})) == []
    assert store.reports.by_person(bank.id, purposes=OPEN) == []


def test_teams_are_summed_up_and_people_without_one_come_last(store: Store, office: Office) -> None:
    billing = store.people.add_team(organisation_id=office.organisation.id, name="Billing")
    jun = hire(store, office.organisation.id, billing.id, "Jun")
    lone = hire(store, office.organisation.id, None, "Abel")
    assignment = assign(store, office, [office.mira, office.tomas, jun, lone])
    play(store, office.mira, assignment, empathy=2.0, problem_solving=2.0)
    play(store, office.tomas, assignment, empathy=3.0)

    assert store.reports.by_team(office.organisation.id, purposes=FORMAL) == [
        TeamReportRow(billing.id, "Billing", 1, 0, None, None),
        TeamReportRow(office.team.id, "Returns desk", 2, 2, 2.5, 2.0),
        TeamReportRow(None, None, 1, 0, None, None),
    ]


def hire(store: Store, organisation_id: str, team_id: str | None, name: str) -> PersonRow:
    return store.people.add_person(
        organisation_id=organisation_id,
        team_id=team_id,
        email=f"{name.lower()}@elsewhere.example",
        name=name,
        role=Role.TRAINEE,
        password_hash=None,
    )
