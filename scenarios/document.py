"""A YAML text as plain data that remembers its lines, so that every mistake can be shown where it stands.

Built from parser events with a depth limit, so that no text, however hostile, costs more than it weighs. Aliases,
anchors and tags are refused. Plain words are read as YAML 1.2's core schema reads them, as editors do: `yes`, `12:30`,
`2026-03-04` and `007` stay text.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NoReturn, TypeAlias

import yaml

from domain.errors import InvalidContent
from scenarios.problems import Finding, Path, Problem

Data: TypeAlias = "str | int | float | bool | list[Data] | dict[str, Data] | None"

MOST_BYTES = 1_000_000
_DEEPEST = 12
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INTEGER = re.compile(r"-?(0|[1-9]\d{0,17})")
_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})(\.\d{1,40})?([eE][-+]?\d{1,3})?")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_QUOTES = "put quotes around text that holds ': ' or ' #', or that begins with a sign such as @ * & ! % [ or {"
_LOADER: type[yaml.SafeLoader] | type[yaml.CSafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Document:
    """What stands in a file. `lines` gives the line (from 1) of each path; `findings` are keys written twice."""

    file: str
    data: Mapping[str, Data]
    lines: Mapping[Path, int]
    findings: tuple[Finding, ...]

    def problem(self, finding: Finding) -> Problem:
        """The finding as a trainer reads it; a path that is not in the file is shown at its nearest parent."""
        path = finding.path
        while path not in self.lines:
            path = path[:-1]
        return Problem(self.file, self.lines[path], self._label(finding.path), finding.advice, finding.severity)

    def problems(self, findings: Iterable[Finding]) -> tuple[Problem, ...]:
        """All findings as a trainer reads them, in the order of their lines."""
        return tuple(sorted(map(self.problem, findings), key=lambda problem: problem.line))

    def _label(self, path: Path) -> str:
        parts: list[str] = []
        here: Data = dict(self.data)
        for step in path:
            if isinstance(step, int):
                here = here[step] if isinstance(here, list) and step < len(here) else None
                name = here.get("id") if isinstance(here, dict) else None
                parts.append(name if isinstance(name, str) else str(step + 1))
            else:
                here = here.get(step) if isinstance(here, dict) else None
                parts.append(step)
        return ".".join(parts)


@dataclass(slots=True)
class _Open:
    """A list or mapping that is being filled; `key` waits for its value."""

    path: Path
    value: "list[Data] | dict[str, Data]"
    key: str | None = None
    seen: set[str] = field(default_factory=set)


def read_document(body: str, *, file: str) -> Document:
    """The data of a YAML text whose root is a mapping. Raises InvalidContent for a text that is no such thing."""
    unprintable = _UNPRINTABLE.search(body)
    if unprintable:
        line = body.count("\n", 0, unprintable.start()) + 1
        raise InvalidContent(file, line, "", f"a character that is no text stands here ({unprintable[0]!r}): remove it")
    if len(body) > MOST_BYTES:
        raise InvalidContent(file, 0, "", "the file is over 1 MB; a scenario is text and much smaller")
    builder = _Builder(file)
    try:
        for event in yaml.parse(body, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _unreadable(error, file) from error
    except yaml.YAMLError as error:
        raise InvalidContent(file, 0, "", f"this is not YAML; {_QUOTES}") from error
    return builder.document()


def _unreadable(error: yaml.MarkedYAMLError, file: str) -> InvalidContent:
    problem = error.problem or ""
    mark = error.problem_mark
    if "escape" in problem:
        advice = "a backslash in double quotes begins a special character; write it twice, or use single quotes"
    elif "quoted scalar" in (error.context or ""):
        # The parser notices an open quote only at the end of the file; the mistake is where it was opened.
        mark = error.context_mark or mark
        advice = "a quote is opened here and never closed"
    elif "mapping values" in problem or "mapping keys" in problem:
        advice = f"YAML reads a colon or '?' here as a key; {_QUOTES}"
    elif "cannot start any token" in problem or "tab character" in problem:
        advice = f"YAML cannot begin a value so: indent with spaces, never tabs, and {_QUOTES}"
    elif "flow" in (error.context or ""):
        advice = "a bracket is opened and not closed, or a comma is missing between its items"
    elif "block" in (error.context or ""):
        advice = f"the indentation does not fit the lines above; or {_QUOTES}"
    elif "simple key" in (error.context or ""):
        advice = "a key needs a colon and its value after it; indent a line that continues the text above"
    else:
        advice = f"YAML cannot read this line; {_QUOTES}"
    return InvalidContent(file, mark.line + 1 if mark else 0, "", advice)


class _Builder:
    """Collects the data and its lines while the events of one document go by."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._root: Data = None
        self._documents = 0
        self._lines: dict[Path, int] = {(): 1}
        self._findings: list[Finding] = []
        self._open: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark else 0
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(line, "a second document begins here; keep one scenario a file and remove this ---")
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(line, "YAML reads * as a reference; write the text out, in quotes when it begins with *")
        elif isinstance(event, yaml.NodeEvent):
            self._node(event, line)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._open.pop()

    def document(self) -> Document:
        if not self._documents:
            raise InvalidContent(self._file, 0, "", "the file is empty; begin with id, version and title")
        if not isinstance(self._root, dict):
            raise InvalidContent(self._file, self._lines[()], "", "begin with keys, such as id: and title:")
        return Document(self._file, self._root, self._lines, tuple(self._findings))

    def _node(self, event: yaml.NodeEvent, line: int) -> None:
        if event.anchor is not None:
            self._refuse(line, "YAML reads & as an anchor; put text that begins with & in quotes")
        if isinstance(event, yaml.ScalarEvent):
            if event.tag is not None:
                self._refuse(line, "YAML reads ! as a tag; put text that begins with ! in quotes")
            if _UNPRINTABLE.search(event.value):
                self._refuse(line, "this holds a character that is no text, written with a backslash; remove it")
            self._scalar(event, line)
        elif isinstance(event, yaml.CollectionStartEvent):
            if event.tag is not None:
                self._refuse(line, "YAML reads ! as a tag; remove it")
            if len(self._open) >= _DEEPEST:
                self._refuse(line, f"this is nested more than {_DEEPEST} deep; no part of a scenario is")
            value: list[Data] | dict[str, Data] = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            self._open.append(_Open(self._place(value, line), value))

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        parent = self._open[-1] if self._open else None
        if parent is None or isinstance(parent.value, list) or parent.key is not None:
            self._place(_plain(event.value) if event.implicit[0] else event.value, line)
            return
        parent.key = event.value
        path = (*parent.path, event.value)
        if event.value in parent.seen:
            first = self._lines[path]
            self._findings.append(Finding(path, f"this key stands twice, on line {first} and on line {line}; keep one"))
        else:
            parent.seen.add(event.value)
            self._lines.setdefault(path, line)

    def _place(self, value: Data, line: int) -> Path:
        """Puts a value where it belongs and says its path. Of a key written twice the first value is kept."""
        if not self._open:
            self._root, self._lines[()] = value, line
            return ()
        parent = self._open[-1]
        if isinstance(parent.value, list):
            path: Path = (*parent.path, len(parent.value))
            parent.value.append(value)
            self._lines.setdefault(path, line)
            return path
        if parent.key is None:
            self._refuse(line, "a key must be a plain word; put text that begins with [ or { in quotes")
        path = (*parent.path, parent.key)
        parent.value.setdefault(parent.key, value)
        parent.key = None
        return path

    def _refuse(self, line: int, advice: str) -> NoReturn:
        raise InvalidContent(self._file, line, "", advice)


def _plain(text: str) -> Data:
    """An unquoted word as YAML 1.2's core schema reads it (https://yaml.org/spec/1.2.2/#103-core-schema)."""
    if text.lower() in _WORDS:
        return _WORDS[text.lower()]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _NUMBER.fullmatch(text) and math.isfinite(number := float(text)):
        return number
    return text
