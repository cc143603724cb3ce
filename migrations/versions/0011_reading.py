"""A comment keeps the words it was made on; drafts, and what is said under a comment."""

import sqlalchemy as sa
from alembic import op

revision = "0011_reading"
down_revision = "0010_partners"

TABLES = ("comment_draft", "comment_turn")


def upgrade() -> None:
    for name in ("passage", "prefix", "suffix"):
        op.add_column("comment", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    _drafts()
    _turns()
    if op.get_bind().dialect.name == "postgresql":
        _row_security()


def _drafts() -> None:
    op.create_table(
        "comment_draft",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("anchor", sa.String(length=64), nullable=False),
        sa.Column("passage", sa.Text(), nullable=False, server_default=""),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        _refers("comment_draft", "organisation_id", "organisation"),
        _refers("comment_draft", "request_id", "request"),
        _refers("comment_draft", "person_id", "person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_draft")),
        sa.UniqueConstraint(
            "request_id",
            "person_id",
            "anchor",
            name=op.f("uq_comment_draft_request_id_person_id_anchor"),
        ),
    )
    for column in ("organisation_id", "request_id", "person_id"):
        op.create_index(op.f(f"ix_comment_draft_{column}"), "comment_draft", [column])


def _turns() -> None:
    op.create_table(
        "comment_turn",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.Column("by_network", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said_by_name", sa.Text(), nullable=False, server_default=""),
        sa.CheckConstraint("text <> ''", name=op.f("ck_comment_turn_said")),
        sa.CheckConstraint(
            "NOT by_network OR said_by_name = ''", name=op.f("ck_comment_turn_network_has_no_name")
        ),
        _refers("comment_turn", "organisation_id", "organisation"),
        _refers("comment_turn", "comment_id", "comment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment_turn")),
    )
    for column in ("organisation_id", "comment_id"):
        op.create_index(op.f(f"ix_comment_turn_{column}"), "comment_turn", [column])


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _row_security() -> None:
    for name in TABLES:
        op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_organisation ON {name} USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )
