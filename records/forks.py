"""Taking a conversation up again from one of its turns.

Always holds: the fork has copies of all that was said and done before that turn, and the director's state exactly as it
stood then; the original is not changed; a fork is private practice and belongs to no assignment.
"""

from sqlalchemy import Connection, Select, insert, literal, select

from domain.conversation import Speaker
from domain.errors import Conflict, InvalidInput
from domain.people import Purpose
from records import tables
from records.attempt_rows import add_event, attempt_row, get_attempt
from records.repository import Repository
from records.rows import AttemptRow, AttemptState, EventKind

_A = tables.attempts.c
_D = tables.desk_entries.c
_T = tables.turns.c


class Forks(Repository):
    """Unknown attempts raise NotFound."""

    def fork(self, attempt_id: str, *, turn: int) -> AttemptRow:
        """A new attempt of the same person that stands where this one stood before the trainee's turn `turn`.

        Raises InvalidInput when that is no turn of the trainee's, Conflict when it was said before its state was kept.
        """

        def work(connection: Connection) -> AttemptRow:
            original, at = get_attempt(connection, attempt_id, lock=True), self._now()
            said = connection.execute(
                select(_T.state_before, _T.desk_before).where(
                    _T.attempt_id == attempt_id, _T.number == turn, _T.speaker == Speaker.TRAINEE
                )
            ).one_or_none()
            if said is None:
                raise InvalidInput(f"Turn {turn} is no message of the trainee's. Choose one of those to begin from.")
            state, desk = said
            if state is None or desk is None:
                raise Conflict(
                    "This was said with an older version of Frontstage, which did not keep what is needed to take the "
                    "conversation up again from here. Nothing was changed."
                )
            fork_id = self._new_id()
            connection.execute(
                insert(tables.attempts).values(
                    id=fork_id,
                    person_id=original.person_id,
                    scenario_id=original.scenario_id,
                    scenario_hash=original.scenario_hash,
                    purpose=Purpose.PRACTICE,
                    state=AttemptState.ACTIVE,
                    revision=0,
                    seed=original.seed,
                    mood_meter=original.mood_meter,
                    ceiling=original.ceiling,
                    forked_from=attempt_id,
                    forked_turn=turn,
                    director_state=state,
                    started_at=at,
                )
            )
            _copy_turns(connection, attempt_id, fork_id, before=turn)
            _copy_desk(connection, attempt_id, fork_id, before=desk)
            body: dict[str, str | int | float | bool | None] = {
                "scenario": original.scenario_id,
                "hash": original.scenario_hash,
                "purpose": Purpose.PRACTICE.value,
                "forked_from": attempt_id,
                "turn": turn,
            }
            add_event(connection, fork_id, EventKind.STARTED, at=at, body=body)
            add_event(connection, attempt_id, EventKind.FORKED, at=at, body={"turn": turn, "fork": fork_id})
            return get_attempt(connection, fork_id)

        return self._database.write(work)

    def family(self, attempt_id: str) -> list[AttemptRow]:
        """The attempt's first original and all that was taken up from it, directly or from a fork, by their start."""

        def work(connection: Connection) -> list[AttemptRow]:
            root = get_attempt(connection, attempt_id)
            while root.forked_from is not None:
                root = get_attempt(connection, root.forked_from[0])
            found, parents = [root], [root]
            while parents:
                query = select(tables.attempts).where(_A.forked_from.in_([each.id for each in parents]))
                parents = [attempt_row(row) for row in connection.execute(query).mappings()]
                found += parents
            return sorted(found, key=lambda each: (each.forked_from is not None, each.started_at, each.id))

        return self._database.read(work)


def _copy_turns(connection: Connection, attempt_id: str, fork_id: str, *, before: int) -> None:
    # The idempotency keys stay behind: they belong to the boxes that the original was typed into.
    copied = ("number", "speaker", "text", "state", "engine", "detail", "state_before", "desk_before", "said_at")
    rows: Select[*tuple[object, ...]] = select(literal(fork_id), *(tables.turns.c[name] for name in copied)).where(
        _T.attempt_id == attempt_id, _T.number < before
    )
    connection.execute(insert(tables.turns).from_select(["attempt_id", *copied], rows))


def _copy_desk(connection: Connection, attempt_id: str, fork_id: str, *, before: int) -> None:
    copied = ("number", "after_turn", "action", "arguments", "accepted", "result", "at")
    rows: Select[*tuple[object, ...]] = select(
        literal(fork_id), *(tables.desk_entries.c[name] for name in copied)
    ).where(_D.attempt_id == attempt_id, _D.number < before)
    connection.execute(insert(tables.desk_entries).from_select(["attempt_id", *copied], rows))
