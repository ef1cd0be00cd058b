"""The frozen values that cross the border of the records, in both directions.

Always holds: times are timezone-aware UTC; a field typed `str` and named `body`, `detail` or `director_state` is a JSON
document whose meaning belongs to its writer; nothing here is tied to a connection.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from domain.conversation import DeskEntry, Engine, Speaker, Turn, TurnState
from domain.endings import EndingKind
from domain.mood import Ceiling
from domain.people import Purpose, Role
from domain.scorecard import Band


class AttemptState(StrEnum):
    """ACTIVE: messages may come. PAUSED: it rests and may be resumed. ENDED: for good, with an ending. STOPPED: for
    good, left without penalty: no ending, no score, and none of an assignment's attempts used."""

    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
    STOPPED = "stopped"


class EventKind(StrEnum):
    """What can happen to an attempt. One event a change, in the same transaction as the change."""

    STARTED = "started"
    MESSAGE_SAVED = "message_saved"
    REPLIED = "replied"
    DESK_USED = "desk_used"
    PAUSED = "paused"
    RESUMED = "resumed"
    ENDED = "ended"
    SCORED = "scored"
    SELF_RATED = "self_rated"
    FORKED = "forked"
    HINTED = "hinted"
    FLAGGED = "flagged"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    id: str
    name: str
    is_demo: bool


@dataclass(frozen=True, slots=True)
class TeamRow:
    id: str
    organisation_id: str
    name: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """`email` is lower case. `notice_version` names the privacy notice that was acknowledged, at `notice_at`."""

    id: str
    organisation_id: str
    team_id: str | None
    email: str
    name: str
    role: Role
    password_hash: str | None = field(repr=False)
    active: bool
    created_at: datetime
    notice_version: str | None
    notice_at: datetime | None


@dataclass(frozen=True, slots=True)
class ScenarioRow:
    """A scenario as it was when somebody played it. `hash` identifies `body`; the writer of both vouches for that."""

    hash: str
    scenario_id: str
    version: str
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class AssignmentRow:
    """`max_attempts` >= 1, None for no limit; `pass_mark` on 1..5, None for none; `mood_meter`: its trainees see the
    customer's mood while they talk."""

    id: str
    organisation_id: str
    scenario_id: str
    purpose: Purpose
    due_on: date | None
    max_attempts: int | None
    pass_mark: float | None
    mood_meter: bool
    created_by: str
    created_at: datetime
    note: str


@dataclass(frozen=True, slots=True)
class AssignedRow:
    """An assignment as its person sees it. `attempts` were started and not stopped, `finished` of them reached an
    ending other than abandoned."""

    assignment: AssignmentRow
    attempts: int
    finished: int

    @property
    def completed(self) -> bool:
        return self.finished > 0


@dataclass(frozen=True, slots=True)
class AssigneeRow:
    """A person of an assignment. Counts as in `AssignedRow`."""

    person_id: str
    name: str
    team_id: str | None
    attempts: int
    finished: int

    @property
    def completed(self) -> bool:
        return self.finished > 0


@dataclass(frozen=True, slots=True)
class AssignmentProgressRow:
    """An assignment as its author sees it: for how many `people`, and how many of them `completed` it."""

    assignment: AssignmentRow
    people: int
    completed: int


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt ended: the scenario's own ending id, and its kind."""

    id: str
    kind: EndingKind


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """`revision` counts from 0 and grows with each change of state or director state: what was computed from one
    revision may only be saved on that revision. `forked_from` is (attempt, trainee turn) where this one takes up
    another: the turns before are copies."""

    id: str
    person_id: str
    scenario_id: str
    scenario_hash: str
    assignment_id: str | None
    purpose: Purpose
    state: AttemptState
    revision: int
    seed: int
    mood_meter: bool
    ending: Ending | None
    director_state: str = field(repr=False)
    started_at: datetime
    ended_at: datetime | None
    ceiling: Ceiling = Ceiling.FULL
    forked_from: tuple[str, int] | None = None

    @property
    def over(self) -> bool:
        """Ended or stopped: nothing more is said in it."""
        return self.state in {AttemptState.ENDED, AttemptState.STOPPED}


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """The bands of an attempt's scores beside the pass mark (1..5) of its assignment; None where unscored."""

    pass_mark: float
    empathy: Band | None
    problem_solving: Band | None


@dataclass(frozen=True, slots=True)
class AttemptSummaryRow:
    """An attempt in a list: whose it is and its scores (1..5), None where unscored or not scored yet; how many hints
    were given in it and how many of its customer's lines the trainee flagged. `marked` is None without a pass mark."""

    attempt: AttemptRow
    person_name: str
    team_id: str | None
    empathy: float | None
    problem_solving: float | None
    hints: int = 0
    flags: int = 0
    marked: MarkedRow | None = None


@dataclass(frozen=True, slots=True)
class TurnRow:
    """`number` counts from 0 without a gap over both sides. `engine` is None on a trainee's turn."""

    attempt_id: str
    number: int
    speaker: Speaker
    text: str
    state: TurnState
    engine: Engine | None
    idempotency_key: str | None
    detail: str | None = field(repr=False)
    said_at: datetime

    def turn(self) -> Turn:
        return Turn(number=self.number, speaker=self.speaker, text=self.text)


@dataclass(frozen=True, slots=True)
class DeskRow:
    """`number` counts the attempt's desk entries from 0."""

    attempt_id: str
    number: int
    entry: DeskEntry
    at: datetime


@dataclass(frozen=True, slots=True)
class UnansweredRow:
    """A trainee's saved message that waits for its answer."""

    attempt_id: str
    number: int


@dataclass(frozen=True, slots=True)
class HintRow:
    """Help that was asked for: after `turn`, the last one by then. `hint` is its id in the file of hints."""

    attempt_id: str
    turn: int
    hint: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FlagRow:
    """A customer's line that the trainee found wrong, and why. It is kept and shown, and changes no score."""

    attempt_id: str
    turn: int
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class EventRow:
    """`number` counts the attempt's events from 0. `body` never holds what was said, only where to find it."""

    attempt_id: str
    number: int
    kind: EventKind
    at: datetime
    body: str


@dataclass(frozen=True, slots=True)
class ScorecardRow:
    """`body` is the whole scorecard, bands and all; the scores (1..5) stand beside it for lists and reports."""

    attempt_id: str
    body: str = field(repr=False)
    empathy: float | None
    problem_solving: float | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SelfRatingRow:
    """What the trainee thought before seeing the scores. Ratings are 1..5."""

    attempt_id: str
    empathy: int
    problem_solving: int
    reflection: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """What model calls cost: tokens (cached ones are part of the input) and requests, retries included. Of the input
    and output, `estimated_tokens` were counted here, because the provider reported none."""

    model: str
    input_tokens: int
    output_tokens: int
    cached_tokens: int
    requests: int
    estimated_tokens: int = 0


@dataclass(frozen=True, slots=True)
class UsageRow:
    """`turn` is the trainee's turn that was answered, None for work on the whole attempt such as scoring."""

    attempt_id: str
    turn: int | None
    usage: ModelUsage
    at: datetime


@dataclass(frozen=True, slots=True)
class UsageDayRow:
    """What a day cost an organisation, over how many `attempts`. The model's name is left out: "" stands there."""

    day: date
    attempts: int
    usage: ModelUsage


@dataclass(frozen=True, slots=True)
class LineRow:
    """`count` customers' lines worded by `engine`. `detail` is a single line's, "" where several are counted."""

    engine: Engine
    count: int
    detail: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One person's standing in one assignment. Scores on 1..5 over the finished attempts, None where there is none;
    `typical` is the median. `marked` are the finished attempts, where there is a pass mark. Holds no word of any
    conversation."""

    person_id: str
    person_name: str
    team_id: str | None
    team_name: str | None
    assignment_id: str
    scenario_id: str
    purpose: Purpose
    due_on: date | None
    pass_mark: float | None
    attempts: int
    completed: bool
    best_empathy: float | None
    typical_empathy: float | None
    best_problem_solving: float | None
    typical_problem_solving: float | None
    last_completed_at: datetime | None
    marked: tuple[MarkedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamReportRow:
    """A team's standing: person-assignment pairs `assigned` and `completed`, and the median of its people's typical
    scores. `team_id` is None for people without a team."""

    team_id: str | None
    team_name: str | None
    assigned: int
    completed: int
    typical_empathy: float | None
    typical_problem_solving: float | None


@dataclass(frozen=True, slots=True)
class CalibrationRow:
    """How far a scorer agreed with people's labels. `organisation_id` is None for one made from the command line, which
    counts for every organisation."""

    id: str
    organisation_id: str | None
    engine: str
    body: str = field(repr=False)
    at: datetime


@dataclass(frozen=True, slots=True)
class AuditNote:
    """What the audit is to say of a change, saved with the change: who did what. Its subject is what was changed."""

    actor: str
    action: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One link of the audit chain. `number` counts from 1; `hash` covers every other field."""

    number: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str
    prev_hash: str
    hash: str
