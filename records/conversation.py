"""What is said and done in an attempt.

Always holds: the trainee's words are saved before anything is made of them; a message is answered once, however many
processes try; the answer, the director's new state and a possible ending are saved together or not at all.
"""

import json
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from domain.conversation import DeskEntry, Engine, Speaker, TurnState
from domain.errors import Conflict
from records import tables
from records.attempt_rows import (
    TURN,
    add_event,
    change_attempt,
    get_attempt,
    get_turn,
    next_number,
    require_not_over,
    require_revision,
)
from records.repository import Repository
from records.rows import (
    AttemptState,
    DeskRow,
    Ending,
    EventKind,
    ModelUsage,
    TurnRow,
    UnansweredRow,
    UsageRow,
)

_A = tables.attempts.c
_D = tables.desk_entries.c
_T = tables.turns.c
_U = tables.model_usage.c


class Conversation(Repository):
    """Unknown attempts raise NotFound when something is written to them, and have no turns when read."""

    def save_message(self, attempt_id: str, *, text: str, idempotency_key: str) -> TurnRow:
        """Saves what the trainee said. With a key that was seen before, returns that turn and changes nothing.

        Raises Conflict when the attempt is not active or a message still waits for its answer.
        """

        def work(connection: Connection) -> TurnRow:
            attempt = get_attempt(connection, attempt_id, lock=True)
            query = select(*TURN).where(_T.attempt_id == attempt_id, _T.idempotency_key == idempotency_key)
            seen = connection.execute(query).one_or_none()
            if seen is not None:
                return TurnRow(*seen)
            if attempt.state is not AttemptState.ACTIVE:
                raise Conflict(f"This attempt is {attempt.state}: the message was not added to it.")
            waiting = select(_T.number).where(_T.attempt_id == attempt_id, _T.state == TurnState.SAVED)
            if connection.execute(waiting).first() is not None:
                raise Conflict("The customer has not answered your last message yet. This one was not sent.")
            at, number = self._now(), next_number(connection, tables.turns, attempt_id)
            connection.execute(
                insert(tables.turns).values(
                    attempt_id=attempt_id,
                    number=number,
                    speaker=Speaker.TRAINEE,
                    text=text,
                    state=TurnState.SAVED,
                    idempotency_key=idempotency_key,
                    state_before=attempt.director_state,
                    desk_before=next_number(connection, tables.desk_entries, attempt_id),
                    said_at=at,
                )
            )
            add_event(connection, attempt_id, EventKind.MESSAGE_SAVED, at=at, body={"turn": number})
            return get_turn(connection, attempt_id, number)

        return self._database.write(work)

    def complete_reply(
        self,
        attempt_id: str,
        *,
        answers: int,
        expected_revision: int,
        text: str,
        engine: Engine,
        reading: str,
        detail: str,
        director_state: str,
        ending: Ending | None = None,
        usage: ModelUsage | None = None,
    ) -> TurnRow:
        """Answers the trainee's turn `answers` with the customer's turn after it, and returns that.

        `reading` becomes the detail of the trainee's turn, `detail` that of the customer's. When the answer is there
        already, it is returned as it is and only `usage` is added, for it was spent. A paused attempt takes the answer
        to what was said before the pause. Raises Conflict when the attempt is over without the answer or is not at
        `expected_revision` (read it again and compute anew; `usage` was not saved either), NotFound when there is no
        such turn.
        """

        def work(connection: Connection) -> TurnRow:
            attempt, at = get_attempt(connection, attempt_id, lock=True), self._now()
            asked = get_turn(connection, attempt_id, answers)
            if asked.speaker is not Speaker.TRAINEE:
                raise Conflict(f"Turn {answers} is the customer's own: it takes no answer.")
            if usage is not None:
                self._add_usage(connection, attempt_id, answers, usage, at)
            if asked.state is TurnState.COMPLETE:
                return get_turn(connection, attempt_id, answers + 1)
            require_not_over(attempt)
            require_revision(attempt, expected_revision)
            connection.execute(
                update(tables.turns)
                .where(_T.attempt_id == attempt_id, _T.number == answers)
                .values(state=TurnState.COMPLETE, detail=reading)
            )
            connection.execute(
                insert(tables.turns).values(
                    attempt_id=attempt_id,
                    number=answers + 1,
                    speaker=Speaker.CUSTOMER,
                    text=text,
                    state=TurnState.COMPLETE,
                    engine=engine,
                    detail=detail,
                    said_at=at,
                )
            )
            body = {"answers": answers, "turn": answers + 1, "engine": engine.value}
            add_event(connection, attempt_id, EventKind.REPLIED, at=at, body=body)
            change_attempt(connection, attempt, at=at, director_state=director_state, ending=ending)
            return get_turn(connection, attempt_id, answers + 1)

        return self._database.write(work)

    def record_desk(self, attempt_id: str, *, entry: DeskEntry, director_state: str, expected_revision: int) -> DeskRow:
        """Adds one use of the desk and what it did to the customer.

        Raises Conflict when the attempt is not active or not at `expected_revision`.
        """

        def work(connection: Connection) -> DeskRow:
            attempt, at = get_attempt(connection, attempt_id, lock=True), self._now()
            if attempt.state is not AttemptState.ACTIVE:
                raise Conflict(f"This attempt is {attempt.state}: the desk was not used.")
            require_revision(attempt, expected_revision)
            number = next_number(connection, tables.desk_entries, attempt_id)
            connection.execute(
                insert(tables.desk_entries).values(
                    attempt_id=attempt_id,
                    number=number,
                    after_turn=entry.after_turn,
                    action=entry.action,
                    arguments=json.dumps(entry.arguments, ensure_ascii=False),
                    accepted=entry.accepted,
                    result=entry.result,
                    at=at,
                )
            )
            add_event(
                connection,
                attempt_id,
                EventKind.DESK_USED,
                at=at,
                body={"entry": number, "action": entry.action, "accepted": entry.accepted},
            )
            change_attempt(connection, attempt, at=at, director_state=director_state)
            return DeskRow(attempt_id, number, entry, at)

        return self._database.write(work)

    def unanswered(self) -> list[UnansweredRow]:
        """The messages in active attempts that wait for an answer, oldest first: what a new process takes up."""
        query = (
            select(_T.attempt_id, _T.number)
            .join(tables.attempts, _A.id == _T.attempt_id)
            .where(_T.state == TurnState.SAVED, _A.state == AttemptState.ACTIVE)
            .order_by(_T.said_at, _T.attempt_id)
        )
        return self._database.read(lambda connection: [UnansweredRow(*row) for row in connection.execute(query)])

    def turns(self, attempt_id: str) -> list[TurnRow]:
        """Both sides, in order."""
        query = select(*TURN).where(_T.attempt_id == attempt_id).order_by(_T.number)
        return self._database.read(lambda connection: [TurnRow(*row) for row in connection.execute(query)])

    def desk(self, attempt_id: str) -> list[DeskRow]:
        """Every use of the desk, in order."""
        query = (
            select(_D.attempt_id, _D.number, _D.after_turn, _D.action, _D.arguments, _D.accepted, _D.result, _D.at)
            .where(_D.attempt_id == attempt_id)
            .order_by(_D.number)
        )
        return self._database.read(
            lambda connection: [
                DeskRow(
                    row.attempt_id,
                    row.number,
                    DeskEntry(row.after_turn, row.action, _pairs(row.arguments), row.accepted, row.result),
                    row.at,
                )
                for row in connection.execute(query)
            ]
        )

    def record_usage(self, attempt_id: str | None, *, turn: int | None, usage: ModelUsage) -> None:
        """Adds what model calls cost outside a saved reply: a failed call, or the judging of the whole attempt; None is
        for a conversation from elsewhere."""
        self._database.write(
            lambda connection: self._add_usage(connection, attempt_id, turn, usage, self._now()),
        )

    def usage(self, attempt_id: str) -> list[UsageRow]:
        """What the attempt's model calls cost, in order of time."""
        query = (
            select(
                _U.attempt_id,
                _U.turn,
                _U.model,
                _U.input_tokens,
                _U.output_tokens,
                _U.cached_tokens,
                _U.requests,
                _U.estimated_tokens,
                _U.at,
            )
            .where(_U.attempt_id == attempt_id)
            .order_by(_U.at, _U.id)
        )
        return self._database.read(
            lambda connection: [
                UsageRow(attempt_id, row.turn, ModelUsage(*row[2:8]), row.at) for row in connection.execute(query)
            ]
        )

    def _add_usage(
        self, connection: Connection, attempt_id: str | None, turn: int | None, usage: ModelUsage, at: datetime
    ) -> None:
        connection.execute(
            insert(tables.model_usage).values(
                id=self._new_id(),
                attempt_id=attempt_id,
                turn=turn,
                model=usage.model,
                input_tokens=usage.input_tokens,
                output_tokens=usage.output_tokens,
                cached_tokens=usage.cached_tokens,
                requests=usage.requests,
                estimated_tokens=usage.estimated_tokens,
                at=at,
            )
        )


def _pairs(document: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, value) for name, value in json.loads(document))
