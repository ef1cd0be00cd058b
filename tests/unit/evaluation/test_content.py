"""The authored files of scoring: what is refused, where, and with which advice."""

from pathlib import Path

import pytest

from domain.errors import InvalidContent
from evaluation.coaching import COACHING, Causes, Coaching
from evaluation.content import load_content, parse_content
from evaluation.rubric import CORE, Rubric, load_rubric
from evaluation.scorer import MODEL, ScorerModel


def broken(path: Path, old: str, new: str) -> str:
    body = path.read_text(encoding="utf-8")
    assert old in body
    return body.replace(old, new, 1)


def refused(body: str, model: type[Rubric] | type[ScorerModel] | type[Coaching] | type[Causes]) -> InvalidContent:
    with pytest.raises(InvalidContent) as caught:
        parse_content(body, model, file="x.yaml")
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "field", "advice"),
    [
        ("    - id: exploration\n", "    - id: interpretation\n", "", "two criteria or gates have the same id"),
        ("weight: 2\n", "weight: 9\n", "dimensions.problem_solving.solution.weight", "less than or equal to 5"),
        ("cap: 1.5", "cap: 0", "gates.respect.cap", "greater than or equal to 1"),
        ("  - id: respect\n", "  - id: charm\n", "", "nothing can judge the gate 'charm'"),
        ("judge: 0.6, ", "", "uncertainty", "deviation has no entry for judge"),
        ("title: The solution\n", "tilte: The solution\n", "dimensions.problem_solving.solution.title", "required"),
    ],
)
def test_a_mistake_in_a_rubric_is_reported_with_its_place(old: str, new: str, field: str, advice: str) -> None:
    error = refused(broken(CORE, old, new), Rubric)
    assert error.file == "x.yaml"
    assert (error.field, error.line > 0) == (field, True)
    assert advice in error.advice


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("minimise: {points: -", "minimise: {points: ", "emotional_reaction: 'minimise' must take points"),
        ("ask_open: {points: ", "ask_open: {points: -", "exploration: 'ask_open' must give points"),
        ("ask_open: {points: ", "ask_opne: {points: ", "exploration speaks of 'ask_opne', which is no feature"),
        ("courtesy:\n      generic_apology", "courtesy:\n      validate", "courtesy is for faults"),
        ("  rude:\n    {good", "  rood:\n    {good", "features has to name what can be observed"),
        ("{good: false, label: rudeness,", "{label: rudeness,", "write met for something good, and only there"),
    ],
)
def test_a_scorer_whose_weights_are_not_monotone_or_not_known_is_refused(old: str, new: str, advice: str) -> None:
    assert advice in refused(broken(MODEL, old, new), ScorerModel).advice


@pytest.mark.parametrize(
    ("old", "new", "advice"),
    [
        ("when: [apology_loop]", "when: [apology_lop]", "'apology_lop' is no act or pattern"),
        ("{their_words}”, and that is", "{her_words}”, and that is", "{her_words} is no slot"),
        ("  resolved:\n", "  solved:\n", "input should be"),
        ("  problem_solving:\n    moment", "  solving:\n    moment", "no entry for problem_solving"),
    ],
)
def test_coaching_that_cannot_be_filled_is_refused(old: str, new: str, advice: str) -> None:
    assert advice in refused(broken(COACHING, old, new), Coaching).advice


def test_a_criterion_without_words_for_every_conversation_is_refused() -> None:
    body = "moment: first\nwhy: a\ntry: b\nsearch: c\nwordings:\n  - {when: [any], text: '{move}'}\n"
    whole = broken(COACHING, "criteria:\n", "criteria:\n  other:\n    " + body.replace("\n", "\n    ").rstrip() + "\n")
    assert "no slot but {name}" in refused(whole, Coaching).advice


def test_causes_have_to_name_every_act() -> None:
    body = broken(COACHING.with_name("causes.yaml"), "  greet: You said hello before anything else.\n", "")
    assert "acts has no entry for greet" in refused(body, Causes).advice


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidContent, match=r"rubric\.yaml:0: file: there is no such file"):
        load_rubric(tmp_path / "rubric.yaml")


def test_the_hash_changes_with_what_counts_and_not_with_a_comment(tmp_path: Path) -> None:
    body = CORE.read_text(encoding="utf-8")
    commented, weighted = tmp_path / "a.yaml", tmp_path / "b.yaml"
    commented.write_text("# Another remark.\n" + body, encoding="utf-8")
    weighted.write_text(body.replace("weight: 2\n", "weight: 1.9\n"), encoding="utf-8")
    assert load_content(commented, Rubric).hash == load_rubric().hash
    assert load_content(weighted, Rubric).hash != load_rubric().hash


@pytest.mark.parametrize(("level", "index"), [(1, 0), (1.49, 0), (1.5, 1), (2.4, 1), (4.49, 3), (4.5, 4), (5, 4)])
def test_an_anchor_is_that_of_the_nearest_whole_level(level: float, index: int) -> None:
    criterion = load_rubric().criteria["solution"]
    assert criterion.anchor(level) == criterion.anchors[index]
