"""Whose voice a sentence has, learnt from what is authored for desk and customers."""

from pathlib import Path

import pytest

from domain.errors import MissingArtefact
from roleplay.audit import make_voice, voice


@pytest.mark.parametrize(
    "sentence",
    [
        "i have just cancelled the second charge.",
        "your new card will arrive within five days.",
        "let me look that up and see what went wrong on our side.",
    ],
)
def test_what_the_desk_says_sounds_like_the_desk(sentence: str) -> None:
    assert voice.desk_score(sentence) > 0


@pytest.mark.parametrize(
    "sentence",
    ["i have been sent from one to the other all week.", "nobody came, and nobody told me why.", "no, thank you."],
)
def test_what_a_customer_says_does_not(sentence: str) -> None:
    assert voice.desk_score(sentence) < 0


def test_the_same_sentences_teach_the_same_weights() -> None:
    customers, desk = ["nobody came to me.", "i have waited all day."], ["how can i help you?", "i will check that."]
    one, other = make_voice.learn(customers, desk), make_voice.learn(customers, desk)
    assert (one[0] == other[0]).all()
    assert one[1] == other[1]


def test_damaged_weights_say_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "voice.npz"
    broken.write_bytes(b"PK\x03\x04 cut short")
    with pytest.raises(MissingArtefact, match="make_voice"):
        voice.load_weights(broken)
