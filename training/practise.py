"""Practise: start a conversation, talk, use the desk, ask for help, rest, stop, end, take it again from a turn.

What a trainee does on the conversation screen. Always holds: a message is saved before anything else happens with it;
sending it twice under one key saves it once; only the person whose attempt it is can change it.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from domain.clock import NewId, Now
from domain.conversation import DeskEntry, Engine, TurnState
from domain.errors import Conflict, InvalidInput, NotAllowed
from domain.mood import Ceiling
from domain.people import Purpose, Viewer
from records.rows import AttemptRow, AttemptState, ScenarioRow, TurnRow, UnansweredRow
from records.store import Store
from roleplay.desk import use_desk
from roleplay.director import leave
from roleplay.pipeline import Customer
from roleplay.state import state_to_json
from training import forks
from training.access import own_attempt
from training.hints import Moment
from training.library import Library, brief_view
from training.messages import clean_message, clean_text
from training.replies import ending_of
from training.showing import desk_view, turn_views
from training.turns import CustomerDetail, detail_to_json, state_of
from training.views import BriefView, ConversationView, HintView, ScenarioCard
from training.wellbeing import cool_down
from training.worker import ReplyWorker

TURNS_SHOWN: Final = 30
LONGEST_REASON: Final = 500  # characters of what was wrong with a customer's line
NO_HELP: Final = "Help is off in formal conversations, so that everyone has the same. In practice it is there again."
FORGOTTEN: Final = timedelta(seconds=5)  # a message that waits this long with nobody at work on it was left behind


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
        """The scenarios, with the viewer's own attempts counted; going on from a turn of one is none of its own."""
        rows = self._store.attempts.of_person(viewer.person_id)
        counts = Counter(row.attempt.scenario_id for row in rows if row.attempt.forked_from is None)
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
        ceiling: Ceiling = Ceiling.FULL,
        seed: int | None = None,
    ) -> str:
        """Begin an attempt and return its id. With an assignment, its purpose and mood meter count, not those
        given here. `ceiling` is how heated the customer may become; a formal attempt is always played at FULL, so that
        its scores mean the same for everyone.

        Raises NotFound for an unknown scenario or an assignment that is not the viewer's, Conflict when the
        assignment's attempts are used up."""
        loaded = self._library.current(scenario_id)
        if assignment_id is not None:
            assignment = self._store.assignments.get(assignment_id)
            purpose, mood_meter = assignment.purpose, assignment.mood_meter
        elif purpose is Purpose.FORMAL:
            raise NotAllowed("Formal practice is assigned by a trainer. Choose private or shared practice.")
        if purpose is Purpose.FORMAL:
            ceiling = Ceiling.FULL
        chosen = int(self._new_id()[:7], 16) if seed is None else seed
        opening = self._customer().open(loaded.scenario, seed=chosen, ceiling=ceiling)
        attempt = self._store.attempts.start(
            person_id=viewer.person_id,
            scenario=ScenarioRow(loaded.hash, loaded.scenario.id, str(loaded.scenario.version), loaded.body),
            purpose=purpose,
            assignment_id=assignment_id,
            seed=chosen,
            mood_meter=mood_meter,
            ceiling=ceiling,
            director_state=state_to_json(opening.state),
            opening_text=opening.text,
            opening_engine=Engine.SCRIPTED,
            opening_detail=detail_to_json(CustomerDetail(opening.state.mood)),
        )
        return attempt.id

    def fork(self, viewer: Viewer, attempt_id: str, turn: int) -> str:
        """Take a conversation up again from one of the trainee's own messages: a new attempt that stands where this one
        stood before it, desk and all; both are kept. Returns the new attempt's id.

        It is private practice, whatever the first one was for, and counts for no assignment and in no report. Raises
        InvalidInput when `turn` is no message of the trainee's, NotAllowed for a formal attempt that is not over,
        Conflict for one from before states were kept."""
        attempt = own_attempt(self._store, viewer, attempt_id)
        if attempt.purpose is Purpose.FORMAL and not attempt.over:
            raise NotAllowed("A formal conversation can be taken up again from a turn once it is over.")
        return self._store.attempts.fork(attempt_id, turn=turn).id

    def draft(self, viewer: Viewer, attempt_id: str) -> str:
        """What the trainee had written where this attempt was taken up again, "" for a first take and once they have
        said something in this one. Raises NotFound."""
        return forks.draft(self._store, viewer, attempt_id)

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
                state_of(attempt),
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

    def hint(self, viewer: Viewer, attempt_id: str) -> HintView:
        """The next skill to try and why, with guidance. Asked again before anything has changed, it is the same and is
        counted once.

        Raises NotAllowed in a formal attempt, Conflict when it is not under way or the customer is just answering."""
        attempt = own_attempt(self._store, viewer, attempt_id)
        if attempt.purpose is Purpose.FORMAL:
            raise NotAllowed(NO_HELP)
        if attempt.state is not AttemptState.ACTIVE:
            raise Conflict(f"This conversation is {attempt.state.value}: there is nothing to help with.")
        rows = self._store.attempts.turns(attempt_id)
        if rows[-1].state is TurnState.SAVED:
            raise Conflict("The customer is answering. Ask again once their line is there.")
        moment = Moment(self._library.played(attempt), state_of(attempt), rows)
        hint = moment.hint()
        last = rows[-1].number
        number = self._store.attempts.record_hint(attempt_id, turn=last, hint=hint.id)
        given = sum(row.hint == hint.id and row.turn < last for row in self._store.attempts.hints(attempt_id))
        return moment.view(hint, number=number, given=given, seed=attempt.seed)

    def flag(self, viewer: Viewer, attempt_id: str, turn: int, reason: str) -> None:
        """Mark a line of the customer's as wrong, and say why. It is kept and shown to whoever reviews the attempt; it
        changes no score by itself.

        Raises NotFound for an unknown turn, InvalidInput for an own message or an unusable reason, Conflict when the
        line is marked for another reason already."""
        own_attempt(self._store, viewer, attempt_id)
        kept = clean_text(reason)
        if not kept:
            raise InvalidInput("Say what was wrong with the line. Nothing was marked.")
        if len(kept) > LONGEST_REASON:
            raise InvalidInput(f"Say it in up to {LONGEST_REASON} characters. Nothing was marked.")
        self._store.attempts.flag(attempt_id, turn=turn, reason=kept)

    def pause(self, viewer: Viewer, attempt_id: str) -> None:
        own_attempt(self._store, viewer, attempt_id)
        self._store.attempts.pause(attempt_id)

    def resume(self, viewer: Viewer, attempt_id: str) -> None:
        own_attempt(self._store, viewer, attempt_id)
        self._store.attempts.resume(attempt_id)
        self.retry(viewer, attempt_id)

    def stop(self, viewer: Viewer, attempt_id: str) -> None:
        """Leave the conversation without penalty: no ending, no score, none of an assignment's attempts used. Others
        see only that it was stopped. Stopping what is over is harmless. It is not resumed: start again, or fork it."""
        if not own_attempt(self._store, viewer, attempt_id).over:
            try:
                self._store.attempts.stop(attempt_id)
            except Conflict:
                # The customer's last line ended it in between; then it is over all the same.
                if not self._store.attempts.get(attempt_id).over:
                    raise

    def end(self, viewer: Viewer, attempt_id: str) -> None:
        """End the conversation. What stands solved by then counts. Ending what is over is harmless."""
        while not (attempt := own_attempt(self._store, viewer, attempt_id)).over:
            scenario = self._library.played(attempt)
            departure = leave(scenario, state_of(attempt))
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
        state = state_of(attempt)
        rows = self._store.attempts.turns(attempt_id)
        waiting = rows[-1].state is TurnState.SAVED and not attempt.over
        flags = {row.turn: row.reason for row in self._store.attempts.flags(attempt_id)}
        return ConversationView(
            attempt_id=attempt_id,
            brief=brief_view(scenario),
            state=attempt.state.value,
            purpose=attempt.purpose,
            turns=turn_views(rows, flags, most=TURNS_SHOWN),
            earlier=max(0, len(rows) - TURNS_SHOWN),
            waiting=waiting,
            partial=self._worker.partial(attempt_id) if waiting else "",
            trouble=self._trouble(rows[-1]) if waiting else "",
            mood=state.mood if attempt.mood_meter else None,
            desk=desk_view(scenario, state, self._log(attempt)),
            ending_title=scenario.ending(attempt.ending.id).title if attempt.ending else "",
            ending_kind=attempt.ending.kind if attempt.ending else None,
            rated=self._store.attempts.self_rating(attempt_id) is not None,
            hints=len(self._store.attempts.hints(attempt_id)),
            hints_allowed=attempt.purpose is not Purpose.FORMAL,
            ceiling=attempt.ceiling,
            forked_from=attempt.forked_from,
            stopped=attempt.state is AttemptState.STOPPED,
            cool_down=cool_down(attempt, rows),
        )

    def _trouble(self, waiting: TurnRow) -> str:
        """Why a waiting message gets no answer, "" while one is being made."""
        trouble = self._worker.trouble(waiting.attempt_id)
        forgotten = self._now() - waiting.said_at > FORGOTTEN and not self._worker.answering(waiting.attempt_id)
        return trouble or ("The reply was interrupted. Your message is kept." if forgotten else "")

    def _log(self, attempt: AttemptRow) -> tuple[DeskEntry, ...]:
        return tuple(row.entry for row in self._store.attempts.desk(attempt.id))
