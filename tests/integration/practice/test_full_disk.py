"""A disk that fills up in the middle of a conversation: what was said stays said, and the same click works later."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from sqlalchemy import Pool, event
from sqlalchemy.engine.interfaces import DBAPIConnection

from domain.conversation import TurnState
from domain.errors import StorageFailure
from domain.people import Viewer
from tests.support.practice import SCENARIO, hex_ids, hire, open_house, say, words
from training.wiring import Services

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


def fill(services: Services, viewer: Viewer, attempt: str, text: str) -> tuple[int, str]:
    """Say it until the disk is full: how many turns fitted, and what was said then."""
    for n in range(40):
        try:
            services.practice.say(viewer, attempt, text, key=f"long-{n}")
        except StorageFailure as error:
            return n, str(error)
        services.worker.wait(attempt)
        if trouble := services.worker.trouble(attempt):
            return n, trouble
    raise AssertionError("the disk was never full")


def use_up(services: Services) -> None:
    """Fill what is left of the last pages, so that not even a short line fits."""
    with suppress(StorageFailure):
        for n in itertools.count():
            services.store.people.add_organisation(name=f"Filler {n} {'x' * 200}")


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
        fitted, refused = fill(full, mira, attempt, text)
        assert refused == FULL
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
    key = f"long-{fitted}"
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
        use_up(full)
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
