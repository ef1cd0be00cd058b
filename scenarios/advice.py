"""What pydantic found wrong, said as a colleague would: what to write, in words that need no programmer.

Every error type of pydantic gives some advice; those that a trainer is likely to meet have their own.
"""

import re
from collections.abc import Iterator
from typing import get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from scenarios.model import Scenario
from scenarios.nearest import nearest, one_of
from scenarios.problems import MOST_PROBLEMS, Finding, Path

_QUOTED = re.compile(r"'([^']*)'")
_FIXED = {
    "missing": "this is missing; write it",
    "tuple_type": "write a list: each item on its own line after '- ', or [one, two] on one line",
    "dict_type": "write keys below this, each with its value",
    "int_type": "write a whole number",
    "int_parsing": "write a whole number",
    "int_from_float": "write a whole number",
    "float_type": "write a number",
    "float_parsing": "write a number",
    "finite_number": "write a number",
    "bool_type": "write true or false",
    "bool_parsing": "write true or false",
    "string_too_short": "write something here, or take the line out",
}


def findings(error: ValidationError) -> Iterator[Finding]:
    """One finding for each mistake, in pydantic's order, less those that only follow from another one. Of more
    mistakes than anyone would read on end, the first ones."""
    errors = error.errors(include_url=False)[:MOST_PROBLEMS]
    misspelt = {guess for each in errors if (guess := _meant(each)) is not None}
    split = {_path(each)[:-1] for each in errors if _holds_a_colon(each)}
    for each in errors:
        path = _path(each)
        follows = each["type"] == "missing" and (path in misspelt or path[:-1] in split)
        if follows or _shortened_by_others(each):
            continue
        yield Finding(path, _advice(each))


def _path(error: ErrorDetails) -> Path:
    return tuple(step for step in error["loc"] if step != "[key]")


def _meant(error: ErrorDetails) -> Path | None:
    """The path that a misspelt key was meant for."""
    if error["type"] != "extra_forbidden":
        return None
    path = _path(error)
    guess = nearest(str(path[-1]), _keys_at(path[:-1]))
    return None if guess is None else (*path[:-1], guess)


def _holds_a_colon(error: ErrorDetails) -> bool:
    """A customer's line such as `No: not again` or `{when} is late`, in which YAML reads a key."""
    path = _path(error)
    return error["type"] == "extra_forbidden" and "text" in _keys_at(path[:-1]) and _meant(error) is None


def _shortened_by_others(error: ErrorDetails) -> bool:
    """A list that is too short only because pydantic left its faulty items out of the count."""
    if error["type"] != "too_short" or not isinstance(error["input"], list):
        return False
    return len(error["input"]) >= _bound(error, "min_length")


def _bound(error: ErrorDetails, name: str) -> float:
    value = error.get("ctx", {}).get(name, 0)
    return value if isinstance(value, int | float) else 0


def _advice(error: ErrorDetails) -> str:
    kind = error["type"]
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in {"enum", "literal_error"}:
        return _choice_advice(error)
    if kind == "extra_forbidden":
        return _key_advice(error)
    if kind == "value_error":
        return error["msg"].removeprefix("Value error, ")
    if kind in {"model_type", "model_attributes_type"}:
        return _keys_advice(error)
    return _text_advice(error) or _range_advice(error) or f"this does not fit: {error['msg'].lower()}"


def _choice_advice(error: ErrorDetails) -> str:
    known = _QUOTED.findall(str(error.get("ctx", {}).get("expected", "")))
    written = error["input"]
    if not isinstance(written, str):
        return f"write one of {', '.join(known)}"
    return f"{written[:60]!r} is not known here; {one_of(written, known)}"


def _key_advice(error: ErrorDetails) -> str:
    if _holds_a_colon(error):
        return "YAML reads the words before a colon, or in braces, as a key; put the whole text in quotes"
    key = str(error["loc"][-1])
    return f"there is no key {key[:60]!r} here; {one_of(key, _keys_at(_path(error)[:-1]))}"


def _keys_advice(error: ErrorDetails) -> str:
    keys = _keys_at(_path(error))
    if "text" in keys:
        return "write the customer's words here, in quotes"
    return f"write keys below this: {', '.join(keys)}"


def _text_advice(error: ErrorDetails) -> str | None:
    kind, written = error["type"], error["input"]
    if kind == "string_type":
        return _not_a_text(written)
    if kind == "string_too_long":
        return f"this has {len(written)} characters; write at most {_bound(error, 'max_length'):g}"
    if kind == "string_pattern_mismatch":
        example = "late-parcel" if error["loc"] == ("id",) else "late_parcel"
        return f"write small letters and digits, joined as in {example}"
    return None


def _not_a_text(written: object) -> str:
    if written is None:
        return "write a text here"
    if isinstance(written, dict):
        return "YAML reads keys here; put the whole text in quotes"
    if isinstance(written, list):
        return "write one text here, not a list"
    return "put this in quotes, so that it is read as text"


def _range_advice(error: ErrorDetails) -> str | None:
    match error["type"]:
        case "greater_than_equal":
            return f"this is too low; write {_bound(error, 'ge'):g} or more"
        case "greater_than":
            return f"this is too low; write more than {_bound(error, 'gt'):g}"
        case "less_than_equal":
            return f"this is too high; write {_bound(error, 'le'):g} or less"
        case "too_short":
            return f"write at least {_bound(error, 'min_length'):g} here; this has {_bound(error, 'actual_length'):g}"
        case _:
            return None


def _keys_at(path: Path) -> tuple[str, ...]:
    """The keys that the model knows at a path of a scenario file."""
    model: type[BaseModel] | None = Scenario
    named_freely = False
    for step in path:
        if isinstance(step, int):
            continue
        if named_freely:
            named_freely = False
        elif model is not None and step in model.model_fields:
            annotation = model.model_fields[step].annotation
            named_freely = get_origin(annotation) is dict
            model = _model_in(annotation)
    return () if model is None else tuple(model.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((found for part in get_args(annotation) if (found := _model_in(part)) is not None), None)
