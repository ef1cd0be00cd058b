"""Practise: start a conversation, talk, use the desk, rest, end. What a trainee does on the conversation screen.

Always holds: a message is saved before anything else happens with it; sending it twice under one key saves it once;
only the person whose attempt it is can change it.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from domain.clock import NewId, Now
from domain.conversation import DeskEntry, Engine, Speaker, TurnState
from domain.errors import Conflict, InvalidInput, NotAllowed
from domain.people import Purpose, Viewer
from records.rows import AttemptRow, AttemptState, ScenarioRow, TurnRow, UnansweredRow
from records.store import Store
from roleplay.desk import use_desk
from roleplay.director import leave
from roleplay.pipeline import Customer
from roleplay.state import State, state_from_json, state_to_json
from scenarios.model import Scenario
from training.access import own_attempt
from training.library import Library, brief_view
from training.replies import ending_of
from training.turns import CustomerDetail, detail_from_json, detail_to_json
from training.views import ActionView, BriefView, ConversationView, DeskView, FieldView, ScenarioCard, TurnView
from training.worker import ReplyWorker

LONGEST_MESSAGE: Final = 4_000  # characters; a long e-mail, twice over
TURNS_SHOWN: Final = 30
FORGOTTEN: Final = timedelta(seconds=5)  # a message that waits this long with nobody at work on it was left behind
_KEPT_CONTROLS: Final = "\n\t"
_TURNS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_NEVER: Final = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")


class Practice:
    def __init__(
        self,
        *,
        store: Store,
        library: Library,
        customer: Callable[[], Customer],
        worker: ReplyWorker,
        now: Now,
        new_id: NewId,
        on_ended: Callable[[str], None],
    ) -> None:
        self._store = store
        self._library = library
        self._customer = customer
        self._worker = worker
        self._now = now
        self._new_id = new_id
        self._on_ended = on_ended

    def library(self, viewer: Viewer) -> tuple[ScenarioCard, ...]:
        """The scenarios, with the viewer's own attempts counted."""
        counts = Counter(row.attempt.scenario_id for row in self._store.attempts.of_person(viewer.person_id))
        return self._library.cards(counts)

    def brief(self, scenario_id: str) -> BriefView:
        return brief_view(self._library.current(scenario_id).scenario)

    def start(
        self,
        viewer: Viewer,
        scenario_id: str,
        *,
        purpose: Purpose = Purpose.PRACTICE,
        assignment_id: str | None = None,
        mood_meter: bool = True,
        seed: int | None = None,
    ) -> str:
        """Begin an attempt and return its id. With an assignment, its purpose and mood meter count, not those
        given here.

        Raises NotFound for an unknown scenario or an assignment that is not the viewer's, Conflict when the
        assignment's attempts are used up."""
        loaded = self._library.current(scenario_id)
        if assignment_id is not None:
            assignment = self._store.assignments.get(assignment_id)
            purpose, mood_meter = assignment.purpose, assignment.mood_meter
        elif purpose is Purpose.FORMAL:
            raise NotAllowed("Formal practice is assigned by a trainer. Choose private or shared practice.")
        chosen = int(self._new_id()[:7], 16) if seed is None else seed
        opening = self._customer().open(loaded.scenario, seed=chosen)
        attempt = self._store.attempts.start(
            person_id=viewer.person_id,
            scenario=ScenarioRow(loaded.hash, loaded.scenario.id, str(loaded.scenario.version), loaded.body),
            purpose=purpose,
            assignment_id=assignment_id,
            seed=chosen,
            mood_meter=mood_meter,
            director_state=state_to_json(opening.state),
            opening_text=opening.text,
            opening_engine=Engine.SCRIPTED,
            opening_detail=detail_to_json(CustomerDetail(opening.state.mood)),
        )
        return attempt.id

    def say(self, viewer: Viewer, attempt_id: str, text: str, *, key: str) -> None:
        """Save a message and have it answered. `key` makes sending it again harmless.

        Raises InvalidInput for a message that cannot be sent (nothing is saved, the text is still the sender's),
        Conflict when the last one is not answered yet or the attempt is over, Busy at the limit."""
        own_attempt(self._store, viewer, attempt_id)
        clean = clean_message(text)
        self._worker.admit()
        turn = self._store.attempts.save_message(attempt_id, text=clean, idempotency_key=key)
        if turn.state is TurnState.SAVED:
            self._worker.start(UnansweredRow(attempt_id, turn.number))

    def retry(self, viewer: Viewer, attempt_id: str) -> None:
        """Answer a message whose reply could not be made or saved before."""
        own_attempt(self._store, viewer, attempt_id)
        for row in self._store.attempts.turns(attempt_id):
            if row.state is TurnState.SAVED:
                self._worker.start(UnansweredRow(attempt_id, row.number))

    def recover(self) -> int:
        """Answer every message that a stopped process left waiting. Returns how many there were."""
        waiting = self._store.attempts.unanswered()
        for message in waiting:
            self._worker.start(message)
        return len(waiting)

    def use_desk(self, viewer: Viewer, attempt_id: str, action: str, arguments: Mapping[str, str]) -> DeskEntry:
        """Use one tool of the desk and return what it answered. Raises InvalidInput for fields that cannot be used."""
        while True:
            attempt = own_attempt(self._store, viewer, attempt_id)
            if attempt.state is not AttemptState.ACTIVE:
                raise Conflict(f"This conversation is {attempt.state.value}: the desk was not used.")
            last = self._store.attempts.turns(attempt_id)[-1].number
            outcome = use_desk(
                self._library.played(attempt),
                state_from_json(attempt.director_state),
                action,
                {name: clean_text(value) for name, value in arguments.items()},
                after_turn=last,
            )
            try:
                self._store.attempts.record_desk(
                    attempt_id,
                    entry=outcome.entry,
                    director_state=state_to_json(outcome.state),
                    expected_revision=attempt.revision,
                )
            except Conflict:
                # A reply was saved in between: use the desk on what stands now, unless that ended the conversation.
                if self._store.attempts.get(attempt_id).revision == attempt.revision:
                    raise
                continue
            return outcome.entry

    def pause(self, viewer: Viewer, attempt_id: str) -> None:
        own_attempt(self._store, viewer, attempt_id)
        self._store.attempts.pause(attempt_id)

    def resume(self, viewer: Viewer, attempt_id: str) -> None:
        own_attempt(self._store, viewer, attempt_id)
        self._store.attempts.resume(attempt_id)
        self.retry(viewer, attempt_id)

    def end(self, viewer: Viewer, attempt_id: str) -> None:
        """End the conversation. What stands solved by then counts. Ending it twice is harmless."""
        while (attempt := own_attempt(self._store, viewer, attempt_id)).state is not AttemptState.ENDED:
            scenario = self._library.played(attempt)
            departure = leave(scenario, state_from_json(attempt.director_state))
            try:
                self._store.attempts.end(
                    attempt_id,
                    ending=ending_of(scenario, departure.ending.id),
                    director_state=state_to_json(departure.state),
                    expected_revision=attempt.revision,
                )
            except Conflict:
                # A reply or a use of the desk was saved in between: the ending is worked out from what stands now.
                continue
            self._on_ended(attempt_id)
            return

    def conversation(self, viewer: Viewer, attempt_id: str) -> ConversationView:
        """The conversation as it stands. Reading it has no effect, so a screen may poll it."""
        attempt = own_attempt(self._store, viewer, attempt_id)
        scenario = self._library.played(attempt)
        state = state_from_json(attempt.director_state)
        rows = self._store.attempts.turns(attempt_id)
        waiting = rows[-1].state is TurnState.SAVED and attempt.state is not AttemptState.ENDED
        return ConversationView(
            attempt_id=attempt_id,
            brief=brief_view(scenario),
            state=attempt.state.value,
            purpose=attempt.purpose,
            turns=turn_views(rows[-TURNS_SHOWN:]),
            earlier=max(0, len(rows) - TURNS_SHOWN),
            waiting=waiting,
            partial=self._worker.partial(attempt_id) if waiting else "",
            trouble=self._trouble(rows[-1]) if waiting else "",
            mood=state.mood if attempt.mood_meter else None,
            desk=desk_view(scenario, state, self._log(attempt)),
            ending_title=scenario.ending(attempt.ending.id).title if attempt.ending else "",
            ending_kind=attempt.ending.kind if attempt.ending else None,
            rated=self._store.attempts.self_rating(attempt_id) is not None,
        )

    def _trouble(self, waiting: TurnRow) -> str:
        """Why a waiting message gets no answer, "" while one is being made."""
        trouble = self._worker.trouble(waiting.attempt_id)
        forgotten = self._now() - waiting.said_at > FORGOTTEN and not self._worker.answering(waiting.attempt_id)
        return trouble or ("The reply was interrupted. Your message is kept." if forgotten else "")

    def _log(self, attempt: AttemptRow) -> tuple[DeskEntry, ...]:
        return tuple(row.entry for row in self._store.attempts.desk(attempt.id))


def clean_message(text: str) -> str:
    """The message as it is kept, cleaned as `clean_text` does. Raises InvalidInput with what to do."""
    kept = clean_text(text)
    if not any(_visible(char) for char in kept):
        raise InvalidInput("There was nothing to send. Write to the customer first.")
    if len(kept) > LONGEST_MESSAGE:
        raise InvalidInput(
            f"The message has {len(kept):,} characters; a message takes up to {LONGEST_MESSAGE:,}. "
            "Nothing was sent: shorten it and send it again."
        )
    return kept


def clean_text(text: str) -> str:
    """What a person typed, in NFC, without control characters, broken ones and blank ends."""
    kept = "".join(char for char in text if char in _KEPT_CONTROLS or _printable(char))
    return unicodedata.normalize("NFC", kept).strip()


def _printable(char: str) -> bool:
    # Cc: control, Cs: half of a pair, Co: private. Joiners (Cf) stay, but not those that turn text around. What Python
    # does not know yet (Cn) may be a new emoji; the code points that will never be characters go.
    return unicodedata.category(char) not in {"Cc", "Cs", "Co"} and not _TURNS.match(char) and not _NEVER.match(char)


def _visible(char: str) -> bool:
    return unicodedata.category(char)[0] not in "CZ" or unicodedata.category(char) == "Cn"


def turn_views(rows: list[TurnRow]) -> tuple[TurnView, ...]:
    return tuple(
        TurnView(
            number=row.number,
            speaker=row.speaker,
            text=row.text,
            said_at=row.said_at,
            engine=row.engine,
            replaced=row.speaker is Speaker.CUSTOMER
            and row.detail is not None
            and bool(detail_from_json(row.detail).rejected),
        )
        for row in rows
    )


def desk_view(scenario: Scenario, state: State, log: tuple[DeskEntry, ...]) -> DeskView:
    world = dict(state.world)
    return DeskView(
        records=tuple((record.label, world[key]) for key, record in scenario.desk.records.items()),
        policy=scenario.desk.policy,
        actions=tuple(
            ActionView(
                id=action.id,
                label=action.label,
                description=action.description,
                fields=tuple(
                    FieldView(each.id, each.label, each.kind, each.options, each.unit) for each in action.parameters
                ),
            )
            for action in scenario.desk.actions
        ),
        log=log,
    )
