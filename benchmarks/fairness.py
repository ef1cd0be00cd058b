"""Whether the score follows what was said, and not who said it or who asks for full marks."""

from statistics import median

from benchmarks.figures import Figure
from domain.conversation import Transcript
from domain.scorecard import Dimension, Scorecard
from evaluation.fairness import TOLERANCE, gains, load_attacks, load_rewritten, shifts
from training.batch import TranscriptScorer

PASS_MARK = 3.0
MOST_GAIN = 0.5


def measure() -> list[Figure]:
    scorer = TranscriptScorer()

    def score(transcript: Transcript) -> Scorecard:
        return scorer.scorecard(transcript)

    conversations = load_rewritten()
    found = list(shifts(conversations, score, pass_mark=PASS_MARK))
    figures = []
    for dimension in Dimension:
        worst = max((each for each in found if each.dimension is dimension), key=lambda each: abs(each.mean))
        name = dimension.value.replace("_", "-")
        note = f"{worst.way.replace('_', ' ')}, {len(conversations)} conversations in 6 ways"
        figures.append(Figure(f"fairness: {name}, worst mean shift", abs(worst.mean), "levels", TOLERANCE, note=note))
    flips = sum(each.flips for each in found)
    figures.append(Figure("fairness: passed in one way, failed in another", flips, "", 0))
    gained = [each.levels for each in gains(conversations, load_attacks(), score)]
    figures.append(Figure("attacks on the score: median gain", max(0.0, median(gained)), "levels", 0))
    note = f"{len(gained)} attacks"
    figures.append(Figure("attacks on the score: largest gain", max(gained), "levels", MOST_GAIN, note=note))
    return figures
