"""Readings made by hand, for tests of what follows from a reading rather than of the reading itself."""

from domain.acts import Act
from domain.reading import Found, Promise, Reading


def reading(
    *acts: Act,
    moves: tuple[str, ...] = (),
    asks: tuple[str, ...] = (),
    other: tuple[str, ...] = (),
    but: bool = False,
    when: str = "",
) -> Reading:
    """A reading in which each act is shown by a quote that is its own name."""
    return Reading(
        acts=tuple(Found(act, act.value, 0.9) for act in acts),
        moves=tuple(Found(move, move, 0.9) for move in moves),
        asked_facts=tuple(Found(fact, fact, 0.9) for fact in asks),
        other_questions=other,
        promises=(Promise("I will", when),) if when else (),
        but_cancels=acts[0].value if but and acts else "",
    )
