"""Private calendar addresses, each by a fingerprint."""

import sqlalchemy as sa
from alembic import op

revision = "0009_calendar_feeds"
down_revision = "0008_members_voices"


def upgrade() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("name <> ''", name=op.f("ck_calendar_feed_named")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_calendar_feed_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_calendar_feed_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_calendar_feed_token_hash")),
    )
    op.create_index(op.f("ix_calendar_feed_organisation_id"), "calendar_feed", ["organisation_id"])
    op.create_index(op.f("ix_calendar_feed_person_id"), "calendar_feed", ["person_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE calendar_feed ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE calendar_feed FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY own_organisation ON calendar_feed USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )
