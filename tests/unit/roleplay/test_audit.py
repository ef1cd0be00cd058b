import pytest

from domain.conversation import Speaker, Turn
from domain.mood import Tone
from roleplay.audit import Fault, audit
from roleplay.state import Cue
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


def test_every_authored_line_of_the_fixture_passes_at_its_moment() -> None:
    told = Cue(
        tone=Tone.WARM,
        reaction=None,
        content=(),
        spare=(),
        allowed=tuple(f.id for f in SCENARIO.facts),
        forbidden=(),
        when="by noon",
    )
    lines = [line.text for lines in SCENARIO.lines.values() for line in lines]
    lines += [line.text for fact in SCENARIO.facts for line in fact.says]
    assert [(line, found) for line in lines if (found := faults(line, told))] == []
