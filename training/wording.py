"""How the customers' lines came about, counted from what was kept with them, and what to do about what went wrong.

Always holds: every line is counted, also one of which another version kept what cannot be read here; no word of a line
is looked at.
"""

import logging
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pydantic import BaseModel, ConfigDict

from domain.conversation import Engine
from domain.errors import ModelFault
from language.failures import words_of
from records.rows import LineRow
from training.stored import KeptByAnotherVersion, stored

log = logging.getLogger(__name__)

# How the detail of a turn (`training.turns`) tells that a line of the model was not shown.
REJECTED: Final = '"rejected":[{'

ADVICE: Final = {
    ModelFault.TIMEOUT: "If it happens often, choose a faster model, or give it more time (FRONTSTAGE_REPLY_SECONDS).",
    ModelFault.CONNECTION: "Check the network, and the address in OPENAI_BASE_URL.",
    ModelFault.RATE_LIMIT: "It passes by itself; a higher limit is to be had from your provider.",
    ModelFault.BILLING: "Top it up at your provider; until then the scripted customer speaks.",
    ModelFault.AUTHENTICATION: "Put a key that it accepts into OPENAI_API_KEY and start Frontstage again; until then "
    "the scripted customer speaks.",
    ModelFault.NOT_FOUND: "Check FRONTSTAGE_MODEL and OPENAI_BASE_URL and start Frontstage again; until then the "
    "scripted customer speaks.",
    ModelFault.SERVER: "It passes by itself; the provider's own status page may tell more.",
    ModelFault.INCOMPLETE: "If it happens often, choose another model.",
    ModelFault.NONSENSE: "Check that OPENAI_BASE_URL ends where your provider says, often in /v1.",
    ModelFault.REFUSED: "If it happens often, choose a model with a milder filter: customers here may be angry.",
    ModelFault.TOO_LONG: "Choose a model that reads more at a time.",
    ModelFault.SPENT: "The turn had used up its time or its requests. If it happens often, choose a faster model.",
    ModelFault.BUDGET: "Raise FRONTSTAGE_MODEL_MONTHLY_BUDGET or FRONTSTAGE_MODEL_MONTHLY_TOKENS, or wait for the new "
    "month.",
}


class WordedBy(StrEnum):
    """How a customer's line came about."""

    MODEL = "model"
    MODEL_AGAIN = "model_again"  # at its second try
    SCRIPT_AFTER_AUDIT = "script_after_audit"  # the model's line did not pass
    SCRIPT_AFTER_FAILURE = "script_after_failure"  # the model gave no answer
    SCRIPT_OVER_BUDGET = "script_over_budget"
    SCRIPT = "script"  # no model was asked
    NOT_KNOWN = "not_known"  # another version kept it in a form that this one cannot read


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something happened. `kind` is its name in the code; `words` say what happened and `advice` what to do,
    "" where the name must do."""

    kind: str
    count: int
    words: str = ""
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Wording:
    """`lines` counts the customers' lines, `audited` the faults that the check found in lines of the model, `failures`
    the calls without an answer: the most frequent first. A line may have had several of both."""

    lines: tuple[tuple[WordedBy, int], ...]
    audited: tuple[Tally, ...]
    failures: tuple[Tally, ...]


class _Fault(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    fault: str


class _Rejected(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    faults: tuple[_Fault, ...] = ()
    failure: str = ""

    @property
    def kind(self) -> str:
        """A failure is kept as "kind: words"; "" when there was none."""
        return self.failure.partition(":")[0]


class _Detail(BaseModel):
    """What is counted here of a `CustomerDetail`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    rejected: tuple[_Rejected, ...] = ()


def wording(rows: Sequence[LineRow]) -> Wording:
    """Count the lines. Those in which something was rejected come singly, with their detail."""
    lines = Counter[WordedBy]()
    audited, failures = Counter[str](), Counter[str]()
    for row in rows:
        try:
            rejected = _rejected(row)
        except KeptByAnotherVersion as error:
            log.warning("a line is counted without what became of it: %s", error)
            lines[WordedBy.NOT_KNOWN] += row.count
            continue
        lines[_worded_by(row.engine, rejected)] += row.count
        audited.update(fault.fault for each in rejected for fault in each.faults)
        failures.update(each.kind for each in rejected if each.failure)
    return Wording(tuple((how, lines[how]) for how in WordedBy if lines[how]), _tallies(audited), _tallies(failures))


def _rejected(row: LineRow) -> tuple[_Rejected, ...]:
    if not row.detail:
        return ()
    return stored(_Detail.model_validate_json, row.detail, "how a customer's line came about").rejected


def _worded_by(engine: Engine, rejected: Sequence[_Rejected]) -> WordedBy:
    if engine is Engine.MODEL:
        return WordedBy.MODEL_AGAIN if rejected else WordedBy.MODEL
    if not rejected:
        return WordedBy.SCRIPT
    if not rejected[-1].failure:
        return WordedBy.SCRIPT_AFTER_AUDIT
    return WordedBy.SCRIPT_OVER_BUDGET if rejected[-1].kind == ModelFault.BUDGET else WordedBy.SCRIPT_AFTER_FAILURE


def _tallies(counts: Counter[str]) -> tuple[Tally, ...]:
    known = {kind.value: (words_of(kind), advice) for kind, advice in ADVICE.items()}
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Tally(kind, count, *known.get(kind, ())) for kind, count in ordered)
