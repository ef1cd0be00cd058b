"""What lies outside the reader's range is said, and never scored."""

import pytest

from domain.reading import Found, Oddity, Reading
from domain.scorecard import Dimension, Unscored
from evaluation.jsonl import NOT_READ, ScoreRequest, output_record
from evaluation.rubric import load_rubric
from evaluation.scorecard import left_to_judge, score
from evaluation.unread import why_unread, why_unscored
from tests.support.evaluation_cases import COMPLAINT, Said, Talk, glasses_well_done, said, talk

FOREIGN = Reading(odd=(Found(Oddity.FOREIGN, "Das tut mir leid.", 1.0),), words=4)
READ = Reading(words=4)
SILENT = Reading(empty=True)
RANGE = "not in English, the only language that Frontstage can read so far"
MOST = f"Most of your messages were {RANGE}, so nothing here was scored."


def german(*more: str | Said) -> Talk:
    return talk(
        COMPLAINT,
        Said("Das tut mir leid.", FOREIGN),
        "Pardon?",
        Said("Ich schicke das Paket heute.", FOREIGN),
        "I don't understand.",
        said("I'll send it today."),
        *more,
    )


@pytest.mark.parametrize(
    ("reading", "reason"),
    [
        (FOREIGN, f"It is {RANGE}."),
        (SILENT, "There are no words in it."),
        (Reading(odd=(Found(Oddity.NONSENSE, "asdf qwer", 1.0),)), "Its words mean nothing."),
        (Reading(odd=(Found(Oddity.ECHO, "My parcel is late.", 1.0),)), ""),
        (READ, ""),
    ],
)
def test_a_message_says_why_it_was_not_read(reading: Reading, reason: str) -> None:
    assert why_unread(reading) == reason


@pytest.mark.parametrize(
    ("readings", "reason"),
    [
        ([], ""),
        ([SILENT, READ], ""),
        ([FOREIGN, READ, READ], ""),
        ([FOREIGN, READ], f"Half of your messages were {RANGE}, so nothing here was scored."),
        ([FOREIGN, READ, SILENT, SILENT], f"Half of your messages were {RANGE}, so nothing here was scored."),
        ([FOREIGN, FOREIGN, READ], MOST),
        ([FOREIGN, FOREIGN], f"Your messages were {RANGE}, so nothing here was scored."),
        ([FOREIGN], f"Your message was {RANGE}, so nothing here was scored."),
    ],
)
def test_a_conversation_cannot_be_scored_from_half_of_its_messages_on(readings: list[Reading], reason: str) -> None:
    assert why_unscored(dict(enumerate(readings))) == reason


def test_no_criterion_is_scored_by_words_that_could_not_be_read_and_no_model_is_asked() -> None:
    conversation = german()
    card = score(conversation.transcript, conversation.readings, rubric=load_rubric())
    assert {each.outcome for each in card.criteria} == {Unscored(MOST)}
    assert [(each.outcome, each.band) for each in card.dimensions] == [(Unscored(MOST), None)] * len(Dimension)
    assert left_to_judge(conversation.transcript, conversation.readings, rubric=load_rubric()) == {}


def test_a_rehearsal_in_another_language_is_not_scored_either_nor_are_the_scenarios_own_criteria() -> None:
    conversation, known = glasses_well_done()
    readings = dict.fromkeys(conversation.readings, FOREIGN)
    card = score(conversation.transcript, readings, rubric=load_rubric(), case=known)
    reason = f"Your messages were {RANGE}, so nothing here was scored."
    assert {each.outcome for each in card.criteria} == {Unscored(reason)}
    assert {each.id for each in known.scenario.criteria} <= {each.id for each in card.criteria}


def test_one_foreign_message_among_others_is_scored_by_the_others() -> None:
    conversation = german("Thank you.", said("It will be with you on Friday."))
    rest = dict(conversation.readings) | {3: READ}
    card = score(conversation.transcript, rest, rubric=load_rubric())
    assert card.value(Dimension.EMPATHY) is not None


def test_a_record_stands_at_the_middle_where_it_could_not_be_read_and_says_why() -> None:
    conversation = german()
    assert output_record(ScoreRequest("r1", conversation.transcript), conversation.readings) == {
        "id": "r1",
        "empathy": NOT_READ,
        "problem_solving": NOT_READ,
        "satisfaction": NOT_READ,
        "criteria": {},
        "evidence": [],
        "unscored": dict.fromkeys([*load_rubric().criteria, *Dimension, "satisfaction"], MOST),
    }
