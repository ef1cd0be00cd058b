"""What a chat model judged, so that the same question is not paid for twice; and costs that belong to no attempt.

Revision: 0004. Written once and never edited: what changes later is a new revision. Transcripts from elsewhere are
judged too, and what that costs counts against the month's limit like everything else.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "judgements",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_judgements")),
    )
    # SQLite cannot take a NOT NULL away, so Alembic copies the table there; nothing refers to it.
    with op.batch_alter_table("model_usage") as table:
        table.alter_column("attempt_id", existing_type=sa.String(), nullable=True)
