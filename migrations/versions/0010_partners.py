"""Agreements between organisations: read by both sides, written in the name of one."""

import sqlalchemy as sa
from alembic import op

revision = "0010_partners"
down_revision = "0009_calendar_feeds"

HERE = "current_setting('govflow.organisation', true)"


def upgrade() -> None:
    op.create_table(
        "partnership",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("partner_id", sa.String(length=32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.Text(), server_default="", nullable=False),
        sa.Column("ended_by_id", sa.String(length=32), nullable=True),
        *(_to_organisation(c) for c in ("organisation_id", "partner_id", "ended_by_id")),
        sa.CheckConstraint("organisation_id <> partner_id", name=op.f("ck_partnership_two_sides")),
        sa.CheckConstraint(
            "ended_at IS NULL OR (end_reason <> '' AND ended_by_id IS NOT NULL)",
            name=op.f("ck_partnership_ended_why"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
    )
    for column in ("organisation_id", "partner_id"):
        op.create_index(op.f(f"ix_partnership_{column}"), "partnership", [column])
    if op.get_bind().dialect.name == "postgresql":
        _row_security()


def _to_organisation(column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_partnership_{column}")
    return sa.ForeignKeyConstraint([column], ["organisation.id"], name=name)


def _row_security() -> None:
    """Both sides read and answer; a proposal is made in one's own name only; none is removed."""
    either = f"{HERE} IN (organisation_id, partner_id, '*')"
    op.execute("ALTER TABLE partnership ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE partnership FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY either_reads ON partnership FOR SELECT USING ({either})")
    op.execute(f"CREATE POLICY either_answers ON partnership FOR UPDATE USING ({either})")
    op.execute(
        "CREATE POLICY own_proposal ON partnership FOR INSERT "
        f"WITH CHECK ({HERE} IN (organisation_id, '*'))"
    )
