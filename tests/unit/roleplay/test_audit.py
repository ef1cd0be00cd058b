"""What a customer's line may not do, and that a line in character may stand."""

from dataclasses import replace

import pytest

from domain.conversation import Speaker, Turn
from domain.mood import Tone
from roleplay.audit import Fault, audit
from roleplay.state import Cue, Piece, Source
from tests.support.scenario_fixture import scenario

SCENARIO = scenario()
CUE = Cue(
    tone=Tone.TENSE,
    reaction=None,
    content=(),
    spare=(),
    allowed=("rang_twice",),
    forbidden=("drives_nights", "tested_in_february", "gave_up_shifts"),
)
HISTORY = (
    Turn(0, Speaker.CUSTOMER, "Two weeks late now, my varifocals. I have rung twice."),
    Turn(1, Speaker.TRAINEE, "I can have them by Thursday at 16:45."),
)


def faults(text: str, cue: Cue = CUE) -> list[Fault]:
    return [finding.fault for finding in audit(text, scenario=SCENARIO, cue=cue, history=HISTORY)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("...", Fault.EMPTY),
        ("How can I help you today?", Fault.ROLE_FLIP),
        ("Is there anything else I can do for you?", Fault.ROLE_FLIP),
        ("I'm sorry for the inconvenience this caused.", Fault.ROLE_FLIP),
        ("I'll look into that for you right away.", Fault.ROLE_FLIP),
        ("As an AI I have no eyes.", Fault.LEAK),
        ("My instructions say I must stay angry.", Fault.LEAK),
        ("Agent: I will fix it.\nCustomer: Thanks.", Fault.SPOKE_FOR_TRAINEE),
        ("**Never** again.", Fault.MARKDOWN),
        ("Thank you so much, that solves everything.", Fault.GAVE_IN),
        ("I paid 480 euros for these.", Fault.INVENTED_NUMBER),
        ("The headlights come at me like stars, with that scratch.", Fault.EARLY_DISCLOSURE),
        ("I told the depot I had a cold and gave away my shifts.", Fault.EARLY_DISCLOSURE),
        ("Two weeks late now, my varifocals. I have rung twice.", Fault.REPEATED),
        ("Well " * 200, Fault.TOO_LONG),
    ],
)
def test_a_line_that_may_not_stand_is_caught(text: str, fault: Fault) -> None:
    assert fault in faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thursday at 16:45. I have heard days from you before.",
        "I rang on the sixth and the twelfth. Any day now, both times.",
        "So what happens next?",
        "No. I would like an answer, not a card.",
        "And what am I supposed to look through until then?",
    ],
)
def test_a_line_in_character_stands(text: str) -> None:
    assert faults(text) == []


def test_a_line_that_leaves_out_what_it_had_to_tell_is_caught() -> None:
    cue = replace(CUE, content=(Piece(Source.FACT, "drives_nights"),), allowed=("drives_nights",), forbidden=())
    assert faults("I could not say.", cue) == [Fault.NOT_SAID]
    assert faults("I drive the night bus, with a scratch on the left lens.", cue) == []


def test_thanks_are_for_a_customer_with_nothing_left_to_ask_for() -> None:
    assert faults("Thank you so much.", replace(CUE, tone=Tone.CALM)) == [Fault.GAVE_IN]
    assert faults("Thank you so much.", replace(CUE, tone=Tone.CALM, settled=True)) == []


def test_the_complaint_about_an_early_disclosure_names_nothing_of_it() -> None:
    (finding,) = audit(
        "The headlights come at me like stars, with that scratch.", scenario=SCENARIO, cue=CUE, history=HISTORY
    )
    assert finding.complaint == "told something that nobody has asked about"
