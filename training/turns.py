"""What is kept with each turn besides its words, and how it becomes JSON and back.

The trainee's turn keeps its reading; the customer's turn keeps the mood after it, each cause that moved the mood, and
how its line came about. Together with the scenario's frozen body they let an attempt be replayed and explained.
"""

import logging
from dataclasses import dataclass

from pydantic import TypeAdapter

from domain.conversation import Speaker
from domain.mood import Mood, MoodChange
from domain.reading import Reading
from records.rows import AttemptRow, TurnRow
from roleplay.audit import Finding
from roleplay.pipeline import Answer, Rejected
from roleplay.state import State, state_from_json
from training.stored import KeptByAnotherVersion, stored

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CustomerDetail:
    """`rejected` are model lines that were not shown, with the reason; `prompts` are (id, hash). `verdict` is what the
    audit found in the line that was shown; `withdrawn`: some of another line was on the screen before it."""

    mood: Mood
    changes: tuple[MoodChange, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()
    verdict: tuple[Finding, ...] = ()
    withdrawn: bool = False


_READING: TypeAdapter[Reading] = TypeAdapter(Reading)
_DETAIL: TypeAdapter[CustomerDetail] = TypeAdapter(CustomerDetail)


def reading_to_json(reading: Reading) -> str:
    return _READING.dump_json(reading).decode()


def reading_from_json(text: str) -> Reading:
    """Raises KeptByAnotherVersion."""
    return stored(_READING.validate_json, text, "what was read in a message")


def detail_of(answer: Answer) -> CustomerDetail:
    return CustomerDetail(
        answer.mood, answer.changes, answer.rejected, answer.prompts, answer.verdict, answer.withdrawn
    )


def detail_to_json(detail: CustomerDetail) -> str:
    return _DETAIL.dump_json(detail).decode()


def detail_from_json(text: str) -> CustomerDetail:
    """Raises KeptByAnotherVersion."""
    return stored(_DETAIL.validate_json, text, "how a customer's line came about")


def readable_detail(row: TurnRow) -> CustomerDetail | None:
    """How a customer's line came about, for whoever shows the line with or without it: None for the trainee's turn, and
    for what another version kept."""
    if row.speaker is not Speaker.CUSTOMER or row.detail is None:
        return None
    try:
        return detail_from_json(row.detail)
    except KeptByAnotherVersion as error:
        log.info("turn %s of %s is shown by its words alone: %s", row.number, row.attempt_id, error)
        return None


def state_of(attempt: AttemptRow) -> State:
    """Where the customer stands. Raises KeptByAnotherVersion."""
    return stored(state_from_json, attempt.director_state, "the customer's state")
