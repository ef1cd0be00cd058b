"""The figures of agreement, against figures that were worked out elsewhere or another way."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.agreement import Agreement, Figure, GroupBias, Pair, agreement, spearman, weighted_kappa

LEVELS = st.sampled_from([1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0])
NOBODY = tuple((0,) * 5 for _ in range(5))


def kappa_by_the_table(one: list[float], other: list[float]) -> float:
    """Cohen's weighted kappa as it is written in textbooks: observed and expected tables, one weight a cell."""
    steps = [step / 2 for step in range(2, 11)]
    observed = np.zeros((9, 9))
    for first, second in zip(one, other, strict=True):
        observed[steps.index(first), steps.index(second)] += 1 / len(one)
    expected = np.outer(observed.sum(axis=1), observed.sum(axis=0))
    weights = np.array([[(row - column) ** 2 for column in steps] for row in steps])
    return float(1 - (weights * observed).sum() / (weights * expected).sum())


@given(st.lists(st.tuples(LEVELS, LEVELS), min_size=2, max_size=40).filter(lambda pairs: len(set(sum(pairs, ()))) > 1))
def test_weighted_kappa_is_what_the_tables_of_the_textbook_give(pairs: list[tuple[float, float]]) -> None:
    one, other = ([pair[side] for pair in pairs] for side in (0, 1))
    assert weighted_kappa(np.array(one), np.array(other)) == pytest.approx(kappa_by_the_table(one, other))


def test_spearman_shares_the_ranks_of_ties() -> None:
    # By hand: ranks 1, 2.5, 2.5, 4 and 1, 3, 2, 4; their Pearson correlation is 4.5 / sqrt(4.5 * 5).
    found = spearman(np.array([1.0, 2.0, 2.0, 3.0]), np.array([1.0, 2.5, 2.0, 5.0]))
    assert found == pytest.approx(4.5 / np.sqrt(4.5 * 5))
    assert spearman(np.array([1.0, 2.0]), np.array([3.0, 3.0])) is None


def test_alpha_among_people_is_that_of_krippendorffs_own_example() -> None:
    # Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), data C: four observers, ordinal .815.
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
        [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
    ]
    units = [tuple(float(level) for level in unit if level is not None) for unit in zip(*observers, strict=True)]
    found = agreement([Pair(unit, None) for unit in units])
    assert (found.shared, found.people_alpha) == (11, 0.82)


def test_a_scorer_that_always_says_what_people_say_agrees_in_every_figure() -> None:
    whole = Figure(1.0, 1.0, 1.0)
    found = agreement([Pair((float(level),), level, words=level) for level in (1, 2, 3, 4, 5) * 6])
    assert found == Agreement(
        pairs=30,
        unscored=0,
        kappa=whole,
        alpha=1.0,
        rank=whole,
        bias=Figure(0.0, 0.0, 0.0),
        shared=0,
        people_alpha=None,
        by_length=(
            GroupBias("1 to 2 words", 12, Figure(0.0, 0.0, 0.0)),
            GroupBias("3 to 4 words", 12, Figure(0.0, 0.0, 0.0)),
            GroupBias("5 words", 6, Figure(0.0, 0.0, 0.0)),
        ),
        by_register=(),
        confusion=tuple(tuple(6 if row == column else 0 for column in range(5)) for row in range(5)),
    )


def test_what_was_left_unscored_is_counted_and_enters_no_figure() -> None:
    scored = [Pair((float(level),), level + 0.5) for level in (1, 2, 3, 4) * 3]
    with_more = agreement([*scored, Pair((5.0,), None), Pair((1.0,), None)])
    assert (with_more.pairs, with_more.unscored) == (12, 2)
    assert with_more.kappa == agreement(scored).kappa
    assert with_more.bias == Figure(0.5, 0.5, 0.5)


def test_nothing_to_compare_gives_no_figure_and_never_a_nought() -> None:
    nothing = Agreement(0, 0, None, None, None, None, 0, None, (), (), NOBODY)
    assert agreement([]) == nothing


def test_levels_that_are_all_alike_allow_no_kappa_and_no_correlation() -> None:
    found = agreement([Pair((3.0,), 3.0)] * 40)
    assert (found.kappa, found.alpha, found.rank, found.bias) == (None, None, None, Figure(0.0, 0.0, 0.0))


def test_fewer_than_five_pairs_have_no_interval_and_so_no_figure() -> None:
    found = agreement([Pair((float(level),), level) for level in (1, 2, 3, 4)])
    assert (found.kappa, found.rank, found.bias) == (None, None, None)


def test_several_people_count_as_their_median() -> None:
    found = agreement([Pair((1.0, 4.0, 5.0), 4.0), *[Pair((2.0, 3.0), 2.5)] * 4])
    assert found.bias == Figure(0.0, 0.0, 0.0)
    assert found.confusion[3][3] == 1


def test_bias_is_told_apart_by_length_and_by_register() -> None:
    short = [Pair((3.0,), 2.0, words=10, register="chat")] * 5
    middle = [Pair((3.0,), 3.0, words=20)] * 5
    long = [Pair((3.0,), 4.0, words=30 + n, register="letter") for n in range(4)]
    found = agreement([*short, *middle, *long])
    lower, none = Figure(-1.0, -1.0, -1.0), Figure(0.0, 0.0, 0.0)
    assert found.by_length == (
        GroupBias("10 words", 5, lower), GroupBias("20 words", 5, none), GroupBias("30 to 33 words", 4, None),
    )  # fmt: skip
    assert found.by_register == (GroupBias("chat", 5, lower), GroupBias("letter", 4, None))


def test_a_half_level_counts_upwards_in_the_confusion() -> None:
    found = agreement([Pair((2.5,), 3.49)])
    assert found.confusion[2] == (0, 0, 1, 0, 0)


def test_a_scorer_that_only_guesses_has_a_kappa_about_nought_and_an_interval_that_says_so() -> None:
    random = np.random.default_rng(4)
    labels, scores = random.integers(1, 6, size=120), random.uniform(1, 5, size=120)
    pairs = [Pair((float(label),), float(score)) for label, score in zip(labels, scores, strict=True)]
    found = agreement(pairs)
    assert found.kappa is not None
    assert found.kappa.low < 0 < found.kappa.high
    assert found == agreement(pairs)
