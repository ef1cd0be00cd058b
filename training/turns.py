"""What is kept with each turn besides its words, and how it becomes JSON and back.

The trainee's turn keeps its reading; the customer's turn keeps the mood after it, each cause that moved the mood, and
how its line came about. Together with the scenario's frozen body they let an attempt be replayed and explained.
"""

from dataclasses import dataclass

from pydantic import TypeAdapter

from domain.mood import Mood, MoodChange
from domain.reading import Reading
from roleplay.audit import Finding
from roleplay.pipeline import Answer, Rejected


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
    return _READING.validate_json(text)


def detail_of(answer: Answer) -> CustomerDetail:
    return CustomerDetail(
        answer.mood, answer.changes, answer.rejected, answer.prompts, answer.verdict, answer.withdrawn
    )


def detail_to_json(detail: CustomerDetail) -> str:
    return _DETAIL.dump_json(detail).decode()


def detail_from_json(text: str) -> CustomerDetail:
    return _DETAIL.validate_json(text)
