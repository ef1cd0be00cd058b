"""Texts that are no YAML, or more of YAML than a scenario needs: where the mistake stands and what to write."""

import pytest

from domain.errors import InvalidContent
from scenarios.document import MOST_BYTES, read_document
from scenarios.problems import Finding, Problem, Severity

FILE = "case.yaml"
QUOTES = "put quotes around text that holds ': ' or ' #', or that begins with a sign such as @ * & ! % [ or {"

UNREADABLE = {
    "empty": ("", 0, "the file is empty; begin with id, version and title"),
    "only a comment": ("# later\n", 0, "the file is empty; begin with id, version and title"),
    "a list": ("- id: a\n", 1, "begin with keys, such as id: and title:"),
    "a word": ("\nhello\n", 2, "begin with keys, such as id: and title:"),
    "a colon in a text": (
        "id: a\ntitle: Late: again\n",
        2,
        f"YAML reads a colon or '?' here as a key; {QUOTES}",
    ),
    "an open quote": ("id: a\ntitle: 'Late\nsummary: b\n", 2, "a quote is opened here and never closed"),
    "a backslash": (
        'id: a\ntitle: "Late"\nsummary: "C:\\path"\n',
        3,
        "a backslash in double quotes begins a special character; write it twice, or use single quotes",
    ),
    "a null in disguise": (
        'id: a\ntitle: "\\0"\n',
        2,
        "this holds a character that is no text, written with a backslash; remove it",
    ),
    "a tab": (
        "id: a\n\ttitle: b\n",
        2,
        f"YAML cannot begin a value so: indent with spaces, never tabs, and {QUOTES}",
    ),
    "a sign at the beginning": (
        "id: a\ntitle: @late\n",
        2,
        f"YAML cannot begin a value so: indent with spaces, never tabs, and {QUOTES}",
    ),
    "an open bracket": (
        "skills: [a, b\nid: c\n",
        2,
        "a bracket is opened and not closed, or a comma is missing between its items",
    ),
    "an indentation that fits nothing": (
        "brief:\n  - a\n role: b\n",
        3,
        f"the indentation does not fit the lines above; or {QUOTES}",
    ),
    "a word without a colon": (
        "id: a\ntitle\n",
        3,
        "a key needs a colon and its value after it; indent a line that continues the text above",
    ),
    "a bracket too many": ("{id: a}}\n", 1, f"YAML cannot read this line; {QUOTES}"),
    "a second document": (
        "id: a\n---\nid: b\n",
        2,
        "a second document begins here; keep one scenario a file and remove this ---",
    ),
    "a reference": (
        "id: a\ntitle: *a\n",
        2,
        "YAML reads * as a reference; write the text out, in quotes when it begins with *",
    ),
    "an anchor": ("id: a\ntitle: &b Late\n", 2, "YAML reads & as an anchor; put text that begins with & in quotes"),
    "a tag": ("id: a\ntitle: !late\n", 2, "YAML reads ! as a tag; put text that begins with ! in quotes"),
    "a tagged list": ("id: !!set {a}\n", 1, "YAML reads ! as a tag; remove it"),
    "a list as a key": (
        "id: a\n? [b]\n: c\n",
        2,
        "a key must be a plain word; put text that begins with [ or { in quotes",
    ),
    "too deep": (f"id: {'[' * 40}\n", 1, "this is nested more than 12 deep; no part of a scenario is"),
    "a bell": ("id: a\ntitle: \a\n", 2, r"a character that is no text stands here ('\x07'): remove it"),
    "half a character": ("id: \ud83d\n", 1, r"a character that is no text stands here ('\ud83d'): remove it"),
    "too large": ("#" * (MOST_BYTES + 1), 0, "the file is over 1 MB; a scenario is text and much smaller"),
}


@pytest.mark.parametrize(("body", "line", "advice"), UNREADABLE.values(), ids=UNREADABLE)
def test_an_unreadable_text_is_refused_with_its_line_and_what_to_write(body: str, line: int, advice: str) -> None:
    with pytest.raises(InvalidContent) as caught:
        read_document(body, file=FILE)
    error = caught.value
    assert (error.file, error.line, error.field, error.advice) == (FILE, line, "", advice)


def test_a_bomb_of_references_is_refused_at_its_first_anchor() -> None:
    bomb = "a: &a [x, x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a, *a, *a]\n" for i in range(30))
    with pytest.raises(InvalidContent, match=r"case\.yaml:1: file: YAML reads & as an anchor"):
        read_document(bomb, file=FILE)


def test_a_hundred_thousand_open_brackets_are_refused_at_the_thirteenth() -> None:
    with pytest.raises(InvalidContent, match="nested more than 12 deep"):
        read_document("[" * 100_000, file=FILE)


def test_plain_words_are_read_as_editors_read_them() -> None:
    document = read_document(
        "a: yes\nb: 12:30\nc: 2026-03-04\nd: 007\ne: 1_000\nf: 7\ng: -1.5\nh: true\ni: null\nj: 1e400\nk: '7'\n"
        "l: >-\n  two\n  lines\nm: .nan\nn:\n",
        file=FILE,
    )
    assert document.data == {
        "a": "yes",
        "b": "12:30",
        "c": "2026-03-04",
        "d": "007",
        "e": "1_000",
        "f": 7,
        "g": -1.5,
        "h": True,
        "i": None,
        "j": "1e400",
        "k": "7",
        "l": "two lines",
        "m": ".nan",
        "n": None,
    }


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm() -> None:
    document = read_document("\ufeffid: a\r\ntitle: b\r\n", file=FILE)
    assert (document.data, document.lines[("title",)]) == ({"id": "a", "title": "b"}, 2)


def test_a_key_written_twice_keeps_its_first_value_and_names_both_lines() -> None:
    document = read_document("id: a\ntitle: b\nid: [c]\n", file=FILE)
    assert document.data == {"id": "a", "title": "b"}
    assert document.findings == (
        Finding(("id",), "this key stands twice, on line 1 and on line 3; keep one", Severity.ERROR),
    )


def test_a_problem_names_items_by_id_or_position_and_takes_the_line_of_the_nearest_parent() -> None:
    document = read_document("moves:\n  - id: greet\n    says:\n      - a\n      - b\n  - says: [c]\n", file=FILE)
    problems = document.problems(
        [
            Finding(("moves", 1, "says", 0), "last"),
            Finding(("moves", 0, "says", 1, "text"), "deep"),
            Finding(("facts",), "absent"),
        ]
    )
    assert problems == (
        Problem(FILE, 1, "facts", "absent"),
        Problem(FILE, 5, "moves.greet.says.2.text", "deep"),
        Problem(FILE, 6, "moves.2.says.1", "last"),
    )
