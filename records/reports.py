"""Who completed what, and how reliably: what an organisation may see of its people.

Always holds: no word of a conversation, no private practice, no unassigned attempt (so no fork) and nothing that was
stopped enters a report.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from statistics import median
from typing import NamedTuple

from sqlalchemy import Connection, select

from domain.people import Purpose
from records import tables
from records.assignments import is_finished
from records.repository import Repository
from records.rows import AttemptState, MarkedRow, ReportRow, TeamReportRow
from records.scores import MARKED, marked_row

_G = tables.assignments.c
_L = tables.assignment_people.c
_A = tables.attempts.c
_P = tables.people.c
_T = tables.teams.c
_C = tables.scorecards.c


class _Assigned(NamedTuple):
    person_id: str
    person_name: str
    team_id: str | None
    team_name: str | None
    assignment_id: str
    scenario_id: str
    purpose: Purpose
    due_on: date | None
    pass_mark: float | None


class _Tried(NamedTuple):
    finished: bool
    ended_at: datetime | None
    empathy: float | None
    problem_solving: float | None
    marked: MarkedRow | None


class Reports(Repository):
    """Reports count the purposes that the caller names; PRACTICE is left out whatever is asked for."""

    def by_person(self, organisation_id: str, *, purposes: frozenset[Purpose]) -> list[ReportRow]:
        """One row for each person and assignment, by name, then due date. A score counts when its attempt reached an
        ending other than abandoned."""
        open_purposes = purposes - {Purpose.PRACTICE}
        assigned = (
            select(_P.id, _P.name, _P.team_id, _T.name, _G.id, _G.scenario_id, _G.purpose, _G.due_on, _G.pass_mark)
            .join(tables.assignment_people, _L.person_id == _P.id)
            .join(tables.assignments, _G.id == _L.assignment_id)
            .outerjoin(tables.teams, _T.id == _P.team_id)
            .where(_G.organisation_id == organisation_id, _G.purpose.in_(open_purposes))
            .order_by(_P.name, _P.id, _G.due_on.is_(None), _G.due_on, _G.created_at, _G.id)
        )
        tried = (
            select(_A.person_id, _A.assignment_id, is_finished(), _A.ended_at, _C.empathy, _C.problem_solving, *MARKED)
            .join(tables.assignments, _G.id == _A.assignment_id)
            .outerjoin(tables.scorecards, _C.attempt_id == _A.id)
            .where(
                _G.organisation_id == organisation_id,
                _G.purpose.in_(open_purposes),
                _A.purpose.in_(open_purposes),
                _A.state != AttemptState.STOPPED,
            )
        )

        def work(connection: Connection) -> list[ReportRow]:
            attempts: defaultdict[tuple[str, str | None], list[_Tried]] = defaultdict(list)
            for person_id, assignment_id, finished, ended_at, empathy, solving, *marked in connection.execute(tried):
                tries = _Tried(finished, ended_at, empathy, solving, marked_row(*marked))
                attempts[person_id, assignment_id].append(tries)
            who_and_what = [_Assigned(*row) for row in connection.execute(assigned)]
            return [_row(each, attempts[each.person_id, each.assignment_id]) for each in who_and_what]

        return self._database.read(work)

    def by_team(self, organisation_id: str, *, purposes: frozenset[Purpose]) -> list[TeamReportRow]:
        """One row for each team that has an assignment, by name; people without a team come last."""
        teams: defaultdict[tuple[bool, str, str | None], list[ReportRow]] = defaultdict(list)
        for row in self.by_person(organisation_id, purposes=purposes):
            teams[row.team_id is None, row.team_name or "", row.team_id].append(row)
        return [
            TeamReportRow(
                team_id=rows[0].team_id,
                team_name=rows[0].team_name,
                assigned=len(rows),
                completed=sum(row.completed for row in rows),
                typical_empathy=_typical(row.typical_empathy for row in rows),
                typical_problem_solving=_typical(row.typical_problem_solving for row in rows),
            )
            for _, rows in sorted(teams.items(), key=lambda item: item[0][:2])
        ]


def _row(assigned: _Assigned, attempts: Sequence[_Tried]) -> ReportRow:
    finished = [attempt for attempt in attempts if attempt.finished]
    return ReportRow(
        *assigned,
        attempts=len(attempts),
        completed=bool(finished),
        best_empathy=_best(attempt.empathy for attempt in finished),
        typical_empathy=_typical(attempt.empathy for attempt in finished),
        best_problem_solving=_best(attempt.problem_solving for attempt in finished),
        typical_problem_solving=_typical(attempt.problem_solving for attempt in finished),
        last_completed_at=max((attempt.ended_at for attempt in finished if attempt.ended_at), default=None),
        marked=tuple(attempt.marked for attempt in finished if attempt.marked is not None),
    )


def _best(scores: Iterable[float | None]) -> float | None:
    return max((score for score in scores if score is not None), default=None)


def _typical(scores: Iterable[float | None]) -> float | None:
    known = [score for score in scores if score is not None]
    return median(known) if known else None
