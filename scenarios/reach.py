"""Can every part of a scenario come about? Found by a fixpoint, starting from nothing.

Facts can always come out and every act can be done; mood is taken to go both ways. A move, desk action or need comes
about once its condition can hold with what came about before; what is never added waits for itself or for something
that does not exist. The answer errs to "yes": what is reported as impossible is impossible.
"""

from collections.abc import Iterator
from typing import NamedTuple

from scenarios.conditions import Event, When
from scenarios.logic import Variant, always_holds, variants
from scenarios.model import Ending, Scenario
from scenarios.places import can_set
from scenarios.problems import Finding, Path

# What once happened stays so: only these can be kept from happening by a `none`.
_LASTING = ("move:", "desk:", "need:", "fact:")
_RULED_OUT = "what it asks for rules out another atom, or what it forbids; take one of them out"


class _Part(NamedTuple):
    """Something that comes about when its condition holds."""

    atom: str
    path: Path
    when: When
    cannot: str


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Parts that cannot come about, endings that cannot be reached, events that leave a conversation hanging."""
    parts = _parts(scenario)
    reached = _reachable(scenario, parts)
    stuck = {part.atom: part for part in parts if part.atom not in reached}
    for part in stuck.values():
        yield Finding(part.path, f"{part.cannot}: {_why(scenario, part, stuck, reached)}")
    for part in parts:
        if part.atom in reached and not _possible(scenario, parts, part.when):
            yield Finding(part.path, f"{part.cannot}: {_RULED_OUT}")
    for i, need in enumerate(scenario.needs):
        if not _possible(scenario, parts, need.arises):
            blocked = _blocked(scenario, need.arises, reached) or _RULED_OUT
            yield Finding(("needs", i, "arises"), f"this second issue never comes up: {blocked}")
    for i, ending in enumerate(scenario.endings):
        yield from _ending(scenario, parts, i, ending)
    yield from _events_without_end(scenario)


def _parts(scenario: Scenario) -> tuple[_Part, ...]:
    return (
        *(
            _Part(f"need:{need.id}", ("needs", i, "met_when"), need.met_when, "nothing can meet this need")
            for i, need in enumerate(scenario.needs)
        ),
        *(
            _Part(f"move:{move.id}", ("moves", i, "requires"), move.requires, "this move is never welcome")
            for i, move in enumerate(scenario.moves)
        ),
        *(
            _Part(f"desk:{action.id}", ("desk", "actions", i, "requires"), action.requires, "the desk always refuses")
            for i, action in enumerate(scenario.desk.actions)
        ),
    )


def _reachable(scenario: Scenario, parts: tuple[_Part, ...], banned: frozenset[str] = frozenset()) -> frozenset[str]:
    """All moves, needs, desk actions and facts that can come about while the banned ones never do."""
    reached = {atom for fact in scenario.facts if (atom := f"fact:{fact.id}") not in banned}
    waiting = [part for part in parts if part.atom not in banned]
    while True:
        known = frozenset(reached)
        added = [part for part in waiting if any(_open(scenario, each, known) for each in variants(part.when))]
        if not added:
            return known
        reached.update(part.atom for part in added)
        waiting = [part for part in waiting if part.atom not in reached]


def _open(scenario: Scenario, variant: Variant, reached: frozenset[str]) -> bool:
    return not variant.contradicts_itself(scenario) and all(_can_hold(scenario, a, reached) for a in variant.all)


def _can_hold(scenario: Scenario, atom: str, reached: frozenset[str]) -> bool:
    if atom.startswith(_LASTING):
        return atom in reached
    if not atom.startswith("world:"):
        return True
    key, _, value = atom.removeprefix("world:").partition("=")
    record = scenario.desk.records.get(key)
    if record is not None and record.value == value:
        return True
    return any(can_set(action, key, value) for action in scenario.desk.actions if f"desk:{action.id}" in reached)


def _possible(scenario: Scenario, parts: tuple[_Part, ...], when: When) -> bool:
    """Whether a condition can hold while the lasting things that it forbids have never happened."""
    banned = frozenset(atom for atom in when.none if atom.startswith(_LASTING))
    reached = _reachable(scenario, parts, banned)
    return any(_open(scenario, variant, reached) for variant in variants(when))


def _why(scenario: Scenario, part: _Part, stuck: dict[str, _Part], reached: frozenset[str]) -> str:
    circle = _circle(part, stuck)
    if circle:
        return f"it waits for itself ({' needs '.join(circle)}); take one of these out"
    return _blocked(scenario, part.when, reached) or "its atoms contradict each other; take one of them out"


def _blocked(scenario: Scenario, when: When, reached: frozenset[str]) -> str:
    blocked = [atom for atom in (*when.all, *when.any) if not _can_hold(scenario, atom, reached)]
    return f"{', '.join(blocked)} cannot come about" if blocked else ""


def _circle(part: _Part, stuck: dict[str, _Part]) -> tuple[str, ...]:
    """The shortest chain of unmet requirements from a part back to itself, or nothing."""
    chains: list[tuple[str, ...]] = [(part.atom,)]
    seen: set[str] = set()
    for chain in chains:
        for atom in (*stuck[chain[-1]].when.all, *stuck[chain[-1]].when.any):
            if atom == part.atom:
                return (*chain, atom)
            if atom in stuck and atom not in seen:
                seen.add(atom)
                chains.append((*chain, atom))
    return ()


def _ending(scenario: Scenario, parts: tuple[_Part, ...], i: int, ending: Ending) -> Iterator[Finding]:
    path: Path = ("endings", i, "when")
    if not _possible(scenario, parts, ending.when):
        blocked = _blocked(scenario, ending.when, _reachable(scenario, parts))
        yield Finding(path, f"no conversation can end so: {blocked or _RULED_OUT}")
        return
    earlier = scenario.endings[:i]
    covers = [next((o for o in earlier if always_holds(o.when, each)), None) for each in variants(ending.when)]
    if all(cover is not None for cover in covers):
        names = ", ".join(dict.fromkeys(cover.id for cover in covers if cover is not None))
        yield Finding(path, f"this ending is never taken, because {names} above always holds first; move it up")


def _events_without_end(scenario: Scenario) -> Iterator[Finding]:
    """An event needs an ending that asks for nothing else; without one a conversation could go on after its end."""
    for event in Event:
        alone = Variant(frozenset({f"event:{event}"}), frozenset())
        if not any(always_holds(ending.when, alone) for ending in scenario.endings):
            yield Finding(("endings",), f"write a last ending whose when asks for event:{event} and nothing else")
