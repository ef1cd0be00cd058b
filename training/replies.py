"""How a saved message gets its answer: load, decide, word, save. Called by the worker, and directly by `play`."""

from collections.abc import Callable

from domain.conversation import TurnState
from domain.endings import EndingKind
from domain.errors import Conflict
from language.chat import Usage
from records.rows import AttemptRow, AttemptState, Ending, ModelUsage, UnansweredRow
from records.store import Store
from roleplay.pipeline import Answer, Customer
from roleplay.state import state_from_json, state_to_json
from scenarios.model import Scenario
from training.library import Library
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
        for rounds_left in reversed(range(MOST_ROUNDS)):
            attempt = self._store.attempts.get(message.attempt_id)
            turns = self._store.attempts.turns(message.attempt_id)[: message.number + 1]
            if attempt.state is AttemptState.ENDED or turns[-1].state is TurnState.COMPLETE:
                return
            prepared = self._library.prepared(attempt)
            answer = self._customer().answer(
                prepared.scenario,
                state_from_json(attempt.director_state),
                [row.turn() for row in turns],
                targets=prepared.targets,
                seed=attempt.seed,
                on_text=on_text,
            )
            try:
                self._save(attempt, message, prepared.scenario, answer)
            except Conflict:
                if not rounds_left:
                    raise
                continue
            if answer.state.ending:
                self._on_ended(message.attempt_id)
            return

    def _save(self, attempt: AttemptRow, message: UnansweredRow, scenario: Scenario, answer: Answer) -> None:
        self._store.attempts.complete_reply(
            message.attempt_id,
            answers=message.number,
            expected_revision=attempt.revision,
            text=answer.text,
            engine=answer.engine,
            reading=reading_to_json(answer.reading),
            detail=detail_to_json(detail_of(answer)),
            director_state=state_to_json(answer.state),
            ending=ending_of(scenario, answer.state.ending),
            usage=_spent(self._model_name, answer.usage),
        )


def ending_of(scenario: Scenario, ending_id: str) -> Ending | None:
    return Ending(ending_id, EndingKind(scenario.ending(ending_id).kind)) if ending_id else None


def _spent(model: str, usage: tuple[Usage, ...]) -> ModelUsage | None:
    if not usage:
        return None
    return ModelUsage(
        model=model,
        input_tokens=sum(each.input_tokens for each in usage),
        output_tokens=sum(each.output_tokens for each in usage),
        cached_tokens=sum(each.cached_tokens for each in usage),
        requests=len(usage),
    )
