"""Where a restricted text lies while it is kept and not used."""

import sqlalchemy as sa
from alembic import op

revision = "0020_restriction"
down_revision = "0019_copies_outside"


def upgrade() -> None:
    op.create_table(
        "restricted",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_restricted_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "seq", "field", name=op.f("pk_restricted")),
    )
    op.create_index("ix_restricted_mark", "restricted", ["organisation_id", "mark"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE restricted ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE restricted FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY own_organisation ON restricted USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )
