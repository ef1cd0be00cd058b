"""The pinned requirements are those of pyproject.toml, and every library that is imported is declared."""

import runpy
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.house import ROOT, imported, package_files, pyproject, python_files

LOCK = runpy.run_path(str(ROOT / "setup" / "lock.py"))
FILES = {"run": ROOT / "requirements.txt", "dev": ROOT / "requirements-dev.txt"}
# These run in an environment that they make for themselves.
SELF_CONTAINED = {ROOT / "language" / "make_encoder.py"}


def pins(kind: str) -> dict[str, str]:
    """Name to version; a name with several markers has one version a marker, which are joined."""
    found: dict[str, list[str]] = {}
    for line in FILES[kind].read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            found.setdefault(canonicalize_name(requirement.name), []).append(str(requirement.specifier))
    return {name: " ".join(sorted(versions)) for name, versions in found.items()}


def declared(kind: str) -> list[Requirement]:
    document = pyproject()
    run = [Requirement(line) for line in document["project"]["dependencies"]]
    return run if kind == "run" else [*run, *(Requirement(line) for line in document["dependency-groups"]["dev"])]


@pytest.mark.parametrize("kind", FILES)
def test_the_pins_were_resolved_from_pyproject_as_it_stands(kind: str) -> None:
    digest = LOCK["declarations_digest"](ROOT / "pyproject.toml")
    head = FILES[kind].read_text(encoding="utf-8").splitlines()[1]
    assert head == f"# declarations: sha256:{digest}", "run `make lock`"


@pytest.mark.parametrize("kind", FILES)
def test_every_declared_requirement_is_met_by_its_pin(kind: str) -> None:
    have = pins(kind)
    unmet = [
        str(requirement)
        for requirement in declared(kind)
        if not all(
            requirement.specifier.contains(version.removeprefix("=="))
            for version in have.get(canonicalize_name(requirement.name), "none").split()
        )
    ]
    assert unmet == []


@pytest.mark.parametrize("kind", FILES)
def test_every_line_is_an_exact_pin_and_names_no_index(kind: str) -> None:
    lines = [line for line in FILES[kind].read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert [line for line in lines if "==" not in line.split(";")[0] or line.startswith("-")] == []


def test_development_has_the_same_pins_and_more() -> None:
    run, development = pins("run"), pins("dev")
    assert {name: development.get(name) for name in run} == run
    assert development.keys() > run.keys()


@pytest.mark.parametrize(
    ("kind", "files"), [("run", package_files()), ("dev", python_files(ROOT / "tests"))], ids=["product", "tests"]
)
def test_every_imported_library_is_declared(kind: str, files: list[Path]) -> None:
    allowed = {canonicalize_name(requirement.name) for requirement in declared(kind)}
    providers = packages_distributions()
    undeclared = {
        name
        for name in imported(set(files) - SELF_CONTAINED)
        if name in providers
        and not (ROOT / name).exists()
        and not (ROOT / f"{name}.py").exists()
        and not {canonicalize_name(provider) for provider in providers[name]} & allowed
    }
    assert undeclared == set()
