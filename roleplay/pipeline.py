"""One turn of the customer, from the trainee's message to a line that may be shown.

Reading, director, cue, actor, audit: in this order, as functions over values. Nothing here saves or waits; `training`
saves the message before and the result after. A model's failure or fault ends in the scripted line, in the same turn,
and all that a turn asks of the model comes out of one allowance. What was shown of a line that did not stand is taken
back at once.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from domain.conversation import Engine, Turn
from domain.errors import FrontstageError, ModelFailure
from domain.mood import Ceiling, Mood, MoodChange
from domain.reading import Reading
from language.chat import Allowance, Usage
from language.failures import ProviderFailure
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
    """The customer's answer to one message, and everything that explains it.

    `usage` is that of every request that was, or may be, billed, `requests` counts all. `prompts` are those of the
    last line that a model made, also when the script replaced it. `verdict` is what the audit finds in the line that
    stands, whoever worded it; `withdrawn` is True when a part of another line was shown and taken back.
    """

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
    requests: int = 0
    verdict: tuple[Finding, ...] = ()
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """The customer's first line and the state that it leaves."""

    text: str
    state: State


class _Asked(NamedTuple):
    """What came of asking the model: its line, None when it gave none that may stand, and what that cost."""

    line: Spoken | None
    rejected: tuple[Rejected, ...] = ()
    usage: tuple[Usage, ...] = ()
    prompts: tuple[tuple[str, str], ...] = ()
    requests: int = 0


class _Preview:
    """What is shown of a line while it is being made: whole sentences, and only those that `fit` lets pass."""

    def __init__(self, on_text: Callable[[str], None] | None, fit: Callable[[str], bool]) -> None:
        self._on_text = on_text
        self._fit = fit
        self._shown = ""
        self.withdrawn = False

    def grow(self, text: str) -> None:
        """Takes the whole line so far; one that begins again takes back what was shown of the one before."""
        whole = match[0] if (match := _SENTENCES.match(text)) else ""
        if not text.startswith(self._shown):
            self.take_back()
        if self._on_text and whole and whole != self._shown and self._fit(whole):
            self._shown = whole
            self._on_text(whole)

    def take_back(self) -> None:
        if self._on_text and self._shown:
            self._shown, self.withdrawn = "", True
            self._on_text("")


class Customer:
    """The customer of any scenario: a reader, the script, and a model's voice if there is one. `allowance` makes what
    one turn may ask of the model, by the settings."""

    def __init__(
        self,
        reader: "Reader",
        *,
        model_actor: Actor | None = None,
        allowance: Callable[[], Allowance] = Allowance,
    ) -> None:
        self._reader = reader
        self._script = ScriptedActor()
        self._model_actor = model_actor
        self.allowance = allowance

    def prepare(self, scenario: Scenario) -> "Targets":
        """What the reader needs of a scenario; make it once and keep it."""
        return self._reader.prepare(scenario)

    def open(self, scenario: Scenario, *, seed: int, ceiling: Ceiling = Ceiling.FULL) -> Opening:
        state = opening_state(scenario, ceiling)
        spoken = self._script.say(scenario, state, opening_cue(scenario, ceiling), (), seed=seed)
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
        allowance: Allowance | None = None,
    ) -> Answer:
        """Answer the trainee's message, which is the last turn of `history`. Never fails for a model's sake.

        `on_text` gets what may be shown of the line so far; "" takes back what it got before. Whoever answers the
        same message again, because the desk moved on, gives the same `allowance` again.
        """
        *before, message = history
        reading = self._reader.read(message.text, before=before, targets=targets)
        decision = direct(scenario, state, reading, seed=seed)
        cue = decision.cue

        @cache  # the last that was shown of a line is mostly the line
        def findings(text: str) -> tuple[Finding, ...]:
            return audit(text, scenario=scenario, cue=cue, history=history)

        preview = _Preview(on_text, lambda text: not _unfit(findings(text)))
        asked = _Asked(None)
        if actor := self._model_actor:
            allowed = allowance or self.allowance()

            def say(complaint: str) -> Spoken:
                return actor.say(
                    scenario,
                    decision.state,
                    cue,
                    history,
                    seed=seed,
                    complaint=complaint,
                    on_text=preview.grow,
                    allowance=allowed,
                )

            asked = _ask(say, findings, preview, allowed)
        spoken = asked.line or self._script.say(scenario, decision.state, cue, history, seed=seed)
        after = replace(decision.state, said=decision.state.said + spoken.used)
        return Answer(
            text=spoken.text,
            engine=spoken.engine,
            reading=reading,
            cue=decision.cue,
            changes=decision.changes,
            mood=after.mood,
            state=after,
            rejected=asked.rejected,
            usage=asked.usage,
            prompts=asked.prompts,
            requests=asked.requests,
            verdict=() if asked.line else findings(spoken.text),
            withdrawn=preview.withdrawn,
        )


def _ask(
    say: Callable[[str], Spoken],
    findings: Callable[[str], tuple[Finding, ...]],
    preview: _Preview,
    allowed: Allowance,
) -> _Asked:
    """The model's line, made again once with the audit's reason if the allowance has room for that."""
    asked, complaint = _Asked(None), ""
    for _ in range(MOST_TRIES):
        if asked.rejected and not allowed.allows():
            break
        try:
            spoken = say(complaint)
        except FrontstageError as failure:
            preview.take_back()
            return _failed(asked, failure)
        asked = asked._replace(
            usage=(*asked.usage, *spoken.wasted, *([spoken.usage] if spoken.usage else [])),
            prompts=spoken.prompts,
            requests=asked.requests + spoken.requests,
        )
        if not (faults := findings(spoken.text)):
            return asked._replace(line=spoken)
        preview.take_back()
        asked = asked._replace(rejected=(*asked.rejected, Rejected(spoken.text, faults)))
        complaint = "; ".join(finding.complaint for finding in faults)
    return asked


def _failed(asked: _Asked, failure: FrontstageError) -> _Asked:
    """Also what is no fault of the provider (the ranks for counting tokens are missing, say) is left to the script."""
    kind = failure.kind.value if isinstance(failure, ModelFailure) else "unavailable"
    wasted = failure.wasted if isinstance(failure, ProviderFailure) else ()
    requests = failure.requests if isinstance(failure, ModelFailure) else 0
    return asked._replace(
        rejected=(*asked.rejected, Rejected("", (), f"{kind}: {failure}")),
        usage=(*asked.usage, *wasted),
        requests=asked.requests + requests,
    )


def _unfit(findings: tuple[Finding, ...]) -> bool:
    """Whether what there is of a line may not be shown; that something is still to be said is no fault of a part."""
    return any(finding.fault is not Fault.NOT_SAID for finding in findings)
