"""How many finished attempts one core scores in a second."""

import tempfile
import time
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.house import MESSAGES, open_house, player
from evaluation.rubric import load_rubric
from evaluation.scorecard import score

ROUNDS = 200


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory(prefix="frontstage-bench-") as folder, open_house(Path(folder)) as services:
        viewer = player(services)
        attempt = services.practice.start(viewer, "missed-anniversary", seed=1)
        for index, text in enumerate(MESSAGES):
            if services.store.attempts.get(attempt).ending is None:
                services.practice.say(viewer, attempt, text, key=str(index))
                services.worker.wait(attempt)
        services.practice.end(viewer, attempt)
        played = services.scoring.played(services.store.attempts.get(attempt))
    rubric = load_rubric()
    start = time.perf_counter()
    for _ in range(ROUNDS):
        score(played.transcript, played.readings, rubric=rubric, case=played.case)
    return [Figure("attempts scored", ROUNDS / (time.perf_counter() - start), "/s", 50, at_least=True)]
