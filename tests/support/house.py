"""Where things lie in the tree, for the tests that look at the tree itself."""

import ast
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {"build", "data", "docs", "htmlcov"}
ENTRIES = ("app", "server")


def pyproject() -> dict[str, Any]:
    """pyproject.toml as it stands."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def top_folders() -> list[Path]:
    """The folders of the tree that hold our own files, in order."""
    return [folder for folder in sorted(ROOT.iterdir()) if folder.is_dir() and _is_ours(folder.name)]


def python_files(*folders: Path) -> list[Path]:
    """Every Python file below `folders`, or of the whole tree when none is given, in order."""
    if folders:
        return sorted(file for folder in folders for file in folder.rglob("*.py"))
    return sorted([*ROOT.glob("*.py"), *python_files(*top_folders())])


def package_files() -> list[Path]:
    """Every Python file of the packages and entries that make the product."""
    packages = [ROOT / name for name in pyproject()["tool"]["setuptools"]["packages"]]
    return sorted([*python_files(*packages), *(file for name in ENTRIES if (file := ROOT / f"{name}.py").exists())])


def imported(files: Iterable[Path]) -> set[str]:
    """The top-level names of every absolute import in `files`."""
    names: set[str] = set()
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.split(".")[0])
    return names


def _is_ours(name: str) -> bool:
    return not name.startswith((".", "__")) and not name.endswith(".egg-info") and name not in NOT_OURS
