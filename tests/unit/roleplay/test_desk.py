"""The desk: what it does, what it refuses, and what it cannot use."""

import pytest

from domain.conversation import DeskEntry
from domain.errors import InvalidInput
from roleplay.desk import use_desk
from roleplay.state import State, opening_state
from tests.support.scenario_fixture import scenario

SCENARIO = scenario()
OPENING = opening_state(SCENARIO)
CHECKED = use_desk(SCENARIO, OPENING, "check_identity", {"postcode": "11 42"}, after_turn=0).state


def test_an_action_changes_the_world_and_says_what_it_did() -> None:
    outcome = use_desk(SCENARIO, OPENING, "lend_pair", {"shop": "the square"}, after_turn=2)
    assert outcome.entry == DeskEntry(
        after_turn=2,
        action="lend_pair",
        arguments=(("shop", "the square"),),
        accepted=True,
        result="A distance pair in her strength is put aside at the square until eight tonight.",
    )
    assert dict(outcome.state.world)["loan"] == "put aside at the square"
    assert outcome.state.desk == ("lend_pair",)


def test_a_missing_step_is_refused_with_the_reason_and_changes_nothing() -> None:
    outcome = use_desk(SCENARIO, OPENING, "rush_order", {}, after_turn=0)
    assert (outcome.entry.accepted, outcome.entry.result) == (False, "Check the postcode first.")
    assert outcome.state == OPENING


def test_policy_holds_at_the_desk() -> None:
    over = use_desk(SCENARIO, CHECKED, "pay_goodwill", {"amount": "40.01"}, after_turn=1)
    at = use_desk(SCENARIO, CHECKED, "pay_goodwill", {"amount": "40"}, after_turn=1)
    assert (over.entry.accepted, over.entry.result) == (False, "You may give up to 40 euros.")
    assert (at.entry.accepted, dict(at.state.world)["goodwill"]) == (True, "40")


@pytest.mark.parametrize("amount", ["-1", "nan", "inf", "1e1", "forty", "7_5", "1,000", "1.000", "٧", "=1+1"])
def test_an_amount_that_is_no_number_is_named_and_nothing_happens(amount: str) -> None:
    with pytest.raises(InvalidInput, match="must be a plain number"):
        use_desk(SCENARIO, CHECKED, "pay_goodwill", {"amount": amount}, after_turn=1)


@pytest.mark.parametrize(
    ("action", "arguments", "message"),
    [
        ("fly", {}, "The desk has no action 'fly'"),
        ("lend_pair", {"shop": "the moon"}, "must be one of: the square, the station"),
        ("lend_pair", {}, "Fill in 'Shop' first"),
        ("lend_pair", {"shop": "the square", "colour": "red"}, "has no field 'colour'"),
        ("check_identity", {"postcode": "x" * 1_001}, "takes up to 1000 characters"),
    ],
)
def test_what_cannot_be_used_is_named(action: str, arguments: dict[str, str], message: str) -> None:
    with pytest.raises(InvalidInput, match=message):
        use_desk(SCENARIO, OPENING, action, arguments, after_turn=0)


def test_what_a_person_types_is_never_read_as_a_template() -> None:
    typed = "{postcode} {shop} {0} {__class__}"
    outcome = use_desk(SCENARIO, OPENING, "check_identity", {"postcode": typed}, after_turn=0)
    assert outcome.entry.result == f"Postcode {typed} matches the order."


def test_using_the_desk_is_progress() -> None:
    stalled = State(mood=OPENING.mood, world=OPENING.world, stalls=2)
    assert use_desk(SCENARIO, stalled, "lend_pair", {"shop": "the station"}, after_turn=4).state.stalls == 0
