"""Which attempts reach their assignment's pass mark: said to trainers with care, to HR with more.

Always holds: without a pass mark nothing is said, nor of an attempt that was given up; each dimension has to reach the
mark; software fails nobody, so HR reads "passed" or "for review" and never less.
"""

from collections.abc import Callable, Iterable
from functools import partial

from domain.endings import EndingKind
from domain.scorecard import Dimension
from evaluation.pass_mark import Outcome, outcome, together
from records.rows import AttemptRow, MarkedRow

IsAdvisory = Callable[[Dimension], bool]


def outcome_of(attempt: AttemptRow, marked: MarkedRow | None, *, advisory: IsAdvisory) -> Outcome | None:
    """What a trainer reads. `advisory` says whether a dimension rests on anything advisory."""
    if marked is None or attempt.ending is None or attempt.ending.kind is EndingKind.ABANDONED:
        return None
    return _outcome(marked, advisory)


def reported(finished: Iterable[MarkedRow]) -> str:
    """What HR reads of somebody's finished attempts: "passed" when one of them surely did, otherwise "for review"; ""
    when there is none with a pass mark."""
    found = {_outcome(marked, lambda dimension: True) for marked in finished}
    if not found:
        return ""
    return "passed" if Outcome.PASSED in found else "for review"


def _outcome(marked: MarkedRow, advisory: IsAdvisory) -> Outcome:
    bands = {Dimension.EMPATHY: marked.empathy, Dimension.PROBLEM_SOLVING: marked.problem_solving}
    return together(
        outcome(band, marked.pass_mark, advisory=partial(advisory, dimension)) for dimension, band in bands.items()
    )
