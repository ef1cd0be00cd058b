"""The committed training data holds what its card says: enough of everything, written once, and nothing twice."""

from collections import Counter
from typing import get_args

from domain.acts import Act
from evaluation.dataset import Voice, load_answers, load_conversations, load_messages, near_duplicates
from evaluation.fairness import load_rewritten
from evaluation.make_scorer import load_unseen
from tests.support import agreement_figures, validation_figures

REPLIES = [reply for situation in load_messages() for reply in situation.replies]


def test_there_are_enough_messages_in_enough_trades_and_voices() -> None:
    assert len(REPLIES) >= 5_000
    assert len({situation.industry for situation in load_messages()}) >= 15
    voices = Counter(reply.voice for reply in REPLIES)
    assert min(voices[voice] for voice in get_args(Voice)) >= 200


def test_each_act_is_shown_often_and_has_hard_negatives() -> None:
    shown = Counter(act for reply in REPLIES for act in reply.acts)
    near = Counter(act for reply in REPLIES for act in reply.near)
    assert {act for act in Act if shown[act] < 40} == set()
    assert {act for act in Act if near[act] < 4} == set()


def test_a_minimal_pair_is_two_messages_of_one_situation_with_other_labels() -> None:
    pairs = [
        [reply for reply in situation.replies if reply.pair == letter]
        for situation in load_messages()
        for letter in {reply.pair for reply in situation.replies} - {""}
    ]
    assert len(pairs) >= 300
    alike = [pair for pair in pairs if len({(reply.acts, reply.levels) for reply in pair}) < 2]
    assert [pair[0].text for pair in alike] == []


def test_no_wording_stands_in_two_situations() -> None:
    assert [(each.first, each.second) for each in near_duplicates(load_messages())] == []


def test_conversations_are_spread_over_the_scale_and_their_two_dimensions_are_apart() -> None:
    conversations = load_conversations()
    assert len(conversations) >= 400
    for criterion in type(conversations[0].levels).model_fields:
        levels = Counter(round(getattr(each.levels, criterion)) for each in conversations)
        assert set(levels) == {1, 2, 3, 4, 5}, criterion
        # Most people ask for nothing but data, in life as here.
        assert max(levels.values()) <= len(conversations) * 0.6, criterion


def test_customers_answers_are_spread_over_the_moods_and_no_two_are_the_same() -> None:
    answers = [answer for situation in load_answers() for answer in situation.answers]
    moods = Counter(answer.mood for answer in answers)
    assert min(moods[mood] for mood in range(-2, 3)) >= len(answers) / 7
    assert len({(answer.after, answer.text) for answer in answers}) == len(answers)


def test_two_annotators_who_did_not_see_each_other_agree_about_what_was_held_out() -> None:
    first, second = agreement_figures.messages().acts
    assert len(first) >= 3_000
    assert validation_figures.f1(first, second) >= 0.85
    conversations = agreement_figures.conversations()
    apart = {name: validation_figures.kappa(*both) for name, both in conversations.items()}
    assert {name: value for name, value in apart.items() if value < 0.85} == {}
    held_out = {each.id: len(each.replies) for each in load_messages() if each.split == "validation"}
    labelled = {each["situation"]: len(each["replies"]) for each in agreement_figures.situations()}
    assert labelled == held_out


def test_the_acts_of_all_agents_turns_in_held_out_conversations_are_labelled_twice_and_alike() -> None:
    first, second = agreement_figures.turns_acts()
    assert validation_figures.f1(first, second) >= 0.85
    labelled = {
        (each["conversation"], turn["turn"]) for each in validation_figures.labelled_turns() for turn in each["turns"]
    }
    assert labelled == {
        (each.id, number)
        for each in load_conversations()
        if each.split == "validation"
        for number, turn in enumerate(each.turns)
        if turn.a
    }


def test_the_fairness_bench_covers_every_way_of_speaking() -> None:
    assert len(load_rewritten()) >= 40
    assert len({each.industry for each in load_rewritten()}) >= 15


def test_the_scorer_learns_by_what_is_said_of_conversations_that_were_not_learnt_from() -> None:
    unseen = load_unseen()
    learnt_from = {each.id: each for each in load_conversations() if each.split == "train"}
    assert unseen.keys() == learnt_from.keys()
    for name, said in unseen.items():
        turns = learnt_from[name].turns
        assert {number: len(values) for number, values in said.items()} == {
            number: 2 if turn.c else 3 for number, turn in enumerate(turns) if number in said
        }
        assert len(said) >= len(turns) - 1  # a turn of signs alone is not read


def test_what_is_done_about_the_matter_is_spread_over_its_scale() -> None:
    turns = [turn for each in load_conversations() for turn in each.turns if turn.settled is not None]
    for name in ("helps", "checks", "settled"):
        counts = Counter(getattr(turn, name) for turn in turns if getattr(turn, name) is not None)
        assert min(counts[step] for step in range(4)) >= counts.total() / 20, name
