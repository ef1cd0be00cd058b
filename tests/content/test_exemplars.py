"""The exemplars load and cover the acts, the heads were made from them, and the reader holds what it promises."""

import hashlib
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter

from domain.acts import Act
from domain.conversation import Speaker, Turn
from domain.errors import InvalidContent
from language.encoder import load_encoder
from roleplay.exemplars import EXEMPLARS, load_exemplars, load_oddities
from roleplay.heads import load_heads
from roleplay.reader import Reader
from tests.support.acts_validation import HARMFUL, Measured, halves, load_labelled, measure
from tests.support.moves_validation import QUESTIONS_VALIDATION, load_made, question_rate, rates, scenario_of
from tests.support.odd_validation import load_odd, odd_rates

HARMLESS = Path(__file__).with_name("harmless.yaml")
# Read from the conversation: no sentence shows by itself that it leaves a question open.
FROM_THE_CONVERSATION = {Act.IGNORE_QUESTION}


@cache
def reader() -> Reader:
    return Reader(load_encoder())


@cache
def held_out() -> Measured:
    return measure(reader(), halves(load_labelled())[1])


def test_each_act_has_enough_sentences_that_show_it() -> None:
    shown = Counter(act for each in load_exemplars() for act in each.acts)
    assert {act for act in Act if shown[act] < 18} == FROM_THE_CONVERSATION


def test_many_sentences_show_nothing() -> None:
    assert sum(not each.acts for each in load_exemplars()) >= 200


def test_no_validation_message_is_an_exemplar() -> None:
    exemplars = {each.text.casefold() for each in load_exemplars()}
    messages = {each.text.casefold() for each in load_labelled()}
    assert exemplars & messages == set()


def test_the_heads_were_made_from_these_exemplars() -> None:
    assert load_heads().source == hashlib.sha256(EXEMPLARS.read_bytes()).hexdigest()


def test_a_mistake_in_the_exemplars_is_reported(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("exemplars") / "exemplars.yaml"
    path.write_text("acts:\n  gret:\n    shows: [Hello]\nplain: []\n", encoding="utf-8")
    with pytest.raises(InvalidContent, match="exemplars cannot be used"):
        load_exemplars(path)


def test_acts_are_found_in_messages_that_were_held_out() -> None:
    assert len(load_labelled()) >= 170
    assert held_out().micro().f1 >= 0.74
    assert held_out().macro_f1 >= 0.77


def test_harm_is_seldom_found_where_there_is_none() -> None:
    assert held_out().micro(HARMFUL).precision >= 0.80


def test_harmless_sentences_hurt_nobody() -> None:
    sentences = TypeAdapter(tuple[str, ...]).validate_python(yaml.safe_load(HARMLESS.read_text(encoding="utf-8")))
    customer = (Turn(0, Speaker.CUSTOMER, "I have been waiting for weeks now."),)
    readings = {text: reader().read(text, before=customer) for text in sentences}
    # They answer other messages than this one, so whether they are about it says nothing.
    harm = HARMFUL - {Act.OFF_TOPIC, Act.IGNORE_QUESTION}
    assert len(sentences) >= 80
    assert {text: reading.acts for text, reading in readings.items() if reading.has(*harm)} == {}


def test_moves_and_questions_of_the_library_are_found() -> None:
    moves, facts = rates(reader(), tuple(load_made()))
    assert (moves.precision >= 0.85, moves.recall >= 0.78) == (True, True)
    assert (facts.precision >= 0.88, facts.recall >= 0.82) == (True, True)


@pytest.mark.parametrize("name", load_made())
def test_the_labels_of_a_case_name_its_own_moves_and_facts(name: str) -> None:
    case = scenario_of(name)
    labelled = load_made()[name]
    assert {move for each in labelled for move in each.moves} == {move.id for move in case.moves}
    assert {fact for each in labelled for fact in each.facts} == {fact.id for fact in case.facts if fact.asked_by}
    assert sum(not (each.moves or each.facts) for each in labelled) >= 8


def test_facts_are_found_by_questions_as_people_put_them() -> None:
    held_out = question_rate(reader(), held_out=True)
    assert (held_out.precision >= 0.92, held_out.recall >= 0.75) == (True, True)
    assert sum(len(questions) for questions in load_made(QUESTIONS_VALIDATION).values()) >= 80


def test_oddities_are_found_in_messages_that_were_held_out() -> None:
    held_out = odd_rates(reader(), load_odd().held_out)
    right, wrong = sum(rate.right for rate in held_out.values()), sum(rate.wrong for rate in held_out.values())
    assert right / (right + wrong) >= 0.97
    assert {kind: round(rate.recall, 2) for kind, rate in held_out.items() if rate.recall < 0.8} == {}


def test_what_is_ordinary_is_hardly_ever_odd() -> None:
    messages = [message for part in (load_odd().tuned_on, load_odd().held_out) for message in part if not message.odd]
    wrong = sum(rate.wrong for rate in odd_rates(reader(), messages).values())
    assert len(messages) >= 150
    assert wrong <= 3


def test_no_odd_validation_message_is_an_exemplar() -> None:
    exemplars = {each.text.casefold() for each in load_oddities()}
    messages = {message.text.casefold() for part in (load_odd().tuned_on, load_odd().held_out) for message in part}
    assert exemplars & messages == set()


def test_each_kind_of_oddity_that_is_learnt_has_enough_sentences() -> None:
    shown = Counter(each.odd for each in load_oddities())
    assert all(count >= 40 for kind, count in shown.items() if kind)
    assert shown[None] >= 200
