"""What a person may type, and what is kept of it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from training.messages import LONGEST_MESSAGE, clean_message, clean_text

NOTHING = "There was nothing to send. Write to the customer first."


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  I looked it up.\r\n\tIt is here. \n", "I looked it up.\n\tIt is here."),
        ("Ines\u0302", "Ineŝ"),
        ("a\x00b\x07c\x1b[31md", "abc[31md"),
        ("half \ud83d a pair", "half  a pair"),
        ("<b>bold</b> & <script>alert(1)</script>", "<b>bold</b> & <script>alert(1)</script>"),
        ("\u202eright to left\u202c and \u2067back\u2069", "right to left and back"),
        ("שלום, ההזמנה כאן", "שלום, ההזמנה כאן"),
        ("👩‍👩‍👧 sorry 🫨", "👩‍👩‍👧 sorry 🫨"),
        ("\U0001fae9", "\U0001fae9"),
        ("\ufdd0\ufffeok", "ok"),
        ("\ue000private", "private"),
    ],
)
def test_words_are_kept_and_what_is_no_writing_is_not(typed: str, kept: str) -> None:
    assert clean_message(typed) == kept


@pytest.mark.parametrize("typed", ["", "   \n\t ", "\x00\x01", "\ud800", "\u200b\u200d", "\u202e", "\u00a0\u2003"])
def test_a_message_in_which_nothing_can_be_seen_is_not_sent(typed: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        clean_message(typed)
    assert str(refused.value) == NOTHING


def test_the_longest_message_is_sent_and_one_character_more_is_not() -> None:
    assert clean_message("x" * LONGEST_MESSAGE) == "x" * LONGEST_MESSAGE
    with pytest.raises(InvalidInput) as refused:
        clean_message("x" * 100_000)
    assert str(refused.value) == (
        "The message has 100,000 characters; a message takes up to 4,000. "
        "Nothing was sent: shorten it and send it again."
    )


@given(st.text(alphabet=st.characters(), max_size=200))
def test_cleaning_twice_changes_nothing_more_and_leaves_text_that_can_be_stored(typed: str) -> None:
    kept = clean_text(typed)
    assert clean_text(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    kept.encode("utf-8")
    assert "\x00" not in kept
