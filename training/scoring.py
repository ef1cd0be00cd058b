"""From a finished attempt's records to its scorecard. Scored once, at the end: the first score that is kept stands.

Everything that the score is made of was saved with the turns: readings, moods and their causes, the desk's log, the
frozen scenario. No model and no encoder is needed to score, so a score never waits for one, unless a model judge is
switched on: then it is asked in the background as soon as the conversation has ended, while the trainee says how they
think it went, and only who wants the score before that waits. Should the judge fail, there is a score all the same.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

from domain.conversation import Speaker, Transcript, TurnState
from domain.errors import FrontstageError, NotFound
from domain.mood import Mood, MoodChange
from domain.reading import Reading
from domain.scorecard import Dimension, Scorecard
from evaluation.case import Case
from evaluation.judgement import Judgement
from evaluation.rubric import Rubric, load_rubric
from evaluation.scorecard import score, scorecard_from_json, scorecard_to_json
from records.rows import AttemptRow, AttemptState, ScorecardRow
from records.store import Store
from roleplay import READER_VERSION
from training.faults import harmed_turns
from training.judging import Judging
from training.library import Library
from training.stored import stored
from training.turns import detail_from_json, reading_from_json, state_of

log = logging.getLogger(__name__)

THREADS = 8  # they wait for a model


class Played(NamedTuple):
    """All that a finished attempt holds for the scorer."""

    transcript: Transcript
    readings: dict[int, Reading]
    case: Case


def require_ended(attempt: AttemptRow) -> None:
    """Raises NotFound for an attempt that goes on, and has no score yet, and for one that was stopped."""
    if attempt.state is AttemptState.STOPPED:
        raise NotFound("This conversation was stopped, so it has no score.")
    if attempt.state is not AttemptState.ENDED:
        raise NotFound("This conversation is not over yet; it is scored when it has ended.")


class Scoring:
    def __init__(self, *, store: Store, library: Library, judging: Judging | None = None) -> None:
        self._store = store
        self._library = library
        self._judging = judging
        self._background = ThreadPoolExecutor(THREADS, thread_name_prefix="scoring")

    def ensure(self, attempt_id: str) -> None:
        """Score a finished attempt if it has no score yet: at once, or in the background where a model judges.

        A failure is logged: the score is made when next asked, or when Frontstage starts again."""
        if self._judging is None:
            self._ensure(attempt_id)
            return
        try:
            self._background.submit(self._ensure, attempt_id)
        except RuntimeError:  # closed: it is scored when next asked
            log.info("attempt %s is scored when Frontstage runs again", attempt_id)

    def recover(self) -> int:
        """Score what a stopped process had no time for. Returns how many attempts that were."""
        unscored = self._store.attempts.unscored()
        for attempt_id in unscored:
            self.ensure(attempt_id)
        return len(unscored)

    def close(self) -> None:
        """Finish what is being scored. What was not begun is scored when next asked."""
        self._background.shutdown(cancel_futures=True)
        if self._judging is not None:
            self._judging.close()

    def _ensure(self, attempt_id: str) -> None:
        try:
            self.scorecard(self._store.attempts.get(attempt_id))
        except FrontstageError as error:
            log.warning("attempt %s could not be scored: %s", attempt_id, error)
        except Exception:  # in the background nobody else would hear of it
            log.exception("attempt %s could not be scored", attempt_id)

    def scorecard(self, attempt: AttemptRow) -> Scorecard:
        """The scorecard of a finished attempt, made and kept if there is none. Two who make it at the same time get the
        one that was kept first. Raises NotFound while it goes on, and for one that was stopped, KeptByAnotherVersion
        when what is kept cannot be read."""
        require_ended(attempt)
        saved = self._store.attempts.scorecard(attempt.id)
        if saved is None:
            saved = self._score(attempt)
        return stored(scorecard_from_json, saved.body, "the score")

    def _score(self, attempt: AttemptRow) -> ScorecardRow:
        played = self.played(attempt)
        rubric = load_rubric()
        card = score(
            played.transcript,
            played.readings,
            rubric=rubric,
            case=played.case,
            judgement=self._judgement(attempt, played, rubric),
            versions=(("scenario", attempt.scenario_hash[:12]), ("reader", READER_VERSION)),
        )
        empathy, solving = card.dimension(Dimension.EMPATHY), card.dimension(Dimension.PROBLEM_SOLVING)
        return self._store.attempts.save_scorecard(
            attempt.id,
            body=scorecard_to_json(card),
            empathy=card.value(Dimension.EMPATHY),
            empathy_band=empathy.band,
            problem_solving=card.value(Dimension.PROBLEM_SOLVING),
            problem_solving_band=solving.band,
        )

    def _judgement(self, attempt: AttemptRow, played: Played, rubric: Rubric) -> Judgement | None:
        if self._judging is None:
            return None
        return self._judging.judge(
            played.transcript, played.readings, rubric=rubric, case=played.case, attempt_id=attempt.id
        )

    def played(self, attempt: AttemptRow) -> Played:
        """Gather an attempt's transcript, readings and course from the records. Raises KeptByAnotherVersion."""
        rows = self._store.attempts.turns(attempt.id)
        if rows[-1].state is TurnState.SAVED:
            rows = rows[:-1]  # a message that the customer never got to answer is no part of what is judged
        readings: dict[int, Reading] = {}
        moods: list[Mood] = []
        changes: list[tuple[int, MoodChange]] = []
        for row in rows:
            if row.detail is None:
                continue
            if row.speaker is Speaker.TRAINEE:
                readings[row.number] = reading_from_json(row.detail)
            else:
                detail = detail_from_json(row.detail)
                moods.append(detail.mood)
                # A customer's turn n answers the trainee's turn n - 1, whose words moved the mood.
                changes += [(row.number - 1, change) for change in detail.changes]
        desk = tuple(row.entry for row in self._store.attempts.desk(attempt.id))
        return Played(
            transcript=Transcript(tuple(row.turn() for row in rows), desk),
            readings=readings,
            case=Case(
                scenario=self._library.played(attempt),
                situation=state_of(attempt).situation(),
                ending=attempt.ending.kind if attempt.ending else None,
                ending_id=attempt.ending.id if attempt.ending else "",
                moods=tuple(moods),
                changes=tuple(changes),
                harmed=harmed_turns(rows),
            ),
        )


__all__ = ["Played", "Scoring", "scorecard_to_json"]
