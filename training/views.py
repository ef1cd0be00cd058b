"""What screens, the api and commands are shown: plain values, already filtered by what the viewer may see."""

from dataclasses import dataclass
from datetime import date, datetime

from domain.conversation import DeskEntry, Engine, Speaker
from domain.endings import EndingKind
from domain.mood import Ceiling, Mood
from domain.people import Purpose, Role
from evaluation.debrief_values import MoodPoint
from evaluation.pass_mark import Outcome


@dataclass(frozen=True, slots=True)
class ScenarioCard:
    """A scenario in the library. `attempts` are the viewer's own; `minutes` is the usual length."""

    id: str
    title: str
    summary: str
    industry: str
    channel: str
    difficulty: int
    minutes: int
    skills: tuple[str, ...]
    customer: str
    attempts: int


@dataclass(frozen=True, slots=True)
class BriefView:
    """What the trainee may know before and during the conversation. `customer` is the whole name, `called` what the
    customer is called in a sentence: the first name, or all of it when it begins with a title."""

    scenario_id: str
    title: str
    customer: str
    called: str
    channel: str
    minutes: int
    company: str
    role: str
    situation: str
    goals: tuple[str, ...]
    good_to_know: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FieldView:
    """One field of a desk action. `kind` is choice, amount or text; `maximum` is not shown: finding it is the job."""

    id: str
    label: str
    kind: str
    options: tuple[str, ...]
    unit: str


@dataclass(frozen=True, slots=True)
class ActionView:
    id: str
    label: str
    description: str
    fields: tuple[FieldView, ...]


@dataclass(frozen=True, slots=True)
class DeskView:
    """The desk as it stands: records as (label, value), the policy, the tools, and what was done so far."""

    records: tuple[tuple[str, str], ...]
    policy: tuple[str, ...]
    actions: tuple[ActionView, ...]
    log: tuple[DeskEntry, ...]

    def label(self, action_id: str) -> str:
        return next((action.label for action in self.actions if action.id == action_id), action_id)


@dataclass(frozen=True, slots=True)
class TurnView:
    """One message. `engine` says who worded a customer's line; `replaced` says that a model's line was tried and not
    shown. `harmed` says in plain words what the simulator did wrong with a customer's line, "" when nothing: what the
    trainee answered to it costs no point. `flagged` is what the trainee found wrong with it, "" when nothing."""

    number: int
    speaker: Speaker
    text: str
    said_at: datetime
    engine: Engine | None
    replaced: bool
    harmed: str = ""
    flagged: str = ""


@dataclass(frozen=True, slots=True)
class ConversationView:
    """The conversation screen. `turns` are the last ones, `earlier` counts those left out. `waiting`: a reply is being
    made, and `partial` is what there is of it. `trouble` says why a reply could not be saved, "" when all is well.
    `mood` is None when the meter is off. `state` is active, paused, ended or stopped; `stopped`: left without penalty,
    so there is no score and no debrief.

    `hints` counts those given, `hints_allowed` is False in formal attempts. `forked_from` is (attempt, its turn) from
    which this one goes on: the turns before were taken over. `cool_down`: it is over, and the customer was hostile."""

    attempt_id: str
    brief: BriefView
    state: str
    purpose: Purpose
    turns: tuple[TurnView, ...]
    earlier: int
    waiting: bool
    partial: str
    trouble: str
    mood: Mood | None
    desk: DeskView
    ending_title: str
    ending_kind: EndingKind | None
    rated: bool
    hints: int = 0
    hints_allowed: bool = True
    ceiling: Ceiling = Ceiling.FULL
    forked_from: tuple[str, int] | None = None
    stopped: bool = False
    cool_down: bool = False


@dataclass(frozen=True, slots=True)
class HintView:
    """Help in the middle of a conversation: the next skill (`skill`, a short title), what to try and why (`words`),
    and one sentence of guidance (`quote`, word for word on the page `guidance_id`, paragraph `paragraph_id`). It never
    writes the message for the trainee. `number` says which hint of this attempt it is, from 1."""

    hint_id: str
    skill: str
    words: str
    guidance_id: str
    guidance_title: str
    paragraph_id: str
    quote: str
    number: int


@dataclass(frozen=True, slots=True)
class BranchView:
    """One way in which a conversation went: as it was held first, or taken again from one of its turns.

    `parent` and `from_turn` are the attempt and turn that it was taken up from, None for the first. `message` is what
    the trainee wrote at that turn here, `instead_of` what they had written there in the parent; `answer` and
    `instead_answer` are what the customer said to each ("" while there is none). `turns` counts both sides' messages.
    `mood` begins with the opening. `state` is active, paused, ended or stopped; scores (1..5) are None until it has
    ended and its trainee has rated it, and where unscored.
    """

    attempt_id: str
    label: str
    parent: str | None
    from_turn: int | None
    state: str
    started_at: datetime
    turns: int
    mood: tuple[MoodPoint, ...]
    ending_title: str
    ending_kind: EndingKind | None
    empathy: float | None
    problem_solving: float | None
    rated: bool
    message: str
    instead_of: str
    answer: str
    instead_answer: str


@dataclass(frozen=True, slots=True)
class Branches:
    """A conversation and all that was taken again from its turns, for side by side: the first one, then by start.

    `ended` can be compared, `under_way` are not over or were stopped. `root` is the first one's id."""

    root: str
    ended: tuple[BranchView, ...]
    under_way: tuple[BranchView, ...]


@dataclass(frozen=True, slots=True)
class AttemptItem:
    """An attempt in a list. Scores on 1..5, None where unscored or not yet scored. `hints` counts the help that was
    asked for, `flags` the customer's lines that the trainee found wrong; `forked_from` as in `ConversationView`.
    `outcome` is None where there is no pass mark, or nothing yet to say of it."""

    attempt_id: str
    person: str
    scenario_id: str
    title: str
    purpose: Purpose
    state: str
    ending_title: str
    ending_kind: EndingKind | None
    started_at: datetime
    ended_at: datetime | None
    empathy: float | None
    problem_solving: float | None
    rated: bool
    hints: int = 0
    flags: int = 0
    ceiling: Ceiling = Ceiling.FULL
    forked_from: tuple[str, int] | None = None
    outcome: Outcome | None = None


@dataclass(frozen=True, slots=True)
class AssignedItem:
    """An assignment as its trainee sees it. `open_attempt` is one under way that can be resumed."""

    assignment_id: str
    scenario_id: str
    title: str
    purpose: Purpose
    due_on: date | None
    overdue: bool
    attempts: int
    max_attempts: int | None
    completed: bool
    note: str
    open_attempt: str | None


@dataclass(frozen=True, slots=True)
class AssignmentItem:
    """An assignment as its trainer sees it: for how many `people`, and how many of them `completed` it. `mood_meter`:
    they see the customer's mood while they talk."""

    assignment_id: str
    title: str
    purpose: Purpose
    due_on: date | None
    pass_mark: float | None
    max_attempts: int | None
    mood_meter: bool
    people: int
    completed: int


@dataclass(frozen=True, slots=True)
class AssigneeItem:
    """A person of an assignment: `attempts` were started, `finished` of them reached an ending of their own."""

    person_id: str
    name: str
    attempts: int
    finished: int


@dataclass(frozen=True, slots=True)
class PersonItem:
    """Somebody of the organisation. Not `active`: their account is closed."""

    person_id: str
    name: str
    email: str
    role: Role
    team: str
    active: bool


@dataclass(frozen=True, slots=True)
class TeamItem:
    team_id: str
    name: str
