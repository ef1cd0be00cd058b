"""After the conversation: rate yourself, read the debrief, look back; and a trainer's view of the team's attempts.

Always holds: trainees rate themselves before they see a score; a trainer reads what is shared or formal, never private
practice; HR reads no words at all.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from domain.errors import Conflict, InvalidContent
from domain.mood import Ceiling
from domain.people import Purpose, Role, Viewer
from domain.scorecard import Dimension, Scorecard
from evaluation.debrief import Debrief, GuidanceIndex, make_debrief
from records.rows import AttemptRow, AttemptState, AttemptSummaryRow
from records.store import Store
from roleplay.state import state_from_json
from training import forks
from training.access import own_attempt, readable_attempt, require_role, trains
from training.library import Library, brief_view
from training.messages import clean_text
from training.scoring import Scoring
from training.showing import desk_view, turn_views
from training.views import AttemptItem, Branches, BriefView, DeskView, TurnView

LONGEST_REFLECTION = 2_000


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
    that something was left out, that the intensity was limited."""

    attempt: AttemptItem
    brief: BriefView
    scorecard: Scorecard
    debrief: Debrief
    turns: tuple[TurnView, ...]
    desk: DeskView
    self_rating: SelfRating | None
    notes: tuple[str, ...] = ()


class Review:
    def __init__(
        self, *, store: Store, library: Library, scoring: Scoring, guidance: Callable[[], GuidanceIndex]
    ) -> None:
        self._store = store
        self._library = library
        self._scoring = scoring
        self._guidance = guidance

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
        """Everything that the debrief shows. Raises SelfRatingDue for the trainee who has not rated it yet."""
        attempt = readable_attempt(self._store, viewer, attempt_id)
        rating = self._store.attempts.self_rating(attempt_id)
        card = self._scoring.scorecard(attempt)
        if rating is None and attempt.person_id == viewer.person_id:
            raise SelfRatingDue("First say how you think it went; the debrief opens after that.")
        if attempt.person_id != viewer.person_id:
            self._store.audit.append(actor=viewer.person_id, action="read_conversation", subject=attempt_id)
        played = self._scoring.played(attempt)
        scenario = self._library.played(attempt)
        person = self._store.people.person(attempt.person_id)
        flags = {row.turn: row.reason for row in self._store.attempts.flags(attempt_id)}
        hints = len(self._store.attempts.hints(attempt_id))
        row = AttemptSummaryRow(attempt, person.name, person.team_id, *_values(card), hints=hints, flags=len(flags))
        return DebriefView(
            attempt=self._item(row, rated=rating is not None),
            brief=brief_view(scenario),
            scorecard=card,
            debrief=make_debrief(card, played.transcript, played.readings, case=played.case, guidance=self._guidance()),
            turns=turn_views(self._store.attempts.turns(attempt_id), flags),
            desk=desk_view(scenario, state_from_json(attempt.director_state), played.transcript.desk),
            self_rating=SelfRating(rating.empathy, rating.problem_solving, rating.reflection) if rating else None,
            notes=tuple(_notes(attempt, card)),
        )

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
            for row in self._store.attempts.of_person(person.id)
            if row.attempt.purpose is not Purpose.PRACTICE
        ]
        rows.sort(key=lambda row: row.attempt.started_at, reverse=True)
        return tuple(self._item(_as_others_see(row), rated=self._rated(row)) for row in rows)

    def _rated(self, row: AttemptSummaryRow) -> bool:
        return self._store.attempts.self_rating(row.attempt.id) is not None

    def _item(self, row: AttemptSummaryRow, *, rated: bool, hide_unrated: bool = False) -> AttemptItem:
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
