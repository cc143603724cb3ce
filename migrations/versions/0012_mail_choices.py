"""How each person is written to, and the formatted part of a mail beside its plain text."""

import sqlalchemy as sa
from alembic import op

revision = "0012_mail_choices"
down_revision = "0011_reading"


def upgrade() -> None:
    op.add_column("mail", sa.Column("html", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "mail_choice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=True),
        sa.Column("at_once", sa.JSON(), nullable=False),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "hour IS NULL OR hour BETWEEN 6 AND 21", name=op.f("ck_mail_choice_by_day")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mail_choice_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_mail_choice_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_choice")),
        sa.UniqueConstraint("person_id", name=op.f("uq_mail_choice_person_id")),
    )
    op.create_index(op.f("ix_mail_choice_organisation_id"), "mail_choice", ["organisation_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE mail_choice ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE mail_choice FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY own_organisation ON mail_choice USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )
