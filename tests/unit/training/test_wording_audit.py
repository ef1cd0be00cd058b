"""What of a model's better wording may reach a trainee. The reader's part is given here as values."""

from dataclasses import replace

import pytest

from domain.acts import Act
from domain.conversation import DeskEntry, Speaker, Transcript, Turn
from domain.reading import Found, Oddity, Reading
from tests.support.evaluation_cases import case
from training.wording_audit import Moment, bare, case_texts, fault_in

OPENING = Turn(0, Speaker.CUSTOMER, "Two weeks late now, my varifocals. I have rung twice and I am not ringing again.")
MESSAGE = Turn(1, Speaker.TRAINEE, "We apologise for any inconvenience. The glasses are late, I am afraid.")
LATER = Turn(2, Speaker.CUSTOMER, "I drive the night bus, line forty, until midnight.")
KIND = Reading(acts=(Found(Act.NAME_FEELING, "x", 0.9),))


def moment(reading: Reading = KIND, *, desk: tuple[DeskEntry, ...] = ()) -> Moment:
    return Moment(
        scenario=case().scenario,
        transcript=Transcript((OPENING, MESSAGE, LATER), desk),
        before=(OPENING,),
        message=MESSAGE,
        pattern="I could lend you a pair in your strength until yours arrive.",
        reads=lambda text: reading,
    )


@pytest.mark.parametrize(
    "text",
    [
        "Two weeks late, Ruth, and you rang twice for nothing. I'm sorry that it was left to you.",
        "You have rung twice and nobody told you anything. What do you need the varifocals for?",
        "It was promised for the fourth and today is the eighteenth. That is not right, Ruth.",
        "I'll look at what the lab wrote, and I will tell you here what I find.",
        "Before I go on: you rang twice, and nobody told you anything?",
        "I will lend you a pair in your strength, Ruth, so that you need not wait without.",
    ],
)
def test_words_made_of_the_conversation_and_the_case_pass(text: str) -> None:
    assert fault_in(text, moment()) == ""


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("  … ", "no words"),
        ("**Ruth**, you rang twice.", "not plain text"),
        ("Agent: you rang twice.", "not plain text"),
        ("- you rang twice, Ruth", "not plain text"),
        ("You rang twice [name], and nobody came back to you.", "not plain text"),
        ("You rang. Twice. For nothing. I'm sorry.", "too long"),
        ("You rang twice and " + "waited and " * 60 + "heard nothing.", "too long"),
        ("Certainly! You rang twice, Ruth.", "speaks about itself"),
        ("A better version would name the two weeks.", "speaks about itself"),
        (MESSAGE.text, "said already"),
        ("We apologise for any inconvenience, the glasses are late, I am afraid.", "said already"),
        ("You rang twice, Ruth, and here are £75 for it.", "made up: 75"),
        ("You rang twice, Ruth. They come on Thursday.", "made up: thursday"),
        ("You rang twice and spoke to Mr Hopkins, Ruth.", "made up: Hopkins"),
        ("I have called your neighbour and your solicitor about the burglary.", "made up: "),
        ("You rang twice, Ruth. They come tomorrow.", "a time from nowhere: tomorrow"),
        ("You rang twice, Ruth. I will refund all of it.", "a promise from nowhere: i will refund"),
        ("You drive the night bus until midnight, Ruth.", "made up: "),  # she says so only later
    ],
)
def test_what_is_too_long_unplain_or_from_nowhere_does_not_pass(text: str, fault: str) -> None:
    assert fault_in(text, moment()).startswith(fault)


@pytest.mark.parametrize(
    ("reading", "fault"),
    [
        (replace(KIND, acts=(*KIND.acts, Found(Act.EMPTY_FORMULA, "x", 0.6))), "reads as empty_formula"),
        (replace(KIND, acts=(Found(Act.FALSE_PROMISE, "x", 0.6), *KIND.acts)), "reads as false_promise"),
        (replace(KIND, odd=(Found(Oddity.ABSURD, "x", 0.9),)), "reads as absurd"),
        (replace(KIND, but_cancels="x"), "a but that takes it back"),
        (Reading(), "nothing good is read in it"),
        (Reading(acts=(Found(Act.GREET, "x", 0.9), Found(Act.PERSONALISE, "x", 0.9))), "nothing good is read in it"),
        (Reading(moves=(Found("own_the_delay", "x", 0.9),)), ""),
        (Reading(asked_facts=(Found("drives_nights", "x", 0.9),)), ""),
    ],
)
def test_the_reader_has_to_find_something_good_in_it_and_nothing_bad(reading: Reading, fault: str) -> None:
    assert fault_in("You rang twice, Ruth.", moment(reading)) == fault


def test_what_the_desk_answered_before_may_be_said_and_what_it_answered_later_may_not() -> None:
    def answered(after: int) -> Moment:
        return moment(desk=(DeskEntry(after, "rush_order", (), True, "The lab has it for Thursday."),))

    text = "You rang twice, Ruth. The lab has it for Thursday."
    assert fault_in(text, answered(0)) == ""
    assert fault_in(text, answered(1)) == "made up: thursday"


def test_the_case_is_what_the_trainees_screen_shows_and_nothing_that_is_to_be_found_out() -> None:
    scenario = case().scenario
    texts = "\n".join(case_texts(scenario, Transcript((OPENING,)), until=1))
    assert scenario.brief.situation in texts
    assert all(rule in texts for rule in scenario.desk.policy)
    assert not any(fact.statement in texts for fact in scenario.facts)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (' "You rang twice, Ruth." ', "You rang twice, Ruth."),
        ("“You rang twice,\n Ruth.”", "You rang twice, Ruth."),
        ("You wrote “twice”, Ruth.", "You wrote “twice”, Ruth."),
        ("“Twice”, you wrote, and “late”", "“Twice”, you wrote, and “late”"),
    ],
)
def test_quotation_marks_around_the_whole_are_taken_off(given: str, words: str) -> None:
    assert bare(given) == words
