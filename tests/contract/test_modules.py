"""Every module says why it exists and stays short enough to be read whole."""

import ast
from pathlib import Path

import pytest

from tests.support.house import ROOT, python_files

HARD_LIMIT = 500
FILES = python_files()


def named(file: Path) -> str:
    return str(file.relative_to(ROOT))


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_module_opens_with_a_docstring(file: Path) -> None:
    assert ast.get_docstring(ast.parse(file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("file", FILES, ids=named)
def test_a_module_has_at_most_500_lines(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= HARD_LIMIT
