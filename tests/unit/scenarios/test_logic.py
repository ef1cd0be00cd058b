"""Reasoning over conditions agrees with evaluating them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from domain.mood import Mood
from scenarios.conditions import Situation, When
from scenarios.logic import always_holds, variants
from tests.support.scenario_fixture import scenario

NAMED = st.sampled_from(
    ["fact:drives_nights", "move:offer_loan", "desk:lend_pair", "need:see_safely", "act:thank", "event:closing"]
)
WORLD = st.sampled_from(["world:loan=none", "world:loan=put aside at the square"])
LEVEL = st.builds(
    "{}{}{}".format,
    st.sampled_from(["trust", "effort"]),
    st.sampled_from(["<", "<=", ">", ">="]),
    st.sampled_from([0, 2.5, 5, 5.01, 10]),
)
ATOMS = st.lists(st.one_of(NAMED, WORLD, LEVEL), max_size=3).map(tuple)
CONDITIONS = st.builds(When, all=ATOMS, any=ATOMS, none=ATOMS)
LEVELS = st.sampled_from([0.0, 2.5, 4.0, 5.0, 5.01, 6.0, 10.0])


@st.composite
def situations(draw: st.DrawFn) -> Situation:
    named = {name.partition(":")[0]: name.partition(":")[2] for name in draw(st.sets(NAMED))}

    def some(kind: str) -> frozenset[str]:
        return frozenset({named[kind]} if kind in named else set())

    # A moment of a real conversation: a need counts as met as soon as its condition holds.
    needs = some("need") | ({"see_safely"} if some("desk") else frozenset())
    return Situation(
        mood=Mood(5, draw(LEVELS), draw(LEVELS), 5),
        acts=some("act"),
        moves=some("move"),
        desk=some("desk"),
        facts=some("fact"),
        needs=needs,
        events=some("event"),
        world=(("loan", draw(st.sampled_from(["none", "put aside at the square", "lost"]))),),
    )


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, situations())
def test_a_condition_holds_exactly_when_one_of_its_variants_is_met(when: When, situation: Situation) -> None:
    met = [
        all(map(situation.holds, variant.all)) and not any(map(situation.holds, variant.none))
        for variant in variants(when)
    ]
    assert when.holds(situation) is any(met)


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, situations())
def test_a_variant_said_to_contradict_itself_is_never_met(when: When, situation: Situation) -> None:
    if all(variant.contradicts_itself(scenario()) for variant in variants(when)):
        assert not when.holds(situation)


@settings(max_examples=300, deadline=None)
@given(CONDITIONS, CONDITIONS, situations())
def test_a_condition_said_to_cover_another_holds_wherever_that_one_does(
    wide: When, narrow: When, situation: Situation
) -> None:
    if all(always_holds(wide, variant) for variant in variants(narrow)) and narrow.holds(situation):
        assert wide.holds(situation)


def test_levels_are_compared_as_mood_keeps_them_in_hundredths() -> None:
    tight = next(variants(When(all=("trust>=5",), none=("trust>=5.01",))))
    assert tight.levels() == {"trust": (500, 500)}
    assert not tight.contradicts_itself(scenario())
    assert next(variants(When(all=("trust>5", "trust<5.01")))).contradicts_itself(scenario())
    assert always_holds(When(all=("trust<=5",), none=("trust>5", "effort>10")), tight)
