"""A line that reads out its note or recites its instructions is seen; one that a customer says is not."""

import pytest

from prompts.renderer import load_prompt
from roleplay.audit import Fault, Finding, audit
from roleplay.audit.echoes import PROMPTS, handed_back
from roleplay.state import opening_cue
from scenarios.loading import LIBRARY, load_scenario
from scenarios.model import Line, Scenario

SCENARIOS = [load_scenario(path).scenario for path in sorted(LIBRARY.glob("*.yaml"))]


def spoken(scenario: Scenario) -> list[Line]:
    """All that this customer may say by the script."""
    groups = [
        scenario.opening.says,
        *scenario.lines.values(),
        *(fact.says for fact in scenario.facts),
        *(group for need in scenario.needs for group in (need.presses, need.raises)),
        *(group for move in scenario.moves for group in (move.says, move.objects, move.breaks)),
        *(trigger.says for trigger in scenario.persona.triggers),
        *(ending.says for ending in scenario.endings),
    ]
    return [line for group in groups for line in group]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "You are distraught, and short with whatever rubs. You give them a chance, and no more than that.",
            "and short with whatever rubs",
        ),
        ("They take it on. You take note of that, without cheering.", "You take note of that"),
        ("It is not settled: no thanks as if it were, and no goodbye.", "no thanks as if it"),
        ("Well.\nYour last try cannot be used", "Your last try cannot be"),
        ("You play that customer, and you don’t have it to hand.", "you don’t have it to"),
        ("I AM TOLD: ANGER SHOWS IN SHORT SENTENCES!", "ANGER SHOWS IN SHORT SENTENCES"),
    ],
)
def test_the_prompts_own_words_are_found_in_a_line(line: str, words: str) -> None:
    assert handed_back(line) == words


@pytest.mark.parametrize(
    "line", ["", "Well.", "You take note. Of that I am sure, without cheering.", "So, what happens now?"]
)
def test_a_line_of_ones_own_is_no_echo(line: str) -> None:
    assert handed_back(line) == ""


def test_the_audit_takes_an_echo_for_a_leak() -> None:
    case = SCENARIOS[0]
    found = audit("You give them a chance, and no more than that.", scenario=case, cue=opening_cue(case), history=())
    assert Finding(Fault.LEAK, "You give them a chance") in found


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[scenario.id for scenario in SCENARIOS])
def test_no_authored_line_is_taken_for_an_echo(scenario: Scenario) -> None:
    taken = {line.text: handed_back(line.text) for line in spoken(scenario)}
    assert {text: words for text, words in taken.items() if words} == {}


@pytest.mark.parametrize("name", PROMPTS)
def test_a_prompt_recited_from_anywhere_is_an_echo(name: str) -> None:
    sentences = [line for line in load_prompt(name).body.split("\n") if len(line.split()) > 12 and "{" not in line]
    assert [sentence for sentence in sentences if not handed_back(sentence)] == []
