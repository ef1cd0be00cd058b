"""Cutting a message into sentences and clauses, and the plain form that is read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roleplay.sentences import MOST_CHARACTERS, MOST_SENTENCES, Sentence, plain, split_sentences


def texts(message: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(message)]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("I see. That was wrong!", ["I see.", "That was wrong!"]),
        (
            "Dr. Otieno rings at 4 p.m. today. Is that all right?",
            ["Dr. Otieno rings at 4 p.m. today.", "Is that all right?"],
        ),
        ("64.90 is back on your card.", ["64.90 is back on your card."]),
        ("one line\nanother line", ["one line", "another line"]),
        ("Wait... what?!", ["Wait...", "what?!"]),
        ("no end at all", ["no end at all"]),
        ("... !!! \n ???", []),
        ("", []),
    ],
)
def test_a_message_is_cut_where_a_reader_would_pause(message: str, expected: list[str]) -> None:
    assert texts(message) == expected


@given(st.text(max_size=600))
def test_every_sentence_is_a_piece_of_the_message_in_order(message: str) -> None:
    place = 0
    for sentence in split_sentences(message):
        place = message.index(sentence.text, place) + len(sentence.text)


def test_no_more_is_read_than_the_bounds_allow() -> None:
    assert len(split_sentences("No. " * 3_000)) == MOST_SENTENCES
    assert sum(len(sentence.text) for sentence in split_sentences("word " * 50_000)) <= MOST_CHARACTERS


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("I’m SO sorry", "i'm so sorry"),
        ("pls send it tmrw, thx", "please send it tomorrow, thanks"),
        ("nooooooo way", "no way"),
        ("order 10000", "order 10000"),
        ("c\u200bal\u00adm down", "calm down"),
        ("ｆｕｌｌ　ｗｉｄｔｈ", "full width"),
    ],
)
def test_the_plain_form_is_how_a_person_reads_it(written: str, read: str) -> None:
    assert plain(written) == read


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Was it wet?", True),
        ("so when do you want us to come", True),
        ("did u get the code", True),
        ("What I can do is send a new one.", False),
        ("When you are back, ring me.", False),
        ("It was wet.", False),
    ],
)
def test_a_question_is_one_with_or_without_its_mark(text: str, asks: bool) -> None:
    assert Sentence(text, plain(text)).asks is asks


def test_a_long_sentence_is_cut_into_its_clauses() -> None:
    text = "It costs nine euros a day, but I've taken it off for you - that box was jammed all weekend."
    assert Sentence(text, plain(text)).clauses == (
        "it costs nine euros a day",
        "but i've taken it off for you",
        "that box was jammed all weekend.",
    )


def test_a_short_sentence_stays_whole() -> None:
    assert Sentence("Yes, I do, gladly.", "yes, i do, gladly.").clauses == ()
