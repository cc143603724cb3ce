"""Members' voices: a request's link and draft, and notes that keep no author, time or order."""

import sqlalchemy as sa
from alembic import op

revision = "0008_members_voices"
down_revision = "0007_asking_well"


def upgrade() -> None:
    _voices()
    _notes()
    if op.get_bind().dialect.name == "postgresql":
        for name in ("members_voice", "members_note"):
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY own_organisation ON {name} USING "
                "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
            )


def _voices() -> None:
    op.create_table(
        "members_voice",
        *_owned("members_voice"),
        sa.Column("token_hash", sa.String(length=64), nullable=True),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("order_key", sa.String(length=64), nullable=False),
        sa.Column("question", sa.Text(), server_default="", nullable=False),
        sa.Column("early_days", sa.Integer(), nullable=False),
        sa.Column("small", sa.Boolean(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=True),
        sa.Column("shown_at_close", sa.Boolean(), nullable=False),
        sa.Column("draft", sa.Text(), server_default="", nullable=False),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("early_days BETWEEN 0 AND 7", name=op.f("ck_members_voice_early_days")),
        sa.CheckConstraint(
            "token_hash IS NULL OR NOT shown_at_close",
            name=op.f("ck_members_voice_closed_for_good"),
        ),
        sa.CheckConstraint(
            "destroyed_at IS NULL OR (token_hash IS NULL AND draft = '')",
            name=op.f("ck_members_voice_destroyed_whole"),
        ),
        sa.UniqueConstraint("request_id", name=op.f("uq_members_voice_request_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_members_voice_token_hash")),
    )
    op.create_index(op.f("ix_members_voice_organisation_id"), "members_voice", ["organisation_id"])


def _notes() -> None:
    op.create_table(
        "members_note",
        *_owned("members_note"),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("batch", sa.Integer(), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_members_note_said")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_members_note_request_id"), "members_note", ["request_id"])


def _owned(table: str) -> list[sa.Column[str] | sa.Constraint]:
    return [
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f(f"fk_{table}_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f(f"fk_{table}_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]
