"""Offices are handed over with a note, and a substitute keeps somebody's place for a time."""

import sqlalchemy as sa
from alembic import op

revision = "0016_handing_over"
down_revision = "0015_positions"

NAME = "hand_over"
PERSONS = ("from_id", "to_id")


def upgrade() -> None:
    for table in ("officer", "role_held"):
        op.add_column(table, sa.Column("stands_for_id", sa.String(length=32), nullable=True))
        op.add_column(
            table, sa.Column("stands_for_name", sa.Text(), server_default="", nullable=False)
        )
    _table()
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {NAME} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {NAME} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_organisation ON {NAME} USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )


def _table() -> None:
    op.create_table(
        NAME,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("office", sa.String(length=16), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=True),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("from_id", sa.String(length=32), nullable=False),
        sa.Column("from_name", sa.Text(), nullable=False),
        sa.Column("to_id", sa.String(length=32), nullable=False),
        sa.Column("to_name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "office IN ('network', 'secretary', 'author')", name=op.f("ck_hand_over_office")
        ),
        sa.CheckConstraint(
            "(office = 'network') = (network_id IS NOT NULL)",
            name=op.f("ck_hand_over_of_a_network"),
        ),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_hand_over_to_another")),
        _foreign("organisation_id", "organisation"),
        _foreign("network_id", "staff_network"),
        *(_foreign(column, "person") for column in PERSONS),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    for column in ("organisation_id", "network_id", *PERSONS):
        op.create_index(op.f(f"ix_hand_over_{column}"), NAME, [column])


def _foreign(column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{NAME}_{column}"))
