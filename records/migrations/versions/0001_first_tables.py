"""The first tables, and the guard that keeps the two logs append-only.

Revision: 0001. Written once and never edited: what changes later is a new revision.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_APPEND_ONLY = ("events", "audit_entries")
_START_OF_CHAIN = "0" * 64


def upgrade() -> None:
    _create_people()
    _create_assignments()
    _create_attempts()
    _create_scores()
    _create_audit()
    op.execute(
        sa.text("INSERT INTO audit_head (id, number, hash) VALUES (1, 0, :hash)").bindparams(hash=_START_OF_CHAIN)
    )
    if op.get_bind().dialect.name == "postgresql":
        _guard_postgres()
    else:
        _guard_sqlite()


def _closed_set(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _guard_sqlite() -> None:
    for table in _APPEND_ONLY:
        for change in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
            )


def _guard_postgres() -> None:
    op.execute(
        "CREATE FUNCTION frontstage_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% only grows', TG_TABLE_NAME USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table in _APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION frontstage_only_grows()"
        )


def _create_people() -> None:
    op.create_table(
        "organisations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_teams_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_teams_organisation_id_name")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=True),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", _closed_set("role", "trainee", "trainer", "hr"), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("notice_version", sa.Text(), nullable=True),
        sa.Column("notice_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_people_organisation_id")),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_people_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
    )
    op.create_index(op.f("ix_people_organisation_id"), "people", ["organisation_id"])
    op.create_index(op.f("ix_people_team_id"), "people", ["team_id"])
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_sessions_person_id")),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_person_id"), "sessions", ["person_id"])


def _create_assignments() -> None:
    op.create_table(
        "scenario_versions",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_scenario_versions")),
    )
    op.create_table(
        "assignments",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("organisation_id", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("purpose", _closed_set("purpose", "practice", "shared", "formal"), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("max_attempts", sa.Integer(), nullable=True),
        sa.Column("pass_mark", sa.Float(), nullable=True),
        sa.Column("mood_meter", sa.Boolean(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["created_by"], ["people.id"], name=op.f("fk_assignments_created_by")),
        sa.ForeignKeyConstraint(["organisation_id"], ["organisations.id"], name=op.f("fk_assignments_organisation_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
    )
    op.create_index(op.f("ix_assignments_created_by"), "assignments", ["created_by"])
    op.create_index(op.f("ix_assignments_organisation_id"), "assignments", ["organisation_id"])
    op.create_table(
        "assignment_people",
        sa.Column("assignment_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_assignment_people_assignment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_assignment_people_person_id")),
        sa.PrimaryKeyConstraint("assignment_id", "person_id", name=op.f("pk_assignment_people")),
    )
    op.create_index(op.f("ix_assignment_people_person_id"), "assignment_people", ["person_id"])


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("scenario_hash", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=True),
        sa.Column("purpose", _closed_set("purpose", "practice", "shared", "formal"), nullable=False),
        sa.Column("state", _closed_set("attemptstate", "active", "paused", "ended"), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("mood_meter", sa.Boolean(), nullable=False),
        sa.Column("ending_id", sa.Text(), nullable=True),
        sa.Column(
            "ending_kind",
            _closed_set("endingkind", "resolved", "partly", "escalated", "walked_out", "abandoned"),
            nullable=True,
        ),
        sa.Column("director_state", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_attempts_assignment_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attempts_person_id")),
        sa.ForeignKeyConstraint(["scenario_hash"], ["scenario_versions.hash"], name=op.f("fk_attempts_scenario_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_assignment_id"), "attempts", ["assignment_id"])
    op.create_index(op.f("ix_attempts_person_id"), "attempts", ["person_id"])
    op.create_table(
        "events",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            _closed_set(
                "eventkind",
                "started",
                "message_saved",
                "replied",
                "desk_used",
                "paused",
                "resumed",
                "ended",
                "scored",
                "self_rated",
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_events_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=op.f("pk_events")),
    )
    op.create_table(
        "turns",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("speaker", _closed_set("speaker", "customer", "trainee"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", _closed_set("turnstate", "saved", "complete"), nullable=False),
        sa.Column("engine", _closed_set("engine", "scripted", "model"), nullable=True),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_turns_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=op.f("pk_turns")),
        sa.UniqueConstraint("attempt_id", "idempotency_key", name=op.f("uq_turns_attempt_id_idempotency_key")),
    )
    op.create_index(
        "uq_turns_one_unanswered",
        "turns",
        ["attempt_id"],
        unique=True,
        sqlite_where=sa.text("state = 'saved'"),
        postgresql_where=sa.text("state = 'saved'"),
    )
    op.create_table(
        "desk_entries",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("after_turn", sa.Integer(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("arguments", sa.Text(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_desk_entries_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=op.f("pk_desk_entries")),
    )


def _create_scores() -> None:
    op.create_table(
        "scorecards",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("empathy", sa.Float(), nullable=True),
        sa.Column("empathy_low", sa.Float(), nullable=True),
        sa.Column("empathy_high", sa.Float(), nullable=True),
        sa.Column("problem_solving", sa.Float(), nullable=True),
        sa.Column("problem_solving_low", sa.Float(), nullable=True),
        sa.Column("problem_solving_high", sa.Float(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_scorecards_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_scorecards")),
    )
    op.create_table(
        "self_ratings",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("empathy", sa.Integer(), nullable=False),
        sa.Column("problem_solving", sa.Integer(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_self_ratings_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_self_ratings")),
    )
    op.create_table(
        "model_usage",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=True),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("input_tokens", sa.Integer(), nullable=False),
        sa.Column("output_tokens", sa.Integer(), nullable=False),
        sa.Column("cached_tokens", sa.Integer(), nullable=False),
        sa.Column("requests", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_model_usage_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_usage")),
    )
    op.create_index(op.f("ix_model_usage_attempt_id"), "model_usage", ["attempt_id"])


def _create_audit() -> None:
    op.create_table(
        "audit_entries",
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("prev_hash", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_audit_entries")),
    )
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
    )
