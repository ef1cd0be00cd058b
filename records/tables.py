"""The tables, once, for both engines. `migrations/` builds them; a test holds the two together.

Always holds, by constraints and not by care: a turn's number and idempotency key occur once in an attempt, an attempt
has at most one message that waits for its answer, and an e-mail address belongs to one person.
"""

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Named,
    String,
    Table,
    TypedColumns,
    UniqueConstraint,
    text,
)

from domain.conversation import Engine, Speaker, TurnState
from domain.endings import EndingKind
from domain.mood import Ceiling
from domain.people import Purpose, Role
from records.columns import UtcDateTime, Words, closed_set
from records.rows import AttemptState, EventKind

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class _Organisations(TypedColumns):
    id: Named[str] = Column(String, primary_key=True)
    name: Named[str] = Column(Words)
    is_demo: Named[bool] = Column(Boolean)


class _Teams(TypedColumns):
    id: Named[str] = Column(String, primary_key=True)
    organisation_id: Named[str] = Column(ForeignKey("organisations.id"))
    name: Named[str] = Column(Words)


class _People(TypedColumns):
    id: Named[str] = Column(String, primary_key=True)
    organisation_id: Named[str] = Column(ForeignKey("organisations.id"), index=True)
    team_id: Named[str | None] = Column(ForeignKey("teams.id"), index=True)
    email: Named[str] = Column(Words, unique=True)
    name: Named[str] = Column(Words)
    role: Named[Role] = Column(closed_set(Role))
    password_hash: Named[str | None] = Column(Words)
    active: Named[bool] = Column(Boolean)
    created_at: Named[datetime] = Column(UtcDateTime)
    notice_version: Named[str | None] = Column(Words)
    notice_at: Named[datetime | None] = Column(UtcDateTime)


class _Sessions(TypedColumns):
    token_hash: Named[str] = Column(String, primary_key=True)
    person_id: Named[str] = Column(ForeignKey("people.id"), index=True)
    created_at: Named[datetime] = Column(UtcDateTime)
    expires_at: Named[datetime] = Column(UtcDateTime)


class _ScenarioVersions(TypedColumns):
    hash: Named[str] = Column(String, primary_key=True)
    scenario_id: Named[str] = Column(Words)
    version: Named[str] = Column(Words)
    body: Named[str] = Column(Words)


class _Assignments(TypedColumns):
    id: Named[str] = Column(String, primary_key=True)
    organisation_id: Named[str] = Column(ForeignKey("organisations.id"), index=True)
    scenario_id: Named[str] = Column(Words)
    purpose: Named[Purpose] = Column(closed_set(Purpose))
    due_on: Named[date | None] = Column(Date)
    max_attempts: Named[int | None] = Column(Integer)
    pass_mark: Named[float | None] = Column(Float)
    mood_meter: Named[bool] = Column(Boolean)
    created_by: Named[str] = Column(ForeignKey("people.id"), index=True)
    created_at: Named[datetime] = Column(UtcDateTime)
    note: Named[str] = Column(Words)


class _AssignmentPeople(TypedColumns):
    assignment_id: Named[str] = Column(ForeignKey("assignments.id"), primary_key=True)
    person_id: Named[str] = Column(ForeignKey("people.id"), primary_key=True, index=True)


class _Attempts(TypedColumns):
    id: Named[str] = Column(String, primary_key=True)
    person_id: Named[str] = Column(ForeignKey("people.id"), index=True)
    scenario_id: Named[str] = Column(Words)
    scenario_hash: Named[str] = Column(ForeignKey("scenario_versions.hash"))
    assignment_id: Named[str | None] = Column(ForeignKey("assignments.id"), index=True)
    purpose: Named[Purpose] = Column(closed_set(Purpose))
    state: Named[AttemptState] = Column(closed_set(AttemptState))
    revision: Named[int] = Column(Integer)
    seed: Named[int] = Column(BigInteger)
    mood_meter: Named[bool] = Column(Boolean)
    ceiling: Named[Ceiling] = Column(closed_set(Ceiling))
    forked_from: Named[str | None] = Column(ForeignKey("attempts.id"), index=True)
    forked_turn: Named[int | None] = Column(Integer)
    ending_id: Named[str | None] = Column(Words)
    ending_kind: Named[EndingKind | None] = Column(closed_set(EndingKind))
    director_state: Named[str] = Column(Words)
    started_at: Named[datetime] = Column(UtcDateTime)
    ended_at: Named[datetime | None] = Column(UtcDateTime)


class _Events(TypedColumns):
    attempt_id: Named[str] = Column(ForeignKey("attempts.id"), primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    kind: Named[EventKind] = Column(closed_set(EventKind))
    at: Named[datetime] = Column(UtcDateTime)
    body: Named[str] = Column(Words)


class _Turns(TypedColumns):
    """Of a trainee's turn, `state_before` is the director's state and `desk_before` the number of desk entries when the
    message was saved: where a fork takes up. Both are empty in what was said before they were kept."""

    attempt_id: Named[str] = Column(ForeignKey("attempts.id"), primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    speaker: Named[Speaker] = Column(closed_set(Speaker))
    text: Named[str] = Column(Words)
    state: Named[TurnState] = Column(closed_set(TurnState))
    engine: Named[Engine | None] = Column(closed_set(Engine))
    idempotency_key: Named[str | None] = Column(Words)
    detail: Named[str | None] = Column(Words)
    state_before: Named[str | None] = Column(Words)
    desk_before: Named[int | None] = Column(Integer)
    said_at: Named[datetime] = Column(UtcDateTime)


class _DeskEntries(TypedColumns):
    attempt_id: Named[str] = Column(ForeignKey("attempts.id"), primary_key=True)
    number: Named[int] = Column(Integer, primary_key=True)
    after_turn: Named[int] = Column(Integer)
    action: Named[str] = Column(Words)
    arguments: Named[str] = Column(Words)
    accepted: Named[bool] = Column(Boolean)
    result: Named[str] = Column(Words)
    at: Named[datetime] = Column(UtcDateTime)


class _Hints(TypedColumns):
    attempt_id: Named[str] = Column(ForeignKey("attempts.id"), primary_key=True)
    turn: Named[int] = Column(Integer, primary_key=True)
    hint: Named[str] = Column(Words, primary_key=True)
    at: Named[datetime] = Column(UtcDateTime)


class _Flags(TypedColumns):
    attempt_id: Named[str] = Column(ForeignKey("attempts.id"), primary_key=True)
    turn: Named[int] = Column(Integer, primary_key=True)
    reason: Named[str] = Column(Words)
    at: Named[datetime] = Column(UtcDateTime)


class _Scorecards(TypedColumns):
    attempt_id: Named[str] = Column(ForeignKey("attempts.id"), primary_key=True)
    body: Named[str] = Column(Words)
    empathy: Named[float | None] = Column(Float)
    empathy_low: Named[float | None] = Column(Float)
    empathy_high: Named[float | None] = Column(Float)
    problem_solving: Named[float | None] = Column(Float)
    problem_solving_low: Named[float | None] = Column(Float)
    problem_solving_high: Named[float | None] = Column(Float)
    created_at: Named[datetime] = Column(UtcDateTime)


class _SelfRatings(TypedColumns):
    attempt_id: Named[str] = Column(ForeignKey("attempts.id"), primary_key=True)
    empathy: Named[int] = Column(Integer)
    problem_solving: Named[int] = Column(Integer)
    reflection: Named[str] = Column(Words)
    at: Named[datetime] = Column(UtcDateTime)


class _ModelUsage(TypedColumns):
    """`attempt_id` is empty for what belongs to no attempt: transcripts from elsewhere that were judged."""

    id: Named[str] = Column(String, primary_key=True)
    attempt_id: Named[str | None] = Column(ForeignKey("attempts.id"), index=True)
    turn: Named[int | None] = Column(Integer)
    model: Named[str] = Column(Words)
    input_tokens: Named[int] = Column(Integer)
    output_tokens: Named[int] = Column(Integer)
    cached_tokens: Named[int] = Column(Integer)
    requests: Named[int] = Column(Integer)
    estimated_tokens: Named[int] = Column(Integer, server_default=text("0"))
    at: Named[datetime] = Column(UtcDateTime, index=True)


class _Judgements(TypedColumns):
    key: Named[str] = Column(String, primary_key=True)
    model: Named[str] = Column(Words)
    body: Named[str] = Column(Words)
    created_at: Named[datetime] = Column(UtcDateTime)


class _Calibrations(TypedColumns):
    """`organisation_id` is empty for a measurement from the command line: it counts for every organisation."""

    id: Named[str] = Column(String, primary_key=True)
    organisation_id: Named[str | None] = Column(ForeignKey("organisations.id"), index=True)
    engine: Named[str] = Column(Words)
    body: Named[str] = Column(Words)
    made_by: Named[str | None] = Column(ForeignKey("people.id"))
    at: Named[datetime] = Column(UtcDateTime)


class _BetterWordings(TypedColumns):
    attempt_id: Named[str] = Column(ForeignKey("attempts.id"), primary_key=True)
    body: Named[str] = Column(Words)
    created_at: Named[datetime] = Column(UtcDateTime)


class _AuditEntries(TypedColumns):
    number: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    at: Named[datetime] = Column(UtcDateTime)
    actor: Named[str] = Column(Words)
    action: Named[str] = Column(Words)
    subject: Named[str] = Column(Words)
    detail: Named[str] = Column(Words)
    prev_hash: Named[str] = Column(String)
    hash: Named[str] = Column(String)


class _AuditHead(TypedColumns):
    """One row: the last link of the chain. Locking it queues the writers; it betrays a chain cut off at its end."""

    id: Named[int] = Column(Integer, primary_key=True, autoincrement=False)
    number: Named[int] = Column(BigInteger)
    hash: Named[str] = Column(String)


organisations = Table("organisations", metadata, _Organisations)
teams = Table("teams", metadata, _Teams, UniqueConstraint("organisation_id", "name"))
people = Table("people", metadata, _People)
sessions = Table("sessions", metadata, _Sessions)
scenario_versions = Table("scenario_versions", metadata, _ScenarioVersions)
assignments = Table("assignments", metadata, _Assignments)
assignment_people = Table("assignment_people", metadata, _AssignmentPeople)
attempts = Table("attempts", metadata, _Attempts)
events = Table("events", metadata, _Events)
turns = Table(
    "turns",
    metadata,
    _Turns,
    UniqueConstraint("attempt_id", "idempotency_key"),
    Index(
        "uq_turns_one_unanswered",
        "attempt_id",
        unique=True,
        sqlite_where=text("state = 'saved'"),
        postgresql_where=text("state = 'saved'"),
    ),
)
desk_entries = Table("desk_entries", metadata, _DeskEntries)
hints = Table("hints", metadata, _Hints)
flags = Table("flags", metadata, _Flags)
scorecards = Table("scorecards", metadata, _Scorecards)
self_ratings = Table("self_ratings", metadata, _SelfRatings)
model_usage = Table("model_usage", metadata, _ModelUsage)
judgements = Table("judgements", metadata, _Judgements)
calibrations = Table("calibrations", metadata, _Calibrations)
better_wordings = Table("better_wordings", metadata, _BetterWordings)
audit_entries = Table("audit_entries", metadata, _AuditEntries)
audit_head = Table("audit_head", metadata, _AuditHead)
