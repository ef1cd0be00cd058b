"""Help that was asked for in an attempt, and lines of the customer that the trainee found wrong.

Always holds: the same hint after the same turn is counted once; a line is flagged once, with the reason given first;
neither changes the attempt, its revision or its score.
"""

from sqlalchemy import Connection, insert, select

from domain.conversation import Speaker
from domain.errors import Conflict, InvalidInput
from records import tables
from records.attempt_rows import add_event, get_attempt, get_turn
from records.repository import Repository
from records.rows import AttemptState, EventKind, FlagRow, HintRow

_H = tables.hints.c
_F = tables.flags.c


class Help(Repository):
    """Unknown attempts raise NotFound when something is written to them, and have no hints or flags when read."""

    def record_hint(self, attempt_id: str, *, turn: int, hint: str) -> int:
        """Counts a hint that was given after `turn` and returns which of the attempt's it is, from 1: the same number
        when it was given there before. Raises Conflict when the attempt is not active."""

        def work(connection: Connection) -> int:
            attempt, at = get_attempt(connection, attempt_id, lock=True), self._now()
            if attempt.state is not AttemptState.ACTIVE:
                raise Conflict(f"This attempt is {attempt.state}: there is nothing to help with.")
            given = _hints(connection, attempt_id)
            for number, row in enumerate(given, start=1):
                if (row.turn, row.hint) == (turn, hint):
                    return number
            connection.execute(insert(tables.hints).values(attempt_id=attempt_id, turn=turn, hint=hint, at=at))
            add_event(connection, attempt_id, EventKind.HINTED, at=at, body={"turn": turn, "hint": hint})
            return len(given) + 1

        return self._database.write(work)

    def hints(self, attempt_id: str) -> list[HintRow]:
        """The hints that were given, in order."""
        return self._database.read(lambda connection: _hints(connection, attempt_id))

    def flag(self, attempt_id: str, *, turn: int, reason: str) -> FlagRow:
        """Keeps what the trainee found wrong with the customer's turn `turn`; the very same again changes nothing.

        Raises NotFound when there is no such turn, InvalidInput when it is the trainee's own, Conflict when the line is
        flagged for another reason already."""

        def work(connection: Connection) -> FlagRow:
            get_attempt(connection, attempt_id, lock=True)
            if get_turn(connection, attempt_id, turn).speaker is not Speaker.CUSTOMER:
                raise InvalidInput("Only a line of the customer's can be marked as wrong.")
            query = select(_F.attempt_id, _F.turn, _F.reason, _F.at)
            seen = connection.execute(query.where(_F.attempt_id == attempt_id, _F.turn == turn)).one_or_none()
            if seen is not None:
                before = FlagRow(*seen)
                if before.reason != reason:
                    raise Conflict("You have marked this line already; what you wrote first is kept.")
                return before
            row = FlagRow(attempt_id, turn, reason, self._now())
            connection.execute(insert(tables.flags).values(attempt_id=attempt_id, turn=turn, reason=reason, at=row.at))
            add_event(connection, attempt_id, EventKind.FLAGGED, at=row.at, body={"turn": turn})
            return row

        return self._database.write(work)

    def flags(self, attempt_id: str) -> list[FlagRow]:
        """The flagged lines, by turn."""
        query = select(_F.attempt_id, _F.turn, _F.reason, _F.at).where(_F.attempt_id == attempt_id).order_by(_F.turn)
        return self._database.read(lambda connection: [FlagRow(*row) for row in connection.execute(query)])


def _hints(connection: Connection, attempt_id: str) -> list[HintRow]:
    query = select(_H.attempt_id, _H.turn, _H.hint, _H.at).where(_H.attempt_id == attempt_id)
    return [HintRow(*row) for row in connection.execute(query.order_by(_H.at, _H.turn, _H.hint))]
