"""Mistakes in a content file as values: where it is, what is wrong, what to write.

A check speaks of places by their path in the file (`Finding`); the document that was read turns the path into the
line and the words that a trainer sees (`Problem`).
"""

from dataclasses import dataclass
from enum import StrEnum

MOST_PROBLEMS = 200

Path = tuple[str | int, ...]


class Severity(StrEnum):
    """ERROR: the scenario cannot be played, or not as it was meant. WARNING: it can, and would gain by a change."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """A mistake at a path of keys and of list positions (from 0)."""

    path: Path
    advice: str
    severity: Severity = Severity.ERROR


@dataclass(frozen=True, slots=True)
class Problem:
    """A mistake as a trainer reads it.

    `line` counts from 1, 0 when unknown. `field` is a dotted path, "" for the whole file; an item of a list goes by
    its id, or by its position from 1 where it has none: `moves.offer_loan.examples.2`.
    """

    file: str
    line: int
    field: str
    advice: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity}: {self.field or 'file'}: {self.advice}"
