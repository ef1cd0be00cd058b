"""Questions as people put them: misspelt, several in one breath, as a statement, or going on from what was told."""

from functools import cache

import pytest

from domain.conversation import Speaker, Turn
from domain.reading import Reading
from language.encoder import load_encoder
from roleplay.reader import Reader
from roleplay.sentences import split_sentences
from roleplay.spelling import speller
from roleplay.targets import Targets
from tests.support.scenario_fixture import scenario


@cache
def reader() -> Reader:
    return Reader(load_encoder())


@cache
def targets() -> Targets:
    return reader().prepare(scenario())


def read(text: str, *, told: str = "", own: str = "") -> Reading:
    """`told` is a fact that the customer has just told."""
    line = scenario().fact(told).says[0].text if told else "Good afternoon."
    before = (Turn(0, Speaker.TRAINEE, own or "Hello."), Turn(1, Speaker.CUSTOMER, line))
    return reader().read(text, before=before, targets=targets())


def asked(text: str) -> list[str]:
    return [found.what for found in read(text).asked_facts]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("wen was ur last eye tset", ["tested_in_february"]),
        ("is the prescripton still curent", ["tested_in_february"]),
        ("Tell me about your last eye test.", ["tested_in_february"]),
        ("I'd like to hear about your last eye test.", ["tested_in_february"]),
        ("You had to miss work because of it I guess?", ["gave_up_shifts"]),
        ("You had to miss work because of it, I take it.", ["gave_up_shifts"]),
        ("hi when was ur last eye test and also did u have to miss work", ["tested_in_february", "gave_up_shifts"]),
        ("I saw the prescription from your last eye test.", ["tested_in_february"]),
        ("I can see that you had to miss work.", []),
        ("How can I help you today?", []),
    ],
)
def test_a_question_finds_its_fact_however_it_is_put(text: str, facts: list[str]) -> None:
    assert asked(text) == facts


def test_questions_without_a_stop_are_sentences_of_their_own() -> None:
    text = "ok so did you pay by card and is the globe red and what number can i ring"
    assert [each.text for each in split_sentences(text)] == [
        "ok so", "did you pay by card", "and is the globe red", "and what number can i ring",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "Do you have your card at hand so that I can look?",
        "What lights do you see on it at the moment?",
        "I'll check with the depot what they did and then call you at eight.",
        "Shall I send it tomorrow, or would you rather wait until Friday?",
        "I'll have you in my thoughts at that market stall tonight.",
        "I think we should have you back online by nine tonight.",
    ],
)
def test_a_sentence_that_holds_together_stays_whole(text: str) -> None:
    assert [each.text for each in split_sentences(text)] == [text]


@pytest.mark.parametrize("text", ["Did she say why?", "and how is it now?", "why?", "What do you mean?"])
def test_a_question_that_goes_on_from_what_was_told_is_no_repetition(text: str) -> None:
    assert [found.what for found in read(text, told="tested_in_february").follow_ups] == ["tested_in_february"]


def test_a_question_put_again_is_a_repetition() -> None:
    reading = read("When was your last eye test?", told="tested_in_february")
    assert ([found.what for found in reading.asked_facts], reading.follow_ups) == (["tested_in_february"], ())
    assert read("Did she say why?", told="tested_in_february", own="Did she say why?").follow_ups == ()


def test_only_unknown_words_are_put_right_and_never_their_first_letter() -> None:
    spelling = speller(["router", "parcel", "appointment"], frozenset({"rooster", "counter"}))
    assert spelling.right("the ruter, the parcle, an apointment") == "the router, the parcel, an appointment"
    assert spelling.right("the rooster on the counter is outer space") == "the rooster on the counter is outer space"
