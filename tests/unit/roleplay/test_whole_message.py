"""The head for what only a whole message shows, and how it is learnt."""

import numpy as np

from domain.acts import Act
from domain.conversation import Speaker, Turn
from language.encoder import load_encoder
from roleplay.act_heads import load_act_heads
from roleplay.hearing import hear, signs_in
from roleplay.make_whole import best, regression
from roleplay.sentence_acts import OF_THE_WHOLE
from roleplay.sentences import split_sentences
from roleplay.whole_message import FEATURES, Table, features_of, load_whole_head

ASKED = (Turn(0, Speaker.CUSTOMER, "Is the ferry running on Sunday? And can I bring the dog?"),)


def features(text: str) -> Table:
    encoder, sentences = load_encoder(), split_sentences(text)
    heard = hear(encoder, sentences, signs_in(sentences, ASKED), ASKED)
    return features_of(load_act_heads().acts_of(heard), heard, sentences, ASKED)


def test_a_message_becomes_acts_nearness_and_counts() -> None:
    found = features("Yes, at nine and at four. Which car deck do you need?")
    assert found.shape == (FEATURES,)
    assert np.isfinite(found).all()
    assert np.expm1(found[-5:]).round().tolist() == [
        2,
        12,
        1,
        12,
        2,
    ]  # sentences, words, questions; words, questions of theirs


def test_probabilities_are_higher_for_what_leaves_the_question_open() -> None:
    head = load_whole_head()
    answered, open_still = (
        head.probabilities(features(text))
        for text in (
            "Yes, it runs on Sunday, and you can bring the dog.",
            "We have a new app, download it for your tickets.",
        )
    )
    left = OF_THE_WHOLE.index(Act.IGNORE_QUESTION)
    assert 0 <= answered[left] < head.least[left] <= open_still[left] <= 1


def test_a_regression_finds_what_matters_and_leaves_the_rest_near_nothing() -> None:
    chance = np.random.default_rng(4)
    inputs = chance.normal(size=(400, 3))
    shows = (inputs[:, 1] + 0.3 * chance.normal(size=400) > 0.5).astype(np.float64)
    weights = regression(inputs, shows)
    assert weights[1] > 1
    assert abs(weights[0]) < 0.3
    assert abs(weights[2]) < 0.3
    assert weights[3] < 0  # fewer than half show it


def test_the_best_line_is_the_one_with_the_best_f1() -> None:
    at, f1 = best(np.array([0.1, 0.32, 0.41, 0.9]), np.array([0.0, 0.0, 1.0, 1.0]))
    assert 0.32 < at <= 0.41
    assert f1 == 1
