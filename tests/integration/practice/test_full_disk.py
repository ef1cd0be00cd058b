"""A disk that fills up in the middle of a conversation: what was said stays said, and the same click works later."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Pool, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from domain.conversation import TurnState
from domain.errors import StorageFailure
from tests.support.practice import SCENARIO, hex_ids, hire, open_house, say, words

HELLO = "Good morning, my name is Kim."
FULL = "The disk is full, so this was not saved. What was saved before is kept; free some space and try again."


@contextmanager
def disk_of(pages: int) -> Iterator[None]:
    """Every SQLite connection that is opened within sees a disk of so many pages."""

    def limit(connection: DBAPIConnection, _: object) -> None:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA max_page_count = {pages}")
        cursor.close()

    event.listen(Pool, "connect", limit)
    try:
        yield
    finally:
        event.remove(Pool, "connect", limit)


def pages_of(folder: Path) -> int:
    return (folder / "frontstage.db").stat().st_size // 4096


def test_what_does_not_fit_is_refused_whole_and_sent_again_with_the_same_click(tmp_path: Path) -> None:
    ids = hex_ids()
    first = open_house(tmp_path, new_id=ids)
    mira = hire(first).mira
    attempt = first.practice.start(mira, SCENARIO, seed=1)
    say(first, mira, attempt, HELLO)
    first.close()
    saved = words(first, attempt)

    with disk_of(pages_of(tmp_path)):
        full = open_house(tmp_path, new_id=ids)
        text = "This does not fit any more. " * 140
        fitted: list[str] = []
        with pytest.raises(StorageFailure) as refused:
            for n in range(40):
                full.practice.say(mira, attempt, text, key=f"long-{n}")
                full.worker.wait(attempt)
                if trouble := full.worker.trouble(attempt):
                    raise StorageFailure(trouble)
                fitted.append(f"long-{n}")
        assert str(refused.value) == FULL
        turns = full.store.attempts.turns(attempt)
        assert [turn.text for turn in turns][: len(saved)] == saved
        assert [turn.number for turn in turns] == list(range(len(turns)))
        view = full.practice.conversation(mira, attempt)
        assert view.turns[-1].text == turns[-1].text
        assert view.trouble == (FULL if turns[-1].state is TurnState.SAVED else "")
        full.close()

    roomy = open_house(tmp_path, new_id=ids)
    roomy.practice.recover()
    roomy.worker.wait(attempt)
    key = f"long-{len(fitted)}"
    roomy.practice.say(mira, attempt, text, key=key)
    roomy.worker.wait(attempt)
    turns = roomy.store.attempts.turns(attempt)
    assert [turn.idempotency_key for turn in turns].count(key) == 1
    assert (turns[-2].idempotency_key, turns[-1].state) == (key, TurnState.COMPLETE)
    roomy.close()


def test_a_reply_that_does_not_fit_waits_for_room(tmp_path: Path) -> None:
    ids = hex_ids()
    first = open_house(tmp_path, new_id=ids)
    mira = hire(first).mira
    attempt = first.practice.start(mira, SCENARIO, seed=1)
    saved = first.store.attempts.save_message(attempt, text="x" * 4_000, idempotency_key="1")
    first.close()

    with disk_of(pages_of(tmp_path)):
        full = open_house(tmp_path, new_id=ids)
        # What is left of the last page is used up, so that not even a short line fits.
        with pytest.raises(StorageFailure):
            for n in range(400):
                full.store.people.add_organisation(name=f"Filler {n} {'x' * 200}")
        full.practice.retry(mira, attempt)
        full.worker.wait(attempt)
        view = full.practice.conversation(mira, attempt)
        assert (view.waiting, view.trouble, view.turns[-1].number) == (True, FULL, saved.number)
        full.close()

    roomy = open_house(tmp_path, new_id=ids)
    roomy.practice.retry(mira, attempt)
    roomy.worker.wait(attempt)
    view = roomy.practice.conversation(mira, attempt)
    assert (view.waiting, view.trouble, view.turns[-1].number) == (False, "", saved.number + 1)
    roomy.close()
