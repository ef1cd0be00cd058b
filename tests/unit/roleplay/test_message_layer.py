"""The layer by which the sentences of a message say something beside one another."""

import numpy as np

from domain.acts import Act
from roleplay.act_heads import FORMS, WIDTH, load_act_heads
from roleplay.beside import theirs_of
from roleplay.message_layer import PLACES, Even, Table

INPUTS = 2 * WIDTH + FORMS
NOTHING = theirs_of(np.zeros((0, WIDTH), np.float32), ())


def random_table(*shape: int) -> Table:
    return np.random.default_rng(7).normal(size=shape).astype(np.float32)


def test_every_sentence_gets_a_score_for_every_act() -> None:
    theirs = theirs_of(random_table(60, WIDTH), ["word", "?"] * 30)
    scores = load_act_heads().among(random_table(60, INPUTS), random_table(WIDTH), theirs)
    assert scores.shape == (60, len(Act))
    assert np.isfinite(scores).all()


def test_a_sentence_scores_otherwise_beside_others_and_after_another_message() -> None:
    layer, inputs, silence = load_act_heads().among, random_table(2, INPUTS), np.zeros(WIDTH, np.float32)
    states = random_table(2, WIDTH)
    alone, *others = (
        layer(inputs[:1], silence, NOTHING),
        layer(inputs, silence, NOTHING),
        layer(inputs[:1], random_table(WIDTH), NOTHING),
        layer(inputs[:1], silence, theirs_of(states, ("why", "."))),
        layer(inputs[:1], silence, theirs_of(states, ("why", "?"))),
    )
    for place, other in enumerate(others):
        assert not np.allclose(alone[0], other[0], atol=1e-3)
        assert all(not np.allclose(other[0], another[0], atol=1e-3) for another in others[:place])


def test_where_a_sentence_stands_counts_at_the_beginning_and_no_longer_far_back() -> None:
    layer, inputs, silence = load_act_heads().among, random_table(PLACES + 4, INPUTS), np.zeros(WIDTH, np.float32)

    def swapped(first: int, second: int) -> Table:
        order = np.arange(len(inputs))
        order[[first, second]] = order[[second, first]]
        return layer(inputs[order], silence, NOTHING)[order]

    said = layer(inputs, silence, NOTHING)
    assert not np.allclose(said, swapped(0, 1), atol=1e-3)
    assert np.allclose(said, swapped(PLACES, PLACES + 3), atol=1e-3)


def test_rows_are_made_even() -> None:
    rows = Even(np.full(8, 2, np.float32), np.full(8, 3, np.float32))(random_table(5, 8) * 40 + 9)
    assert np.allclose(rows.mean(axis=1), 3, atol=1e-4)
    assert np.allclose(rows.std(axis=1), 2, atol=1e-3)
