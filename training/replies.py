"""How a saved message gets its answer: load, decide, word, save. Called by the worker, and directly by `play`."""

from collections.abc import Callable

from domain.conversation import TurnState
from domain.endings import EndingKind
from domain.errors import Conflict
from records.rows import AttemptRow, Ending, ModelUsage, UnansweredRow
from records.store import Store
from roleplay.pipeline import Answer, Customer
from roleplay.state import state_from_json, state_to_json
from scenarios.model import Scenario
from training.library import Library
from training.spending import usage_of
from training.turns import detail_of, detail_to_json, reading_to_json

MOST_ROUNDS = 5  # the desk may move on while a reply is being made; then it is made again on what stands now


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
        """Make and save the answer to a message. Raises StorageFailure when it cannot be saved; the message stays."""
        spent: tuple[Answer, ...] = ()
        allowance = self._customer().allowance()
        for rounds_left in reversed(range(MOST_ROUNDS)):
            attempt = self._store.attempts.get(message.attempt_id)
            turns = self._store.attempts.turns(message.attempt_id)[: message.number + 1]
            if attempt.over or turns[-1].state is TurnState.COMPLETE:
                if used := self._used(spent):
                    self._store.attempts.record_usage(message.attempt_id, turn=message.number, usage=used)
                return
            prepared = self._library.prepared(attempt)
            answer = self._customer().answer(
                prepared.scenario,
                state_from_json(attempt.director_state),
                [row.turn() for row in turns],
                targets=prepared.targets,
                seed=attempt.seed,
                on_text=on_text,
                allowance=allowance,
            )
            spent += (answer,)
            try:
                self._save(attempt, message, prepared.scenario, answer, spent)
            except Conflict:
                if not rounds_left:
                    raise Conflict("The desk was faster than the customer. Your message is kept; try again.") from None
                on_text("")  # what was shown of the line that is not said
                continue
            if answer.state.ending:
                self._on_ended(message.attempt_id)
            return

    def _save(
        self,
        attempt: AttemptRow,
        message: UnansweredRow,
        scenario: Scenario,
        answer: Answer,
        spent: tuple[Answer, ...],
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

    def _used(self, spent: tuple[Answer, ...]) -> ModelUsage | None:
        """What all rounds together cost, failed requests too; None when no model was asked."""
        usage = [each for answer in spent for each in answer.usage]
        requests = sum(answer.requests for answer in spent)
        if not requests:
            return None
        return usage_of(self._model_name, usage, requests=requests)


def ending_of(scenario: Scenario, ending_id: str) -> Ending:
    """A scenario's ending as the records keep it."""
    return Ending(ending_id, EndingKind(scenario.ending(ending_id).kind))
