"""Conversations that people have labelled, as a file of JSON lines: what a calibration compares a scorer with.

    {"id": "a-1", "turns": [{"speaker": "customer", "text": "..."}, {"speaker": "agent", "text": "..."}],
     "labels": {"empathy": 4, "exploration": [3, 3.5]}, "register": "chat"}

Always holds for what is read: each conversation has an id of its own and at least one label; a label is a level from 1
to 5 in half steps, or one a person where several gave theirs, of something that the rubric knows. A mistake is named
with file and line, and with what to write.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from domain.conversation import Speaker
from domain.errors import InvalidInput
from domain.scorecard import Dimension
from evaluation.agreement import HALF_STEPS
from evaluation.jsonl import parse_record
from evaluation.rubric import Rubric

SATISFACTION: Final = "satisfaction"
WHOLE: Final = (*(dimension.value for dimension in Dimension), SATISFACTION)
LONGEST_REGISTER: Final = 40
_LEVEL: Final = "write a level from 1 to 5 in half steps, such as 3.5, or a list of them, one a person"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A conversation with people's labels. `record` is what a scorer is given: the id and the turns, nothing of the
    labels. `labels` holds one level a person for each thing labelled; `words` counts the agent's."""

    record: Mapping[str, object]
    labels: Mapping[str, tuple[float, ...]]
    words: int
    register: str


def labelled_things(rubric: Rubric) -> tuple[str, ...]:
    """What may be labelled: the rubric's criteria, the two dimensions and satisfaction, by their ids."""
    return (*rubric.criteria, *WHOLE)


def read_labels(content: bytes, *, file: str, rubric: Rubric, most: int | None = None) -> tuple[Labelled, ...]:
    """The conversations of a file, whose name the mistakes are reported under; blank lines are passed over.

    Raises InvalidInput for the first mistake, for a file without any conversation, and for more than `most`."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{file}: not a text file in UTF-8 ({error.reason}).") from error
    known = labelled_things(rubric)
    seen: dict[str, int] = {}
    found: list[Labelled] = []
    # Not splitlines(): a line of JSON may hold other marks that it takes for an end, such as U+2028.
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            each = _labelled(_object(line), known)
            name = str(each.record["id"])
            if name in seen:
                raise InvalidInput(f"the id {name!r} stands in line {seen[name]} already; give each its own.")
        except InvalidInput as error:
            raise InvalidInput(f"{file}:{number}: {error}") from error
        seen[name] = number
        found.append(each)
        if most is not None and len(found) > most:
            raise InvalidInput(f"{file}: more than {most} conversations. Take a sample, or use `frontstage calibrate`.")
    if not found:
        raise InvalidInput(f"{file}: there is no conversation in it. Write one JSON object a line.")
    return tuple(found)


def _object(line: str) -> Mapping[str, object]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a bare ValueError
        raise InvalidInput(f"not a line of JSON: {error}.") from error
    if not isinstance(value, dict):
        raise InvalidInput("write one JSON object a line.")
    return value


def _labelled(given: Mapping[str, object], known: tuple[str, ...]) -> Labelled:
    request = parse_record(given)
    labels, register = given.get("labels"), given.get("register", "")
    if not isinstance(labels, dict) or not labels:
        raise InvalidInput('labels must be an object with at least one label, such as {"empathy": 4}.')
    if not isinstance(register, str) or len(register) > LONGEST_REGISTER:
        raise InvalidInput(f"register must be a text of at most {LONGEST_REGISTER} characters, such as chat.")
    return Labelled(
        record={"id": request.id, "turns": given["turns"]},
        labels={name: tuple(_levels(name, value, known)) for name, value in labels.items()},
        words=sum(len(turn.text.split()) for turn in request.transcript.by(Speaker.TRAINEE)),
        register=register.strip(),
    )


def _levels(name: str, given: object, known: tuple[str, ...]) -> Iterator[float]:
    if name not in known:
        near = get_close_matches(name, known, n=1)
        advice = f"did you mean {near[0]!r}?" if near else f"there are {', '.join(known)}."
        raise InvalidInput(f"labels: nothing is called {name[:60]!r}; {advice}")
    people = given if isinstance(given, list) else [given]
    if not people:
        raise InvalidInput(f"labels: {name!r} is an empty list; {_LEVEL}.")
    for level in people:
        # True is a number to Python, and 1 to whoever would compare it.
        if isinstance(level, bool) or not isinstance(level, int | float) or level not in HALF_STEPS:
            raise InvalidInput(f"labels: {repr(level)[:60]} is no level of {name!r}; {_LEVEL}.")
        yield float(level)
