"""Transcripts from elsewhere: what goes in, what comes out, and what is refused."""

import json
from collections.abc import Mapping

import pytest

from domain.acts import Act
from domain.conversation import Speaker, Transcript, Turn
from domain.errors import InvalidInput
from domain.reading import Reading
from evaluation.jsonl import ScoreRequest, output_record, parse_record
from tests.support.evaluation_cases import COMPLAINT, Talk, curt_with_solution, rude, said, specific, talk


def record(**fields: object) -> Mapping[str, object]:
    return {"id": "r1", "turns": [{"speaker": "customer", "text": "Hello?"}], **fields}


def output(conversation: Talk) -> dict[str, object]:
    return output_record(ScoreRequest("r1", conversation.transcript), conversation.readings)


def test_a_record_becomes_a_transcript_and_its_other_fields_are_not_looked_at() -> None:
    turns = [{"speaker": "customer", "text": "Hello?"}, {"speaker": "agent", "text": "Hi.", "score": object()}]
    assert parse_record(record(turns=turns, labels=object())) == ScoreRequest(
        "r1", Transcript((Turn(0, Speaker.CUSTOMER, "Hello?"), Turn(1, Speaker.TRAINEE, "Hi.")))
    )


@pytest.mark.parametrize(
    ("bad", "says"),
    [
        ({"id": 3}, "A record needs an id"),
        ({"id": ""}, "A record needs an id"),
        ({"turns": []}, "Record 'r1': turns must be a list"),
        ({"turns": "Hello?"}, "Record 'r1': turns must be a list"),
        ({"turns": ["Hello?"]}, "Record 'r1', turn 0: speaker must be customer or agent, not None"),
        ({"turns": [{"speaker": "robot", "text": "x"}]}, "turn 0: speaker must be customer or agent, not 'robot'"),
        ({"turns": [{"speaker": ["agent"], "text": "x"}]}, "turn 0: speaker must be customer or agent"),
        ({"turns": [{"speaker": "agent", "text": None}]}, "Record 'r1', turn 0: text must be a text"),
    ],
)
def test_a_bad_record_is_refused_with_its_name_and_turn(bad: dict[str, object], says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        parse_record(record(**bad))


def test_a_scored_record_has_numbers_criteria_and_quoted_evidence_and_is_plain_json() -> None:
    given = output(specific())
    assert list(given) == [
        "id",
        "empathy",
        "problem_solving",
        "satisfaction",
        "criteria",
        "evidence",
        "unscored",
    ]
    assert json.loads(json.dumps(given)) == given
    assert given["unscored"] == {}
    evidence = given["evidence"]
    assert isinstance(evidence, list)
    named = next(each for each in evidence if each["check"] == "name_feeling")
    criteria = named.pop("criteria")
    assert named == {
        "check": "name_feeling",
        "holds": True,
        "statement": "You said what the customer was feeling, or why it mattered to them.",
        "quote": "So she had nothing from you to unwrap. You must be disappointed, and rightly so.",
        "turn": 1,
    }
    assert criteria[:3] == ["emotional_reaction", "interpretation", "genuineness"]


def test_a_conversation_too_short_for_a_scorecard_is_estimated_and_says_that_it_is_unscored() -> None:
    given = output(talk(COMPLAINT, said("You are rightly upset.", Act.VALIDATE, empathy=(2, 1, 0))))
    assert isinstance(given["empathy"], float)
    assert 1 < given["empathy"] < 5
    assert given["criteria"] == {}
    unscored = given["unscored"]
    assert isinstance(unscored, dict)
    assert unscored["empathy"] == "You wrote one message with words in it; a score needs at least 2."


def test_a_conversation_without_a_reply_stands_at_the_bottom() -> None:
    for silence in (talk(COMPLAINT), talk(COMPLAINT, said("   "))):
        given = output(silence)
        assert (given["empathy"], given["problem_solving"]) == (1.0, 1.0)


def test_a_solved_conversation_satisfies_more_than_a_rude_one() -> None:
    solved, insulted = output(curt_with_solution()), output(rude())
    assert isinstance(solved["satisfaction"], float)
    assert isinstance(insulted["satisfaction"], float)
    assert solved["satisfaction"] >= insulted["satisfaction"] + 1
    assert insulted["satisfaction"] <= 2


def test_a_turn_without_a_reading_is_refused() -> None:
    conversation = specific()
    with pytest.raises(InvalidInput, match="Turn 3 was not read yet"):
        output_record(ScoreRequest("r1", conversation.transcript), {1: Reading()})
