"""The small condition language in which a scenario says when something holds.

A condition is three lists of atoms: all of these, at least one of those, none of these. Atoms are words a trainer can
read, such as `move:offer_reship`, `desk:refund`, `need:be_heard` or `trust>=5`. They are checked when a file is
loaded and evaluated by `Situation`, so no scenario ever runs code.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from domain.acts import Act
from domain.mood import Mood
from scenarios.nearest import one_of


class Event(StrEnum):
    """What may happen in the turn being decided, besides words.

    CLOSING: the trainee says goodbye, or asks if all is well and the customer has nothing left to raise.
    PATIENCE_OUT: the customer's patience is used up. INSULTED: rude words while already angry, or twice.
    HANDED_OVER: the trainee sends the customer elsewhere. TRAINEE_LEFT: the trainee ended the conversation.
    """

    CLOSING = "closing"
    PATIENCE_OUT = "patience_out"
    INSULTED = "insulted"
    HANDED_OVER = "handed_over"
    TRAINEE_LEFT = "trainee_left"


_NAMED = re.compile(r"(act|move|desk|fact|need|event):([a-z][a-z0-9_]*)")
_WORLD = re.compile(r"world:([a-z][a-z0-9_]*)=(.+)")
_LEVEL = re.compile(r"(frustration|trust|effort)(<=|>=|<|>)(\d+(?:\.\d+)?)")
_COMPARE: Mapping[str, Callable[[float, float], bool]] = {
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
ATOM_HELP = "write one of act:, move:, desk:, fact:, need:, event: and a name, world:key=value, or trust>=5"


def _checked_atom(atom: str) -> str:
    named = _NAMED.fullmatch(atom)
    if named:
        kind, name = named.groups()
        if kind == "act" and name not in set(Act):
            raise ValueError(f"{name!r} is not an act; {one_of(name, tuple(Act))}")
        if kind == "event" and name not in set(Event):
            raise ValueError(f"{name!r} is not an event; {one_of(name, tuple(Event))}")
        return atom
    if _WORLD.fullmatch(atom) or _LEVEL.fullmatch(atom):
        return atom
    raise ValueError(f"{atom!r} is not a condition; {ATOM_HELP}")


Atom = Annotated[str, AfterValidator(_checked_atom), Field(description=ATOM_HELP)]


@dataclass(frozen=True, slots=True)
class Situation:
    """All that a condition can ask about, at one moment of a conversation."""

    mood: Mood
    acts: frozenset[str] = frozenset()
    moves: frozenset[str] = frozenset()
    desk: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    world: tuple[tuple[str, str], ...] = ()

    def holds(self, atom: str) -> bool:
        """Whether one valid atom holds."""
        named = _NAMED.fullmatch(atom)
        if named:
            kind, name = named.groups()
            sets = {
                "act": self.acts,
                "move": self.moves,
                "desk": self.desk,
                "fact": self.facts,
                "need": self.needs,
                "event": self.events,
            }
            return name in sets[kind]
        world = _WORLD.fullmatch(atom)
        if world:
            return (world[1], world[2]) in self.world
        level = _LEVEL.fullmatch(atom)
        if level is None:
            raise ValueError(f"{atom!r} is not a condition; {ATOM_HELP}")
        return _COMPARE[level[2]](_mood_value(self.mood, level[1]), float(level[3]))


def _mood_value(mood: Mood, name: str) -> float:
    return {"frustration": mood.frustration, "trust": mood.trust, "effort": mood.effort}[name]


class When(BaseModel):
    """A condition. An empty one always holds."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    all: tuple[Atom, ...] = ()
    any: tuple[Atom, ...] = ()
    none: tuple[Atom, ...] = ()

    def holds(self, situation: Situation) -> bool:
        return (
            all(situation.holds(atom) for atom in self.all)
            and (not self.any or any(situation.holds(atom) for atom in self.any))
            and not any(situation.holds(atom) for atom in self.none)
        )

    def holds_but_for_mood(self, situation: Situation) -> bool:
        """As `holds`, with every condition on the mood taken as met: what was reached in a good moment stays
        reached when the mood turns, and only deeds can undo it."""
        everything = all(_LEVEL.fullmatch(atom) or situation.holds(atom) for atom in self.all)
        something = not self.any or any(_LEVEL.fullmatch(atom) or situation.holds(atom) for atom in self.any)
        return (
            everything
            and something
            and not any(situation.holds(atom) for atom in self.none if not _LEVEL.fullmatch(atom))
        )

    def atoms(self) -> tuple[str, ...]:
        return (*self.all, *self.any, *self.none)


def references(atoms: tuple[str, ...], kind: str) -> frozenset[str]:
    """The names that these atoms mention of one kind (act, move, desk, fact, need, event, world)."""
    if kind == "world":
        return frozenset(match[1] for atom in atoms if (match := _WORLD.fullmatch(atom)))
    return frozenset(match[2] for atom in atoms if (match := _NAMED.fullmatch(atom)) and match[1] == kind)
