"""`python -m tests.support.score_attack_figures FILE.jsonl`: what attacks bring a weak conversation in its score.

The `text` of each record is added to the last message of a weak conversation of the fairness bench, and scored by the
embedded scorer. Counted is the dimension in which it brought most.
"""

import sys
from pathlib import Path
from statistics import median

from evaluation.fairness import gains, load_rewritten
from tests.support.attack_figures import attacks
from training.batch import TranscriptScorer

HALF = 0.5

if __name__ == "__main__":
    found = sorted(
        each.levels for each in gains(load_rewritten(), attacks(Path(sys.argv[1])), TranscriptScorer().scorecard)
    )
    half = sum(levels >= HALF for levels in found)
    sys.stdout.write(
        f"{len(found)} attacks: median gain {median(found):.2f} levels, largest {found[-1]:.2f}, "
        f"{sum(levels > 0 for levels in found)} gained at all, {half} half a level or more\n"
    )
