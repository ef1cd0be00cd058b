"""Saving a message with eight people writing at once, on SQLite as it is used in earnest."""

import tempfile
import threading
import time
from pathlib import Path

from benchmarks.figures import Figure, percentile
from benchmarks.house import open_house, player
from domain.conversation import Engine

WRITERS = 8
MESSAGES_EACH = 60


def measure() -> list[Figure]:
    spans: list[float] = []
    with tempfile.TemporaryDirectory(prefix="frontstage-bench-") as folder, open_house(Path(folder)) as services:
        viewer = player(services)
        attempts = services.store.attempts
        started = [services.practice.start(viewer, "missed-anniversary", seed=seed) for seed in range(WRITERS)]

        def write(attempt_id: str) -> None:
            for index in range(MESSAGES_EACH):
                begin = time.perf_counter()
                turn = attempts.save_message(attempt_id, text="I am looking into it now.", idempotency_key=str(index))
                spans.append((time.perf_counter() - begin) * 1000)
                attempt = attempts.get(attempt_id)
                attempts.complete_reply(
                    attempt_id,
                    answers=turn.number,
                    expected_revision=attempt.revision,
                    text="And?",
                    engine=Engine.SCRIPTED,
                    reading="{}",
                    detail="{}",
                    director_state=attempt.director_state,
                )

        threads = [threading.Thread(target=write, args=(attempt_id,)) for attempt_id in started]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    return [
        Figure(
            "saving a message, p99", percentile(spans, 0.99), "ms", 50, note=f"{WRITERS} writers, {len(spans)} messages"
        )
    ]
