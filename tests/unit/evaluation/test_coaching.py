"""Better words are filled from this case alone, and read as English."""

import pytest

from domain.acts import Act
from domain.mood import Mood
from evaluation.coaching import (
    Advice,
    as_sentence,
    better_wording,
    choose,
    fill,
    first_name,
    load_coaching,
    slots_for,
    within,
)
from scenarios.conditions import When
from tests.support.evaluation_cases import case, said, talk

TALK = talk(
    "Two weeks late now, my varifocals. Who do I ring?",
    said("Hello."),
    "I have rung twice. Nobody tells me anything.",
    said("Could you say your order number?", Act.ASK_CLOSED),
    "Forty.",
)


def advice(*wordings: tuple[str, str]) -> Advice:
    given = [{"when": [when], "text": text} for when, text in wordings]
    return Advice.model_validate({"moment": "first", "why": "a", "try": "b", "search": "c", "wordings": given})


def slots(turn: int | None, *wanted: str) -> dict[str, str]:
    return slots_for(TALK.transcript, TALK.readings, case(), turn=turn, wanted=wanted)


def test_slots_come_from_the_customer_the_scenario_and_the_message_being_answered() -> None:
    assert slots(3) == {
        "name": "Ruth",
        "their_words": "Nobody tells me anything",
        "question": "What do you need the glasses for most?",
        "move": "The lab broke the first lenses and we should have rung you that day.",
        "way": "I can have the lab move your lenses to the front of the queue.",
    }


def test_what_a_script_says_for_its_tone_alone_is_not_said_back() -> None:
    lines = (line.text for lines in case().scenario.lines.values() for line in lines)
    spoken = next(text for text in lines if 4 <= len(text.split()) <= 8 and text.endswith("."))
    for words, said_back in ((spoken, False), ("I have stood here since nine.", True)):
        talked = talk(words, said("Hello."))
        found = slots_for(talked.transcript, talked.readings, case(), turn=1, wanted=())
        assert ("their_words" in found) is said_back


def test_a_question_or_a_single_word_of_the_customers_is_not_said_back() -> None:
    assert slots(1)["their_words"] == "Two weeks late now, my varifocals"
    assert "their_words" not in slots(None)


def test_what_a_better_level_asked_for_goes_first() -> None:
    assert slots(3, "move:offer_loan")["way"] == "I could lend you a pair in your strength until yours arrive."


def test_the_question_offered_is_the_one_on_which_most_depends() -> None:
    assert slots(3, "fact:tested_in_february")["question"] == "What do you need the glasses for most?"
    known = case(facts=("drives_nights", "gave_up_shifts"))
    found = slots_for(TALK.transcript, TALK.readings, known, turn=3, wanted=())
    assert found["question"] == "When was your last eye test?"


def test_a_way_forward_is_only_named_when_it_leads_to_something_still_open() -> None:
    assert "way" not in slots_for(
        TALK.transcript, TALK.readings, case(needs=("see_safely", "taken_seriously")), turn=3, wanted=()
    )


def test_a_way_forward_that_is_welcome_by_now_goes_before_one_that_is_not() -> None:
    known = case(facts=("drives_nights",), moods=(Mood(6, 4, 6, 6), Mood(3, 6, 6, 6)))
    assert When(all=("fact:drives_nights",)).holds(known.situation)
    found = slots_for(TALK.transcript, TALK.readings, known, turn=3, wanted=())
    assert found["way"] == "I could lend you a pair in your strength until yours arrive."


def test_a_wording_for_what_the_message_did_goes_before_one_for_anything() -> None:
    given = advice(("any", "Anything, {name}."), ("ask_closed", "Asked, {name}."))
    assert better_wording(given, ["ask_closed"], {"name": "Ruth"}, seed="s") == "Asked, Ruth."
    assert better_wording(given, ["rude"], {"name": "Ruth"}, seed="s") == "Anything, Ruth."


def test_a_wording_with_something_of_this_conversation_goes_before_one_that_fits_any() -> None:
    given = advice(("any", "Anything, {name}."), ("any", "You wrote “{their_words}”."))
    assert better_wording(given, [], {"name": "Ruth", "their_words": "It hurts"}, seed="s") == "You wrote “It hurts”."
    assert better_wording(given, [], {"name": "Ruth"}, seed="s") == "Anything, Ruth."


def test_what_a_person_wrote_is_never_read_as_a_pattern() -> None:
    assert (
        fill("“{their_words}”, {name}", {"their_words": "{name} and {way}", "name": "Ruth"})
        == "“{name} and {way}”, Ruth"
    )


def test_a_choice_is_the_same_for_the_same_conversation() -> None:
    texts = ["a", "b", "c", "d"]
    assert choose(texts, seed="hello") == choose(texts, seed="hello")
    assert {choose(texts, seed=str(number)) for number in range(40)} == set(texts)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("what i need is a shop", "What I need is a shop."),
        ("we pay for the express job", "We pay for the express job."),
        ("i'd put a pair aside", "I'd put a pair aside."),
        ("Does that fit?", "Does that fit?"),
    ],
)
def test_authored_examples_become_whole_sentences(given: str, expected: str) -> None:
    assert as_sentence(given) == expected


def test_a_statement_continues_a_sentence_and_keeps_a_name_large() -> None:
    assert within("A pair of glasses.") == "a pair of glasses."
    assert within("Owen is at home.") == "Owen is at home."


def test_a_title_is_kept_with_its_name() -> None:
    assert first_name("Ruth Adeyemi") == "Ruth"
    assert first_name("Mrs Adeyemi") == "Mrs Adeyemi"


def test_every_wording_of_the_shipped_coaching_reads_as_a_sentence() -> None:
    filled = {
        "name": "Ruth",
        "their_words": "Nobody tells me anything",
        "question": "What do you need them for?",
        "move": "We should have rung you.",
        "way": "I can lend you a pair.",
    }
    for criterion in load_coaching().criteria.values():
        for wording in criterion.wordings:
            text = fill(wording.text, filled)
            assert "{" not in text
            assert text[0].isupper() or text[0] == "“"
            assert text.endswith((".", "?", "!"))
            assert ".." not in text
            assert "?." not in text
