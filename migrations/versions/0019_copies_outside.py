"""Who is mailed the signed checkpoint, mails with a file, and the daily check of the trail."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0019_copies_outside"
down_revision = "0018_joint_responses"

INSTANT = sa.DateTime(timezone=True)
NAMES = ("checkpoint_keeper", "trail_check")


def upgrade() -> None:
    for column in ("attachment_name", "attachment"):
        op.add_column("mail", sa.Column(column, sa.Text(), server_default="", nullable=False))
    op.create_index("ix_event_type", "event", ["organisation_id", "type", "seq"])
    _keeper()
    _check()
    for name in NAMES:
        op.create_index(op.f(f"ix_{name}_organisation_id"), name, ["organisation_id"])
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY own_organisation ON {name} USING "
                "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
            )


def _keeper() -> None:
    name = "checkpoint_keeper"
    _create(
        name,
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("named_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{name}_person_id")),
        sa.UniqueConstraint("person_id", name=op.f(f"uq_{name}_person_id")),
    )


def _check() -> None:
    name = "trail_check"
    _create(
        name,
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("from_size", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("frontier", sa.JSON(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("faults", sa.JSON(), nullable=False),
        sa.UniqueConstraint(
            "organisation_id", "due_on", name=op.f(f"uq_{name}_organisation_id_due_on")
        ),
        sa.CheckConstraint("from_size >= 0 AND size >= 0", name=op.f(f"ck_{name}_sizes")),
    )


def _create(name: str, *parts: Any) -> None:
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        *parts,
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{name}_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
