"""A fault of the simulator never costs a point: what answers a faulty line is spared, and said to be."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.acts import Act
from domain.endings import EndingKind
from domain.mood import Mood, MoodChange
from domain.scorecard import Dimension, Evidence, Level, Scorecard
from evaluation.case import Case
from evaluation.debrief import make_debrief
from evaluation.rubric import load_rubric
from evaluation.scorecard import score
from evaluation.sparing import LEFT_OUT, spare
from tests.support.evaluation_cases import COMPLAINT, Said, Talk, case, glasses_well_done, said, talk

REPEATED = "What was the order number again, please?"
SHARP = "You just said that. Are you even reading this?"

# What a trainee may write, good and bad; each is shown by its whole words.
MESSAGES = (
    said("You must be worn out by this, and rightly so.", Act.NAME_FEELING, Act.VALIDATE, empathy=(2, 2, 0)),
    said("What do you need the glasses for most?", Act.ASK_OPEN, empathy=(0, 0, 2), asks=("drives_nights",)),
    said("I'll put a loan pair aside for you.", Act.COMMIT_ACTION, moves=("offer_loan",)),
    said("We apologise for any inconvenience.", Act.GENERIC_APOLOGY, Act.EMPTY_FORMULA),
    said("I see that, but those are the rules.", Act.VALIDATE, Act.BARE_POLICY, but=True),
    said(REPEATED, Act.ASK_REPEAT),
    said(SHARP, Act.RUDE, Act.IGNORE_QUESTION),
    said("The old pair will do.", Act.MINIMISE, moves=("old_pair_will_do",)),
    said("Call the lab yourself.", Act.COLD_TRANSFER, Act.BLAME_OTHER_TEAM),
    said("It is certain to be there tomorrow.", Act.FALSE_PROMISE),
    said("🙂"),
)
COSTS = {
    Act.ASK_REPEAT: MoodChange("ask_repeat", REPEATED, 0.8, -0.5, 1.0),
    Act.RUDE: MoodChange("rude", SHARP, 2.0, -2.0),
    Act.MINIMISE: MoodChange("minimise", "The old pair will do.", 1.5, -1.0),
}


LINES = (
    "And then, what is next?",
    "Thank you, that is settled then. I am happy with that.",
    "I told you already. This is not good enough, I am fed up with you.",
)


def played(messages: list[Said], lines: tuple[str, ...] = LINES[:1]) -> tuple[Talk, Case]:
    """The messages with a customer's line before and after each, and what they did to the mood."""
    turns: list[str | Said] = [COMPLAINT]
    for number, message in enumerate(messages):
        turns += [message, f"{lines[number % len(lines)]} ({number})"]
    conversation = talk(*turns)
    mood, moods, changes = Mood(5, 4, 5, 6), [Mood(5, 4, 5, 6)], []
    for number, reading in conversation.readings.items():
        for change in (COSTS[found.what] for found in reading.acts if found.what in COSTS):
            changes.append((number, change))
            mood = mood.moved(frustration=change.frustration, trust=change.trust, effort=change.effort)
        moods.append(mood)
    acts = tuple(found.what for reading in conversation.readings.values() for found in reading.acts)
    moves = tuple(found.what for reading in conversation.readings.values() for found in reading.moves)
    known = case(ending=EndingKind.PARTLY, acts=acts, moves=moves, moods=tuple(moods), changes=tuple(changes))
    return conversation, known


def card(conversation: Talk, known: Case) -> Scorecard:
    return score(conversation.transcript, conversation.readings, rubric=load_rubric(), case=known)


def levels(scorecard: Scorecard) -> dict[str, float]:
    return {each.id: each.outcome.value for each in scorecard.criteria if isinstance(each.outcome, Level)}


def test_without_a_harmed_line_nothing_is_spared() -> None:
    conversation, known = glasses_well_done()
    spared = spare(conversation.transcript, conversation.readings, known)
    assert (spared.readings, spared.case, spared.left_out) == (conversation.readings, known, ())
    assert card(conversation, known).left_out == ()


def test_what_answers_a_faulty_line_costs_nothing_and_is_said_to_be_left_out() -> None:
    conversation, known = played([MESSAGES[0], MESSAGES[5], MESSAGES[1]])
    fair = card(conversation, replace(known, harmed=frozenset({2})))
    counted = card(conversation, known)

    assert fair.left_out == (Evidence("ask_repeat", False, LEFT_OUT, REPEATED, 3),)
    assert counted.left_out == ()
    assert levels(fair)["facts_verified"] > levels(counted)["facts_verified"]
    shown = [each for criterion in fair.criteria for each in criterion.evidence if not each.holds]
    assert all(each.quote != REPEATED for each in shown)
    assert any(each.quote == REPEATED for criterion in counted.criteria for each in criterion.evidence)


def test_what_is_done_well_in_answer_to_a_faulty_line_still_counts() -> None:
    conversation, known = played([MESSAGES[3], MESSAGES[0], MESSAGES[1]])
    assert levels(card(conversation, replace(known, harmed=frozenset({2})))) == pytest.approx(
        levels(card(conversation, known))
    )


def test_a_gate_does_not_fire_on_what_answers_a_faulty_line() -> None:
    conversation, known = played([MESSAGES[0], MESSAGES[6], MESSAGES[1]])
    fired = [gate.id for gate in card(conversation, known).gates if gate.fired]
    spared = [gate.id for gate in card(conversation, replace(known, harmed=frozenset({2}))).gates if gate.fired]
    assert (fired, spared) == (["respect"], [])


def test_a_slur_is_no_answer_to_a_fault() -> None:
    conversation, known = played([MESSAGES[0], said("People like you never read anything.", Act.RUDE), MESSAGES[1]])
    gates = card(conversation, replace(known, harmed=frozenset({2}))).gates
    assert [gate.id for gate in gates if gate.fired] == ["respect"]


def test_the_mood_is_taken_without_what_was_left_out_and_the_curve_shows_it_as_it_was() -> None:
    conversation, known = played([MESSAGES[0], MESSAGES[6], MESSAGES[1]])
    harmed = replace(known, harmed=frozenset({2}))

    spared = spare(conversation.transcript, conversation.readings, harmed).case

    assert spared is not None
    assert spared.moods == (Mood(5, 4, 5, 6),) * 4
    assert spared.situation.mood == Mood(5, 4, 5, 6)
    assert "rude" not in spared.situation.acts
    points = make_debrief(card(conversation, harmed), conversation.transcript, conversation.readings, harmed).mood
    assert [point.frustration for point in points] == [5, 5, 7, 7]
    assert [each.cause for point in points for each in point.moved_by] == []


def test_a_fault_seen_elsewhere_too_is_still_counted_there() -> None:
    conversation, known = played([MESSAGES[7], MESSAGES[7], MESSAGES[1]])
    spared = spare(conversation.transcript, conversation.readings, replace(known, harmed=frozenset({2}))).case
    assert spared is not None
    assert {"minimise"} <= spared.situation.acts
    assert spared.situation.moves == frozenset({"old_pair_will_do"})
    assert [turn for turn, _ in spared.changes] == [1]


def test_a_line_that_the_customer_repeated_by_fault_is_not_read_as_their_complaint() -> None:
    again = "I told you already, and you are not listening to me. This is not good enough."
    conversation = talk(COMPLAINT, MESSAGES[0], "I see. Thank you.", MESSAGES[1], again)
    known = case(ending=None, moods=(Mood(5, 4, 5, 6),) * 3)
    assert sum(levels(card(conversation, replace(known, harmed=frozenset({4})))).values()) >= sum(
        levels(card(conversation, known)).values()
    )


@given(
    messages=st.lists(st.sampled_from(MESSAGES), min_size=1, max_size=6),
    harmed=st.sets(st.integers(min_value=0, max_value=6)),
    lines=st.permutations(LINES).map(tuple),
)
@settings(max_examples=150, deadline=None)
def test_a_fault_of_the_simulator_never_costs_a_point(
    messages: list[Said], harmed: set[int], lines: tuple[str, ...]
) -> None:
    conversation, known = played(messages, lines)
    counted = card(conversation, known)

    fair = card(conversation, replace(known, harmed=frozenset(2 * place for place in harmed)))

    before, after = levels(counted), levels(fair)
    assert after.keys() == before.keys()
    assert all(after[name] >= before[name] for name in before)
    assert {gate.id for gate in fair.gates if gate.fired} <= {gate.id for gate in counted.gates if gate.fired}
    for dimension in Dimension:
        assert (fair.value(dimension) or 0) >= (counted.value(dimension) or 0)
    spared_turns = {2 * place + 1 for place in harmed}
    for criterion in fair.criteria:
        assert not [each for each in criterion.evidence if not each.holds and each.turn in spared_turns]
