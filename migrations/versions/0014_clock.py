"""A network's clock can stop: what it waits for, and formats asked for with their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0014_clock"
down_revision = "0013_invitations"

TABLES = ("format_wanted", "pause")
# As in 0013: what an invited network may read, add and change of its one request.
GUEST = "request_id = ANY (string_to_array(current_setting('govflow.guest_request', true), ','))"


def upgrade() -> None:
    _table(
        "format_wanted",
        sa.Column("format", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False, server_default=""),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_name", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("format <> ''", name=op.f("ck_format_wanted_named")),
    )
    _table(
        "pause",
        sa.Column("why", sa.String(length=16), nullable=False),
        sa.Column("about_id", sa.String(length=32), nullable=False),
        sa.Column("days_left", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_name", sa.Text(), nullable=False, server_default=""),
        sa.Column("end_reason", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("days_left >= 1", name=op.f("ck_pause_days")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _row_security()


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{name}_organisation_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f(f"fk_{name}_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in ("organisation_id", "request_id"):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])


def _row_security() -> None:
    for name in TABLES:
        op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_organisation ON {name} USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )
        op.execute(f"CREATE POLICY guest_reads ON {name} FOR SELECT USING ({GUEST})")
        op.execute(f"CREATE POLICY guest_adds ON {name} FOR INSERT WITH CHECK ({GUEST})")
    op.execute(f"CREATE POLICY guest_changes ON pause FOR UPDATE USING ({GUEST})")
