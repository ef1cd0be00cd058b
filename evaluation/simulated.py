"""What this customer would have answered in a survey: simulated from the mood at the end, and always labelled so."""

from collections.abc import Mapping
from typing import Final

from domain.conversation import Transcript
from domain.endings import EndingKind
from domain.reading import CustomerReading, Reading
from domain.scorecard import Simulated
from evaluation.case import Case
from evaluation.observations import NOBODY_HEARD, observe
from evaluation.scorer import load_scorer, score_satisfaction

# How the ending itself colours the answer, in points of a five-point scale. Authored.
_BY_ENDING: Final = {
    EndingKind.RESOLVED: 1.0,
    EndingKind.PARTLY: 0.0,
    EndingKind.ESCALATED: -0.8,
    EndingKind.WALKED_OUT: -1.5,
    EndingKind.ABANDONED: -1.3,
}
# Nobody recommends a company that left their matter half done, however kind the conversation was.
_RECOMMENDS_AT_MOST: Final = {
    EndingKind.RESOLVED: 10,
    EndingKind.PARTLY: 7,
    EndingKind.ESCALATED: 5,
    EndingKind.WALKED_OUT: 2,
    EndingKind.ABANDONED: 3,
}


def simulate(case: Case) -> Simulated:
    """The four answers. Satisfaction follows frustration, trust and the ending; ease follows effort; recommending asks
    for trust above all; first-contact resolution is the ending alone."""
    content = mood_satisfaction(case)
    ease = 5 - 0.4 * case.final.effort + 0.3 * _ending(case)
    recommends = 1.2 * (case.final.trust - 5) + 1.6 * (content - 3) + 6
    return Simulated(
        csat=_held(content, 1, 5),
        ces=_held(ease, 1, 5),
        nps=_held(recommends, 0, _RECOMMENDS_AT_MOST[case.ending] if case.ending is not None else 10),
        first_contact_resolution=case.ending is EndingKind.RESOLVED,
    )


def mood_satisfaction(case: Case) -> float:
    """How content the simulated customer is at the end, 1..5, two decimals."""
    mood = case.final
    value = 3 + 0.25 * (mood.trust - 5) - 0.25 * (mood.frustration - 4) + _ending(case)
    return round(min(5.0, max(1.0, value)), 2)


def satisfaction(
    transcript: Transcript,
    readings: Mapping[int, Reading],
    case: Case | None = None,
    *,
    customers: Mapping[int, CustomerReading] = NOBODY_HEARD,
) -> float:
    """How content the customer is, 1..5: from the mood of a rehearsal, else from the customer's own words."""
    if case is not None:
        return mood_satisfaction(case)
    return score_satisfaction(load_scorer(), observe(transcript, readings, customers=customers))


def _ending(case: Case) -> float:
    return _BY_ENDING[case.ending] if case.ending is not None else 0.0


def _held(value: float, low: int, high: int) -> int:
    return min(high, max(low, int(value + 0.5)))
