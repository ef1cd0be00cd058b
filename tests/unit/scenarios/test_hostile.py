"""Whatever stands in a file, the answer is a list of problems with their place: never another error, never a hang."""

import copy
import json
from pathlib import Path

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from domain.errors import InvalidContent
from scenarios.checking import check_file, check_text
from scenarios.document import MOST_BYTES, Data, read_document
from scenarios.loading import parse_scenario
from scenarios.problems import MOST_PROBLEMS, Problem, Severity
from tests.support.scenario_fixture import FILE, SCENARIO_TEXT

TREE: Data = dict(read_document(SCENARIO_TEXT, file=FILE).data)
SCALARS: st.SearchStrategy[Data] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=30), st.just("trust>=5"), st.just("{when}")
)
VALUES: st.SearchStrategy[Data] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=8), inner, max_size=3)),
    max_leaves=6,
)


def outcome(text: str) -> tuple[Problem, ...]:
    """The problems of a text, which must agree with what the parser makes of it."""
    problems = check_text(text, file=FILE)
    assert all(problem.file == FILE and problem.line >= 0 and problem.advice for problem in problems)
    assert refusal(text) in {problems[:1], ()}
    return problems


def refusal(text: str) -> tuple[Problem, ...]:
    """Why parsing refuses a text, or nothing."""
    try:
        parse_scenario(text, file=FILE)
    except InvalidContent as error:
        return (Problem(error.file, error.line, error.field, error.advice),)
    return ()


@given(st.text())
@settings(deadline=None)
@example("\ud800")
@example("a: " + "9" * 5000)
@example("a: !!python/object/apply:os.system [ls]")
@example("? - a\n: b")
@example("%YAML 9.9\n---\na: b")
@example("- - - - - - - - - - - - - - - -")
def test_any_text_gives_problems(text: str) -> None:
    assert outcome(text)


@given(st.binary())
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(b"\x89PNG\r\n\x1a\n\x00")
@example("id: a".encode("utf-16"))
def test_any_bytes_give_problems(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "case.yaml"
    path.write_bytes(data)
    problems = check_file(path)
    assert problems
    assert all(problem.file == str(path) and problem.severity is Severity.ERROR for problem in problems)


@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_a_scenario_with_any_part_replaced_by_anything_gives_problems_or_stays_sound(data: st.DataObject) -> None:
    tree: Data = copy.deepcopy(TREE)
    here = tree
    while True:
        keys: list[str | int] = list(here) if isinstance(here, dict) else list(range(len(_items(here))))
        key = data.draw(st.sampled_from(keys))
        below = _at(here, key)
        if not isinstance(below, dict | list) or not below or data.draw(st.booleans()):
            break
        here = below
    _put(here, key, data.draw(VALUES))
    # JSON is YAML, and quicker to write.
    outcome(json.dumps(tree, ensure_ascii=False, indent=1))


@given(start=st.integers(0, len(SCENARIO_TEXT)), length=st.integers(0, 200), put=st.text(max_size=10))
@settings(max_examples=60, deadline=None)
def test_a_scenario_with_any_passage_cut_out_gives_problems_or_stays_sound(start: int, length: int, put: str) -> None:
    outcome(SCENARIO_TEXT[:start] + put + SCENARIO_TEXT[start + length :])


def test_a_megabyte_of_brackets_keys_quotes_or_questions_is_answered() -> None:
    for piece in ("[", "{", "- ", "? ", "a: ", "'", '"', "a\n", "&a ", "!a ", "[a],\n", "|\n", "{a: ", "- [a, b]\n  "):
        assert outcome((piece * MOST_BYTES)[:MOST_BYTES])


def test_of_thousands_of_mistakes_the_first_are_reported() -> None:
    keys = "".join(f"key_{i}: 1\n" for i in range(20_000))
    assert len(outcome(keys)) == MOST_PROBLEMS


def _items(node: Data) -> list[Data]:
    return node if isinstance(node, list) else []


def _at(node: Data, key: str | int) -> Data:
    if isinstance(node, dict):
        return node[str(key)]
    return _items(node)[int(key)]


def _put(node: Data, key: str | int, value: Data) -> None:
    if isinstance(node, dict):
        node[str(key)] = value
    else:
        _items(node)[int(key)] = value
