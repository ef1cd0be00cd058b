"""The maker of replies: each message once, never more than it can hold, and in words when it fails."""

import threading
from collections.abc import Iterator

import pytest

from domain.errors import Busy, StorageFailure
from records.rows import UnansweredRow
from training.worker import OnText, ReplyWorker

FIRST, SECOND = UnansweredRow("attempt-1", 1), UnansweredRow("attempt-2", 1)
BUSY = "Many conversations are going on right now. Your words are still in the box: send again."


class Desk:
    """A maker of replies that waits for leave, and can be told to fail."""

    def __init__(self) -> None:
        self.made: list[UnansweredRow] = []
        self.begun = threading.Semaphore(0)
        self.leave = threading.Event()
        self.failure: Exception | None = None

    def __call__(self, message: UnansweredRow, *, on_text: OnText) -> None:
        on_text("Well,")
        self.begun.release()
        assert self.leave.wait(10)
        if self.failure:
            raise self.failure
        self.made.append(message)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def worker(desk: Desk) -> Iterator[ReplyWorker]:
    made = ReplyWorker(desk, threads=2, most_waiting=2)
    yield made
    desk.leave.set()
    made.close()


def test_a_message_is_answered_once_however_often_it_is_handed_in(worker: ReplyWorker, desk: Desk) -> None:
    jobs = [worker.start(FIRST) for _ in range(3)]
    desk.leave.set()
    worker.wait(FIRST.attempt_id)

    assert desk.made == [FIRST]
    assert len(set(map(id, jobs))) == 1


def test_the_line_so_far_can_be_seen_while_it_is_made_and_is_gone_afterwards(worker: ReplyWorker, desk: Desk) -> None:
    worker.start(FIRST)
    desk.begun.acquire()
    assert (worker.partial(FIRST.attempt_id), worker.partial(SECOND.attempt_id)) == ("Well,", "")

    desk.leave.set()
    worker.wait(FIRST.attempt_id)
    assert worker.partial(FIRST.attempt_id) == ""


def test_at_the_limit_nobody_else_is_admitted_until_a_reply_is_done(worker: ReplyWorker, desk: Desk) -> None:
    worker.start(FIRST)
    worker.admit()
    worker.start(SECOND)
    with pytest.raises(Busy) as refused:
        worker.admit()
    assert str(refused.value) == BUSY

    desk.leave.set()
    worker.wait(FIRST.attempt_id)
    worker.admit()


@pytest.mark.parametrize(
    ("failure", "shown"),
    [
        (StorageFailure("The disk is full."), "The disk is full."),
        (RuntimeError("secret detail"), "The reply could not be made. Your message is kept; try again."),
    ],
)
def test_a_failure_is_told_in_words_until_the_reply_is_tried_again(
    worker: ReplyWorker, desk: Desk, failure: Exception, shown: str
) -> None:
    desk.failure = failure
    desk.leave.set()
    worker.start(FIRST)
    worker.wait(FIRST.attempt_id)
    assert worker.trouble(FIRST.attempt_id) == shown
    assert worker.trouble(SECOND.attempt_id) == ""

    desk.failure = None
    worker.start(FIRST)
    worker.wait(FIRST.attempt_id)
    assert (worker.trouble(FIRST.attempt_id), desk.made) == ("", [FIRST])


def test_closing_finishes_what_is_under_way_and_takes_nothing_new(desk: Desk) -> None:
    worker = ReplyWorker(desk, threads=1)
    worker.start(FIRST)
    desk.begun.acquire()
    desk.leave.set()
    worker.close()

    assert desk.made == [FIRST]
    with pytest.raises(Busy, match="Your words are still in the box"):
        worker.admit()
    with pytest.raises(Busy, match="Your message is kept and answered when it runs again"):
        worker.start(SECOND)


def test_waiting_for_an_attempt_with_nothing_under_way_returns_at_once(worker: ReplyWorker) -> None:
    worker.wait("nothing here")
