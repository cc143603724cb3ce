"""A pack that changes: what each network was told of it, its window anew, who answers for it."""

import sqlalchemy as sa
from alembic import op

revision = "0017_pack_changes"
down_revision = "0016_handing_over"

GUEST = "ANY (string_to_array(current_setting('govflow.guest_request', true), ','))"
SENT = (
    "(matter_id, number) IN (SELECT r.matter_id, c.paper_version_number FROM request r "
    "JOIN consultation c ON c.id = r.consultation_id "
    "UNION SELECT r.matter_id, r.version_number FROM request r "
    "UNION SELECT r.matter_id, p.from_version FROM request r "
    "JOIN pack_change p ON p.request_id = r.id WHERE p.asked "
    "UNION SELECT r.matter_id, p.to_version FROM request r "
    "JOIN pack_change p ON p.request_id = r.id WHERE p.asked)"
)
AWAITED = sa.text(
    "(position IS NULL OR renewed_at IS NOT NULL) AND waived_at IS NULL AND withdrawn_at IS NULL"
)


def upgrade() -> None:
    op.add_column("request", sa.Column("version_number", sa.Integer(), nullable=True))
    op.add_column("request", sa.Column("renewed_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_index("ix_request_open", table_name="request")
    op.create_index(
        "ix_request_open",
        "request",
        ["organisation_id", "closes_at"],
        sqlite_where=AWAITED,
        postgresql_where=AWAITED,
    )
    _told()
    if op.get_bind().dialect.name == "postgresql":
        _row_security()


def _told() -> None:
    op.create_table(
        "pack_change",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("from_version", sa.Integer(), nullable=False),
        sa.Column("to_version", sa.Integer(), nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_by_name", sa.Text(), nullable=False),
        sa.Column("closed_before", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False, server_default=""),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("waived_reason", sa.Text(), nullable=False, server_default=""),
        sa.Column("waived_by_name", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("to_version > from_version", name=op.f("ck_pack_change_newer")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_pack_change_reasoned")),
        sa.CheckConstraint(
            "outcome <> 'waived' OR (waived_reason <> '' AND waived_by_name <> '')",
            name=op.f("ck_pack_change_answered_for"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pack_change_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_pack_change_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pack_change")),
    )
    for column in ("organisation_id", "request_id"):
        op.create_index(op.f(f"ix_pack_change_{column}"), "pack_change", [column])


def _row_security() -> None:
    """A guest reads what its network was told, and the versions that it was asked about."""
    op.execute("ALTER TABLE pack_change ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE pack_change FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY own_organisation ON pack_change USING "
        "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
    )
    mine = f"request_id = {GUEST}"
    op.execute(f"CREATE POLICY guest_reads ON pack_change FOR SELECT USING ({mine})")
    op.execute(f"CREATE POLICY guest_changes ON pack_change FOR UPDATE USING ({mine})")
    op.execute("DROP POLICY guest_reads ON paper_version")
    op.execute(f"CREATE POLICY guest_reads ON paper_version FOR SELECT USING ({SENT})")
