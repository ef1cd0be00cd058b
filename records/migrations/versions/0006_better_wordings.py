"""Better wordings that a chat model made for a debrief, so that it says the same whenever it is opened.

Revision: 0006. Written once and never edited: what changes later is a new revision.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "better_wordings",
        sa.Column("attempt_id", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["attempts.id"], name=op.f("fk_better_wordings_attempt_id")),
        sa.PrimaryKeyConstraint("attempt_id", name=op.f("pk_better_wordings")),
    )
