"""Files of JSON lines: read with the line's number in every complaint, written whole or not at all."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from domain.errors import InvalidInput

Record = dict[str, object]


def dumps(record: object) -> str:
    """One line, the same bytes for the same value."""
    return json.dumps(record, ensure_ascii=False, separators=(", ", ": "))


def read_records(path: Path) -> Iterator[Record]:
    """The objects of a file, each with an id. Raises InvalidInput with file and line for what is not."""
    with path.open(encoding="utf-8-sig", errors="strict") as file:
        try:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield _object(line, f"{path}:{number}")
        except UnicodeDecodeError as error:
            raise InvalidInput(f"{path}: not a text file in UTF-8 ({error.reason}).") from error


def _object(line: str, where: str) -> Record:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is a bare ValueError
        raise InvalidInput(f"{where}: not a line of JSON: {error}.") from error
    if not isinstance(value, dict):
        raise InvalidInput(f"{where}: write one JSON object a line.")
    # By its id every later complaint names a record.
    if not isinstance(value.get("id"), str) or not value["id"]:
        raise InvalidInput(f"{where}: a record needs an id, which is a text.")
    return value


def write_records(path: Path, records: Iterable[Record]) -> int:
    """Write all records, or leave an earlier file as it was. Returns how many there are."""
    part = path.with_name(path.name + ".part")
    count = 0
    try:
        # Half of a surrogate pair came in as a JSON escape, and leaves as one.
        with part.open("w", encoding="utf-8", errors="backslashreplace") as file:
            for record in records:
                file.write(dumps(record) + "\n")
                count += 1
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return count
