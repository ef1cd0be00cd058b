"""The order of a recovery: heard, acknowledged, acted, checked at the end, and in which order it came."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from domain.acts import Act
from domain.conversation import Transcript
from evaluation.case import Case
from evaluation.customer_words import read_customers
from evaluation.sightings import ACKNOWLEDGES, NOTHING, Observation, Said, counted, scaled

ACTED: Final = (Act.OFFER_OPTION, Act.COMMIT_ACTION, Act.REFUSE_WITH_REASON)
SOLVES: Final = (*ACTED, Act.BARE_POLICY)
HEARS: Final = (Act.ASK_OPEN, Act.ASK_CLOSED, Act.CHECK_UNDERSTANDING)
UPSET: Final = 4.0  # frustration at the opening above which a customer counts as upset


def order_of(said: Said, spared: frozenset[int], *, upset: bool) -> dict[str, Observation]:
    """What came first of each kind, by the features' names. A solution that comes too early weighs whole with a
    customer who came `upset`, and is held against nobody in the `spared` turns."""
    hears = _first(said, HEARS)
    feels = _first(said, ACKNOWLEDGES)
    solves = _first(said, SOLVES)
    acts = _first(said, ACTED)
    confirms = [each for each in _each(said, (Act.CONFIRM_RESOLUTION,)) if solves and each.at >= solves.at]
    too_early = solves is not None and (feels is None or solves.at < feels.at) and solves.at[0] not in spared
    return {
        "acknowledged_first": feels.observed if feels and not too_early else NOTHING,
        "solution_first": scaled(solves.observed, 1.0 if upset else 0.4) if solves and too_early else NOTHING,
        "asked_first": hears.observed if hears and (solves is None or hears.at[0] <= solves.at[0]) else NOTHING,
        "acted": acts.observed if acts else NOTHING,
        "checked_at_the_end": confirms[-1].observed if confirms else NOTHING,
    }


def came_upset(transcript: Transcript, case: Case | None) -> bool:
    """Whether the customer came upset: a solution before an acknowledgement then lands badly."""
    if case is not None:
        return case.opening.frustration > UPSET
    first = next(iter(read_customers(transcript).values()), None)
    return first is not None and (first.complains or first.angry)


@dataclass(frozen=True, slots=True)
class _Sighting:
    """An act at a place: `at` is (number of the turn, position of the words in it)."""

    at: tuple[int, int]
    observed: Observation


def _each(said: Said, acts: Iterable[Act]) -> Iterator[_Sighting]:
    for turn, reading in said:
        for found in counted(reading, *acts):
            place = max(0, turn.text.find(found.quote))
            yield _Sighting((turn.number, place), Observation(found.confidence, found.quote, turn.number))


def _first(said: Said, acts: Iterable[Act]) -> _Sighting | None:
    return min(_each(said, acts), key=lambda sighting: sighting.at, default=None)
