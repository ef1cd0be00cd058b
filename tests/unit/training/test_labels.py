"""The file of labelled conversations: what may stand in it, and what a mistake in it is answered with."""

import json

import pytest

from domain.errors import InvalidInput
from evaluation.rubric import load_rubric
from training.labels import Labelled, read_labels

TURNS = [{"speaker": "customer", "text": "It is late."}, {"speaker": "agent", "text": "I will look into it now."}]


def line(**changes: object) -> str:
    return json.dumps({"id": "a", "turns": TURNS, "labels": {"empathy": 4}} | changes)


def read(text: str, *, most: int | None = None) -> tuple[Labelled, ...]:
    return read_labels(text.encode(), file="labels.jsonl", rubric=load_rubric(), most=most)


def test_a_scorer_gets_the_id_and_the_turns_and_nothing_of_the_labels() -> None:
    (found,) = read(line(register=" chat ", labels={"empathy": 4, "exploration": [3, 3.5]}, note="Mira's"))
    assert found == Labelled(
        record={"id": "a", "turns": TURNS},
        labels={"empathy": (4.0,), "exploration": (3.0, 3.5)},
        words=6,
        register="chat",
    )


def test_blank_lines_windows_line_ends_and_a_byte_order_mark_are_taken_as_they_come() -> None:
    text = "\ufeff" + line() + "\r\n\r\n" + line(id="b")
    assert [each.record["id"] for each in read(text)] == ["a", "b"]


def test_a_line_separator_inside_a_message_ends_no_line() -> None:
    turns = [TURNS[0], {"speaker": "agent", "text": "One\u2028two"}]
    (found,) = read(json.dumps({"id": "a", "turns": turns, "labels": {"empathy": 4}}, ensure_ascii=False))
    assert found.words == 2


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("{", "labels.jsonl:2: not a line of JSON"),
        ("[]", "labels.jsonl:2: write one JSON object a line."),
        (line(id=""), "labels.jsonl:2: A record needs an id, which is a text."),
        (line(turns=[]), "labels.jsonl:2: Record 'a': turns must be a list with at least one turn."),
        (line(), "labels.jsonl:2: the id 'a' stands in line 1 already; give each its own."),
        (line(labels={}), 'labels.jsonl:2: labels must be an object with at least one label, such as {"empathy": 4}.'),
        (line(labels={"explorations": 3}), "labels: nothing is called 'explorations'; did you mean 'exploration'?"),
        (line(labels={"zzz": 3}), "labels: nothing is called 'zzz'; there are emotional_reaction, "),
        (line(labels={"empathy": []}), "labels: 'empathy' is an empty list; write a level from 1 to 5 in half steps"),
        (line(labels={"empathy": 6}), "labels: 6 is no level of 'empathy'; write a level from 1 to 5 in half steps"),
        (line(labels={"empathy": [4, 3.2]}), "labels: 3.2 is no level of 'empathy'"),
        (line(labels={"empathy": "4"}), "labels: '4' is no level of 'empathy'"),
        (line(labels={"empathy": True}), "labels: True is no level of 'empathy'"),
        (line(labels={"empathy": float("nan")}), "labels: nan is no level of 'empathy'"),
        (line(register="x" * 41), "labels.jsonl:2: register must be a text of at most 40 characters, such as chat."),
        (line(register=5), "labels.jsonl:2: register must be a text of at most 40 characters, such as chat."),
    ],
)
def test_a_mistake_is_named_with_file_and_line_and_what_to_write(bad: str, message: str) -> None:
    with pytest.raises(InvalidInput) as error:
        read(line() + "\n" + bad)
    assert message in str(error.value)


def test_a_file_with_nothing_in_it_is_told_what_belongs_there() -> None:
    with pytest.raises(InvalidInput) as error:
        read("\n\n")
    assert str(error.value) == "labels.jsonl: there is no conversation in it. Write one JSON object a line."


def test_a_file_that_is_no_text_is_refused_by_name() -> None:
    with pytest.raises(InvalidInput, match=r"labels\.jsonl: not a text file in UTF-8"):
        read_labels(b"\xff\xfe\x00", file="labels.jsonl", rubric=load_rubric())


def test_more_conversations_than_a_screen_takes_are_refused_with_the_way_on() -> None:
    text = "\n".join(line(id=str(number)) for number in range(3))
    assert len(read(text, most=3)) == 3
    with pytest.raises(InvalidInput, match="more than 2 conversations"):
        read(text, most=2)
