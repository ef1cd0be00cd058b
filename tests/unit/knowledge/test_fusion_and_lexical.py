"""Reciprocal rank fusion, search by words, and exact search by vector."""

import numpy as np

from knowledge.fusion import Fused, Ranking, fuse
from knowledge.lexical import LexicalIndex, words
from knowledge.vectors import ExactIndex


def test_fusion_sums_weight_over_constant_plus_rank() -> None:
    found = fuse([Ranking(["a", "b"]), Ranking(["b", "c"], weight=2.0)], constant=60)
    assert found == (Fused("b", 1 / 62 + 2 / 61), Fused("c", 2 / 62), Fused("a", 1 / 61))


def test_equal_scores_are_ordered_by_id() -> None:
    assert [found.id for found in fuse([Ranking(["b", "c"]), Ranking(["a", "d"])])] == ["a", "b", "c", "d"]


def test_words_drop_stop_words_and_fold_plurals_and_possessives() -> None:
    text = "The courier's parcels and the policies; it’s for the buses of O’Neill"
    assert words(text) == ["courier", "parcel", "policy", "buse", "o'neill"]


def test_the_text_that_says_the_rare_words_comes_first_and_strangers_never_come() -> None:
    texts = ["a refund for the hob", "the hob and the oven", "a kettle"]
    index = LexicalIndex(["refund", "oven", "kettle"], texts)
    assert index.nearest("Refunds for a hob?", k=5) == ("refund", "oven")
    assert index.nearest("hob", k=1) == ("refund",)
    assert index.nearest("quantum", k=5) == ()
    assert index.nearest("", k=5) == ()


def test_an_index_of_texts_without_words_finds_nothing() -> None:
    index = LexicalIndex(["a", "b"], ["", "the and of"])
    assert index.nearest("anything", k=3) == ()


def test_exact_search_orders_by_cosine_and_keeps_the_given_order_on_ties() -> None:
    rows = np.array([[1, 0], [0, 1], [0.6, 0.8], [0, 1]], np.float32)
    index = ExactIndex(["east", "north", "between", "north too"], rows)
    assert index.nearest(np.array([0, 1], np.float32), k=3) == ("north", "north too", "between")
    assert index.nearest(np.array([0, 1], np.float32), k=9) == ("north", "north too", "between", "east")
