"""Which tokens were estimated, and the usage of a month found without reading all of it.

Revision: 0003. Written once and never edited: what changes later is a new revision. What was kept before counts as
reported by the provider.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # The default stays: SQLite adds no column that must hold a value without one, and drops none either.
    op.add_column("model_usage", sa.Column("estimated_tokens", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_model_usage_at"), "model_usage", ["at"])
