"""Promises made to networks, the comments that networks share, and links to share them by."""

import sqlalchemy as sa
from alembic import op

revision = "0006_ledger"
down_revision = "0005_checkpoints"

TABLES = ("undertaking", "progress_note", "shared_comment", "share_link")


def upgrade() -> None:
    _undertaking()
    _progress_note()
    _shared_comment()
    _share_link()
    if op.get_bind().dialect.name == "postgresql":
        for name in TABLES:
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY own_organisation ON {name} USING "
                "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
            )


def _undertaking() -> None:
    op.create_table(
        "undertaking",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("network_name", sa.Text(), nullable=False),
        sa.Column("comment_id", sa.String(length=32), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("owner_id", sa.String(length=32), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("owner_role", sa.Text(), nullable=False),
        sa.Column("check_back_on", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("verdict", sa.String(length=16), nullable=True),
        sa.Column("verdict_words", sa.Text(), server_default="", nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("text <> '' AND owner_name <> ''", name=op.f("ck_undertaking_said")),
        sa.CheckConstraint(
            "verdict IN ('kept', 'partly', 'not_kept', 'cannot_tell')",
            name=op.f("ck_undertaking_verdict"),
        ),
        sa.CheckConstraint(
            "verdict IS NULL OR verdict = 'kept' OR verdict_words <> ''",
            name=op.f("ck_undertaking_worded"),
        ),
        sa.CheckConstraint(
            "(verdict IS NULL) = (checked_at IS NULL)", name=op.f("ck_undertaking_checked")
        ),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_undertaking_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_undertaking_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["staff_network.id"], name=op.f("fk_undertaking_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_undertaking_organisation_id")
        ),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_undertaking_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_undertaking")),
    )
    op.create_index(op.f("ix_undertaking_comment_id"), "undertaking", ["comment_id"], unique=False)
    op.create_index(op.f("ix_undertaking_matter_id"), "undertaking", ["matter_id"], unique=False)
    op.create_index(op.f("ix_undertaking_network_id"), "undertaking", ["network_id"], unique=False)
    op.create_index(
        op.f("ix_undertaking_organisation_id"), "undertaking", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_undertaking_owner_id"), "undertaking", ["owner_id"], unique=False)
    op.create_index(
        "ix_undertaking_unchecked",
        "undertaking",
        ["organisation_id", "check_back_on"],
        unique=False,
        sqlite_where=sa.text("verdict IS NULL"),
        postgresql_where=sa.text("verdict IS NULL"),
    )


def _progress_note() -> None:
    op.create_table(
        "progress_note",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("undertaking_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("noted_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_progress_note_said")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_progress_note_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["undertaking_id"], ["undertaking.id"], name=op.f("fk_progress_note_undertaking_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_progress_note")),
    )
    op.create_index(
        op.f("ix_progress_note_organisation_id"), "progress_note", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_progress_note_undertaking_id"), "progress_note", ["undertaking_id"], unique=False
    )


def _shared_comment() -> None:
    op.create_table(
        "shared_comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comment.id"], name=op.f("fk_shared_comment_comment_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["staff_network.id"], name=op.f("fk_shared_comment_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_shared_comment_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_comment")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_shared_comment_comment_id")),
    )
    op.create_index(
        op.f("ix_shared_comment_network_id"), "shared_comment", ["network_id"], unique=False
    )
    op.create_index(
        op.f("ix_shared_comment_organisation_id"),
        "shared_comment",
        ["organisation_id"],
        unique=False,
    )


def _share_link() -> None:
    op.create_table(
        "share_link",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=True),
        sa.Column("matter_id", sa.String(length=32), nullable=True),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(network_id IS NULL) <> (matter_id IS NULL)", name=op.f("ck_share_link_one_subject")
        ),
        sa.CheckConstraint("expires_at > made_at", name=op.f("ck_share_link_expires")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_share_link_matter_id")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["staff_network.id"], name=op.f("fk_share_link_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_share_link_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_share_link_token_hash")),
    )
    op.create_index(op.f("ix_share_link_matter_id"), "share_link", ["matter_id"], unique=False)
    op.create_index(op.f("ix_share_link_network_id"), "share_link", ["network_id"], unique=False)
    op.create_index(
        op.f("ix_share_link_organisation_id"), "share_link", ["organisation_id"], unique=False
    )
