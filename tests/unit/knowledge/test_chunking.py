"""Cutting texts: blocks of a page, sentences, windows of a document, the needs of a question."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.chunking import Block, blocks, needs, plain, sentences, windows


def test_blocks_are_cut_at_blank_lines_and_know_their_line() -> None:
    assert blocks("\nOne\nstill one\n \n## Head\n\n\n- a\n- b\n") == (
        Block("One\nstill one", 1, 0),
        Block("Head", 4, 2),
        Block("- a\n- b", 7, 0),
    )


def test_a_hash_without_a_space_or_with_more_lines_is_body_text() -> None:
    assert blocks("#4471 is the reference\n\n# Not\na heading") == (
        Block("#4471 is the reference", 0, 0),
        Block("# Not\na heading", 2, 0),
    )


def test_plain_keeps_the_words_and_drops_the_marks() -> None:
    marked = '- **Poor:** "I *do* see"\n- ask [Ines](tel:1) for `order_no`'
    assert plain(marked) == 'Poor: "I do see" ask Ines for order_no'


def test_sentences_end_at_full_stops_inside_quotes_and_at_list_items() -> None:
    text = 'She said "no." Then she left. It cost 3.50 (twice!)\n- a refund\n2) a call\nbye'
    assert sentences(text) == ('She said "no."', "Then she left.", "It cost 3.50 (twice!)", "a refund", "a call", "bye")


def test_windows_overlap_by_whole_sentences() -> None:
    text = "One two three. Four five six. Seven eight nine. Ten."
    assert windows(text, size=6, overlap=3) == (
        "One two three. Four five six.",
        "Four five six. Seven eight nine.",
        "Seven eight nine. Ten.",
    )


def test_a_sentence_longer_than_a_window_is_cut_at_words() -> None:
    assert windows("a b c d e f g", size=3, overlap=1) == ("a b c", "d e f", "g")


@pytest.mark.parametrize("text", ["", "  \n\n "])
def test_an_empty_text_has_no_pieces(text: str) -> None:
    assert (blocks(text), sentences(text), windows(text), needs(text)) == ((), (), (), ())


@given(st.text(alphabet="ab .!\n-1A\"'", max_size=400), st.integers(1, 12))
def test_windows_lose_no_word_and_stay_within_their_size(text: str, size: int) -> None:
    parts = windows(text, size=size, overlap=size // 3)
    assert all(0 < len(part.split()) <= size for part in parts)
    assert set(" ".join(sentences(text)).split()) == set(" ".join(parts).split())


def test_needs_join_fragments_to_the_sentence_before_and_drop_repeats() -> None:
    query = "My card was eaten by the machine. In Lyon. I leave on Friday morning. My card was eaten by the machine."
    assert needs(query) == (
        "My card was eaten by the machine. In Lyon.",
        "I leave on Friday morning.",
        "My card was eaten by the machine.",
    )
    assert needs("I need a new card. I need a new card.") == ("I need a new card.",)
