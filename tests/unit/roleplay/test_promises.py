"""What a customer makes of a promise that is forgotten, changed or broken, and of a matter that comes second."""

from dataclasses import replace

from domain.acts import Act
from domain.mood import Mood
from domain.reading import Found, Promise, Reading
from roleplay.director import Decision, direct
from roleplay.state import Piece, Source, State, intent, opening_state
from scenarios.conditions import When
from scenarios.model import Intent, Line, Need, NeedKind, Scenario
from tests.support.readings import reading
from tests.support.scenario_fixture import scenario

RUSH = "I have the lab make yours first."


def with_promises() -> Scenario:
    """The fixture's case, in which a text message about a loan pair contradicts a promised rush order."""
    case = scenario()
    moves = tuple(
        move.model_copy(update={"broken_by": ("lend_pair",), "breaks": (Line(text="A text. A loan pair, it says."),)})
        if move.id == "offer_rush"
        else move
        for move in case.moves
    )
    second = Need(
        id="sign_for_depot",
        kind=NeedKind.FUNCTIONAL,
        spoken=True,
        statement="A line in writing for the depot.",
        met_when=When(all=("move:own_the_delay",)),
        arises=When(all=("need:see_safely", "trust>=4")),
        raises=(Line(text="There is the depot as well."),),
        presses=(Line(text="And the depot?"),),
    )
    return case.model_copy(update={"moves": moves, "needs": (*case.needs, second)})


CASE = with_promises()
HEARD = replace(opening_state(CASE), heard=1.0, mood=Mood(3, 5, 4, 8))


def promise(when: str = "by Thursday", quote: str = RUSH) -> Reading:
    return Reading(
        acts=(Found(Act.COMMIT_ACTION, quote, 1.0),),
        moves=(Found("offer_rush", quote, 1.0),),
        promises=(Promise(quote, when),),
    )


def play(*readings: Reading, state: State = HEARD) -> Decision:
    decision = direct(CASE, state, readings[0], seed=1)
    for each in readings[1:]:
        decision = direct(CASE, decision.state, each, seed=1)
    return decision


def causes(decision: Decision) -> list[str]:
    return [change.cause for change in decision.changes]


def test_a_promise_that_nobody_comes_back_to_is_asked_after_once() -> None:
    waiting = play(promise(), *[reading(Act.THANK)] * 2)
    asked = play(promise(), *[reading(Act.THANK)] * 3)
    later = direct(CASE, asked.state, reading(Act.THANK), seed=1)

    assert "promise_silent" not in causes(waiting)
    assert "promise_silent" in causes(asked)
    assert intent(Intent.CHASED) in asked.cue.content
    assert "promise_silent" not in causes(later)


def test_a_promise_that_the_desk_has_kept_is_not_asked_after() -> None:
    made = play(promise()).state
    kept = play(*[reading(Act.THANK)] * 4, state=replace(made, desk=("check_identity", "rush_order")))
    assert kept.state.chased == ()


def test_another_time_for_the_same_promise_is_noticed_and_said() -> None:
    decision = play(promise("by Thursday"), promise("on Monday", "The lab makes yours first and you get it on Monday."))

    assert "promise_changed" in causes(decision)
    assert decision.cue.reaction == intent(Intent.TIME_CHANGED)
    assert (decision.cue.earlier, decision.cue.when) == ("by Thursday", "on Monday")


def test_to_come_back_to_a_time_that_was_given_for_something_else_changes_no_promise() -> None:
    other = replace(
        reading(Act.COMMIT_ACTION), promises=(Promise("I ring you at five past four.", "at five past four"),)
    )
    again = promise("at five past four", "You will have it from me at five past four.")
    assert "promise_changed" in causes(play(promise("by Thursday"), again))
    assert "promise_changed" not in causes(play(promise("by Thursday"), other, again))


def test_a_change_that_the_trainee_names_is_no_contradiction() -> None:
    said = "It will be Monday, not by Thursday as I said."
    assert "promise_changed" not in causes(play(promise("by Thursday"), promise("Monday", said)))


def test_what_reaches_the_customer_from_the_desk_can_break_a_promise_and_reopens_the_need() -> None:
    promised = play(promise()).state
    broken = direct(CASE, replace(promised, desk=("lend_pair",)), reading(Act.GREET), seed=1)

    assert causes(broken)[0] == "promise_broken"
    assert broken.state.mood.trust < promised.mood.trust
    assert broken.cue.reaction == Piece(Source.BROKEN, "offer_rush")
    assert "offer_rush" not in broken.state.moves
    again = direct(CASE, broken.state, reading(Act.GREET), seed=1)
    assert "promise_broken" not in causes(again)


def test_a_second_issue_comes_up_only_when_the_first_went_well_and_then_holds_the_goodbye() -> None:
    early = play(reading(Act.CLOSE))
    solved = replace(HEARD, desk=("check_identity", "rush_order"))
    raised = play(reading(Act.CLOSE), state=solved)
    let_go = play(reading(Act.CLOSE), reading(Act.CLOSE, moves=("own_the_delay",)), state=solved)

    assert "sign_for_depot" not in early.state.raised
    assert raised.cue.content == (Piece(Source.SECOND, "sign_for_depot"),)
    assert (raised.state.raised, raised.state.ending) == (("sign_for_depot",), "")
    assert "sign_for_depot" in let_go.state.needs
    assert let_go.state.ending


def test_a_second_issue_met_before_it_came_up_is_not_raised() -> None:
    solved = replace(HEARD, desk=("check_identity", "rush_order"))
    assert play(reading(Act.CLOSE, moves=("own_the_delay",)), state=solved).state.raised == ()


def test_one_who_does_not_trust_keeps_the_second_issue_to_themselves() -> None:
    wary = replace(HEARD, desk=("check_identity", "rush_order"), mood=Mood(3, 2, 4, 8))
    assert play(reading(Act.CLOSE), state=wary).state.raised == ()


def test_what_was_done_at_the_desk_before_a_promise_does_not_break_it() -> None:
    made = direct(CASE, replace(HEARD, desk=("lend_pair",)), promise(), seed=1)
    assert "promise_broken" not in causes(direct(CASE, made.state, reading(Act.GREET), seed=1))


def test_nothing_new_is_told_beside_a_broken_promise() -> None:
    broken = direct(CASE, replace(play(promise()).state, desk=("lend_pair",)), reading(Act.GREET), seed=1)
    assert not [piece for piece in broken.cue.content if piece.source is Source.FACT]
