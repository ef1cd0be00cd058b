"""What holds for any conversation and any reading of it."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.acts import Act
from domain.conversation import Speaker, Transcript, Turn
from domain.reading import EmpathyLevels, Found, Promise, Reading
from domain.scorecard import CriterionScore, Level, Scorecard
from evaluation.evidence import is_verified
from evaluation.rubric import load_rubric
from evaluation.scorecard import score, scorecard_from_json, scorecard_to_json
from evaluation.scorer import load_scorer
from evaluation.sightings import FAULTS, Observation
from evaluation.simulated import satisfaction
from tests.support.evaluation_cases import Talk

WORDS = st.sampled_from(
    [
        "I can see that this was a long wait for you.",
        "We will send it on Monday by noon.",
        "Thanks, it works now!",
        "Still nothing. This is ridiculous!!",
        "What happened?",
        "ok",
        "",
        "Please send us a private message.",
    ]
)
ACTS = st.lists(st.sampled_from(list(Act)), max_size=5, unique=True)


@st.composite
def readings_of(draw: st.DrawFn, text: str) -> Reading:
    """Any reading, its quotes now and then from somewhere else."""
    quotes = st.sampled_from([text, text[:9], "", "words that nobody said"])
    found = [Found(act, draw(quotes), draw(st.floats(0.01, 1))) for act in draw(ACTS)]
    promises = [Promise(draw(quotes), draw(st.sampled_from(["", "on Monday"])))] if draw(st.booleans()) else []
    levels = st.integers(0, 2)
    return Reading(
        acts=tuple(found),
        promises=tuple(promises),
        empathy=EmpathyLevels(draw(levels), draw(levels), draw(levels)),
        but_cancels=draw(quotes),
        empty=not text.strip(),
    )


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    turns, readings = [], {}
    for number in range(draw(st.integers(0, 8))):
        speaker, text = draw(st.sampled_from(list(Speaker))), draw(WORDS)
        turns.append(Turn(number, speaker, text))
        if speaker is Speaker.TRAINEE:
            readings[number] = draw(readings_of(text))
    return Talk(Transcript(tuple(turns)), readings)


def scored(talk: Talk) -> Scorecard:
    return score(talk.transcript, talk.readings, rubric=load_rubric())


def levels(card: Scorecard) -> dict[str, float]:
    return {each.id: each.outcome.value for each in card.criteria if isinstance(each.outcome, Level)}


@given(talks())
@settings(max_examples=150)
def test_every_level_lies_on_the_scale_and_every_quote_was_said(talk: Talk) -> None:
    card = scored(talk)
    for dimension in card.dimensions:
        if isinstance(dimension.outcome, Level):
            assert dimension.band is not None
            assert 1 <= dimension.band.low <= dimension.outcome.value <= dimension.band.high <= 5
    assert all(1 <= each <= 5 for each in levels(card).values())
    told = [*(e for each in card.criteria for e in each.evidence), *(e for gate in card.gates for e in gate.evidence)]
    assert all(is_verified(each, talk.transcript) for each in told)
    assert 1 <= satisfaction(talk.transcript, talk.readings) <= 5
    assert scorecard_from_json(scorecard_to_json(card)) == card


@given(talks())
@settings(max_examples=60)
def test_no_dimension_exceeds_the_cap_of_a_gate_that_fired(talk: Talk) -> None:
    card = scored(talk)
    caps = [gate.cap for gate in card.gates if gate.fired]
    for dimension in card.dimensions:
        if isinstance(dimension.outcome, Level):
            assert dimension.outcome.value <= min(caps, default=5)


def with_act(talk: Talk, act: Act) -> Talk | None:
    """The same conversation with one act more in its last message of words, or None where there is none."""
    said = [turn for turn in talk.transcript.by(Speaker.TRAINEE) if turn.text.strip()]
    if not said:
        return None
    turn = said[-1]
    reading = talk.readings[turn.number]
    if reading.has(act):
        return None
    more = replace(reading, acts=(*reading.acts, Found(act, turn.text, 0.9)))
    return replace(talk, readings={**talk.readings, turn.number: more})


GOOD_FOR = [
    (Act.NAME_FEELING, "emotional_reaction"),
    (Act.NAME_FEELING, "interpretation"),
    (Act.NAME_FEELING, "genuineness"),
    (Act.VALIDATE, "emotional_reaction"),
    (Act.ASK_OPEN, "exploration"),
    (Act.ASK_OPEN, "need_found"),
    (Act.CHECK_UNDERSTANDING, "facts_verified"),
    (Act.SET_EXPECTATION, "options_and_expectations"),
    (Act.COMMIT_ACTION, "next_step_owned"),
    (Act.COMMIT_ACTION, "solution"),
]


@pytest.mark.parametrize(("act", "criterion"), GOOD_FOR)
@given(talk=talks())
@settings(max_examples=40)
def test_more_of_a_good_thing_never_lowers_its_criterion(act: Act, criterion: str, talk: Talk) -> None:
    more = with_act(talk, act)
    before, after = levels(scored(talk)), levels(scored(more)) if more else None
    if after is not None and criterion in before:
        assert after[criterion] >= before[criterion]


@pytest.mark.parametrize("act", sorted(FAULTS - {Act.GENERIC_APOLOGY, Act.EMPTY_FORMULA, Act.MANIPULATE_SIMULATOR}))
@given(talk=talks())
@settings(max_examples=15)
def test_a_fault_more_never_raises_a_level_that_it_speaks_about(act: Act, talk: Talk) -> None:
    more = with_act(talk, act)
    if more is None:
        return
    speaks = {name for name, each in load_scorer().criteria.items() if act.value in each.names}
    before, after = levels(scored(talk)), levels(scored(more))
    for criterion in speaks & before.keys():
        assert after[criterion] <= before[criterion], criterion


@given(talks())
@settings(max_examples=60)
def test_an_unscored_criterion_says_why_and_counts_nowhere(talk: Talk) -> None:
    card = scored(talk)
    for dimension in card.dimensions:
        own: list[CriterionScore] = [each for each in card.criteria if each.dimension is dimension.dimension]
        counted = [(each.weight, each.outcome.value) for each in own if isinstance(each.outcome, Level)]
        assert all(each.outcome.reason for each in own)
        if isinstance(dimension.outcome, Level):
            mean = sum(weight * value for weight, value in counted) / sum(weight for weight, _ in counted)
            caps = [gate.cap for gate in card.gates if gate.fired]
            assert dimension.outcome.value == round(min([mean, *caps]), 2)
        else:
            assert not counted


@pytest.mark.parametrize(
    ("feature", "too_little", "enough", "level"), [("rude", 0.7, 0.85, 1), ("formula_only", 0.4, 0.6, 3)]
)
def test_a_cap_needs_a_sighting_as_sure_as_it_asks_for(
    feature: str, too_little: float, enough: float, level: float
) -> None:
    kind = load_scorer().criteria["emotional_reaction"]
    assert kind.held(4, {feature: Observation(too_little, "lol", 1)}) is None
    held = kind.held(4, {feature: Observation(enough, "lol", 1)})
    assert held is not None
    assert held.level == level
