"""The text of every workflow version, so that an edited file can be shown against it."""

import sqlalchemy as sa
from alembic import op

revision = "0004_workflow_sources"
down_revision = "0003_procedures"


def upgrade() -> None:
    # A workflow file belongs to the house, not to one organisation: no row security.
    op.create_table(
        "workflow_source",
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("first_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_workflow_source")),
    )
