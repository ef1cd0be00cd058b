"""After the conversation: rate yourself, read the debrief, look back; and a trainer's view of the team's attempts.

Always holds: trainees rate themselves before they see a score; a trainer reads what is shared or formal, never private
practice; HR reads no words at all.
"""

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from domain.errors import Conflict, InvalidContent, InvalidInput
from domain.mood import Ceiling
from domain.people import SHOWN, Role, Viewer
from domain.scorecard import Dimension, Scorecard
from evaluation.debrief import Debrief, GuidanceIndex, make_debrief
from evaluation.pass_mark import Outcome
from records.rows import AttemptRow, AttemptState, AttemptSummaryRow, MarkedRow
from records.store import Store
from training import forks
from training.access import own_attempt, readable_attempt, require_role, trains
from training.better_words import BetterWords
from training.calibrate import Calibrations
from training.library import Library, brief_view
from training.messages import clean_text
from training.passing import outcome_of
from training.scoring import Played, Scoring, require_ended
from training.showing import desk_view, turn_views
from training.standing import Standing, Standings, advisory
from training.turns import state_of
from training.views import AttemptItem, Branches, BriefView, DeskView, TurnView

log = logging.getLogger(__name__)

LONGEST_REFLECTION = 2_000
ONE_READING = timedelta(hours=1)  # within which looking again is noted once


class SelfRatingDue(Conflict):
    """The trainee has yet to say how they think it went; the debrief comes after that."""


@dataclass(frozen=True, slots=True)
class SelfRating:
    """What the trainee thought before seeing the scores, 1..5 each."""

    empathy: int
    problem_solving: int
    reflection: str


@dataclass(frozen=True, slots=True)
class DebriefView:
    """`notes` say what whoever reads the scores should know besides: that turns were taken over from another attempt,
    that something was left out, that the intensity was limited. `standings` say, by criterion, how far what decided it
    was shown to agree with people. `own`: whoever reads it is the trainee whose conversation it was."""

    attempt: AttemptItem
    brief: BriefView
    scorecard: Scorecard
    debrief: Debrief
    turns: tuple[TurnView, ...]
    desk: DeskView
    self_rating: SelfRating | None
    standings: Mapping[str, Standing]
    own: bool
    notes: tuple[str, ...] = ()


class Review:
    def __init__(
        self,
        *,
        store: Store,
        library: Library,
        scoring: Scoring,
        calibrations: Calibrations,
        guidance: Callable[[], GuidanceIndex],
        better_words: BetterWords | None = None,
    ) -> None:
        self._store = store
        self._library = library
        self._scoring = scoring
        self._calibrations = calibrations
        self._guidance = guidance
        self._better_words = better_words

    def close(self) -> None:
        """Finish what a model is wording."""
        if self._better_words is not None:
            self._better_words.close()

    def rate(
        self, viewer: Viewer, attempt_id: str, *, empathy: int, problem_solving: int, reflection: str = ""
    ) -> None:
        """Save the trainee's own view of a finished attempt, 1..5 each. Raises Conflict when it is rated already."""
        own_attempt(self._store, viewer, attempt_id)
        self._store.attempts.save_self_rating(
            attempt_id,
            empathy=empathy,
            problem_solving=problem_solving,
            reflection=clean_text(reflection)[:LONGEST_REFLECTION],
        )

    def debrief(self, viewer: Viewer, attempt_id: str) -> DebriefView:
        """Everything that the debrief shows. Raises SelfRatingDue for the trainee who has not rated it yet: at once,
        for the score may still wait for a model. Raises NotFound while it goes on, and when it was stopped."""
        attempt = readable_attempt(self._store, viewer, attempt_id)
        require_ended(attempt)
        own = attempt.person_id == viewer.person_id
        rating = self._store.attempts.self_rating(attempt_id)
        if rating is None and own:
            raise SelfRatingDue("First say how you think it went; the debrief opens after that.")
        card = self._scoring.scorecard(attempt)
        if not own:
            self._store.audit.append_once(
                actor=viewer.person_id, action="read_conversation", subject=attempt_id, within=ONE_READING
            )
        played = self._scoring.played(attempt)
        scenario = self._library.played(attempt)
        person = self._store.people.person(attempt.person_id)
        flags = {row.turn: row.reason for row in self._store.attempts.flags(attempt_id)}
        hints = len(self._store.attempts.hints(attempt_id))
        standings = self._calibrations.standings(person.organisation_id)
        row = AttemptSummaryRow(
            attempt,
            person.name,
            person.team_id,
            *_values(card),
            hints=hints,
            flags=len(flags),
            marked=self._marked(attempt, card),
        )
        return DebriefView(
            attempt=self._item(row, rated=rating is not None, outcome=self._outcome(row, standings)),
            brief=brief_view(scenario),
            scorecard=card,
            debrief=self._debrief(attempt, card, played),
            turns=turn_views(self._store.attempts.turns(attempt_id), flags),
            desk=desk_view(scenario, state_of(attempt), played.transcript.desk),
            self_rating=SelfRating(rating.empathy, rating.problem_solving, rating.reflection) if rating else None,
            standings=standings.on(card),
            own=own,
            notes=tuple(_notes(attempt, card)),
        )

    def _debrief(self, attempt: AttemptRow, card: Scorecard, played: Played) -> Debrief:
        made = make_debrief(card, played.transcript, played.readings, case=played.case, guidance=self._guidance())
        return self._better_words.put_into(made, attempt, played) if self._better_words is not None else made

    def branches(self, viewer: Viewer, attempt_id: str) -> Branches:
        """The attempt's first take and all that was taken up again from its turns, side by side. A trainer sees the
        first take alone: forks are private. Raises NotFound."""
        return forks.branches(self._store, self._library, self._scoring, viewer, attempt_id)

    def history(self, viewer: Viewer) -> tuple[AttemptItem, ...]:
        """The viewer's own attempts, newest first. Scores of attempts that are not self-rated yet stay hidden."""
        return tuple(
            self._item(row, rated=self._rated(row), hide_unrated=True)
            for row in self._store.attempts.of_person(viewer.person_id)
        )

    def team_attempts(self, viewer: Viewer) -> tuple[AttemptItem, ...]:
        """The shared and formal attempts of the people whom the trainer trains, newest first. Of a stopped one only
        that it was stopped."""
        require_role(viewer, Role.TRAINER)
        people = [
            person for person in self._store.people.of_organisation(viewer.organisation_id) if trains(viewer, person)
        ]
        rows = [
            row
            for team in dict.fromkeys(person.team_id for person in people if person.team_id is not None)
            for row in self._store.attempts.of_team(team)
        ]
        rows += [
            row
            for person in people
            if person.team_id is None
            for row in self._store.attempts.of_person(person.id, purposes=SHOWN)
        ]
        # Their own they read as everybody does, after they have said how they think it went.
        rows = [row for row in rows if row.attempt.person_id != viewer.person_id]
        rows.sort(key=lambda row: row.attempt.started_at, reverse=True)
        standings = self._calibrations.standings(viewer.organisation_id)
        return tuple(
            self._item(_as_others_see(row), rated=self._rated(row), outcome=self._outcome(row, standings))
            for row in rows
        )

    def _rated(self, row: AttemptSummaryRow) -> bool:
        return self._store.attempts.self_rating(row.attempt.id) is not None

    def _marked(self, attempt: AttemptRow, card: Scorecard) -> MarkedRow | None:
        if attempt.assignment_id is None:
            return None
        mark = self._store.assignments.get(attempt.assignment_id).pass_mark
        bands = (card.dimension(which).band for which in (Dimension.EMPATHY, Dimension.PROBLEM_SOLVING))
        return None if mark is None else MarkedRow(mark, *bands)

    def _outcome(self, row: AttemptSummaryRow, standings: Standings) -> Outcome | None:
        def is_advisory(dimension: Dimension) -> bool:
            try:
                card = self._scoring.scorecard(row.attempt)
            except InvalidInput as error:
                # Made by a version that nobody compared with people here: a person decides, and the list is shown.
                log.warning("attempt %s is left to a person: %s", row.attempt.id, error)
                return True
            return advisory(card.criteria, standings.on(card), dimension) > 0

        return outcome_of(row.attempt, row.marked, advisory=is_advisory)

    def _item(
        self, row: AttemptSummaryRow, *, rated: bool, hide_unrated: bool = False, outcome: Outcome | None = None
    ) -> AttemptItem:
        attempt = row.attempt
        shown = rated or not hide_unrated
        return AttemptItem(
            attempt_id=attempt.id,
            person=row.person_name,
            scenario_id=attempt.scenario_id,
            title=self._library.title(attempt.scenario_id),
            purpose=attempt.purpose,
            state=attempt.state.value,
            ending_title=self._ending_title(attempt),
            ending_kind=attempt.ending.kind if attempt.ending else None,
            started_at=attempt.started_at,
            ended_at=attempt.ended_at,
            empathy=row.empathy if shown else None,
            problem_solving=row.problem_solving if shown else None,
            rated=rated,
            hints=row.hints,
            flags=row.flags,
            ceiling=attempt.ceiling,
            forked_from=attempt.forked_from,
            outcome=outcome,
        )

    def _ending_title(self, attempt: AttemptRow) -> str:
        if attempt.ending is None:
            return ""
        try:
            return self._library.played(attempt).ending(attempt.ending.id).title
        except InvalidContent:
            # Played on a version that this release cannot read any more; the list it stands in is still shown.
            return attempt.ending.id.replace("_", " ")


def _as_others_see(row: AttemptSummaryRow) -> AttemptSummaryRow:
    return replace(row, hints=0, flags=0) if row.attempt.state is AttemptState.STOPPED else row


def _values(card: Scorecard) -> tuple[float | None, float | None]:
    return card.value(Dimension.EMPATHY), card.value(Dimension.PROBLEM_SOLVING)


def _notes(attempt: AttemptRow, card: Scorecard) -> Iterator[str]:
    if attempt.forked_from is not None:
        taken_over = attempt.forked_from[1]
        yield (
            f"The first {taken_over} {'message was' if taken_over == 1 else 'messages were'} taken over from the "
            "conversation that this one goes on from. The scores are of the whole."
        )
    if card.left_out:
        yield (
            "In one of the customer's lines, or more, the simulator was at fault. What spoke against your answer to it "
            "was not counted."
        )
    if attempt.ceiling is not Ceiling.FULL:
        yield f"The customer's intensity was limited to {attempt.ceiling.value}."
