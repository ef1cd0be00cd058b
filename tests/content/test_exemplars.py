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
from roleplay.exemplars import EXEMPLARS, load_exemplars
from roleplay.heads import load_heads
from roleplay.reader import Reader
from tests.support.acts_validation import HARMFUL, Measured, halves, load_labelled, measure
from tests.support.moves_validation import load_made, rates, scenario_of

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
    customer = (Turn(0, Speaker.CUSTOMER, "I have been waiting for weeks. Can you help me or not?"),)
    readings = {text: reader().read(text, before=customer) for text in sentences}
    assert len(sentences) >= 80
    assert {text: reading.acts for text, reading in readings.items() if reading.has(*HARMFUL)} == {}


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
