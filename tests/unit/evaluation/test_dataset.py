"""The loader of the training data: what it takes apart, and what it says of a mistake."""

from pathlib import Path

import pytest

from domain.acts import Act
from domain.conversation import Speaker
from domain.errors import InvalidContent
from evaluation.dataset import (
    Conversation,
    Part,
    Reply,
    Situation,
    figures,
    load_answers,
    load_conversations,
    load_messages,
    near_duplicates,
    split_of,
)

SLATS = """
- id: cot-slats
  industry: furniture
  customer: "Two slats are missing and I'm due on Friday."
  replies:
    - {voice: native, levels: [2, 2, 0],
       text: "With the baby due on Friday! [name_feeling personalise] The slats go out today."}
"""
CALL = """
- id: cot-call
  industry: furniture
  voice: native
  turns: [{c: "THIRD time I call.", mood: -2}, {a: "Third call, and still no cot.", helps: 0, checks: 2, settled: 0}]
  levels: {emotional_reaction: 4, interpretation: 4, exploration: 2, genuineness: 4, received: 3, recovery_order: 2.5,
    need_found: 3, facts_verified: 3, solution: 2, options_and_expectations: 2, next_step_owned: 2}
  satisfaction: 2
"""
ANSWERS = """
- id: cot-answers
  industry: furniture
  answers:
    - {after: "The slats go out today.", text: "Perfect.", mood: 2}
    - {after: "The slats are no longer made.", text: "Perfect.", mood: -2}
"""


def folder(tmp_path: Path, *, messages: str = SLATS, conversations: str = CALL, answers: str = ANSWERS) -> Path:
    for name, text in (("messages", messages), ("conversations", conversations), ("answers", answers)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "one.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def reply(text: str) -> Reply:
    return Reply(voice="native", levels=(0, 0, 0), text=text)


def situation(name: str, *texts: str) -> Situation:
    return Situation(id=name, industry="any", customer="Well?", replies=tuple(map(reply, texts)))


def test_labels_stand_behind_the_sentence_that_shows_them(tmp_path: Path) -> None:
    (found,) = load_messages(folder(tmp_path))
    (answer,) = found.replies
    assert answer.parts == (
        Part("With the baby due on Friday!", frozenset({Act.NAME_FEELING, Act.PERSONALISE})),
        Part("The slats go out today.", frozenset()),
    )
    assert answer.plain == "With the baby due on Friday! The slats go out today."
    assert answer.acts == {Act.NAME_FEELING, Act.PERSONALISE}


def test_replies_in_the_middle_of_a_conversation_answer_all_that_was_said_before(tmp_path: Path) -> None:
    earlier = 'earlier: ["My cot has come.", "Is all of it there?"]'
    (found,) = load_messages(folder(tmp_path, messages=SLATS.replace("customer:", f"{earlier}\n  customer:")))
    assert [(turn.number, turn.speaker, turn.text) for turn in found.before] == [
        (0, Speaker.CUSTOMER, "My cot has come."),
        (1, Speaker.TRAINEE, "Is all of it there?"),
        (2, Speaker.CUSTOMER, "Two slats are missing and I'm due on Friday."),
    ]


def test_what_was_said_before_the_customer_ends_with_the_agent(tmp_path: Path) -> None:
    odd = SLATS.replace("customer:", 'earlier: ["My cot has come."]\n  customer:')
    with pytest.raises(InvalidContent, match="ends with the agent"):
        load_messages(folder(tmp_path, messages=odd))


def test_a_conversation_has_two_sides_and_a_level_for_each_criterion(tmp_path: Path) -> None:
    (found,) = load_conversations(folder(tmp_path))
    assert isinstance(found, Conversation)
    assert [(each.c, each.a, each.mood) for each in found.turns] == [
        ("THIRD time I call.", "", -2),
        ("", "Third call, and still no cot.", None),
    ]
    assert found.levels.recovery_order == 2.5


@pytest.mark.parametrize(
    ("messages", "line", "field", "advice"),
    [
        (SLATS.replace("personalise", "personalize"), 0, "0.replies.0", "'personalize' is not a valid Act"),
        (SLATS.replace("native", "shouting"), 0, "0.replies.0.voice", "Input should be 'native'"),
        (SLATS.replace("[2, 2, 0]", "[2, 3, 0]"), 0, "0.replies.0.levels.1", "less than or equal to 2"),
        (SLATS.replace("levels:", "near: [personalise], levels:"), 0, "0.replies.0", "which the text shows"),
        (SLATS.replace('"With', 'With "'), 7, "", "this is not YAML"),
        (SLATS + SLATS, 0, "cot-slats", "this id stands twice"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path: Path, messages: str, line: int, field: str, advice: str) -> None:
    with pytest.raises(InvalidContent) as caught:
        load_messages(folder(tmp_path, messages=messages))
    assert (caught.value.line, caught.value.field) == (line, field)
    assert advice in caught.value.advice


def test_an_answer_stands_behind_what_it_answers_and_has_a_mood(tmp_path: Path) -> None:
    (found,) = load_answers(folder(tmp_path))
    assert [(each.after, each.text, each.mood) for each in found.answers] == [
        ("The slats go out today.", "Perfect.", 2),
        ("The slats are no longer made.", "Perfect.", -2),
    ]


@pytest.mark.parametrize(
    ("mistake", "field"),
    [(("mood: -2", "mood: -3"), "0.answers.1.mood"), (('"Perfect.", mood: 2', '"", mood: 2'), "0.answers.0.text")],
)
def test_an_answer_without_words_or_with_a_mood_beyond_the_scale_is_refused(
    tmp_path: Path, mistake: tuple[str, str], field: str
) -> None:
    with pytest.raises(InvalidContent) as caught:
        load_answers(folder(tmp_path, answers=ANSWERS.replace(*mistake)))
    assert caught.value.field == field


ANSWER = '{a: "Third call, and still no cot.", helps: 0, checks: 2, settled: 0}'


@pytest.mark.parametrize(
    "turn",
    [
        *('{c: "Well?"}', '{a: "Well.", mood: 1}', "{}", '{c: "Well?", a: "Well.", mood: 0}', '{a: "Well.", helps: 1}'),
        *('{c: "Well?", mood: 0, checks: 1}', '{a: "Well.", helps: 4, checks: 1, settled: 0}'),
    ],
)
def test_a_turn_is_of_one_side_and_has_its_sides_labels(tmp_path: Path, turn: str) -> None:
    conversations = CALL.replace(ANSWER, turn)
    with pytest.raises(InvalidContent, match=r"a turn is|less than or equal to 3"):
        load_conversations(folder(tmp_path, conversations=conversations))


@pytest.mark.parametrize(
    "mistake", [("mood: -2}", "mood: -2, settled: 0}"), (ANSWER, f'{ANSWER}, {{c: "Well?", mood: 0}}')]
)
def test_the_matter_is_labelled_from_the_first_answer_on(tmp_path: Path, mistake: tuple[str, str]) -> None:
    with pytest.raises(InvalidContent, match="settled belongs to every turn from the first answer on"):
        load_conversations(folder(tmp_path, conversations=CALL.replace(*mistake)))


def test_a_situation_is_on_one_side_of_the_split_for_good() -> None:
    names = [f"case-{number}" for number in range(400)]
    sides = [split_of(name) for name in names]
    assert sides == [split_of(name) for name in names]
    assert 55 <= sides.count("validation") <= 105
    assert 20 <= sides.count("calibration") <= 60


def test_replies_of_one_wording_in_two_situations_are_found_and_minimal_pairs_are_not() -> None:
    first = situation(
        "one", "I am sorry that the van came late to you on Monday.", "I am sorry that the van came late."
    )
    second = situation("two", "I am sorry that the van came late to you on Tuesday.", "The van is on its way now.")
    assert [(each.first, each.second) for each in near_duplicates((first, second))] == [("one", "two")]


def test_the_figures_count_what_there_is(tmp_path: Path) -> None:
    where = folder(tmp_path)
    lines = list(figures(load_messages(where), load_conversations(where), load_answers(where)))
    assert lines[:3] == [
        "1 situations, 1 messages, 0 minimal pairs",
        "1 conversations",
        "1 situations with 2 customers' answers: 1 at -2, 0 at -1, 0 at +0, 0 at +1, 1 at +2",
    ]
    assert "name_feeling              1 shown,   0 hard negatives" in lines
