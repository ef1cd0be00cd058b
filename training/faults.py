"""What the simulator did wrong in a customer's line that the trainee saw, in plain words.

A fault of the simulator never costs a point. Always holds: what is said here was computed and saved when the line was
made, so it can be checked; a line of a model that was rejected before anyone saw it is no fault.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from domain.conversation import Engine, Speaker
from records.rows import TurnRow
from roleplay.audit import Fault
from training.turns import CustomerDetail, detail_from_json

TOO_LATE: Final = timedelta(seconds=45)  # the deadline of a reply, and as much again as saving and queueing may take
# Faults of form: unlike a person's writing, but the trainee can answer the line all the same.
HARMLESS: Final = frozenset({Fault.MARKDOWN, Fault.TOO_LONG})
# An authored line was checked when it was written; what can go wrong when it is said is this.
OF_THE_SCRIPT: Final = frozenset({Fault.EMPTY, Fault.REPEATED, Fault.NOT_SAID})
_WORDS: Final[Mapping[Fault, str]] = MappingProxyType(
    {
        Fault.EMPTY: "The customer's line said nothing.",
        Fault.ROLE_FLIP: "The customer spoke as if they were the agent.",
        Fault.HELPER_TALK: "The customer spoke as if they were there to help you.",
        Fault.EARLY_DISCLOSURE: "The customer told something that nobody had asked about.",
        Fault.INVENTED_FACT: "The customer said something that is not part of the case.",
        Fault.INVENTED_NUMBER: "The customer named a number or a time that is not part of the case.",
        Fault.GAVE_IN: "The customer gave in before there was a reason to.",
        Fault.ACCEPTED_ABSURDITY: "The customer went along with something that nobody could mean.",
        Fault.SPOKE_FOR_TRAINEE: "The customer's line spoke for you.",
        Fault.REPEATED: "The customer said the same as before, word for word.",
        Fault.PARROTED: "The customer handed your own words back.",
        Fault.NOT_SAID: "The customer left out something that they meant to tell you.",
        Fault.WRONG_ENDING: "The customer ended it, or went on, where they should not have.",
        Fault.OTHER_LANGUAGE: "The customer changed to another language.",
    }
)
_OTHER: Final = "The customer fell out of their role."
_WITHDRAWN: Final = "Part of another line was on the screen before this one took its place."
_LATE: Final = "The answer came late, because the model did not answer in time."


def harm_in(detail: CustomerDetail, engine: Engine | None, waited: timedelta) -> str:
    """What was wrong with a customer's line as the trainee met it, "" when nothing was. `waited` is the time between
    the trainee's message and the line."""
    return " ".join(dict.fromkeys(_harms(detail, engine, waited)))


def _harms(detail: CustomerDetail, engine: Engine | None, waited: timedelta) -> Iterator[str]:
    for finding in detail.verdict:
        counts = finding.fault in OF_THE_SCRIPT if engine is Engine.SCRIPTED else finding.fault not in HARMLESS
        if counts:
            yield _WORDS.get(finding.fault, _OTHER)
    if detail.withdrawn:
        yield _WITHDRAWN
    if waited > TOO_LATE and any(each.failure for each in detail.rejected):
        yield _LATE


def harmed_turns(rows: Sequence[TurnRow]) -> frozenset[int]:
    """The numbers of the customer's turns in which something was wrong."""
    said_at = {row.number: row.said_at for row in rows}
    return frozenset(
        row.number
        for row in rows
        if row.speaker is Speaker.CUSTOMER
        and row.detail is not None
        and harm_in(detail_from_json(row.detail), row.engine, row.said_at - said_at.get(row.number - 1, row.said_at))
    )
