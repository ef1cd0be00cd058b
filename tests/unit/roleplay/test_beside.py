"""What a message is read beside: whose each word is, and the sentences of the message that is answered."""

import numpy as np
import pytest

from domain.conversation import Speaker, Turn
from roleplay.beside import KINDS, MOST, beside_of, sentences_in, theirs_of

BEFORE = (
    Turn(0, Speaker.CUSTOMER, "My kettle broke after three weeks."),
    Turn(1, Speaker.TRAINEE, "Sorry to hear that. Do you have the receipt?"),
    Turn(2, Speaker.CUSTOMER, "No, it was a gift from Aunt Rosa. Can you replace it on 14 May?"),
)


@pytest.mark.parametrize(
    ("word", "marks"),
    [
        ("rosa", (1, 0, 0, 0, 0, 1, 0)),
        ("kettle", (0, 1, 0, 0, 0, 1, 0)),
        ("kettles", (0, 0, 1, 0, 0, 1, 0)),
        ("receipt", (0, 0, 0, 1, 0, 1, 0)),
        ("replace", (1, 0, 0, 0, 1, 1, 0)),
        ("replacing", (0, 0, 1, 0, 1, 1, 0)),
        ("14", (1, 0, 0, 0, 1, 1, 1)),
        ("voucher", (0, 0, 0, 0, 0, 1, 0)),
        ("from", (0, 0, 0, 0, 0, 0, 0)),
        ("?", (0, 0, 0, 0, 0, 0, 0)),
        ("", (0, 0, 0, 0, 0, 0, 0)),
    ],
)
def test_a_word_is_marked_by_who_has_said_it(word: str, marks: tuple[int, ...]) -> None:
    beside = beside_of(BEFORE, Speaker.TRAINEE)
    assert beside is not None
    assert beside.text == "no, it was a gift from aunt rosa. can you replace it on 14 may?"
    assert beside.mark(word) == marks


def test_a_message_is_read_alone_where_the_other_side_has_said_nothing() -> None:
    assert beside_of((), Speaker.TRAINEE) is None
    assert beside_of(BEFORE[:1], Speaker.CUSTOMER) is None
    assert beside_of((Turn(0, Speaker.CUSTOMER, " "),), Speaker.TRAINEE) is None


def test_the_same_turns_make_the_same_and_others_another() -> None:
    first, again, other = (beside_of(turns, Speaker.TRAINEE) for turns in (BEFORE, BEFORE, BEFORE[:1]))
    assert first == again
    assert hash(first) == hash(again)
    assert first != other


def test_sentences_end_at_their_stops_and_ask_by_their_marks() -> None:
    words = ("it", "broke", ".", ".", ".", "why", "?", "!", '"', "tell", "me")
    assert sentences_in(words) == ([0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2], [False, True, False])
    assert sentences_in(()) == ([], [False])


def test_a_sentence_is_the_mean_of_its_words_and_knows_how_many_stand_behind_it() -> None:
    states = np.arange(12, dtype=np.float32).reshape(6, 2)
    theirs = theirs_of(states, ("it", "broke", ".", "why", "?", "well"))
    assert theirs.states.tolist() == [[2, 3], [7, 8], [10, 11]]
    assert theirs.kinds.tolist() == [4, 3, 0]


def test_of_a_long_message_the_first_sentences_count() -> None:
    theirs = theirs_of(np.ones((60, 2), np.float32), ["word", "?"] * 30)
    assert theirs.states.shape == (MOST, 2)
    assert theirs.kinds.max() == KINDS - 1
    assert theirs.kinds[-1] == 1
