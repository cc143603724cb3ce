"""Tables of joint responses: the text, the networks asked to sign it, and what each says of it."""

import sqlalchemy as sa

from govflow.domain.joint import VIEWS
from govflow.store.tables import one_of, owned, ref, text
from govflow.store.types import Instant

joint_response = owned(
    "joint_response",
    ref("matter_id", "matter"),
    ref("consultation_id", "consultation"),
    ref("lead_request_id", "request"),
    sa.Column("lead_name", sa.Text, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("sent_at", Instant),
    sa.Column("withdrawn_at", Instant),
    sa.CheckConstraint("edition >= 1", name="edition"),
    sa.CheckConstraint("sent_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
)
joint_paragraph = owned(
    "joint_paragraph",
    ref("joint_id", "joint_response"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    ref("comment_id", "comment", nullable=True),
    sa.CheckConstraint("text <> ''", name="said"),
)
joint_voice = owned(
    "joint_voice",
    ref("joint_id", "joint_response"),
    ref("request_id", "request"),
    sa.Column("network_name", sa.Text, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("signs", sa.Boolean),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("said_at", Instant),
    sa.Column("said_by_id", sa.String(32)),
    sa.CheckConstraint("(signs IS NULL) = (said_at IS NULL)", name="spoken"),
    sa.UniqueConstraint("joint_id", "request_id"),
)
joint_view = owned(
    "joint_view",
    ref("voice_id", "joint_voice"),
    ref("paragraph_id", "joint_paragraph"),
    sa.Column("view", sa.String(16), nullable=False),
    text("words"),
    ref("comment_id", "comment", nullable=True),
    sa.Column("answers_point", sa.Boolean),
    sa.Column("marked_at", Instant),
    one_of("view", VIEWS, "view"),
    sa.CheckConstraint("(view = 'differs') = (words <> '')", name="own_words"),
    sa.UniqueConstraint("voice_id", "paragraph_id"),
)
