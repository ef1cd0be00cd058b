"""One turn of the customer, from the trainee's message to a line that may be shown.

Reading, director, cue, actor, audit: in this order, as functions over values. Nothing here saves or waits; `training`
saves the message before and the result after. A model's failure or fault ends in the scripted line, in the same turn.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from domain.conversation import Engine, Turn
from domain.errors import ModelFailure
from domain.mood import Mood, MoodChange
from domain.reading import Reading
from language.chat import Usage
from roleplay.actors import Actor, ScriptedActor, Spoken
from roleplay.audit import Fault, Finding, audit
from roleplay.director import direct
from roleplay.state import Cue, State, opening_cue, opening_state
from scenarios.model import Scenario

if TYPE_CHECKING:
    from roleplay.reader import Reader
    from roleplay.targets import Targets

_SENTENCES = re.compile(r".*[.!?…](?=\s|$)", re.DOTALL)
MOST_TRIES = 2  # a model's line is made again once, with the reason; then the script speaks


@dataclass(frozen=True, slots=True)
class Rejected:
    """A model's line that was not shown: what it said, or how the call failed, and what the audit found."""

    text: str
    faults: tuple[Finding, ...]
    failure: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """The customer's answer to one message, and everything that explains it."""

    text: str
    engine: Engine
    reading: Reading
    cue: Cue
    changes: tuple[MoodChange, ...]
    mood: Mood
    state: State
    rejected: tuple[Rejected, ...] = ()
    usage: tuple[Usage, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """The customer's first line and the state that it leaves."""

    text: str
    state: State


class Customer:
    """The customer of any scenario: a reader, the script, and a model's voice if there is one."""

    def __init__(self, reader: "Reader", *, model_actor: Actor | None = None) -> None:
        self._reader = reader
        self._script = ScriptedActor()
        self._model_actor = model_actor

    def prepare(self, scenario: Scenario) -> "Targets":
        """What the reader needs of a scenario; make it once and keep it."""
        return self._reader.prepare(scenario)

    def open(self, scenario: Scenario, *, seed: int) -> Opening:
        state = opening_state(scenario)
        spoken = self._script.say(scenario, state, opening_cue(scenario), (), seed=seed)
        return Opening(spoken.text, replace(state, said=spoken.used))

    def answer(
        self,
        scenario: Scenario,
        state: State,
        history: Sequence[Turn],
        *,
        targets: "Targets",
        seed: int,
        on_text: Callable[[str], None] | None = None,
    ) -> Answer:
        """Answer the trainee's message, which is the last turn of `history`. Never fails for a model's sake."""
        *before, message = history
        reading = self._reader.read(message.text, before=before, targets=targets)
        decision = direct(scenario, state, reading, seed=seed)
        spoken, rejected, usage = self._word(
            scenario, decision.state, decision.cue, history, seed=seed, on_text=on_text
        )
        after = replace(decision.state, said=decision.state.said + spoken.used)
        return Answer(
            text=spoken.text,
            engine=spoken.engine,
            reading=reading,
            cue=decision.cue,
            changes=decision.changes,
            mood=after.mood,
            state=after,
            rejected=rejected,
            usage=usage,
            prompts=spoken.prompts,
        )

    def _word(
        self,
        scenario: Scenario,
        state: State,
        cue: Cue,
        history: Sequence[Turn],
        *,
        seed: int,
        on_text: Callable[[str], None] | None,
    ) -> tuple[Spoken, tuple[Rejected, ...], tuple[Usage, ...]]:
        rejected: list[Rejected] = []
        usage: list[Usage] = []
        complaint = ""

        def show(text: str) -> None:
            # Only whole sentences that pass the audit are shown while the rest is being made.
            whole = _SENTENCES.match(text)
            if on_text and whole and not _unfit(audit(whole[0], scenario=scenario, cue=cue, history=history)):
                on_text(whole[0])

        for _ in range(MOST_TRIES if self._model_actor else 0):
            assert self._model_actor is not None
            try:
                spoken = self._model_actor.say(
                    scenario, state, cue, history, seed=seed, complaint=complaint, on_text=show
                )
            except ModelFailure as failure:
                rejected.append(Rejected("", (), f"{failure.kind}: {failure}"))
                break
            if spoken.usage:
                usage.append(spoken.usage)
            faults = audit(spoken.text, scenario=scenario, cue=cue, history=history)
            if not faults:
                return spoken, tuple(rejected), tuple(usage)
            rejected.append(Rejected(spoken.text, faults))
            complaint = "; ".join(finding.complaint for finding in faults)
        return self._script.say(scenario, state, cue, history, seed=seed), tuple(rejected), tuple(usage)


def _unfit(findings: tuple[Finding, ...]) -> bool:
    """Whether what there is of a line may not be shown; that something is still to be said is no fault of a part."""
    return any(finding.fault is not Fault.NOT_SAID for finding in findings)
