"""The places of a scenario that several checks visit: every condition, every customer line, each with its path."""

import re
from collections.abc import Iterator
from itertools import chain

from scenarios.conditions import When
from scenarios.model import Action, Line, Lines, Parameter, Scenario
from scenarios.problems import Path

SLOT = re.compile(r"\{([^{}]*)\}")
_MOST_SLOTS = 3
_LONGEST_VALUE = 200


def conditions(scenario: Scenario) -> Iterator[tuple[Path, When]]:
    """Every condition of the scenario, empty ones included."""
    for i, need in enumerate(scenario.needs):
        yield ("needs", i, "met_when"), need.met_when
        yield ("needs", i, "arises"), need.arises
    for i, move in enumerate(scenario.moves):
        yield ("moves", i, "requires"), move.requires
    for i, action in enumerate(scenario.desk.actions):
        yield ("desk", "actions", i, "requires"), action.requires
    for i, ending in enumerate(scenario.endings):
        yield ("endings", i, "when"), ending.when
    for i, criterion in enumerate(scenario.criteria):
        for k, rule in enumerate(criterion.levels):
            yield ("criteria", i, "levels", k, "when"), rule.when


def atoms(path: Path, when: When) -> Iterator[tuple[Path, str]]:
    """Every atom of one condition."""
    for part, written in (("all", when.all), ("any", when.any), ("none", when.none)):
        for i, atom in enumerate(written):
            yield (*path, part, i), atom


def line_groups(scenario: Scenario) -> Iterator[tuple[Path, Lines]]:
    """Every list of customer lines, as it stands in the file."""
    yield ("opening", "says"), scenario.opening.says
    for i, trigger in enumerate(scenario.persona.triggers):
        yield ("persona", "triggers", i, "says"), trigger.says
    for i, fact in enumerate(scenario.facts):
        yield ("facts", i, "says"), fact.says
    for i, need in enumerate(scenario.needs):
        yield ("needs", i, "raises"), need.raises
        yield ("needs", i, "presses"), need.presses
    for i, move in enumerate(scenario.moves):
        yield ("moves", i, "says"), move.says
        yield ("moves", i, "objects"), move.objects
        yield ("moves", i, "breaks"), move.breaks
    for intent, lines in scenario.lines.items():
        yield ("lines", intent.value), lines
    for i, ending in enumerate(scenario.endings):
        yield ("endings", i, "says"), ending.says


def customer_lines(scenario: Scenario) -> Iterator[tuple[Path, Line]]:
    """Every authored customer line."""
    return chain.from_iterable(
        (((*path, i), line) for i, line in enumerate(lines)) for path, lines in line_groups(scenario)
    )


def can_set(action: Action, key: str, value: str) -> bool:
    """Whether this action, with allowed parameters, can give the world's `key` this value. Where it would take long
    to know, or a slot names no parameter (a mistake of its own), the answer is yes."""
    template = action.sets.get(key)
    if template is None:
        return False
    known = {parameter.id: parameter for parameter in action.parameters}
    slots = SLOT.findall(template)
    parameters = [known[name] for name in slots if name in known]
    if len(parameters) < len(slots) or len(slots) > _MOST_SLOTS or len(value) > _LONGEST_VALUE:
        return True
    literals = [re.escape(text) for text in SLOT.split(template)[::2]]
    pattern = literals[0] + "".join(
        f"({_values(parameter)}){literal}" for parameter, literal in zip(parameters, literals[1:], strict=True)
    )
    match = re.fullmatch(pattern, value)
    return match is not None and all(
        _allowed(parameter, text) for parameter, text in zip(parameters, match.groups(), strict=True)
    )


def _values(parameter: Parameter) -> str:
    if parameter.kind == "choice":
        return "|".join(re.escape(option) for option in parameter.options)
    return r"\d+(?:[.,]\d+)?" if parameter.kind == "amount" else r".+"


def _allowed(parameter: Parameter, text: str) -> bool:
    return parameter.kind != "amount" or parameter.maximum is None or float(text.replace(",", ".")) <= parameter.maximum
