"""Tables of promises made to networks, of what networks share, and of links to it."""

import sqlalchemy as sa

from govflow.domain.undertakings import VERDICTS
from govflow.store.tables import ID, one_of, owned, ref, text
from govflow.store.types import Instant

undertaking = owned(
    "undertaking",
    ref("matter_id", "matter"),
    ref("network_id", "staff_network"),
    sa.Column("network_name", sa.Text, nullable=False),
    ref("comment_id", "comment", nullable=True),
    sa.Column("text", sa.Text, nullable=False),
    ref("owner_id", "person"),
    sa.Column("owner_name", sa.Text, nullable=False),
    sa.Column("owner_role", sa.Text, nullable=False),
    sa.Column("check_back_on", sa.Date, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("made_by_name", sa.Text, nullable=False),
    sa.Column("verdict", sa.String(16)),
    text("verdict_words"),
    sa.Column("checked_at", Instant),
    one_of("verdict", VERDICTS, "verdict"),
    sa.CheckConstraint("text <> '' AND owner_name <> ''", name="said"),
    sa.CheckConstraint("(verdict IS NULL) = (checked_at IS NULL)", name="checked"),
    sa.CheckConstraint("verdict IS NULL OR verdict = 'kept' OR verdict_words <> ''", name="worded"),
)
sa.Index(
    "ix_undertaking_unchecked",
    undertaking.c.organisation_id,
    undertaking.c.check_back_on,
    sqlite_where=sa.text("verdict IS NULL"),
    postgresql_where=sa.text("verdict IS NULL"),
)
progress_note = owned(
    "progress_note",
    ref("undertaking_id", "undertaking"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("noted_at", Instant, nullable=False),
    sa.Column("noted_by_name", sa.Text, nullable=False),
    sa.CheckConstraint("text <> ''", name="said"),
)
shared_comment = owned(
    "shared_comment",
    sa.Column("comment_id", ID, sa.ForeignKey("comment.id"), nullable=False, unique=True),
    ref("network_id", "staff_network"),
)
share_link = owned(
    "share_link",
    ref("network_id", "staff_network", nullable=True),
    ref("matter_id", "matter", nullable=True),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.CheckConstraint("(network_id IS NULL) <> (matter_id IS NULL)", name="one_subject"),
    sa.CheckConstraint("expires_at > made_at", name="expires"),
)
