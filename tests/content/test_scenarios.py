"""Every scenario that ships is sound, rich and playable, and leads only to pages that exist."""

import re
from pathlib import Path

import pytest

from scenarios.checking import check_file, check_folder, check_path
from scenarios.loading import LIBRARY, load_library, load_scenario, scenario_files
from scenarios.model import Disclosure

FILES = tuple(scenario_files(LIBRARY))
GUIDANCE = LIBRARY.parents[1] / "knowledge" / "guidance"

each_scenario = pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])


def test_the_library_loads_whole_and_is_what_checking_looks_at_by_default() -> None:
    assert FILES
    assert set(load_library()) == {path.stem for path in FILES}
    assert check_path() == check_folder(LIBRARY)


@each_scenario
def test_a_shipped_scenario_has_no_problem_not_even_of_size(path: Path) -> None:
    assert [str(problem) for problem in check_file(path)] == []


@each_scenario
def test_a_shipped_scenario_is_named_as_its_file_and_tells_editors_its_schema(path: Path) -> None:
    loaded = load_scenario(path)
    assert loaded.scenario.id == path.stem
    assert loaded.body.splitlines()[0] == "# yaml-language-server: $schema=../schema.json"


@each_scenario
def test_a_shipped_scenario_leads_to_guidance_that_exists(path: Path) -> None:
    pages = {
        match[1]
        for page in GUIDANCE.glob("*.md")
        if (match := re.search(r"^id: (\S+)$", page.read_text("utf-8"), re.M))
    }
    assert set(load_scenario(path).scenario.guidance) <= pages


@each_scenario
def test_a_shipped_scenario_holds_back_something_that_matters(path: Path) -> None:
    scenario = load_scenario(path).scenario
    assert {fact.disclosure for fact in scenario.facts} == set(Disclosure)
    assert {need.spoken for need in scenario.needs} == {True, False}
    assert any(fact.matters for fact in scenario.facts)
