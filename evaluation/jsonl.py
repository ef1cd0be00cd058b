"""Scoring transcripts from elsewhere, one record at a time: what `frontstage score` reads and writes.

No scenario, no desk, no mood: only words are judged. Since the format has a number for each dimension, a conversation
too short for a scorecard gets an estimate here, and says so under `unscored`; scorecards never do that. A conversation
without any reply is estimated at the bottom: no reply is itself evidence that nobody was heard or helped. Where the
replies are in a language that cannot be read, the numbers stand at the middle, and `unscored` says what they are worth.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from domain.conversation import Speaker, Transcript, Turn
from domain.errors import InvalidInput
from domain.reading import CustomerReading, Reading
from domain.scorecard import CriterionScore, Decider, Dimension, Level, Unscored
from evaluation.judgement import Judgement
from evaluation.observations import NOBODY_HEARD
from evaluation.rubric import Rubric, load_rubric
from evaluation.scorecard import own_readings, score
from evaluation.simulated import satisfaction
from evaluation.unread import why_unscored

NO_REPLY: Final = 1.0
NOT_READ: Final = 3.0  # the middle of the scale, for what is in a language that cannot be read
_SPEAKERS: Final = {"customer": Speaker.CUSTOMER, "agent": Speaker.TRAINEE}
Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """A record to score: its id and its conversation, turns numbered from 0."""

    id: str
    transcript: Transcript


def parse_record(record: Record) -> ScoreRequest:
    """{"id", "turns": [{"speaker": "customer" or "agent", "text"}]}; other fields are not looked at.

    Raises InvalidInput that names the record and the turn."""
    name = record.get("id")
    if not isinstance(name, str) or not name:
        raise InvalidInput("A record needs an id, which is a text.")
    turns = record.get("turns")
    if not isinstance(turns, list) or not turns:
        raise InvalidInput(f"Record {name!r}: turns must be a list with at least one turn.")
    return ScoreRequest(name, Transcript(tuple(_turn(name, number, each) for number, each in enumerate(turns))))


def _turn(name: str, number: int, given: object) -> Turn:
    speaker = given.get("speaker") if isinstance(given, dict) else None
    text = given.get("text") if isinstance(given, dict) else None
    if not isinstance(speaker, str) or speaker not in _SPEAKERS:
        raise InvalidInput(f"Record {name!r}, turn {number}: speaker must be customer or agent, not {speaker!r}.")
    if not isinstance(text, str):
        raise InvalidInput(f"Record {name!r}, turn {number}: text must be a text.")
    return Turn(number, _SPEAKERS[speaker], text)


def output_record(
    request: ScoreRequest,
    readings: Mapping[int, Reading],
    *,
    customers: Mapping[int, CustomerReading] = NOBODY_HEARD,
    rubric: Rubric | None = None,
    judgement: Judgement | None = None,
) -> dict[str, object]:
    """{"id", "empathy", "problem_solving", "satisfaction", "criteria", "evidence", "unscored"}, levels on 1..5; where a
    model judged also {"judge"}.

    `readings` holds the reading of each agent turn under its number, `customers` that of each customer turn. Raises
    InvalidInput when a reading is missing."""
    used = rubric if rubric is not None else load_rubric()
    read = own_readings(request.transcript, readings)
    card = score(request.transcript, read, rubric=used, customers=customers, judgement=judgement)
    estimated = card
    if any(isinstance(each.outcome, Unscored) for each in card.dimensions):
        any_length = used.model_copy(update={"least_messages": 0})
        estimated = score(request.transcript, read, rubric=any_length, customers=customers)
    replied = any(not reading.empty for reading in read.values())
    unread = why_unscored(read)
    levels = {which: _number(estimated.value(which), replied=replied) for which in Dimension}
    record: dict[str, object] = {
        "id": request.id,
        "empathy": levels[Dimension.EMPATHY],
        "problem_solving": levels[Dimension.PROBLEM_SOLVING],
        "satisfaction": NOT_READ if unread else satisfaction(request.transcript, read, customers=customers),
        "criteria": {each.id: each.outcome.value for each in card.criteria if isinstance(each.outcome, Level)},
        "evidence": _evidence(card.criteria),
        "unscored": {each.id: each.outcome.reason for each in card.criteria if isinstance(each.outcome, Unscored)}
        | {each.dimension.value: each.outcome.reason for each in card.dimensions if isinstance(each.outcome, Unscored)}
        | ({"satisfaction": unread} if unread else {}),
    }
    return record if judgement is None else record | {"judge": _judge(judgement, card.criteria)}


def _number(value: float | None, *, replied: bool) -> float:
    """The format has a number for everything; what stands under "unscored" says which of them is none to go by."""
    if not replied:
        return NO_REPLY
    return NOT_READ if value is None else value


def _judge(judgement: Judgement, criteria: Sequence[CriterionScore]) -> dict[str, object]:
    """Who judged, which criteria that decided and why, and where the built-in scorer had to decide instead."""
    return {
        "version": dict(judgement.versions)["judge"],
        "decided": {
            each.id: each.outcome.reason
            for each in criteria
            if each.decided_by is Decider.JUDGE and isinstance(each.outcome, Level)
        },
        "failed": {each.dimension.value: each.failed for each in judgement.dimensions if not each.usable},
    }


def _evidence(criteria: Sequence[CriterionScore]) -> list[dict[str, object]]:
    """Each observation once, with the criteria that it counts in."""
    found: dict[tuple[object, ...], dict[str, object]] = {}
    for criterion in criteria:
        for each in criterion.evidence:
            key = (each.check, each.holds, each.quote, each.turn)
            entry = found.setdefault(
                key,
                {
                    "check": each.check,
                    "holds": each.holds,
                    "statement": each.statement,
                    "quote": each.quote,
                    "turn": each.turn,
                    "criteria": [],
                },
            )
            counted = entry["criteria"]
            if isinstance(counted, list):
                counted.append(criterion.id)
    return list(found.values())
