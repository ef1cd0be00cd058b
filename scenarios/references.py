"""Names that must agree across a scenario: what a condition mentions exists, and no id stands twice.

A file with any of these mistakes is not loaded, so that nothing behind the loader ever meets an unknown name.
"""

from collections.abc import Iterable, Iterator, Sequence

from scenarios.conditions import references
from scenarios.model import Action, Scenario
from scenarios.nearest import one_of
from scenarios.places import SLOT, atoms, can_set, conditions
from scenarios.problems import Finding, Path

_WHAT = {"fact": "fact", "need": "need", "move": "move", "desk": "desk action"}


def findings(scenario: Scenario) -> Iterator[Finding]:
    """Every name that stands twice or leads nowhere. All are errors."""
    yield from _ids_written_twice(scenario)
    yield from _unknown_names(scenario)
    yield from _unknown_world(scenario)
    yield from _promises_without_action(scenario)
    for i, action in enumerate(scenario.desk.actions):
        yield from _unknown_slots(("desk", "actions", i), action)


def _ids_written_twice(scenario: Scenario) -> Iterator[Finding]:
    lists: tuple[tuple[Path, Iterable[str]], ...] = (
        (("facts",), (fact.id for fact in scenario.facts)),
        (("needs",), (need.id for need in scenario.needs)),
        (("moves",), (move.id for move in scenario.moves)),
        (("desk", "actions"), (action.id for action in scenario.desk.actions)),
        (("endings",), (ending.id for ending in scenario.endings)),
        (("criteria",), (criterion.id for criterion in scenario.criteria)),
    )
    for path, ids in lists:
        yield from _twice(path, ids)
    for i, action in enumerate(scenario.desk.actions):
        yield from _twice(("desk", "actions", i, "parameters"), (parameter.id for parameter in action.parameters))


def _twice(path: Path, ids: Iterable[str]) -> Iterator[Finding]:
    seen: set[str] = set()
    for i, name in enumerate(ids):
        if name in seen:
            yield Finding((*path, i, "id"), f"the id {name!r} is taken by an earlier one; give this one its own")
        seen.add(name)


def _names(scenario: Scenario) -> dict[str, tuple[str, ...]]:
    return {
        "fact": tuple(fact.id for fact in scenario.facts),
        "need": tuple(need.id for need in scenario.needs),
        "move": tuple(move.id for move in scenario.moves),
        "desk": tuple(action.id for action in scenario.desk.actions),
    }


def _unknown_names(scenario: Scenario) -> Iterator[Finding]:
    names = _names(scenario)
    for place, when in conditions(scenario):
        for path, atom in atoms(place, when):
            for kind, known in names.items():
                yield from (
                    Finding(path, f"there is no {_WHAT[kind]} {name!r}; {one_of(name, known)}")
                    for name in references((atom,), kind)
                    if name not in known
                )


def _unknown_world(scenario: Scenario) -> Iterator[Finding]:
    desk = scenario.desk
    keys = tuple(dict.fromkeys((*desk.records, *(key for action in desk.actions for key in action.sets))))
    for place, when in conditions(scenario):
        for path, atom in atoms(place, when):
            if not atom.startswith("world:"):
                continue
            key, _, value = atom.removeprefix("world:").partition("=")
            if key not in keys:
                yield Finding(path, f"no record and no action sets {key!r}; {one_of(key, keys)}")
            elif not _ever_has(scenario, key, value):
                yield Finding(path, f"{key!r} never becomes {value!r}; {one_of(value, _values(scenario, key))}")


def _ever_has(scenario: Scenario, key: str, value: str) -> bool:
    record = scenario.desk.records.get(key)
    starts = record is not None and record.value == value
    return starts or any(can_set(action, key, value) for action in scenario.desk.actions)


def _values(scenario: Scenario, key: str) -> Sequence[str]:
    record = scenario.desk.records.get(key)
    starts = () if record is None else (record.value,)
    return tuple(dict.fromkeys((*starts, *(a.sets[key] for a in scenario.desk.actions if key in a.sets))))


def _promises_without_action(scenario: Scenario) -> Iterator[Finding]:
    known = _names(scenario)["desk"]
    for i, move in enumerate(scenario.moves):
        for field, names in (("kept_by", move.kept_by), ("broken_by", move.broken_by)):
            for k, name in enumerate(names):
                if name not in known:
                    yield Finding(("moves", i, field, k), f"there is no desk action {name!r}; {one_of(name, known)}")


def _unknown_slots(path: Path, action: Action) -> Iterator[Finding]:
    known = tuple(parameter.id for parameter in action.parameters)
    texts: list[tuple[Path, str]] = [((*path, "sets", key), value) for key, value in action.sets.items()]
    texts.append(((*path, "result"), action.result))
    for place, text in texts:
        for name in SLOT.findall(text):
            if name not in known:
                yield Finding(place, f"{{{name}}} is no parameter of this action; {one_of(name, known)}")
