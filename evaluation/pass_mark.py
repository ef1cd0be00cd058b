"""Whether a score reaches an assignment's pass mark, as far as software may say so.

Always holds: nobody is failed here. A mark inside the band goes to a person, and so does a score below the mark that
rests on anything advisory; only a band that lies above the mark as a whole passes, and it does so whatever it rests on.
"""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from domain.scorecard import Band


class Outcome(StrEnum):
    """NOT_YET: the whole band lies below the mark. UNSCORED, CROSSED (the mark lies inside the band) and ADVISORY (the
    band lies below, and rests on what is advisory) are for review: a person decides."""

    PASSED = "passed"
    NOT_YET = "not_yet"
    UNSCORED = "unscored"
    CROSSED = "crossed"
    ADVISORY = "advisory"


_WORST_FIRST: Final = (Outcome.NOT_YET, Outcome.UNSCORED, Outcome.ADVISORY, Outcome.CROSSED, Outcome.PASSED)


def outcome(band: Band | None, pass_mark: float, *, advisory: Callable[[], bool]) -> Outcome:
    """The outcome of one dimension, both on 1..5. `band` is None where it is unscored. `advisory` is asked only
    where it matters: does the score rest on something that has not been shown to agree with people?"""
    if band is None:
        return Outcome.UNSCORED
    if band.low >= pass_mark:
        return Outcome.PASSED
    if band.high >= pass_mark:
        return Outcome.CROSSED
    return Outcome.ADVISORY if advisory() else Outcome.NOT_YET


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """The outcome of an attempt, for which each of its dimensions (one at least) has to reach the mark."""
    return min(outcomes, key=_WORST_FIRST.index)
