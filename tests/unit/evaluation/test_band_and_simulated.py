"""How wide a score may be off, and what the customer would have answered in a survey."""

import pytest

from domain.endings import EndingKind
from domain.mood import Mood
from domain.scorecard import Band, CriterionScore, Decider, Dimension, Level, Simulated, Unscored
from evaluation.band import Certainty, band, certainty
from evaluation.rubric import Uncertainty, load_rubric
from evaluation.simulated import mood_satisfaction, satisfaction, simulate
from tests.support.evaluation_cases import case, curt_with_solution, formula, glasses_well_done, rude, specific

FIGURES = Uncertainty(
    deviation={Decider.CHECK: 0.3, Decider.SCORER: 0.6, Decider.JUDGE: 0.5, Decider.PERSON: 0.3},
    shared=0.5,
    few_messages=1,
    doubtful_reading=0.5,
    width=dict.fromkeys(Dimension, 1.0),
)
SURE = Certainty(messages=1_000_000, confidence=1)


def criterion(decider: Decider, *, weight: float = 1, scored: bool = True) -> CriterionScore:
    outcome = Level(3, "") if scored else Unscored("")
    return CriterionScore("a", "A", Dimension.EMPATHY, outcome, decider, (), weight)


def width(*criteria: CriterionScore, known: Certainty = SURE) -> float:
    found = band(3, criteria, known, FIGURES, cap=5)
    return round(found.high - found.low, 2)


def test_the_band_follows_its_formula() -> None:
    # One criterion: 2 x 0.6. Two alike: 0.6 x sqrt(0.5 + 0.5 / 2) = 0.5196.
    assert width(criterion(Decider.SCORER)) == 1.2
    assert width(criterion(Decider.SCORER), criterion(Decider.SCORER)) == 1.04


def test_a_check_is_surer_than_the_scorer_and_an_unscored_criterion_counts_nothing() -> None:
    assert width(criterion(Decider.CHECK)) < width(criterion(Decider.SCORER))
    assert width(criterion(Decider.CHECK), criterion(Decider.SCORER, scored=False)) == width(criterion(Decider.CHECK))


def test_few_messages_and_doubtful_readings_widen_the_band() -> None:
    one = criterion(Decider.SCORER)
    assert width(one, known=Certainty(2, 1)) == 1.8
    assert width(one, known=Certainty(1_000_000, 0.5)) == 1.5


def test_a_band_ends_at_the_scale_and_at_the_cap_of_a_gate() -> None:
    assert band(1.2, [criterion(Decider.SCORER)], SURE, FIGURES, cap=5) == Band(1.0, 1.8)
    assert band(4.9, [criterion(Decider.SCORER)], SURE, FIGURES, cap=5) == Band(4.3, 5.0)
    assert band(1.5, [criterion(Decider.SCORER)], SURE, FIGURES, cap=1.5) == Band(1.0, 1.5)


def test_certainty_counts_messages_with_words_and_takes_the_mean_confidence() -> None:
    assert certainty(formula().readings).messages == 2
    assert certainty(formula().readings).confidence == pytest.approx(0.9)
    assert certainty({}) == Certainty(0, 1.0)


def test_the_shipped_figures_give_a_band_that_can_still_tell_good_from_poor() -> None:
    core = load_rubric()
    criteria = [criterion(Decider.SCORER, weight=each.weight) for each in core.dimensions[Dimension.EMPATHY]]
    found = band(3, criteria, Certainty(6, 0.85), core.uncertainty, cap=5)
    assert 0.8 < found.high - found.low < 2


def test_a_customer_who_left_content_answers_so() -> None:
    _, known = glasses_well_done()
    assert simulate(known) == Simulated(csat=5, ces=3, nps=10, first_contact_resolution=True)


def test_a_customer_who_walked_out_answers_so() -> None:
    gone = case(ending=EndingKind.WALKED_OUT, moods=(Mood(6, 4, 6, 6), Mood(9.5, 1, 9, 0)))
    assert simulate(gone) == Simulated(csat=1, ces=1, nps=0, first_contact_resolution=False)
    assert mood_satisfaction(gone) == 1


def test_without_an_ending_the_mood_alone_answers() -> None:
    middling = case(ending=None, moods=(Mood(4, 5, 5, 6),))
    assert mood_satisfaction(middling) == 3
    assert not simulate(middling).first_contact_resolution


def test_satisfaction_from_words_orders_conversations_as_a_person_would() -> None:
    def of(name: str) -> float:
        talk = {"solved": curt_with_solution, "heard": specific, "formula": formula, "rude": rude}[name]()
        return satisfaction(talk.transcript, talk.readings)

    assert of("solved") > of("heard") > of("formula") >= of("rude")


def test_satisfaction_of_a_rehearsal_comes_from_the_mood() -> None:
    conversation, known = glasses_well_done()
    assert satisfaction(conversation.transcript, conversation.readings, known) == mood_satisfaction(known)
