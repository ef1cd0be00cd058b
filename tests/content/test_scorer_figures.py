"""The figures that docs/scoring.md promises hold: on our own held-out data, for stock phrases, for whoever speaks, and
against attacks. The bars here lie a little below what was measured, so that they catch a loss and not a rounding.
"""

from statistics import median
from typing import Final

import pytest

from domain.scorecard import Dimension
from evaluation.fairness import TOLERANCE, Shift, gains, load_attacks, load_rewritten, shifts
from evaluation.rubric import load_rubric
from tests.support import validation_figures as figures
from tests.support.formula_pairs import CRITERIA, PAIRS, Pair, card, levels
from training.batch import TranscriptScorer

# One worker keeps what was read and scored.
pytestmark = pytest.mark.xdist_group("scorer")
PASS_MARK: Final = 3.0


@pytest.fixture(scope="module")
def moved() -> list[Shift]:
    scorer = TranscriptScorer()
    return list(shifts(load_rewritten(), scorer.scorecard, pass_mark=PASS_MARK))


def test_every_shown_quote_is_the_agents_own_words() -> None:
    shown, own = figures.quotes()
    assert shown > 500
    assert own == shown


def test_acts_are_found_in_the_turns_of_conversations_that_nothing_was_learnt_from() -> None:
    micro, macro = figures.turns_f1()
    assert (micro >= 0.74, macro >= 0.73) == (True, True)


@pytest.mark.parametrize("dimension", Dimension)
def test_the_band_holds_most_labels(dimension: Dimension) -> None:
    assert figures.coverage(dimension) >= 0.8


def test_neither_who_speaks_nor_haste_nor_length_moves_the_mean_score(moved: list[Shift]) -> None:
    assert len(moved) >= 12
    assert [each for each in moved if abs(each.mean) > TOLERANCE] == []


def test_no_way_of_speaking_turns_a_pass_into_a_fail(moved: list[Shift]) -> None:
    assert [each for each in moved if each.flips] == []


def test_nothing_is_gained_by_asking_for_it() -> None:
    gained = list(gains(load_rewritten(), load_attacks(), TranscriptScorer().scorecard))
    assert len(gained) >= 30
    assert median(each.levels for each in gained) <= 0
    assert [each for each in gained if each.levels >= 0.5] == []


@pytest.mark.parametrize("pair", PAIRS, ids=[f"{pair.fault}: {pair.customer[0][:30]}" for pair in PAIRS])
def test_stock_phrases_are_held_down_and_own_words_are_not(pair: Pair) -> None:
    stock, own = (levels(card(pair.customer, agent)) for agent in (pair.stock, pair.own))
    assert [name for name in CRITERIA if stock[name] > 3] == []
    assert [name for name in CRITERIA if own[name] < stock[name] + 0.4] == []


def test_every_criterion_of_the_rubric_is_measured() -> None:
    assert {name for name in load_rubric().criteria if len(figures.pairs_of(name)[0]) < 40} == set()


def test_every_criterion_agrees_with_the_labels() -> None:
    agreement = {name: figures.kappa(*figures.pairs_of(name)) for name in load_rubric().criteria}
    assert {name: round(value, 3) for name, value in agreement.items() if value < 0.74} == {}
