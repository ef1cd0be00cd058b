"""A quote is shown only where it was said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.conversation import Speaker, Transcript, Turn
from domain.scorecard import Evidence
from evaluation.evidence import LONGEST_QUOTE, cut, is_verified, usable

TALK = Transcript((Turn(0, Speaker.CUSTOMER, "It is late."), Turn(1, Speaker.TRAINEE, "I can see why you are upset.")))
SAID = Evidence("name_feeling", True, "You named it.", "you are upset", 1)
NOT_SAID = Evidence("name_feeling", True, "You named it.", "you are furious", 1)


def test_a_quote_that_stands_in_its_turn_is_verified() -> None:
    assert is_verified(SAID, TALK)


@pytest.mark.parametrize(
    "wrong",
    [
        NOT_SAID,
        Evidence("a", True, "Another turn.", "you are upset", 2),
        Evidence("a", True, "The customer's words.", "It is late.", 0),
        Evidence("a", True, "No turn.", "you are upset"),
        Evidence("a", True, "A turn and no words.", "", 1),
    ],
)
def test_a_quote_from_anywhere_else_is_refused(wrong: Evidence) -> None:
    assert not is_verified(wrong, TALK)


def test_evidence_that_cannot_be_found_is_dropped_and_the_rest_kept_in_order() -> None:
    absent = Evidence("ask_open", False, "You asked nothing.")
    assert usable([absent, NOT_SAID, SAID], TALK) == (absent, SAID)


@given(st.text(min_size=1, max_size=900))
def test_a_cut_quote_is_still_word_for_word_what_was_said(text: str) -> None:
    short = cut(text)
    assert short in text
    assert len(short) <= LONGEST_QUOTE


def test_a_long_quote_is_cut_at_a_word_and_stays_verified() -> None:
    words = "really " * 100
    talk = Transcript((Turn(0, Speaker.TRAINEE, words),))
    (kept,) = usable([Evidence("a", True, "Long.", words, 0)], talk)
    assert kept.quote.endswith("really")
    assert is_verified(kept, talk)
