"""What was assigned to whom, until when, and how far they are.

Always holds: an assignment's people and its author are of its organisation; whoever is assigned twice is assigned once.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Connection, RowMapping, case, func, insert, select

from domain.endings import EndingKind
from domain.errors import InvalidInput, NotFound
from domain.people import Purpose
from records import tables
from records.audit import note_change
from records.repository import Repository
from records.rows import AssignedRow, AssigneeRow, AssignmentProgressRow, AssignmentRow, AttemptState, AuditNote

_G = tables.assignments.c
_L = tables.assignment_people.c
_A = tables.attempts.c
_P = tables.people.c


class Assignments(Repository):
    """Unknown ids raise NotFound when one thing is asked for, and give empty lists otherwise."""

    def create(
        self,
        *,
        organisation_id: str,
        scenario_id: str,
        purpose: Purpose,
        people: Iterable[str],
        created_by: str,
        due_on: date | None = None,
        max_attempts: int | None = None,
        pass_mark: float | None = None,
        mood_meter: bool = True,
        note: str = "",
        noted: AuditNote | None = None,
    ) -> AssignmentRow:
        """Assigns a scenario to people; `noted` is saved with it or neither is. Raises NotFound when somebody is not of
        the organisation, InvalidInput for nobody, for `max_attempts` below 1 or for a `pass_mark` outside 1..5."""
        chosen = sorted(set(people))
        if not chosen:
            raise InvalidInput("Choose at least one person.")
        if max_attempts is not None and max_attempts < 1:
            raise InvalidInput(f"At least one attempt must be allowed, not {max_attempts}.")
        if pass_mark is not None and not 1 <= pass_mark <= 5:
            raise InvalidInput(f"The pass mark lies between 1 and 5, not at {pass_mark}.")

        def work(connection: Connection) -> AssignmentRow:
            _require_people(connection, {*chosen, created_by}, organisation_id)
            assignment_id = self._new_id()
            connection.execute(
                insert(tables.assignments).values(
                    id=assignment_id,
                    organisation_id=organisation_id,
                    scenario_id=scenario_id,
                    purpose=purpose,
                    due_on=due_on,
                    max_attempts=max_attempts,
                    pass_mark=pass_mark,
                    mood_meter=mood_meter,
                    created_by=created_by,
                    created_at=self._now(),
                    note=note,
                )
            )
            connection.execute(
                insert(tables.assignment_people),
                [{"assignment_id": assignment_id, "person_id": person_id} for person_id in chosen],
            )
            note_change(connection, noted, subject=assignment_id, now=self._now)
            return _assignment(connection, assignment_id)

        return self._database.write(work)

    def get(self, assignment_id: str) -> AssignmentRow:
        return self._database.read(lambda connection: _assignment(connection, assignment_id))

    def of_person(self, person_id: str) -> list[AssignedRow]:
        """What the person is to do or has done: by due date (none last), then by age."""
        query = (
            select(tables.assignments, _STARTED.label("started"), _FINISHED.label("finished"))
            .join(tables.assignment_people, _L.assignment_id == _G.id)
            .outerjoin(tables.attempts, (_A.assignment_id == _G.id) & (_A.person_id == _L.person_id))
            .where(_L.person_id == person_id)
            .group_by(_G.id)
            .order_by(_G.due_on.is_(None), _G.due_on, _G.created_at, _G.id)
        )
        return self._database.read(
            lambda connection: [
                AssignedRow(AssignmentRow(*row[:11]), row[11], row[12]) for row in connection.execute(query)
            ]
        )

    def people(self, assignment_id: str) -> list[AssigneeRow]:
        """Whom it was assigned to and how far they are, by name."""
        query = (
            select(_P.id, _P.name, _P.team_id, _STARTED, _FINISHED)
            .join(tables.assignment_people, _L.person_id == _P.id)
            .outerjoin(tables.attempts, (_A.assignment_id == _L.assignment_id) & (_A.person_id == _P.id))
            .where(_L.assignment_id == assignment_id)
            .group_by(_P.id, _P.name, _P.team_id)
            .order_by(_P.name, _P.id)
        )
        return self._database.read(lambda connection: [AssigneeRow(*row) for row in connection.execute(query)])

    def of_creator(self, person_id: str) -> list[AssignmentProgressRow]:
        """What the person assigned to others, newest first."""
        done = case((is_finished(), _A.person_id))
        query = (
            select(
                tables.assignments,
                func.count(_L.person_id.distinct()).label("people"),
                func.count(done.distinct()).label("completed"),
            )
            .join(tables.assignment_people, _L.assignment_id == _G.id)
            .outerjoin(tables.attempts, (_A.assignment_id == _G.id) & (_A.person_id == _L.person_id))
            .where(_G.created_by == person_id)
            .group_by(_G.id)
            .order_by(_G.created_at.desc(), _G.id)
        )
        return self._database.read(
            lambda connection: [
                AssignmentProgressRow(_assignment_row(row), row["people"], row["completed"])
                for row in connection.execute(query).mappings()
            ]
        )


def is_finished() -> ColumnElement[bool]:
    """True of an attempt that reached an ending of its own; giving up is none."""
    return _A.ending_kind.is_not(None) & (_A.ending_kind != EndingKind.ABANDONED)


_STARTED = func.count(case((_A.state != AttemptState.STOPPED, _A.id)))
_FINISHED = func.count(case((is_finished(), _A.id)))


def _assignment(connection: Connection, assignment_id: str) -> AssignmentRow:
    found = connection.execute(select(tables.assignments).where(_G.id == assignment_id)).mappings().one_or_none()
    if found is None:
        raise NotFound("There is no such assignment.")
    return _assignment_row(found)


def _assignment_row(row: RowMapping) -> AssignmentRow:
    return AssignmentRow(
        id=row[_G.id],
        organisation_id=row[_G.organisation_id],
        scenario_id=row[_G.scenario_id],
        purpose=row[_G.purpose],
        due_on=row[_G.due_on],
        max_attempts=row[_G.max_attempts],
        pass_mark=row[_G.pass_mark],
        mood_meter=row[_G.mood_meter],
        created_by=row[_G.created_by],
        created_at=row[_G.created_at],
        note=row[_G.note],
    )


def _require_people(connection: Connection, wanted: set[str], organisation_id: str) -> None:
    query = select(_P.id).where(_P.organisation_id == organisation_id, _P.id.in_(wanted))
    missing = wanted - set(connection.execute(query).scalars())
    if missing:
        raise NotFound(f"Not of this organisation: {', '.join(sorted(missing))}. Nothing was assigned.")
