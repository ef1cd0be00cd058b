"""The process-wide maker of replies. A reply is made and saved here, whatever becomes of the browser that asked.

Always holds: at most one reply is being made for a message in this process, its words are saved before anyone is told
that it is done, and a message that waits in the records when the process starts is answered then.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from domain.errors import Busy, FrontstageError
from records.rows import UnansweredRow

log = logging.getLogger(__name__)

OnText = Callable[[str], None]
MOST_WAITING = 64


class MakeReply(Protocol):
    def __call__(self, message: UnansweredRow, *, on_text: OnText) -> None:
        """Make and save the answer to a message; does nothing when it is answered already."""
        ...


class ReplyWorker:
    """Makes replies on threads that mostly wait for a model. `most_waiting` at a time; beyond that it says Busy."""

    def __init__(self, make: MakeReply, *, threads: int = 16, most_waiting: int = MOST_WAITING) -> None:
        self._make = make
        self._most_waiting = most_waiting
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="reply")
        self._lock = threading.Lock()
        self._jobs: dict[UnansweredRow, Future[None]] = {}
        self._partial: dict[str, str] = {}
        self._trouble: dict[str, str] = {}
        self._closed = False

    def admit(self) -> None:
        """Raises Busy when a further message could not be answered soon. Ask before saving the message."""
        with self._lock:
            if self._closed:
                raise Busy("Frontstage is being stopped. Your words are still in the box: send them again shortly.")
            if len(self._jobs) >= self._most_waiting:
                raise Busy("Many conversations are going on right now. Your words are still in the box: send again.")

    def start(self, message: UnansweredRow) -> Future[None]:
        """Begin to answer a message, unless that is under way. Raises Busy once this is closed; the message stays."""
        with self._lock:
            job = self._jobs.get(message)
            if job is None:
                if self._closed:
                    raise Busy("Frontstage is being stopped. Your message is kept and answered when it runs again.")
                self._trouble.pop(message.attempt_id, None)
                job = self._jobs[message] = self._pool.submit(self._run, message)
            return job

    def answering(self, attempt_id: str) -> bool:
        """Whether a reply of the attempt is being made, or is next to be."""
        with self._lock:
            return any(message.attempt_id == attempt_id for message in self._jobs)

    def wait(self, attempt_id: str) -> None:
        """Return when no reply of the attempt is being made any more."""
        with self._lock:
            jobs = [job for message, job in self._jobs.items() if message.attempt_id == attempt_id]
        for job in jobs:
            job.result()

    def partial(self, attempt_id: str) -> str:
        """What there is of the reply being made, "" when nothing yet."""
        return self._partial.get(attempt_id, "")

    def trouble(self, attempt_id: str) -> str:
        """Why the last reply of the attempt could not be made or saved, "" when it could."""
        return self._trouble.get(attempt_id, "")

    def close(self) -> None:
        """Finish what is being made and stop. What was not begun stays in the records for the next start."""
        with self._lock:
            self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _run(self, message: UnansweredRow) -> None:
        def on_text(text: str) -> None:
            self._partial[message.attempt_id] = text

        try:
            self._make(message, on_text=on_text)
        except FrontstageError as error:
            log.warning("reply to turn %s of %s failed: %s", message.number, message.attempt_id, error)
            self._trouble[message.attempt_id] = str(error)
        except Exception:
            log.exception("reply to turn %s of %s failed", message.number, message.attempt_id)
            self._trouble[message.attempt_id] = "The reply could not be made. Your message is kept; try again."
        finally:
            with self._lock:
                self._jobs.pop(message, None)
                self._partial.pop(message.attempt_id, None)
