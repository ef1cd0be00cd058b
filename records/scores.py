"""What an attempt was worth: to the scorer, and to the trainee who did it.

Always holds: only an ended attempt is rated, so that a score and its transcript belong together; it is scored once,
which leaves the numbers in its events; a self-rating is given once, before the scores can colour it.
"""

from hashlib import sha256

from sqlalchemy import Connection, insert, select

from domain.errors import Conflict, InvalidInput
from domain.scorecard import Band
from records import tables
from records.attempt_rows import add_event, get_attempt
from records.repository import Repository
from records.rows import AttemptState, EventKind, MarkedRow, ScorecardRow, SelfRatingRow

_C = tables.scorecards.c
_R = tables.self_ratings.c
MARKED = (
    tables.assignments.c.pass_mark,
    _C.empathy_low,
    _C.empathy_high,
    _C.problem_solving_low,
    _C.problem_solving_high,
)
"""What `marked_row` reads, in a query that joins assignments and scorecards."""


class Scores(Repository):
    """Unknown attempts raise NotFound when something is written to them, and have no scores when read."""

    def unscored(self) -> list[str]:
        """The ended attempts without a scorecard, by id: what a stopped process had no time for."""
        query = (
            select(tables.attempts.c.id)
            .outerjoin(tables.scorecards, _C.attempt_id == tables.attempts.c.id)
            .where(tables.attempts.c.state == AttemptState.ENDED, _C.attempt_id.is_(None))
            .order_by(tables.attempts.c.id)
        )
        return self._database.read(lambda connection: list(connection.execute(query).scalars()))

    def save_scorecard(
        self,
        attempt_id: str,
        *,
        body: str,
        empathy: float | None,
        empathy_band: Band | None,
        problem_solving: float | None,
        problem_solving_band: Band | None,
    ) -> ScorecardRow:
        """Keeps the scorecard of an attempt that has none yet. Returns the kept one, which may be an earlier one.

        Scores and bands lie on 1..5, None where unscored. Raises Conflict when the attempt has not ended.
        """

        def work(connection: Connection) -> ScorecardRow:
            _lock_ended(connection, attempt_id)
            earlier = _scorecard(connection, attempt_id)
            if earlier is not None:
                return earlier
            now = ScorecardRow(attempt_id, body, empathy, problem_solving, self._now())
            connection.execute(
                insert(tables.scorecards).values(
                    attempt_id=attempt_id,
                    body=body,
                    empathy=empathy,
                    empathy_low=empathy_band.low if empathy_band else None,
                    empathy_high=empathy_band.high if empathy_band else None,
                    problem_solving=problem_solving,
                    problem_solving_low=problem_solving_band.low if problem_solving_band else None,
                    problem_solving_high=problem_solving_band.high if problem_solving_band else None,
                    created_at=now.created_at,
                )
            )
            add_event(
                connection,
                attempt_id,
                EventKind.SCORED,
                at=now.created_at,
                body={
                    "empathy": empathy,
                    "problem_solving": problem_solving,
                    "sha256": sha256(body.encode()).hexdigest(),
                },
            )
            return now

        return self._database.write(work)

    def scorecard(self, attempt_id: str) -> ScorecardRow | None:
        return self._database.read(lambda connection: _scorecard(connection, attempt_id))

    def save_self_rating(
        self, attempt_id: str, *, empathy: int, problem_solving: int, reflection: str
    ) -> SelfRatingRow:
        """Saves what the trainee thinks, 1..5; the very same again changes nothing.

        Raises Conflict when the attempt has not ended or is rated otherwise, InvalidInput outside 1..5.
        """
        if not {empathy, problem_solving} <= {1, 2, 3, 4, 5}:
            raise InvalidInput("A self-rating is a whole number from 1 to 5.")

        def work(connection: Connection) -> SelfRatingRow:
            _lock_ended(connection, attempt_id)
            before = _self_rating(connection, attempt_id)
            if before is not None:
                if (before.empathy, before.problem_solving, before.reflection) != (
                    empathy,
                    problem_solving,
                    reflection,
                ):
                    raise Conflict("You have rated this attempt already; the first rating is kept.")
                return before
            row = SelfRatingRow(attempt_id, empathy, problem_solving, reflection, self._now())
            connection.execute(
                insert(tables.self_ratings).values(
                    attempt_id=attempt_id,
                    empathy=empathy,
                    problem_solving=problem_solving,
                    reflection=reflection,
                    at=row.at,
                )
            )
            body = {"empathy": empathy, "problem_solving": problem_solving}
            add_event(connection, attempt_id, EventKind.SELF_RATED, at=row.at, body=body)
            return row

        return self._database.write(work)

    def self_rating(self, attempt_id: str) -> SelfRatingRow | None:
        return self._database.read(lambda connection: _self_rating(connection, attempt_id))


def marked_row(
    pass_mark: float | None,
    empathy_low: float | None,
    empathy_high: float | None,
    solving_low: float | None,
    solving_high: float | None,
) -> MarkedRow | None:
    """None without a pass mark."""
    if pass_mark is None:
        return None
    return MarkedRow(pass_mark, _band(empathy_low, empathy_high), _band(solving_low, solving_high))


def _lock_ended(connection: Connection, attempt_id: str) -> None:
    attempt = get_attempt(connection, attempt_id, lock=True)
    if attempt.state is not AttemptState.ENDED:
        raise Conflict(
            "This attempt was stopped: nothing in it is rated."
            if attempt.state is AttemptState.STOPPED
            else f"This attempt is {attempt.state}: it can be rated once it has ended."
        )


def _scorecard(connection: Connection, attempt_id: str) -> ScorecardRow | None:
    found = connection.execute(select(tables.scorecards).where(_C.attempt_id == attempt_id)).one_or_none()
    if found is None:
        return None
    return ScorecardRow(
        attempt_id=found.attempt_id,
        body=found.body,
        empathy=found.empathy,
        problem_solving=found.problem_solving,
        created_at=found.created_at,
    )


def _band(low: float | None, high: float | None) -> Band | None:
    return None if low is None or high is None else Band(low, high)


def _self_rating(connection: Connection, attempt_id: str) -> SelfRatingRow | None:
    query = select(_R.attempt_id, _R.empathy, _R.problem_solving, _R.reflection, _R.at)
    found = connection.execute(query.where(_R.attempt_id == attempt_id)).one_or_none()
    return None if found is None else SelfRatingRow(*found)
