"""The way into a scenario file. Whatever stands in the file, the outcome is a sound `Scenario` or an advice.

Always holds for a scenario that comes out: it fits the model, every name it mentions exists, every id is its own. The
hash is of the file's bytes, so an attempt can always say which words it was played with. What makes a valid scenario
a good one is `scenarios.checking`.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from pydantic import ValidationError

from domain.errors import InvalidContent, MissingArtefact
from scenarios import advice, references
from scenarios.document import MOST_BYTES, Document, read_document
from scenarios.model import Scenario
from scenarios.problems import MOST_PROBLEMS, Problem

LIBRARY = Path(__file__).parent / "library"


@dataclass(frozen=True, slots=True)
class LoadedScenario:
    """A sound scenario, the text it was read from, and the SHA-256 of that text in UTF-8 (64 hex digits)."""

    scenario: Scenario
    hash: str
    body: str


class Examined(NamedTuple):
    """What became of a text. `loaded` is None when a problem keeps it from being played; `document` is None when the
    text could not even be read as YAML."""

    loaded: LoadedScenario | None
    document: Document | None
    problems: tuple[Problem, ...]


def load_library(folder: Path = LIBRARY) -> Mapping[str, LoadedScenario]:
    """The scenarios of a folder by id, in the order of their file names.

    Raises InvalidContent for the first mistake in any of them, MissingArtefact when there is no such folder.
    """
    if not folder.is_dir():
        raise MissingArtefact(f"There is no folder of scenarios at {folder}. Restore it, or name another folder.")
    library: dict[str, LoadedScenario] = {}
    for path in scenario_files(folder):
        loaded = load_scenario(path)
        if loaded.scenario.id in library:
            raise InvalidContent(
                str(path), 0, "id", f"another file has the id {loaded.scenario.id!r}; give this its own"
            )
        library[loaded.scenario.id] = loaded
    return MappingProxyType(library)


def scenario_files(folder: Path) -> Iterator[Path]:
    """The scenario files that stand in a folder, by name. Hidden files, as editors leave them, are no scenarios."""
    for path in sorted(folder.iterdir()):
        if path.suffix in {".yaml", ".yml"} and not path.name.startswith(".") and path.is_file():
            yield path


def load_scenario(path: Path) -> LoadedScenario:
    """The scenario in a file. Raises InvalidContent, with file, line, field and advice, for its first mistake."""
    return parse_scenario(read_text(path), file=str(path))


def parse_scenario(body: str, *, file: str) -> LoadedScenario:
    """The scenario in a text; `file` is the name that a mistake is reported under. Raises InvalidContent."""
    examined = examine(body, file=file)
    if examined.loaded is None:
        first = examined.problems[0]
        raise InvalidContent(first.file, first.line, first.field, first.advice)
    return examined.loaded


def examine(body: str, *, file: str) -> Examined:
    """As `parse_scenario`, with all mistakes at once (of a flood the first 200), by line. Never raises."""
    try:
        document = read_document(body, file=file)
    except InvalidContent as error:
        return Examined(None, None, (Problem(error.file, error.line, error.field, error.advice),))
    try:
        scenario = Scenario.model_validate(document.data)
        found = (*document.findings, *islice(references.findings(scenario), MOST_PROBLEMS))
    except ValidationError as error:
        return Examined(None, document, document.problems((*document.findings, *advice.findings(error))))
    if found:
        return Examined(None, document, document.problems(found))
    return Examined(LoadedScenario(scenario, _sha256(body), body), document, ())


def read_text(path: Path) -> str:
    """The text of a file, byte for byte. Raises InvalidContent when it cannot be read or is no UTF-8 text."""
    try:
        with path.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise InvalidContent(str(path), 0, "", "there is no such file; check the path") from error
    except OSError as error:
        raise InvalidContent(str(path), 0, "", f"the file cannot be read ({error.strerror})") from error
    if len(data) > MOST_BYTES:
        raise InvalidContent(str(path), 0, "", "the file is over 1 MB; a scenario is text and much smaller")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InvalidContent(
            str(path), line, "", "this is not UTF-8 text; save the file with encoding UTF-8"
        ) from error


def _sha256(body: str) -> str:
    return hashlib.sha256(body.encode("utf-8")).hexdigest()
