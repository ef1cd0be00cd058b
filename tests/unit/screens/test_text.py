"""People's words as Markdown source: read as CommonMark, every character comes out as it was typed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.parts.text import JOINER, as_typed, on_one_line, quoted

# What Streamlit's front end looks for in text after Markdown was parsed, where a backslash no longer helps.
LATE = (
    re.compile(r":material[/_]\w+:"),
    re.compile(r":[\w+-]+:"),
    re.compile(r"https?://", re.IGNORECASE),
    re.compile(r"(?<!\w)www\.", re.IGNORECASE),
    re.compile(r"[\w.+-]@\w"),
    re.compile(r"(?:^|\s)(?:<->|->|<-|--|>=|<=|~=)(?:\s|$)"),
)
TRICKS = (
    "**bold** and __bold__ and *this* and ~~that~~",
    "<b>x</b> <script>alert(1)</script> &amp; &lt;",
    ":red[x] :material/face: :smile: :material_face: :streamlit:",
    "$x^2$ and $$y$$",
    "[a](http://b.example) ![i](http://b.example/i.png) <http://c.example>",
    "http://d.example and WWW.e.example and me@f.example",
    "# heading",
    "> quote",
    "- item",
    "1. item",
    "| a | b |",
    "```code```",
    "a -> b <- c <-> d -- e >= f <= g ~= h",
    "-> -> ->",
    "\\*already escaped\\*",
    "--- \n===",
)


def rendered(source: str) -> str:
    """The text that a Markdown reader shows for our source: backslash escapes undone, joiners unseen."""
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", source).replace("  \n", "\n").replace(JOINER, "")


@pytest.mark.parametrize("text", TRICKS)
def test_what_looks_like_formatting_is_shown_as_it_was_typed(text: str) -> None:
    assert rendered(as_typed(text)) == text


@pytest.mark.parametrize("text", TRICKS)
def test_nothing_is_left_that_the_browser_would_turn_into_an_icon_a_link_or_an_arrow(text: str) -> None:
    shown = re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", as_typed(text))
    assert [pattern.pattern for pattern in LATE if pattern.search(shown)] == []


@given(st.text(alphabet="*_`~#>-+=|:[]()<>!$\\&@./ \n\tabw12é…", max_size=60))
def test_every_mark_that_markdown_reads_is_escaped(text: str) -> None:
    source = as_typed(text)
    assert not re.search(r"(?<!\\)(?:\\\\)*[*_`~#>+=|:\[\]()<!$&@]", re.sub(r"\\[!-/:-@\[-`{-~]", "", source))


@given(st.text(alphabet="ab:-> \n", max_size=40))
def test_words_and_line_breaks_stay(text: str) -> None:
    assert rendered(as_typed(text)).replace("\u00a0", " ") == text


def test_a_time_of_day_and_a_plain_sentence_carry_no_invisible_mark() -> None:
    assert as_typed("At 14:12, well: it came - late.") == r"At 14\:12\, well\: it came \- late\."


def test_a_line_that_begins_with_blanks_does_not_become_code() -> None:
    assert as_typed("    four\n\tone tab") == "\u00a0" * 4 + "four  \n" + "\u00a0" * 4 + "one tab"


def test_words_in_a_sentence_stand_on_one_line_between_quotation_marks() -> None:
    assert quoted("You\nsaid *so*") == r"“You said \*so\*”"
    assert on_one_line("  a\n\n b ") == "a b"
