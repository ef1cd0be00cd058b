"""How an attempt begins, rests and ends.

Always holds: an attempt is played on a frozen copy of its scenario, found by hash; an assignment's limit of attempts
holds even when two windows start at once; only the changes that its state allows come through.
"""

from dataclasses import asdict
from typing import Final

from sqlalchemy import ColumnElement, Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from domain.conversation import Engine, Speaker, TurnState
from domain.errors import Conflict, NotFound
from domain.mood import Ceiling
from domain.people import SHOWN, Purpose
from records import tables
from records.attempt_rows import (
    add_event,
    attempt_row,
    change_attempt,
    get_attempt,
    require_not_over,
    require_revision,
)
from records.repository import Repository
from records.rows import (
    AttemptRow,
    AttemptState,
    AttemptSummaryRow,
    Ending,
    EventKind,
    EventRow,
    ScenarioRow,
)
from records.scores import MARKED, marked_row

MOST_LISTED: Final = 2_000  # attempts in one list

_A = tables.attempts.c
_E = tables.events.c
_P = tables.people.c
_C = tables.scorecards.c
_G = tables.assignments.c
_HINTS = select(func.count()).where(tables.hints.c.attempt_id == _A.id).scalar_subquery().label("hints")
_FLAGS = select(func.count()).where(tables.flags.c.attempt_id == _A.id).scalar_subquery().label("flags")


class Lifecycle(Repository):
    """Unknown ids raise NotFound throughout."""

    def start(
        self,
        *,
        person_id: str,
        scenario: ScenarioRow,
        purpose: Purpose,
        assignment_id: str | None,
        seed: int,
        mood_meter: bool,
        ceiling: Ceiling = Ceiling.FULL,
        director_state: str,
        opening_text: str,
        opening_engine: Engine = Engine.SCRIPTED,
        opening_detail: str | None = None,
    ) -> AttemptRow:
        """Opens an attempt with the customer's first words as turn 0. `seed` fits 64 bits.

        Raises NotFound when the assignment is not this person's, Conflict when its attempts are used up, when it is
        for another scenario, or when the hash is known for another body.
        """

        def work(connection: Connection) -> AttemptRow:
            at = self._now()
            if assignment_id is not None:
                _require_attempt_left(connection, assignment_id, person_id, scenario.scenario_id)
            _freeze(connection, scenario)
            attempt_id = self._new_id()
            connection.execute(
                insert(tables.attempts).values(
                    id=attempt_id,
                    person_id=person_id,
                    scenario_id=scenario.scenario_id,
                    scenario_hash=scenario.hash,
                    assignment_id=assignment_id,
                    purpose=purpose,
                    state=AttemptState.ACTIVE,
                    revision=0,
                    seed=seed,
                    mood_meter=mood_meter,
                    ceiling=ceiling,
                    director_state=director_state,
                    started_at=at,
                )
            )
            connection.execute(
                insert(tables.turns).values(
                    attempt_id=attempt_id,
                    number=0,
                    speaker=Speaker.CUSTOMER,
                    text=opening_text,
                    state=TurnState.COMPLETE,
                    engine=opening_engine,
                    detail=opening_detail,
                    said_at=at,
                )
            )
            body = {"scenario": scenario.scenario_id, "hash": scenario.hash, "purpose": purpose.value}
            add_event(connection, attempt_id, EventKind.STARTED, at=at, body=body)
            return get_attempt(connection, attempt_id)

        return self._database.write(work)

    def get(self, attempt_id: str) -> AttemptRow:
        return self._database.read(lambda connection: get_attempt(connection, attempt_id))

    def of_person(
        self, person_id: str, *, purposes: frozenset[Purpose] = frozenset(Purpose)
    ) -> list[AttemptSummaryRow]:
        """The person's own attempts of these purposes, newest first, at most `MOST_LISTED`."""
        return self._summaries(_A.person_id == person_id, _A.purpose.in_(purposes))

    def of_team(self, team_id: str) -> list[AttemptSummaryRow]:
        """What a team's people let others see, never private practice, newest first, at most `MOST_LISTED`."""
        return self._summaries(_P.team_id == team_id, _A.purpose.in_(SHOWN))

    def pause(self, attempt_id: str) -> AttemptRow:
        """Lays an active attempt aside. Raises Conflict in any other state."""
        return self._turn_to(attempt_id, AttemptState.ACTIVE, AttemptState.PAUSED, EventKind.PAUSED)

    def resume(self, attempt_id: str) -> AttemptRow:
        """Takes a paused attempt up again. Raises Conflict in any other state."""
        return self._turn_to(attempt_id, AttemptState.PAUSED, AttemptState.ACTIVE, EventKind.RESUMED)

    def end(
        self,
        attempt_id: str,
        *,
        ending: Ending,
        director_state: str | None = None,
        expected_revision: int | None = None,
    ) -> AttemptRow:
        """Ends an active or paused attempt for good. Raises Conflict when it is over already, or is not at
        `expected_revision`, which a caller gives whose ending was worked out from one."""

        def work(connection: Connection) -> AttemptRow:
            attempt = get_attempt(connection, attempt_id, lock=True)
            require_not_over(attempt)
            if expected_revision is not None:
                require_revision(attempt, expected_revision)
            change_attempt(connection, attempt, at=self._now(), director_state=director_state, ending=ending)
            return get_attempt(connection, attempt_id)

        return self._database.write(work)

    def stop(self, attempt_id: str) -> AttemptRow:
        """Ends an active or paused attempt without an ending and without penalty. Stopping it twice changes nothing.
        Raises Conflict when it has ended already."""

        def work(connection: Connection) -> AttemptRow:
            attempt, at = get_attempt(connection, attempt_id, lock=True), self._now()
            if attempt.state is AttemptState.STOPPED:
                return attempt
            require_not_over(attempt)
            change_attempt(connection, attempt, at=at, state=AttemptState.STOPPED)
            add_event(connection, attempt_id, EventKind.STOPPED, at=at)
            return get_attempt(connection, attempt_id)

        return self._database.write(work)

    def events(self, attempt_id: str) -> list[EventRow]:
        """All that happened to the attempt, in order."""
        query = (
            select(_E.attempt_id, _E.number, _E.kind, _E.at, _E.body)
            .where(_E.attempt_id == attempt_id)
            .order_by(_E.number)
        )
        return self._database.read(lambda connection: [EventRow(*row) for row in connection.execute(query)])

    def scenario_body(self, scenario_hash: str) -> str:
        """The frozen copy with this hash."""
        query = select(tables.scenario_versions.c.body).where(tables.scenario_versions.c.hash == scenario_hash)
        body = self._database.read(lambda connection: connection.execute(query).scalar_one_or_none())
        if body is None:
            raise NotFound("No attempt was played on such a scenario.")
        return body

    def _turn_to(self, attempt_id: str, before: AttemptState, after: AttemptState, kind: EventKind) -> AttemptRow:
        def work(connection: Connection) -> AttemptRow:
            attempt, at = get_attempt(connection, attempt_id, lock=True), self._now()
            if attempt.state is not before:
                raise Conflict(f"The attempt is {attempt.state}, not {before}. Nothing was changed.")
            change_attempt(connection, attempt, at=at, state=after)
            add_event(connection, attempt_id, kind, at=at)
            return get_attempt(connection, attempt_id)

        return self._database.write(work)

    def _summaries(self, *conditions: ColumnElement[bool]) -> list[AttemptSummaryRow]:
        query = (
            select(tables.attempts, _P.name, _P.team_id, _C.empathy, _C.problem_solving, _HINTS, _FLAGS, *MARKED)
            .join(tables.people, _P.id == _A.person_id)
            .outerjoin(tables.scorecards, _C.attempt_id == _A.id)
            .outerjoin(tables.assignments, _G.id == _A.assignment_id)
            .where(*conditions)
            .order_by(_A.started_at.desc(), _A.id)
            .limit(MOST_LISTED)
        )
        return self._database.read(
            lambda connection: [
                AttemptSummaryRow(
                    attempt=attempt_row(row),
                    person_name=row[_P.name],
                    team_id=row[_P.team_id],
                    empathy=row[_C.empathy],
                    problem_solving=row[_C.problem_solving],
                    hints=row["hints"],
                    flags=row["flags"],
                    marked=marked_row(*(row[column] for column in MARKED)),
                )
                for row in connection.execute(query).mappings()
            ]
        )


def _freeze(connection: Connection, scenario: ScenarioRow) -> None:
    query = select(tables.scenario_versions.c.body).where(tables.scenario_versions.c.hash == scenario.hash)
    kept = connection.execute(query).scalar_one_or_none()
    if kept is None:
        try:
            with connection.begin_nested():
                connection.execute(insert(tables.scenario_versions).values(asdict(scenario)))
            return
        except IntegrityError:
            # Another process froze it between the look and the insert.
            kept = connection.execute(query).scalar_one()
    if kept != scenario.body:
        raise Conflict(f"The hash {scenario.hash!r} stands for another text of the scenario already.")


def _require_attempt_left(connection: Connection, assignment_id: str, person_id: str, scenario_id: str) -> None:
    people, assignment = tables.assignment_people.c, tables.assignments.c
    # The lock makes two starts of the same person wait for each other, so that both are counted.
    locked = (
        select(people.person_id)
        .where(people.assignment_id == assignment_id, people.person_id == person_id)
        .with_for_update()
    )
    if connection.execute(locked).first() is None:
        raise NotFound("This was not assigned to this person.")
    wanted, limit = connection.execute(
        select(assignment.scenario_id, assignment.max_attempts).where(assignment.id == assignment_id)
    ).one()
    if wanted != scenario_id:
        raise Conflict(f"The assignment is for the scenario {wanted!r}, not for {scenario_id!r}.")
    used = connection.execute(
        select(func.count()).where(
            _A.assignment_id == assignment_id, _A.person_id == person_id, _A.state != AttemptState.STOPPED
        )
    ).scalar_one()
    if limit is not None and used >= limit:
        raise Conflict(f"All {limit} attempts of this assignment are used.")
