"""Taking a conversation up again from a turn, help and flagged lines, the ceiling, and stopping without penalty.

Revision: 0002. Written once and never edited: what changes later is a new revision. Attempts from before were played at
full intensity; what was said in them has no state to take up from, since none was kept.
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_PURPOSES = ("practice", "shared", "formal")
_STATES = ("active", "paused", "ended", "stopped")
_CEILINGS = ("gentle", "firm", "full")
_ENDINGS = ("resolved", "partly", "escalated", "walked_out", "abandoned")
_EVENTS = (
    *("started", "message_saved", "replied", "desk_used", "paused", "resumed", "ended", "scored", "self_rated"),
    *("forked", "hinted", "flagged", "stopped"),
)
_KEPT = (
    *("id", "person_id", "scenario_id", "scenario_hash", "assignment_id", "purpose", "state", "revision", "seed"),
    *("mood_meter", "ending_id", "ending_kind", "director_state", "started_at", "ended_at"),
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _change_postgres()
    else:
        _change_sqlite()
    op.create_index(op.f("ix_attempts_forked_from"), "attempts", ["forked_from"])
    op.add_column("turns", sa.Column("state_before", sa.Text(), nullable=True))
    op.add_column("turns", sa.Column("desk_before", sa.Integer(), nullable=True))
    op.create_table(
        "hints",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_hints_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "turn", "hint", name=op.f("pk_hints")),
    )
    op.create_table(
        "flags",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_flags_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "turn", name=op.f("pk_flags")),
    )


def _change_postgres() -> None:
    op.drop_constraint(op.f("ck_attempts_attemptstate"), "attempts", type_="check")
    op.create_check_constraint(op.f("ck_attempts_attemptstate"), "attempts", _is_one_of("state", _STATES))
    op.drop_constraint(op.f("ck_events_eventkind"), "events", type_="check")
    op.create_check_constraint(op.f("ck_events_eventkind"), "events", _is_one_of("kind", _EVENTS))
    op.add_column("attempts", sa.Column("ceiling", sa.String(20), nullable=False, server_default="full"))
    op.alter_column("attempts", "ceiling", server_default=None)
    op.create_check_constraint(op.f("ck_attempts_ceiling"), "attempts", _is_one_of("ceiling", _CEILINGS))
    op.add_column("attempts", sa.Column("forked_from", sa.String(), nullable=True))
    op.add_column("attempts", sa.Column("forked_turn", sa.Integer(), nullable=True))
    op.create_foreign_key(op.f("fk_attempts_forked_from"), "attempts", "attempts", ["forked_from"], ["id"])


def _is_one_of(column: str, values: Sequence[str]) -> str:
    return f"{column} IN ({', '.join(repr(value) for value in values)})"


def _change_sqlite() -> None:
    """SQLite cannot change a check, so both tables are made anew. Other tables point to attempts: until its rows are
    back, that is only looked at when the transaction ends, and a row that had got lost would undo it all."""
    op.execute("PRAGMA defer_foreign_keys = ON")
    op.execute("CREATE TEMPORARY TABLE kept_attempts AS SELECT * FROM attempts")
    op.execute("CREATE TEMPORARY TABLE kept_events AS SELECT * FROM events")
    op.drop_table("events")
    op.drop_table("attempts")
    _create_attempts()
    _create_events()
    names = ", ".join(_KEPT)
    op.execute(f"INSERT INTO attempts ({names}, ceiling) SELECT {names}, 'full' FROM kept_attempts")
    op.execute("INSERT INTO events SELECT attempt_id, number, kind, at, body FROM kept_events")
    op.execute("DROP TABLE temp.kept_attempts")
    op.execute("DROP TABLE temp.kept_events")
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER events_no_{change.lower()} BEFORE {change} ON events "
            "BEGIN SELECT RAISE(ABORT, 'events only grows'); END"
        )


def _closed_set(name: str, values: Sequence[str]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=20)


def _create_attempts() -> None:
    op.create_table(
        "attempts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("scenario_id", sa.Text(), nullable=False),
        sa.Column("scenario_hash", sa.String(), nullable=False),
        sa.Column("assignment_id", sa.String(), nullable=True),
        sa.Column("purpose", _closed_set("purpose", _PURPOSES), nullable=False),
        sa.Column("state", _closed_set("attemptstate", _STATES), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("mood_meter", sa.Boolean(), nullable=False),
        sa.Column("ceiling", _closed_set("ceiling", _CEILINGS), nullable=False),
        sa.Column("forked_from", sa.String(), nullable=True),
        sa.Column("forked_turn", sa.Integer(), nullable=True),
        sa.Column("ending_id", sa.Text(), nullable=True),
        sa.Column("ending_kind", _closed_set("endingkind", _ENDINGS), nullable=True),
        sa.Column("director_state", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["assignment_id"], ["assignments.id"], name=op.f("fk_attempts_assignment_id")),
        sa.ForeignKeyConstraint(["forked_from"], ["attempts.id"], name=op.f("fk_attempts_forked_from")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_attempts_person_id")),
        sa.ForeignKeyConstraint(["scenario_hash"], ["scenario_versions.hash"], name=op.f("fk_attempts_scenario_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index(op.f("ix_attempts_assignment_id"), "attempts", ["assignment_id"])
    op.create_index(op.f("ix_attempts_person_id"), "attempts", ["person_id"])


def _create_events() -> None:
    op.create_table(
        "events",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", _closed_set("eventkind", _EVENTS), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_events_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=op.f("pk_events")),
    )
