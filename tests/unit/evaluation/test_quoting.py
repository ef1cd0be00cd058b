"""A quote counts when its words stand there, however they were typed, and only then."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.quoting import found_in

SAID = "I’m sorry — truly.\nShe said “no”, didn’t she?  <b>That</b> hurts…"


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("I'm sorry - truly.", "I’m sorry — truly."),
        ('She said "no", didn\'t she?', "She said “no”, didn’t she?"),
        ("truly. She said", "truly.\nShe said"),
        ("she? That", ""),
        ("‹b›That‹/b› hurts...", "<b>That</b> hurts…"),
        ('"didn\'t she?"', "didn’t she?"),
        ("... truly", "truly"),
        ("truly ...", "truly"),
        ("i'm sorry", ""),
        ("'m sor", ""),
        ("ruly", ""),
        ("no", "no"),
        ("she said", ""),
        ("sorry, truly", ""),
        ("...", ""),
        ("", ""),
        (" \n", ""),
    ],
)
def test_a_quote_is_found_as_it_was_written(quote: str, found: str) -> None:
    assert found_in(quote, SAID) == found


def test_what_a_fence_takes_out_does_not_hide_the_words_around_it() -> None:
    assert found_in("I am here", "So: I\u202e am\u200b  here.") == "I\u202e am\u200b  here"


@given(st.text(), st.text())
def test_what_is_found_stands_in_the_text(quote: str, text: str) -> None:
    assert found_in(quote, text) in text


@given(st.text(alphabet=st.characters(exclude_categories=["C"]), min_size=1), st.text(), st.text())
def test_words_between_blanks_are_always_found(words: str, before: str, after: str) -> None:
    found = found_in(words, f"{before} {words} {after}")
    assert bool(found) == any(letter.isalnum() for letter in words)
