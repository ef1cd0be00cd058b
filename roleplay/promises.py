"""What becomes of a promise in the customer's eyes: kept silent, changed, or contradicted by what reaches them.

A promise here is a move that the desk has to bear out (`kept_by`). The customer cannot see the desk; they hear of it by
a message (`broken_by`), or they ask. Pure functions over the state.
"""

from dataclasses import replace
from typing import Final

from domain.reading import Reading
from roleplay.state import Owed, State
from scenarios.model import Move, Scenario

WAITS: Final = 3  # turns after which a customer asks what became of a promise that nobody came back to


def remembered(state: State, move: Move, reading: Reading, quote: str) -> State:
    """The state with this promise in it. Made again, it counts from now, and from then on it is believed again."""
    if not (move.kept_by or move.broken_by):
        return state
    others = tuple(owed for owed in state.owed if owed.move != move.id)
    when = next((promise.when for promise in reading.promises if promise.when and promise.quote == quote), "")
    before = next((owed.when for owed in state.owed if owed.move == move.id), "")
    return replace(state, owed=(*others, Owed(move.id, state.turn, when or before, len(state.desk))))


def changed(state: State, move: Move, reading: Reading, quote: str) -> bool:
    """Whether the promise was made before with another time, and the sentence neither says that it changed nor comes
    back to a time that was given for something else."""
    before = next((owed.when for owed in state.owed if owed.move == move.id), "").casefold()
    now = next((promise.when for promise in reading.promises if promise.quote == quote), "").casefold()
    given = [when.casefold() for when in named_before(state, reading)]
    same = before in now or now in before or any(now in when or when in now for when in given)
    return bool(before and now) and not same and before not in quote.casefold()


def named_before(state: State, reading: Reading) -> tuple[str, ...]:
    """The times that were named before this message, whose own stand in the state too."""
    now = sum(bool(promise.when) for promise in reading.promises)
    return state.times[: len(state.times) - now]


def overdue(scenario: Scenario, state: State) -> Owed | None:
    """The oldest promise that nobody has come back to and that the desk has not borne out."""
    for owed in state.owed:
        kept = set(scenario.move(owed.move).kept_by) & set(state.desk)
        if (
            scenario.move(owed.move).kept_by
            and not kept
            and owed.move not in state.chased
            and state.turn - owed.turn >= WAITS
        ):
            return owed
    return None


def broken(scenario: Scenario, state: State) -> Move | None:
    """A promise that looks broken: something else has reached the customer from the desk since. Noticed once each."""
    for owed in state.owed:
        move = scenario.move(owed.move)
        if (
            move.id in state.moves
            and move.id not in state.broken
            and set(move.broken_by) & set(state.desk[owed.done :])
        ):
            return move
    return None


def taken_back(state: State, move: Move) -> State:
    """The state in which this promise no longer stands."""
    return replace(
        state,
        moves=tuple(name for name in state.moves if name != move.id),
        owed=tuple(owed for owed in state.owed if owed.move != move.id),
        broken=(*state.broken, move.id),
    )
