"""A better wording for each weak moment of a debrief, made by the chat model where there is one, and checked by code.

Always holds: it is made once, when the debrief is first opened, on a thread of its own that no browser can stop, and
kept with the attempt, so that everybody reads the same words from then on; what does not pass the audit, or never came,
leaves the authored wording in its place for good, and so does what another version kept and this one cannot read;
every request counts in the month and for the attempt. It never raises for what a model does.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import TypeAdapter

from domain.conversation import Speaker
from domain.errors import ModelFailure
from evaluation.debrief import CoachingCard, Debrief
from evaluation.rubric import load_rubric
from knowledge.chunking import plain
from language.chat import Allowance, ChatMessage, ChatModel, Usage
from language.failures import ProviderFailure
from prompts.renderer import load_prompt
from records.rows import AttemptRow
from records.store import Store
from training.library import Library
from training.scoring import Played
from training.spending import usage_of
from training.stored import KeptByAnotherVersion, stored
from training.wording_audit import Moment, bare, case_texts, fault_in

if TYPE_CHECKING:
    from roleplay.reader import Reader

log = logging.getLogger(__name__)

MOST_TOKENS: Final = 160  # three sentences, and room
THREADS: Final = 4  # debriefs under way together; they wait for a model


@dataclass(frozen=True, slots=True)
class Worded:
    """What came of one card: the words, or "" and why not. `turn` is that of the message that they would replace."""

    criterion: str
    turn: int
    text: str
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept with an attempt. `prompt` is the hash of the prompts that asked for it."""

    model: str
    prompt: str
    words: tuple[Worded, ...]


class _Asked(NamedTuple):
    worded: Worded
    requests: int = 0
    usage: tuple[Usage, ...] = ()


_KEPT: Final = TypeAdapter(Kept)


class BetterWords:
    """One a process; serves all threads. `model` and `reader` are made at the first debrief."""

    def __init__(
        self,
        *,
        store: Store,
        library: Library,
        reader: Callable[[], "Reader"],
        model: Callable[[], ChatModel],
        name: str,
        allowance: Callable[[], Allowance],
    ) -> None:
        self._store = store
        self._library = library
        self._reader = reader
        self._model = model
        self._name = name
        self._allowance = allowance
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="wording")
        self._lock = threading.Lock()
        self._making: dict[str, Future[str]] = {}
        self._closed = False

    def put_into(self, debrief: Debrief, attempt: AttemptRow, played: Played) -> Debrief:
        """The debrief with the model's wordings, as far as there are any. Waits for those that are being made, about as
        long as a customer's line takes at most. Raises StorageFailure."""
        body = self._store.wordings.get(attempt.id)
        if body is None:
            with self._lock:
                if self._closed:
                    return debrief
                making = self._making.get(attempt.id)
                if making is None:
                    making = self._making[attempt.id] = self._threads.submit(self._make, debrief, attempt, played)
            body = making.result()
        try:
            return _with(debrief, stored(_KEPT.validate_json, body, "better wordings"))
        except KeptByAnotherVersion as error:
            log.warning("the wordings of %s stay the authored ones: %s", attempt.id, error)
            return debrief

    def close(self) -> None:
        """Finishes what is under way."""
        with self._lock:
            self._closed = True
        self._threads.shutdown()

    def _make(self, debrief: Debrief, attempt: AttemptRow, played: Played) -> str:
        """The body that is kept, which may be an earlier one."""
        try:
            if (body := self._store.wordings.get(attempt.id)) is not None:  # somebody was just done with it
                return body
            allowance = self._allowance()
            asked = [self._ask(card, attempt, played, allowance) for card in debrief.coaching if card.turn is not None]
            if requests := sum(each.requests for each in asked):
                usage = usage_of(self._name, [used for each in asked for used in each.usage], requests=requests)
                self._store.attempts.record_usage(attempt.id, turn=None, usage=usage)
            kept = Kept(self._name, _prompts(), tuple(each.worded for each in asked))
            return self._store.wordings.save(attempt.id, body=_KEPT.dump_json(kept).decode())
        finally:
            with self._lock:
                self._making.pop(attempt.id, None)

    def _ask(self, card: CoachingCard, attempt: AttemptRow, played: Played, allowance: Allowance) -> _Asked:
        assert card.turn is not None
        try:
            answer = self._model().reply(_messages(card, played), max_tokens=MOST_TOKENS, allowance=allowance)
        except ModelFailure as failure:
            wasted = failure.wasted if isinstance(failure, ProviderFailure) else ()
            return _Asked(Worded(card.criterion, card.turn, "", failure.kind.value), failure.requests, wasted)
        text = bare(answer.text)
        fault = fault_in(text, self._moment(card, attempt, played))
        if fault:
            log.info("a wording for %s was not used: %s", attempt.id, fault)
        worded = Worded(card.criterion, card.turn, "" if fault else text, fault)
        return _Asked(worded, answer.requests, (*answer.wasted, answer.usage))

    def _moment(self, card: CoachingCard, attempt: AttemptRow, played: Played) -> Moment:
        assert card.turn is not None
        before = played.transcript.before(card.turn)
        prepared = self._library.prepared(attempt)
        return Moment(
            scenario=prepared.scenario,
            transcript=played.transcript,
            before=before,
            message=next(turn for turn in played.transcript.turns if turn.number == card.turn),
            pattern=card.better,
            reads=lambda text: self._reader().read(text, before=before, targets=prepared.targets),
        )


def _with(debrief: Debrief, kept: Kept) -> Debrief:
    """A wording stands on the card of its criterion as long as that looks at the same message."""
    words = {(each.criterion, each.turn): each.text for each in kept.words if each.text}
    cards = tuple(
        replace(card, better=words[card.criterion, card.turn], by_model=True)
        if card.turn is not None and (card.criterion, card.turn) in words
        else card
        for card in debrief.coaching
    )
    if not any(card.by_model for card in cards):
        return debrief
    version = ("better wording", f"{kept.model}, prompts {kept.prompt}")
    return replace(debrief, coaching=cards, versions=(*debrief.versions, version))


def _messages(card: CoachingCard, played: Played) -> tuple[ChatMessage, ...]:
    assert card.turn is not None
    scenario = played.case.scenario
    turns = [turn for turn in played.transcript.turns if turn.number <= card.turn]
    labels = [f"{'customer' if turn.speaker is Speaker.CUSTOMER else 'agent'}_{turn.number}" for turn in turns]
    criterion = load_rubric().criteria.get(card.criterion)
    asked = load_prompt("better_wording_case").render(
        case="\n".join(case_texts(scenario, played.transcript, until=card.turn)),
        labels=labels,
        texts=[turn.text for turn in turns],
        message=labels[-1],
        criterion=f"{card.title}: {criterion.question}" if criterion is not None else card.title,
        why=card.why,
        example=card.better,
        guidance=plain(card.guidance.text) if card.guidance is not None else "",
    )
    rules = load_prompt("better_wording").render(company=scenario.brief.company)
    return (ChatMessage("system", rules), ChatMessage("user", asked))


def _prompts() -> str:
    return " ".join(load_prompt(name).hash for name in ("better_wording", "better_wording_case"))
