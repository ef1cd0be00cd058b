"""A process that writes to the records and may die at a chosen point: `python -m tests.support.mortal_writer`.

Arguments: the database's address, an attempt's id, and where to die: "never", or a step and how many commits come
before it, as in "commit:2". Until then it talks, and prints a line for each message and each answer as soon as,
and not before, the store has acknowledged it.
"""

import itertools
import os
import sys
from typing import Never

from sqlalchemy import Engine as SqlEngine
from sqlalchemy import Pool, event

from domain.clock import new_id, utc_now
from domain.conversation import Engine, TurnState
from records.store import Store, open_store

DEATHS = ("turn insert", "event insert", "attempt update", "commit", "acknowledgement")
MARK = {
    "turn insert": "INSERT INTO turns",
    "event insert": "INSERT INTO events",
    "attempt update": "UPDATE attempts",
}


def main() -> None:
    url, attempt_id, death = sys.argv[1:]
    store = open_store(url, now=utc_now, new_id=new_id)
    arm(death)
    for n in itertools.count():
        _talk(store, attempt_id, f"{os.getpid()}-{n}")


def _talk(store: Store, attempt_id: str, key: str) -> None:
    turns = store.attempts.turns(attempt_id)
    if turns[-1].state is TurnState.COMPLETE:
        saved = store.attempts.save_message(attempt_id, text=f"message {key}", idempotency_key=key)
        _acknowledge(saved.number, saved.text)
    else:
        saved = turns[-1]
    attempt = store.attempts.get(attempt_id)
    reply = store.attempts.complete_reply(
        attempt_id,
        answers=saved.number,
        expected_revision=attempt.revision,
        text=f"answer to {saved.number}",
        engine=Engine.SCRIPTED,
        reading="{}",
        detail="{}",
        director_state=f'{{"turn": {saved.number}}}',
    )
    _acknowledge(reply.number, reply.text)


def _acknowledge(number: int, text: str) -> None:
    sys.stdout.write(f"{number} {text}\n")
    sys.stdout.flush()


def arm(death: str) -> None:
    """Hooks the death in at SQLAlchemy's own events, so that no code under test knows of it."""
    if death == "never":
        return
    step, _, commits = death.partition(":")
    before, done = int(commits), 0

    def die() -> Never:
        os._exit(9)

    @event.listens_for(SqlEngine, "after_cursor_execute")
    def _after_statement(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        if step in MARK and done >= before and statement.startswith(MARK[step]):
            die()

    @event.listens_for(SqlEngine, "commit")
    def _at_commit(_connection: object) -> None:
        nonlocal done
        if step == "commit" and done == before:
            die()
        done += 1

    @event.listens_for(Pool, "checkin")
    def _after_commit(_connection: object, _entry: object) -> None:
        # The transaction is on disk, its connection goes back, and the caller has not been told.
        if step == "acknowledgement" and done > before:
            die()


if __name__ == "__main__":
    main()
