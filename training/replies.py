"""How a saved message gets its answer: load, decide, word, save. Called by the worker, and directly by `play`."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.conversation import TurnState
from domain.endings import EndingKind
from domain.errors import Conflict, FrontstageError
from records.rows import AttemptRow, Ending, ModelUsage, UnansweredRow
from records.store import Store
from roleplay.pipeline import Answer, Customer
from roleplay.state import state_to_json
from scenarios.model import Scenario
from training.library import Library
from training.spending import usage_of
from training.turns import detail_of, detail_to_json, reading_to_json, state_of

log = logging.getLogger(__name__)

MOST_ROUNDS = 5  # the desk may move on while a reply is being made; then it is made again on what stands now


class _Screen:
    """What the trainee sees of the line that is being made, over all rounds. `taken_back` holds, as far as each had
    grown, the lines that were on the screen and left it again."""

    def __init__(self, on_text: Callable[[str], None]) -> None:
        self._on_text = on_text
        self._shown = ""
        self.taken_back: list[str] = []

    def show(self, text: str) -> None:
        """Takes the line so far; "" takes back what is shown."""
        if self._shown and not text:
            self.taken_back.append(self._shown)
        self._shown = text
        self._on_text(text)

    def saw_another(self, line: str) -> bool:
        """Whether any of another line than this was on the screen. The same one, made again, is no other."""
        return any(not line.startswith(text) for text in self.taken_back)


class Replies:
    def __init__(
        self,
        *,
        store: Store,
        library: Library,
        customer: Callable[[], Customer],
        model_name: str,
        on_ended: Callable[[str], None],
    ) -> None:
        self._store = store
        self._library = library
        self._customer = customer
        self._model_name = model_name
        self._on_ended = on_ended

    def __call__(self, message: UnansweredRow, *, on_text: Callable[[str], None]) -> None:
        """Make and save the answer to a message; what the model was asked for it counts, whatever becomes of it.

        Raises StorageFailure when it cannot be saved and Conflict when the desk was faster each time; the message
        stays."""
        spent: list[Answer] = []
        saved: Answer | None = None
        try:
            saved = self._answer(message, _Screen(on_text), spent)
        finally:
            if saved is None:
                self._count(message, spent)
        if saved is not None and saved.state.ending:
            self._on_ended(message.attempt_id)

    def _answer(self, message: UnansweredRow, screen: _Screen, spent: list[Answer]) -> Answer | None:
        """The answer that was saved, together with what all in `spent` cost; None when somebody else was first. Each
        answer that is made is added to `spent`."""
        allowance = self._customer().allowance()
        for _ in range(MOST_ROUNDS):
            attempt = self._store.attempts.get(message.attempt_id)
            turns = self._store.attempts.turns(message.attempt_id)[: message.number + 1]
            if attempt.over or turns[-1].state is TurnState.COMPLETE:
                return None
            prepared = self._library.prepared(attempt)
            answer = self._customer().answer(
                prepared.scenario,
                state_of(attempt),
                [row.turn() for row in turns],
                targets=prepared.targets,
                seed=attempt.seed,
                on_text=screen.show,
                allowance=allowance,
            )
            answer = replace(answer, withdrawn=answer.withdrawn or screen.saw_another(answer.text))
            spent.append(answer)
            try:
                self._save(attempt, message, prepared.scenario, answer, spent)
            except Conflict:
                screen.show("")  # what was shown of the line that is not said
                continue
            return answer
        raise Conflict("The desk was faster than the customer. Your message is kept; try again.")

    def _count(self, message: UnansweredRow, spent: Sequence[Answer]) -> None:
        """Add what was asked for an answer that was not saved. Never raises: whoever waits for the answer is to hear
        what became of that."""
        try:
            if used := self._used(spent):
                self._store.attempts.record_usage(message.attempt_id, turn=message.number, usage=used)
        except FrontstageError as error:
            log.warning("what turn %s of %s cost is not counted: %s", message.number, message.attempt_id, error)

    def _save(
        self,
        attempt: AttemptRow,
        message: UnansweredRow,
        scenario: Scenario,
        answer: Answer,
        spent: Sequence[Answer],
    ) -> None:
        self._store.attempts.complete_reply(
            message.attempt_id,
            answers=message.number,
            expected_revision=attempt.revision,
            text=answer.text,
            engine=answer.engine,
            reading=reading_to_json(answer.reading),
            detail=detail_to_json(detail_of(answer)),
            director_state=state_to_json(answer.state),
            ending=ending_of(scenario, answer.state.ending) if answer.state.ending else None,
            usage=self._used(spent),
        )

    def _used(self, spent: Sequence[Answer]) -> ModelUsage | None:
        """What all rounds together cost, failed requests too; None when no model was asked."""
        usage = [each for answer in spent for each in answer.usage]
        requests = sum(answer.requests for answer in spent)
        if not requests:
            return None
        return usage_of(self._model_name, usage, requests=requests)


def ending_of(scenario: Scenario, ending_id: str) -> Ending:
    """A scenario's ending as the records keep it."""
    return Ending(ending_id, EndingKind(scenario.ending(ending_id).kind))
