"""Faults put into the scenario fixture on purpose, and what the checker has to say of them, word for word."""

from typing import NamedTuple

from scenarios.checking import check_text
from scenarios.problems import Problem, Severity
from tests.support.scenario_fixture import FILE, edited, line_of

Edit = tuple[str, str]
Edits = tuple[Edit, ...]


class Expected(NamedTuple):
    """The reported problem; `passage` stands on its line in the edited text."""

    passage: str
    field: str
    advice: str
    severity: Severity = Severity.ERROR


def thin(text: str) -> tuple[Problem, ...]:
    """What the small scenario is told in any case."""
    return tuple(
        Problem(
            FILE,
            line_of(text, f"\n{what}:\n") + 1,
            what,
            f"thin: 4 {what}; from {least} on, a case bears being played more than once",
            Severity.WARNING,
        )
        for what, least in (("facts", 8), ("moves", 10))
    )


def reported(edits: Edits) -> list[Problem]:
    """What the checker says of the scenario with these edits, in a fixed order."""
    return sorted(check_text(edited(*edits), file=FILE), key=str)


def promised(edits: Edits, expected: tuple[Expected, ...]) -> list[Problem]:
    """What it should say: the expected problems and that it is thin, in the same order."""
    text = edited(*edits)
    problems = [Problem(FILE, line_of(text, each.passage), each.field, each.advice, each.severity) for each in expected]
    return sorted([*problems, *thin(text)], key=str)
