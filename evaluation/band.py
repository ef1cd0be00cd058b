"""How wide a score may be off: a stated formula, and a width that was measured on labelled conversations.

    s_i  = deviation of who decided x (1 + few / messages) x (1 + doubtful x (1 - mean confidence))
    S    = sqrt( shared x (sum w_i s_i)^2 + (1 - shared) x sum (w_i s_i)^2 ) / sum w_i
    band = score - width x S .. score + width x S, held to 1..5 and to the cap of a fired gate

The first term is what all criteria of one conversation share (the same words were read), the second what is their own;
this is the standard deviation of a weighted mean with equal correlation `shared` between its parts. Only its shape is
assumed: `width` is the quantile of |score - label| / S in conversations that the scorer had not learnt from (split
conformal prediction with S as the scale, Lei and others 2018), so that the band holds its share of labels whatever S is
worth. `make scorer` prints it.
"""

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from domain.reading import Reading
from domain.scorecard import Band, CriterionScore, Decider, Level
from evaluation.rubric import Uncertainty


class Certainty(NamedTuple):
    """What a band depends on besides the criteria: trainee messages with words, and the mean confidence of acts read
    in them (0..1; 1 when none was read)."""

    messages: int
    confidence: float


def certainty(readings: Mapping[int, Reading]) -> Certainty:
    sure = [found.confidence for reading in readings.values() for found in reading.acts]
    messages = sum(not reading.empty for reading in readings.values())
    return Certainty(messages, sum(sure) / len(sure) if sure else 1.0)


def deviation(decider: Decider, known: Certainty, uncertainty: Uncertainty) -> float:
    """How far one criterion's level may be off, in levels (a standard deviation)."""
    few = 1 + uncertainty.few_messages / max(1, known.messages)
    doubt = 1 + uncertainty.doubtful_reading * (1 - known.confidence)
    return uncertainty.deviation[decider] * few * doubt


def spread(decided: Sequence[tuple[float, Decider]], known: Certainty, uncertainty: Uncertainty) -> float:
    """S of the formula, in levels; `decided` are the weight of each scored criterion and who decided it."""
    parts = [weight * deviation(decider, known, uncertainty) for weight, decider in decided]
    together, apart = sum(parts) ** 2, sum(part**2 for part in parts)
    whole = math.sqrt(uncertainty.shared * together + (1 - uncertainty.shared) * apart)
    return whole / sum(weight for weight, _ in decided)


def band(
    score: float, criteria: Sequence[CriterionScore], known: Certainty, uncertainty: Uncertainty, *, cap: float
) -> Band:
    """The band around the score of the dimension that the criteria belong to; `cap` is the lowest cap of the gates that
    fired (5 for none)."""
    scored = [(each.weight, each.decided_by) for each in criteria if isinstance(each.outcome, Level)]
    half = uncertainty.width[criteria[0].dimension] * spread(scored, known, uncertainty)
    return Band(round(max(1.0, score - half), 2), round(max(score, min(5.0, cap, score + half)), 2))
