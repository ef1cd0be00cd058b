"""What it takes to score transcripts on a laptop: how long until the scorer is ready, and how much memory it holds.

Measured in a process of its own, as `frontstage score` is one.
"""

import json
import subprocess
import sys

from benchmarks.figures import Figure

_PROCESS = """
import json, resource, sys, time
started = time.perf_counter()
from training.batch import TranscriptScorer
scorer = TranscriptScorer()
ready = time.perf_counter() - started
from evaluation.fairness import load_rewritten
for each in load_rewritten():
    scorer.scorecard(each.base())
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (2**20 if sys.platform == "darwin" else 2**10)
print(json.dumps({"ready": ready, "peak": peak}))
"""


def measure() -> list[Figure]:
    runs = [
        json.loads(subprocess.run([sys.executable, "-c", _PROCESS], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    return [
        Figure("scorer ready, from nothing", min(run["ready"] for run in runs), "s", 1.5, note="best of 3"),
        Figure("memory of a process that scores", max(run["peak"] for run in runs), "MB", 400),
    ]
