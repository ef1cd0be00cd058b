"""The rules of who imports whom cover the whole house, and hold for the two entries that import-linter cannot see.

`make lint` runs import-linter itself; these tests keep its contracts complete as rooms are added.
"""

import sys

import pytest

from tests.support.house import ENTRIES, ROOT, imported, pyproject, top_folders

RULES = pyproject()["tool"]["importlinter"]
PACKAGES = set(pyproject()["tool"]["setuptools"]["packages"])
# What an entry may use besides the standard library: what draws, what serves, and the use cases.
ENTRIES_MAY_IMPORT = {"domain", "prometheus_client", "screens", "starlette", "streamlit", "training", "uvicorn"}


def test_every_package_on_disk_is_installed_and_under_the_rules() -> None:
    on_disk = {folder.name for folder in top_folders() if (folder / "__init__.py").exists()}
    assert on_disk == PACKAGES
    assert set(RULES["root_packages"]) == PACKAGES


def test_every_package_has_its_place_in_the_layers() -> None:
    layers = next(contract for contract in RULES["contracts"] if contract["type"] == "layers")["layers"]
    placed = [name.strip() for layer in layers for name in layer.split("|")]
    assert sorted(placed) == sorted(PACKAGES)


@pytest.mark.parametrize(
    ("library", "may_import_it"),
    [
        ("streamlit", {"screens"}),
        ("langchain_openai", {"language"}),
        ("openai", {"language"}),
        ("tiktoken", {"language"}),
        ("onnxruntime", {"language"}),
        ("tokenizers", {"language"}),
        ("chromadb", {"knowledge"}),
        ("bm25s", {"knowledge"}),
        ("sqlalchemy", {"records"}),
        ("alembic", {"records"}),
        ("psycopg", {"records"}),
    ],
)
def test_a_library_is_forbidden_everywhere_but_in_its_room(library: str, may_import_it: set[str]) -> None:
    contract = next(c for c in RULES["contracts"] if library in c.get("forbidden_modules", []))
    assert set(contract["source_modules"]) == PACKAGES - may_import_it


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_imports_screens_and_use_cases_and_nothing_below(entry: str) -> None:
    names = imported([ROOT / f"{entry}.py"]) - sys.stdlib_module_names
    assert names <= ENTRIES_MAY_IMPORT
