"""The desk: the trainee's tools in a scenario, and the small world that they change. Policy limits are held here.

A use of the desk never fails silently: it is accepted and changes the world, or it is refused with the reason that
the trainee reads, and either way it stands in the log.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from domain.conversation import DeskEntry
from domain.errors import InvalidInput
from roleplay.state import State
from scenarios.model import Action, Parameter, Scenario

LONGEST_TEXT = 1_000
# Two decimals at most, so that "1.000" or "1,000" is never taken for one.
_AMOUNT = re.compile(r"[0-9]{1,9}(?:[.,][0-9]{1,2})?")


class DeskOutcome(NamedTuple):
    state: State
    entry: DeskEntry


def use_desk(
    scenario: Scenario, state: State, action_id: str, arguments: Mapping[str, str], *, after_turn: int
) -> DeskOutcome:
    """Use one tool. Raises InvalidInput when there is no such tool or a field is missing or unusable."""
    action = scenario.action(action_id)
    if action is None:
        known = ", ".join(each.id for each in scenario.desk.actions)
        raise InvalidInput(f"The desk has no action {action_id!r}. It has: {known}.")
    values = _values(action, arguments)
    refusal = _refusal(action, state, values)
    if refusal:
        return DeskOutcome(state, DeskEntry(after_turn, action.id, values, False, refusal))
    filled = dict(values)
    changed = {key: _fill(value, filled) for key, value in action.sets.items()}
    world = tuple((key, changed.pop(key, value)) for key, value in state.world) + tuple(changed.items())
    after = replace(state, world=world, desk=(*state.desk, action.id), stalls=0)
    return DeskOutcome(after, DeskEntry(after_turn, action.id, values, True, _fill(action.result, filled)))


def _values(action: Action, arguments: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    known = {parameter.id for parameter in action.parameters}
    if unknown := sorted(set(arguments) - known):
        raise InvalidInput(
            f"{action.label!r} has no field {unknown[0]!r}. It has: {', '.join(sorted(known)) or 'none'}."
        )
    return tuple((parameter.id, _value(parameter, arguments.get(parameter.id, ""))) for parameter in action.parameters)


def _value(parameter: Parameter, given: str) -> str:
    given = given.strip()
    if not given:
        raise InvalidInput(f"Fill in {parameter.label!r} first. Nothing was done.")
    match parameter.kind:
        case "choice":
            if given not in parameter.options:
                raise InvalidInput(f"{parameter.label!r} must be one of: {', '.join(parameter.options)}.")
        case "amount":
            _amount(parameter, given)
        case "text":
            if len(given) > LONGEST_TEXT:
                raise InvalidInput(f"{parameter.label!r} takes up to {LONGEST_TEXT} characters. Nothing was done.")
    return given


def _amount(parameter: Parameter, given: str) -> float:
    if not _AMOUNT.fullmatch(given):
        raise InvalidInput(
            f"{parameter.label!r} must be a plain number such as 15 or 12.50, without signs and thousands separators. "
            "Nothing was done."
        )
    return float(given.replace(",", "."))


def _refusal(action: Action, state: State, values: tuple[tuple[str, str], ...]) -> str:
    if not action.requires.holds(state.situation()):
        return action.refusal
    given = dict(values)
    for parameter in action.parameters:
        if parameter.maximum is not None and _amount(parameter, given[parameter.id]) > parameter.maximum:
            return parameter.over_maximum
    return ""


def _fill(text: str, values: Mapping[str, str]) -> str:
    """Replace {parameter} by its value, in one pass: what a person typed is never itself read as a template."""
    return re.sub(r"\{([a-z][a-z0-9_]*)\}", lambda slot: values.get(slot[1], slot[0]), text)
