"""Is a scenario fit to rehearse with? All its problems at once, each with file, line, field and what to write.

A file is first loaded (`scenarios.loading`); only a sound scenario is asked whether it can be played to its ends
(`scenarios.reach`), whether its words hold (`scenarios.wording`) and whether it is rich enough. Sizes are warnings: a
trainer's own small case may be used, the shipped library has to be rich.
"""

from collections.abc import Callable, Iterator
from pathlib import Path as FilePath
from typing import NamedTuple

from domain.endings import EndingKind
from domain.errors import InvalidContent
from scenarios import reach, wording
from scenarios.conditions import Event, Situation, references
from scenarios.document import Data, Document
from scenarios.loading import LIBRARY, Examined, examine, read_text, scenario_files
from scenarios.model import Disclosure, NeedKind, Scenario
from scenarios.places import conditions, customer_lines
from scenarios.problems import Finding, Path, Problem, Severity

_MOST_PARTS = 100
_MOST_TEXTS = 1500


class _Size(NamedTuple):
    field: str
    what: str
    least: int
    count: Callable[[Scenario], int]


_SIZES = (
    _Size("facts", "facts", 8, lambda scenario: len(scenario.facts)),
    _Size("moves", "moves", 10, lambda scenario: len(scenario.moves)),
    _Size("desk", "desk actions", 4, lambda scenario: len(scenario.desk.actions)),
    _Size("endings", "endings", 4, lambda scenario: len(scenario.endings)),
    _Size("lines", "customer lines in all", 60, lambda scenario: sum(1 for _ in customer_lines(scenario))),
)


def check_path(path: FilePath | None = None) -> tuple[Problem, ...]:
    """All problems of a file, of the scenario files of a folder, or (None) of the library that ships. Never raises
    for what stands in a file or for a path that leads nowhere."""
    target = LIBRARY if path is None else path
    return check_folder(target) if target.is_dir() else check_file(target)


def check_folder(folder: FilePath) -> tuple[Problem, ...]:
    """All problems of all scenario files of a folder, and ids that two of them share."""
    problems: list[Problem] = []
    owners: dict[str, str] = {}
    files = tuple(scenario_files(folder))
    if not files:
        return (Problem(str(folder), 0, "", "there is no scenario here; a scenario's file ends in .yaml"),)
    for path in files:
        loaded, document, found = _checked(path)
        problems.extend(found)
        if loaded is not None and document is not None:
            name = loaded.scenario.id
            if name in owners:
                advice = f"{owners[name]} has the id {name!r} too; give this one its own"
                problems.append(document.problem(Finding(("id",), advice)))
            owners.setdefault(name, path.name)
    return tuple(problems)


def check_file(path: FilePath) -> tuple[Problem, ...]:
    """All problems of one scenario file, errors and warnings, in the order of their lines."""
    return _checked(path).problems


def check_text(body: str, *, file: str) -> tuple[Problem, ...]:
    """As `check_file`, for a text that is not saved yet; `file` is the name that problems are reported under."""
    return _checked_text(body, file).problems


def _checked(path: FilePath) -> Examined:
    try:
        return _checked_text(read_text(path), str(path))
    except InvalidContent as error:
        return Examined(None, None, (Problem(error.file, error.line, error.field, error.advice),))


def _checked_text(body: str, file: str) -> Examined:
    examined = examine(body, file=file)
    loaded, document, _ = examined
    if loaded is None or document is None:
        return examined
    return examined._replace(problems=document.problems(_findings(loaded.scenario, document)))


def _findings(scenario: Scenario, document: Document) -> Iterator[Finding]:
    yield from _blank_texts((), dict(document.data))
    too_many = tuple(_too_many(scenario))
    if too_many:
        # The checks below compare parts with one another: without a limit, a huge file could keep them busy for hours.
        yield from too_many
        return
    yield from reach.findings(scenario)
    yield from wording.findings(scenario)
    yield from _needs(scenario)
    yield from _facts(scenario)
    yield from _moves(scenario)
    yield from _desk(scenario)
    yield from _endings(scenario)
    yield from _misplaced_events(scenario)
    yield from _thin(scenario)


def _blank_texts(path: Path, data: Data) -> Iterator[Finding]:
    """Texts left empty. At the desk an empty value is a value."""
    if isinstance(data, str) and not data.strip():
        yield Finding(path, "this is empty; write something, or take the key out")
    elif isinstance(data, list):
        for i, item in enumerate(data):
            yield from _blank_texts((*path, i), item)
    elif isinstance(data, dict):
        for key, value in data.items():
            if (*path, key) != ("desk",):
                yield from _blank_texts((*path, key), value)


def _too_many(scenario: Scenario) -> Iterator[Finding]:
    counts = {
        "facts": len(scenario.facts),
        "needs": len(scenario.needs),
        "moves": len(scenario.moves),
        "desk": len(scenario.desk.actions),
        "endings": len(scenario.endings),
        "criteria": len(scenario.criteria),
    }
    for name, count in counts.items():
        if count > _MOST_PARTS:
            yield Finding((name,), f"there are {count} here; more than {_MOST_PARTS} are several cases: split them")
    texts = {
        "facts": sum(len(fact.asked_by) for fact in scenario.facts),
        "moves": sum(len(move.examples) for move in scenario.moves),
        "": sum(len(when.atoms()) for _, when in conditions(scenario)),
    }
    for name, count in texts.items():
        if count > _MOST_TEXTS:
            what = "questions or examples" if name else "atoms in conditions"
            yield Finding((name,) if name else (), f"{count} {what} are more than anyone can keep apart: take some out")


def _needs(scenario: Scenario) -> Iterator[Finding]:
    world = tuple((key, record.value) for key, record in scenario.desk.records.items())
    start = Situation(mood=scenario.opening_mood(), world=world)
    for i, need in enumerate(scenario.needs):
        if need.met_when.holds(start):
            advice = "this need is met before anyone has written a word; ask for something that has to happen"
            yield Finding(("needs", i, "met_when"), advice)
        if not need.presses:
            yield Finding(("needs", i), "the customer never brings this up; write presses", Severity.WARNING)
    for kind in NeedKind:
        if not any(need.kind is kind for need in scenario.needs):
            yield Finding(
                ("needs",), f"thin: no {kind} need; write what this customer has to get and to feel", Severity.WARNING
            )


def _facts(scenario: Scenario) -> Iterator[Finding]:
    for i, fact in enumerate(scenario.facts):
        if fact.disclosure is Disclosure.TRUST and fact.trust is not None and fact.trust <= scenario.opening.trust:
            advice = f"trust begins at {scenario.opening.trust:g}, so this comes out at once; ask for more trust"
            yield Finding(("facts", i, "trust"), advice, Severity.WARNING)


def _moves(scenario: Scenario) -> Iterator[Finding]:
    for i, move in enumerate(scenario.moves):
        if (move.solution or move.requires.atoms()) and not move.objects:
            advice = "write objects: what the customer says when this comes too early or lacks something"
            yield Finding(("moves", i), advice)
    if not any(move.solution for move in scenario.moves):
        advice = "no move is marked solution: true; mark the ways forward, so that one said too early can land badly"
        yield Finding(("moves",), advice, Severity.WARNING)


def _desk(scenario: Scenario) -> Iterator[Finding]:
    actions = scenario.desk.actions
    private = next((i for i, action in enumerate(actions) if action.account_data), None)
    if private is not None and not any(action.verifies_identity for action in actions):
        advice = "this touches account data, and no action has verifies_identity: true; write one"
        yield Finding(("desk", "actions", private), advice)


def _endings(scenario: Scenario) -> Iterator[Finding]:
    if not any(ending.kind is EndingKind.RESOLVED for ending in scenario.endings):
        yield Finding(("endings",), "no ending is of kind resolved; write the one that good work leads to")
    for i, ending in enumerate(scenario.endings):
        events = references((*ending.when.all, *ending.when.any), "event")
        if not ending.says and events != {Event.TRAINEE_LEFT}:
            advice = "the customer leaves without a word; write says, unless this is meant"
            yield Finding(("endings", i), advice, Severity.WARNING)


def _misplaced_events(scenario: Scenario) -> Iterator[Finding]:
    for path, when in conditions(scenario):
        if path[0] not in {"endings", "criteria"} and references(when.atoms(), "event"):
            advice = "events are known only while an ending is decided; ask for an act, move or desk action here"
            yield Finding(path, advice)


def _thin(scenario: Scenario) -> Iterator[Finding]:
    for size in _SIZES:
        count = size.count(scenario)
        if count < size.least:
            advice = f"thin: {count} {size.what}; from {size.least} on, a case bears being played more than once"
            yield Finding((size.field,), advice, Severity.WARNING)
