"""Reading guidance pages: what a good file becomes, and how each mistake in one is told."""

from pathlib import Path

import pytest

from domain.errors import InvalidContent
from knowledge.pages import GuidancePage, Paragraph, load_page, load_pages

HEADER = """---
id: kettle
title: The kettle
summary: Boil it once.
skills: [ask_open, need_found]
sources:
  - A book on tea
---
"""
BODY = "\nOne.\n\nTwo,\nstill two.\n\n## Later\n\nThree.\n\nFour.\n\nFive.\n"


def write(folder: Path, text: str, *, name: str = "kettle.md") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_page_is_read_with_numbered_paragraphs_under_their_headings(tmp_path: Path) -> None:
    def paragraph(number: int, heading: str, text: str) -> Paragraph:
        return Paragraph(f"kettle#p{number}", "kettle", "The kettle", heading, text)

    assert load_page(write(tmp_path, HEADER + BODY)) == GuidancePage(
        id="kettle",
        title="The kettle",
        summary="Boil it once.",
        skills=("ask_open", "need_found"),
        sources=("A book on tea",),
        paragraphs=(
            paragraph(1, "", "One."),
            paragraph(2, "", "Two,\nstill two."),
            paragraph(3, "Later", "Three."),
            paragraph(4, "Later", "Four."),
            paragraph(5, "Later", "Five."),
        ),
    )


def test_windows_line_ends_change_nothing(tmp_path: Path) -> None:
    unix = load_page(write(tmp_path, HEADER + BODY))
    (tmp_path / "kettle.md").write_bytes((HEADER + BODY).replace("\n", "\r\n").encode())
    assert load_page(tmp_path / "kettle.md") == unix


def test_the_hash_changes_with_what_is_searched_and_shown(tmp_path: Path) -> None:
    before = load_page(write(tmp_path, HEADER + BODY)).hash
    assert load_page(write(tmp_path, HEADER + BODY)).hash == before
    assert load_page(write(tmp_path, HEADER + BODY.replace("Five", "Six"))).hash != before
    assert load_page(write(tmp_path, HEADER.replace("once", "twice") + BODY)).hash != before


@pytest.mark.parametrize(
    ("old", "new", "line", "field", "advice"),
    [
        ("---\nid", "id", 1, "", "begin with a line of --- , then id, title, summary, skills, sources"),
        ("tea\n---\n", "tea\n", 1, "", "the front matter never ends; close it with a line of ---"),
        ("title: The kettle\n", "", 1, "title", "is missing; add it to the front matter"),
        ("title: The", "titel: x\ntitle: The", 3, "titel", "is not a field of a page; use one of id, title, summary, "),
        ("id: kettle", "id: teapot", 2, "id", "'teapot' differs from the file's name; write id: kettle"),
        ("id: kettle", "id: Ket tle", 2, "id", "string should match pattern"),
        ("summary: Boil it once.", "summary: ''", 4, "summary", "string should have at least 1 character"),
        ("[ask_open, need_found]", "ask_open", 5, "skills", "input should be a valid list"),
        ("[ask_open, need_found]", "[]", 5, "skills", "name at least one act or criterion that this page helps with"),
        ("[ask_open, need_found]", "[ask_opne]", 5, "skills", "'ask_opne' is no known act or criterion; did you mean"),
        ("[ask_open, need_found]", "[zzzz]", 5, "skills", "'zzzz' is no known act or criterion; known are: ask_clos"),
        ("  - A book", "  - 7\n  - A book", 6, "sources.0", "input should be a valid string"),
        ("title: The kettle", "title: The: kettle", 3, "", "this is not valid YAML: mapping values are not allow"),
        ("\n\nFive.", "", 9, "", "has 4 paragraphs; write at least 5, with a blank line between them"),
        ("One.", "# One", 10, "", "the title comes from the front matter; use ## for a heading"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_line_field_and_advice(
    tmp_path: Path, old: str, new: str, line: int, field: str, advice: str
) -> None:
    text = HEADER + BODY
    assert text.count(old) == 1
    path = write(tmp_path, text.replace(old, new))
    with pytest.raises(InvalidContent) as caught:
        load_page(path)
    error = caught.value
    assert (error.file, error.line, error.field) == (str(path), line, field)
    assert error.advice.startswith(advice)


def test_front_matter_that_is_no_mapping_is_told(tmp_path: Path) -> None:
    path = write(tmp_path, "---\njust words\n---\n" + BODY)
    with pytest.raises(InvalidContent) as caught:
        load_page(path)
    assert (caught.value.line, caught.value.field) == (1, "")


def test_a_file_that_is_not_text_is_told(tmp_path: Path) -> None:
    path = tmp_path / "kettle.md"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidContent, match="cannot be read as UTF-8 text"):
        load_page(path)


def test_pages_come_in_order_of_their_ids_and_an_empty_folder_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(InvalidContent, match="no guidance page here"):
        load_pages(tmp_path)
    write(tmp_path, HEADER + BODY)
    write(tmp_path, HEADER.replace("kettle", "cup") + BODY, name="cup.md")
    (tmp_path / "notes.txt").write_text("not a page")
    assert [page.id for page in load_pages(tmp_path)] == ["cup", "kettle"]
