"""What makes a valid scenario unfit to rehearse with, and what a trainer is told about it."""

from pathlib import Path

import pytest

from scenarios.checking import check_file, check_folder, check_path, check_text
from scenarios.problems import Problem, Severity
from tests.support.scenario_fixture import FILE, SCENARIO_TEXT, edited, line_of

Edit = tuple[str, str]

# edits; a passage on the line that is reported; the field; the advice
FAULTS: dict[str, tuple[tuple[Edit, ...], str, str, str]] = {
    "needs that wait for each other": (
        (
            ('met_when:\n      any: ["desk:rush_order", "desk:lend_pair"]', 'met_when:\n      all: ["move:offer_loan"]'),
            ('requires:\n      all: ["fact:drives_nights"]', 'requires:\n      all: ["need:see_safely"]'),
        ),
        "",
        "",
        "",
    ),
}

ERRORS: dict[str, tuple[Edit, str, str, str]] = {
    "an ending below one that asks for less": (
        ('all: ["event:handed_over"]', 'all: ["event:closing", "need:see_safely", "trust>=5"]'),
        "- id: passed_along",
        "endings.passed_along.when",
        "this ending is never taken, because glasses_only above always holds first; move it up",
    ),
}
