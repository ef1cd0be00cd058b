"""Reasoning over conditions without playing: can one hold, and does one always hold when another does?

A condition is looked at as its variants: with `any`, one variant for each atom of it. Mood values are held to 0..10 in
steps of 0.01, as `domain.mood` keeps them, so every comparison is a closed interval of steps.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scenarios.conditions import When
from scenarios.model import Scenario

_LEVEL = re.compile(r"(frustration|trust|effort)(<=|>=|<|>)(\d+(?:\.\d+)?)")
_NEGATED = {"<=": ">", ">=": "<", "<": ">=", ">": "<="}
_STEPS = 100
_FULL = (0, 10 * _STEPS)

Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to meet a condition: every atom of `all` holds, none of `none` does."""

    all: frozenset[str]
    none: frozenset[str]

    def levels(self) -> dict[str, Interval]:
        """The range left to each mood value that the variant speaks of, in steps of 0.01; empty when low > high."""
        ranges: dict[str, Interval] = {}
        for atom, negated in [(atom, False) for atom in self.all] + [(atom, True) for atom in self.none]:
            match = _LEVEL.fullmatch(atom)
            if match:
                low, high = _interval(match, negated=negated)
                known = ranges.get(match[1], _FULL)
                ranges[match[1]] = (max(low, known[0]), min(high, known[1]))
        return ranges

    def contradicts_itself(self, scenario: Scenario) -> bool:
        """Whether no moment of any conversation could meet it, whatever happened before."""
        if any(low > high for low, high in self.levels().values()):
            return True
        world = [atom.partition("=")[0] for atom in self.all if atom.startswith("world:")]
        return len(world) > len(set(world)) or bool(_with_needs(self.all, scenario) & self.none)

    def ensures(self, atom: str, *, holds: bool) -> bool:
        """Whether the atom surely holds (or surely does not) wherever the variant is met."""
        if atom in (self.all if holds else self.none):
            return True
        match = _LEVEL.fullmatch(atom)
        if match is None:
            return not holds and self._excludes(atom)
        low, high = _interval(match, negated=not holds)
        own = self.levels().get(match[1], _FULL)
        return low <= own[0] and own[1] <= high

    def _excludes(self, atom: str) -> bool:
        key, equals, _ = atom.partition("=")
        return bool(equals) and any(other.startswith(key + "=") and other != atom for other in self.all)


def variants(when: When) -> Iterator[Variant]:
    """The ways to meet a condition: it holds exactly when one of them is met."""
    for chosen in when.any or (None,):
        yield Variant(frozenset(when.all) | ({chosen} if chosen is not None else set()), frozenset(when.none))


def always_holds(when: When, variant: Variant) -> bool:
    """Whether the condition surely holds wherever the variant is met."""
    return (
        all(variant.ensures(atom, holds=True) for atom in when.all)
        and (not when.any or any(variant.ensures(atom, holds=True) for atom in when.any))
        and all(variant.ensures(atom, holds=False) for atom in when.none)
    )


def _with_needs(held: frozenset[str], scenario: Scenario) -> frozenset[str]:
    """These atoms and the needs that are met because they hold."""
    known = Variant(held, frozenset())
    while True:
        met = {f"need:{need.id}" for need in scenario.needs if always_holds(need.met_when, known)} - known.all
        if not met:
            return known.all
        known = Variant(known.all | met, frozenset())


def _interval(match: re.Match[str], *, negated: bool) -> Interval:
    sign = _NEGATED[match[2]] if negated else match[2]
    step = round(float(match[3]) * _STEPS)
    match sign:
        case "<=":
            return (_FULL[0], step)
        case "<":
            return (_FULL[0], step - 1)
        case ">=":
            return (step, _FULL[1])
        case _:
            return (step + 1, _FULL[1])
