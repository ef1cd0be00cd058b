"""Assignments: a trainer gives people a scenario to play by a date; a trainee sees what is due."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from domain.clock import Now, day_not_over
from domain.errors import InvalidInput, NotAllowed, NotFound
from domain.people import Purpose, Role, Viewer
from records.rows import AuditNote
from records.store import Store
from training.access import require_role, trains
from training.library import Library
from training.messages import clean_text
from training.views import AssignedItem, AssigneeItem, AssignmentItem

LONGEST_NOTE: Final = 500
NO_ASSIGNMENT: Final = "There is no such assignment, or it is not yours to see."


class Assignments:
    def __init__(self, *, store: Store, library: Library, now: Now) -> None:
        self._store = store
        self._library = library
        self._now = now

    def create(
        self,
        viewer: Viewer,
        *,
        scenario_id: str,
        people: Sequence[str],
        purpose: Purpose,
        due_on: date | None,
        max_attempts: int | None = None,
        pass_mark: float | None = None,
        mood_meter: bool = True,
        note: str = "",
    ) -> str:
        """Assign a scenario and return the assignment's id. `pass_mark` on 1..5; a due date lies not in the past.

        Raises NotAllowed for somebody whom the viewer does not train, InvalidInput for unusable values."""
        require_role(viewer, Role.TRAINER)
        self._library.current(scenario_id)
        if purpose is Purpose.PRACTICE:
            raise InvalidInput("Private practice is never assigned: choose shared or formal.")
        if not people:
            raise InvalidInput("Choose at least one person.")
        if len(kept_note := clean_text(note)) > LONGEST_NOTE:
            raise InvalidInput(f"The line for them takes up to {LONGEST_NOTE} characters. Nothing was assigned.")
        if due_on is not None and due_on < day_not_over(self._now()):
            raise InvalidInput("The due date lies in the past. Choose today or later.")
        if not all(self._trains(viewer, person) for person in people):
            raise NotAllowed("You can assign scenarios to the people of your own team.")
        row = self._store.assignments.create(
            organisation_id=viewer.organisation_id,
            scenario_id=scenario_id,
            purpose=purpose,
            people=people,
            created_by=viewer.person_id,
            due_on=due_on,
            max_attempts=max_attempts,
            pass_mark=pass_mark,
            mood_meter=mood_meter,
            note=kept_note,
            noted=AuditNote(viewer.person_id, "assign", f"{scenario_id} to {len(people)} people"),
        )
        return row.id

    def _trains(self, viewer: Viewer, person_id: str) -> bool:
        try:
            return trains(viewer, self._store.people.person(person_id))
        except NotFound:
            return False

    def mine(self, viewer: Viewer) -> tuple[AssignedItem, ...]:
        """What the viewer is to do or has done, what is due first."""
        under_way: dict[str, str] = {}
        for row in self._store.attempts.of_person(viewer.person_id):  # newest first: that one is gone on with
            if row.attempt.assignment_id and not row.attempt.over:
                under_way.setdefault(row.attempt.assignment_id, row.attempt.id)
        today = day_not_over(self._now())
        return tuple(
            AssignedItem(
                assignment_id=row.assignment.id,
                scenario_id=row.assignment.scenario_id,
                title=self._library.title(row.assignment.scenario_id),
                purpose=row.assignment.purpose,
                due_on=row.assignment.due_on,
                overdue=not row.completed and row.assignment.due_on is not None and row.assignment.due_on < today,
                attempts=row.attempts,
                max_attempts=row.assignment.max_attempts,
                completed=row.completed,
                note=row.assignment.note,
                open_attempt=under_way.get(row.assignment.id),
            )
            for row in self._store.assignments.of_person(viewer.person_id)
        )

    def given(self, viewer: Viewer) -> tuple[AssignmentItem, ...]:
        """What the trainer has assigned, newest first."""
        require_role(viewer, Role.TRAINER)
        return tuple(
            AssignmentItem(
                assignment_id=row.assignment.id,
                title=self._library.title(row.assignment.scenario_id),
                purpose=row.assignment.purpose,
                due_on=row.assignment.due_on,
                pass_mark=row.assignment.pass_mark,
                max_attempts=row.assignment.max_attempts,
                mood_meter=row.assignment.mood_meter,
                people=row.people,
                completed=row.completed,
            )
            for row in self._store.assignments.of_creator(viewer.person_id)
        )

    def people(self, viewer: Viewer, assignment_id: str) -> tuple[AssigneeItem, ...]:
        """Who has the assignment and how far each of them is, by name: everybody for the trainer who gave it, otherwise
        those whom the trainer trains. Raises NotFound when that is nobody."""
        require_role(viewer, Role.TRAINER)
        try:
            given_by_viewer = self._store.assignments.get(assignment_id).created_by == viewer.person_id
        except NotFound as error:
            raise NotFound(NO_ASSIGNMENT) from error
        rows = self._store.assignments.people(assignment_id)
        shown = [row for row in rows if given_by_viewer or self._trains(viewer, row.person_id)]
        if not shown:
            raise NotFound(NO_ASSIGNMENT)
        return tuple(AssigneeItem(row.person_id, row.name, row.attempts, row.finished) for row in shown)
