"""A turn without a model, through the real path: save, read, decide, word, save. And reading by itself."""

import tempfile
import time
from functools import partial
from pathlib import Path

from benchmarks.figures import Figure, percentile, timed
from benchmarks.house import MESSAGES, distinct, open_house, player
from domain.conversation import Speaker, Turn
from language.encoder import load_encoder
from roleplay.reader import Reader

CONVERSATIONS = 6


def measure() -> list[Figure]:
    return [*_turns(), *_reading()]


def _turns() -> list[Figure]:
    spans: list[float] = []
    with tempfile.TemporaryDirectory(prefix="frontstage-bench-") as folder, open_house(Path(folder)) as services:
        viewer = player(services)
        for number in range(CONVERSATIONS + 1):
            attempt = services.practice.start(viewer, "missed-anniversary", seed=number)
            for index, text in enumerate(MESSAGES):
                if services.store.attempts.get(attempt).ending is not None:
                    break
                start = time.perf_counter()
                services.practice.say(viewer, attempt, distinct(text, number), key=str(index))
                services.worker.wait(attempt)
                if number:  # the first conversation loads what the others use
                    spans.append((time.perf_counter() - start) * 1000)
    return [
        Figure("a turn's own overhead, p50", percentile(spans, 0.5), "ms", 30, note=f"{len(spans)} turns"),
        Figure("a turn's own overhead, p95", percentile(spans, 0.95), "ms", 100),
    ]


def _reading() -> list[Figure]:
    reader = Reader(load_encoder())
    before = (Turn(0, Speaker.CUSTOMER, "My parcel never came. Where is it, and what are you going to do about it?"),)
    reader.read("Hello.", before=before)
    spans = [
        span
        for round_ in range(4)
        for text in MESSAGES
        for span in timed(partial(reader.read, distinct(text, round_), before=before), times=1)
    ]
    return [
        Figure("reading a message, p50", percentile(spans, 0.5), "ms", 10, note="no sentence read twice"),
        Figure("reading a message, p95", percentile(spans, 0.95), "ms"),
    ]
