"""Tables of the trail, outbox, jobs, public register, workflow texts, members' voices, partners."""

import sqlalchemy as sa

from govflow.store.tables import ID, metadata, owned, ref, text
from govflow.store.types import Instant, Words


def owner() -> sa.Column[str]:
    """The organisation as first part of a key."""
    return sa.Column("organisation_id", ID, sa.ForeignKey("organisation.id"), primary_key=True)


trail_head = sa.Table(
    "trail_head",
    metadata,
    owner(),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("root", sa.String(64), nullable=False),
    sa.Column("frontier", sa.JSON, nullable=False),
)
event = sa.Table(
    "event",
    metadata,
    owner(),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", Instant, nullable=False),
    sa.Column("type", sa.String(64), nullable=False),
    sa.Column("matter_id", ID),
    sa.Column("network", sa.Text, nullable=False),
    sa.Column("actor_id", sa.String(64), nullable=False),
    sa.Column("action", sa.String(64)),
    sa.Column("from_state", sa.String(64)),
    sa.Column("to_state", sa.String(64)),
    sa.Column("payload", sa.LargeBinary, nullable=False),
    sa.Column("leaf_hash", sa.String(64), nullable=False),
    sa.CheckConstraint("seq >= 0", name="seq"),
    sa.Index("ix_event_matter", "organisation_id", "matter_id", "seq"),
    sa.Index("ix_event_at", "organisation_id", "at"),
    sa.Index("ix_event_type", "organisation_id", "type", "seq"),
)
sealed = sa.Table(
    "sealed",
    metadata,
    owner(),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("field", sa.String(32), primary_key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
# Texts that are kept and not used: taken out of `sealed`, and `mark` stands where they stood.
restricted = sa.Table(
    "restricted",
    metadata,
    owner(),
    sa.Column("seq", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("field", sa.String(32), primary_key=True),
    sa.Column("salt", sa.LargeBinary, nullable=False),
    sa.Column("data", sa.LargeBinary, nullable=False),
    sa.Column("mark", sa.String(100), nullable=False),
    sa.Index("ix_restricted_mark", "organisation_id", "mark"),
)
trail_node = sa.Table(
    "trail_node",
    metadata,
    owner(),
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("place", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("hash", sa.LargeBinary, nullable=False),
    sa.CheckConstraint("level > 0 AND place >= 0", name="place"),
)
checkpoint = sa.Table(
    "checkpoint",
    metadata,
    owner(),
    sa.Column("size", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("root", sa.String(64), nullable=False),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("signed_at", Instant, nullable=False),
    sa.CheckConstraint("size > 0", name="size"),
)

notice = owned(
    "notice",
    ref("person_id", "person"),
    ref("matter_id", "matter", nullable=True),
    sa.Column("key", sa.String(200), nullable=False),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("path", sa.String(200), nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("mail_id", ID, sa.ForeignKey("mail.id")),
    sa.UniqueConstraint("organisation_id", "key"),
)
sa.Index(
    "ix_notice_unsent",
    notice.c.organisation_id,
    notice.c.person_id,
    sqlite_where=sa.text("mail_id IS NULL"),
    postgresql_where=sa.text("mail_id IS NULL"),
)
mail = owned(
    "mail",
    ref("person_id", "person"),
    sa.Column("key", sa.String(200), nullable=False),
    sa.Column("address", sa.String(254), nullable=False),
    sa.Column("subject", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    text("html"),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("tried_at", Instant),
    sa.Column("sent_at", Instant),
    text("fault"),
    text("attachment_name"),
    text("attachment"),
    sa.UniqueConstraint("organisation_id", "key"),
)
mail_choice = owned(
    "mail_choice",
    sa.Column("person_id", ID, sa.ForeignKey("person.id"), nullable=False, unique=True),
    sa.Column("wanted", sa.Boolean, nullable=False),
    sa.Column("hour", sa.Integer),
    sa.Column("at_once", Words, nullable=False),
    sa.Column("since_at", Instant),
    sa.Column("changed_at", Instant, nullable=False),
    sa.CheckConstraint("hour IS NULL OR hour BETWEEN 6 AND 21", name="by_day"),
)
calendar_feed = owned(
    "calendar_feed",
    ref("person_id", "person"),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    sa.CheckConstraint("name <> ''", name="named"),
)
checkpoint_keeper = owned(
    "checkpoint_keeper",
    sa.Column("person_id", ID, sa.ForeignKey("person.id"), nullable=False, unique=True),
    sa.Column("named_at", Instant, nullable=False),
)
trail_check = owned(
    "trail_check",
    sa.Column("due_on", sa.Date, nullable=False),
    sa.Column("whole", sa.Boolean, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    sa.Column("from_size", sa.BigInteger, nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("frontier", Words, nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("finished_at", Instant),
    sa.Column("faults", Words, nullable=False),
    sa.UniqueConstraint("organisation_id", "due_on"),
    sa.CheckConstraint("from_size >= 0 AND size >= 0", name="sizes"),
)
heartbeat = sa.Table(
    "heartbeat",
    metadata,
    sa.Column("job", sa.String(64), primary_key=True),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("finished_at", Instant),
    sa.Column("outcome", sa.Text, nullable=False),
)
job_run = sa.Table(
    "job_run",
    metadata,
    sa.Column("job", sa.String(64), primary_key=True),
    sa.Column("slot", sa.String(32), primary_key=True),
    sa.Column("claimed_at", Instant, nullable=False),
    sa.Column("finished_at", Instant),
)

register_organisation = sa.Table(
    "register_organisation",
    metadata,
    sa.Column("code", sa.String(10), primary_key=True),
    sa.Column("kind", sa.String(32), nullable=False),
    sa.Column("opened_on", sa.Date),
    sa.Column("closed_on", sa.Date),
    sa.Column("first_seen_on", sa.Date, nullable=False),
    sa.Column("last_seen_on", sa.Date, nullable=False),
)
register_name = sa.Table(
    "register_name",
    metadata,
    sa.Column("code", sa.String(10), sa.ForeignKey("register_organisation.code"), primary_key=True),
    sa.Column("from_on", sa.Date, primary_key=True),
    sa.Column("until_on", sa.Date),
    sa.Column("name", sa.Text, nullable=False),
)
register_load = sa.Table(
    "register_load",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("as_of", sa.Date, nullable=False),
    sa.Column("file_name", sa.Text, nullable=False),
    sa.Column("rows", sa.Integer, nullable=False),
    sa.Column("loaded_at", Instant, nullable=False),
)

workflow_source = sa.Table(
    "workflow_source",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("key", sa.String(64), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("first_seen_at", Instant, nullable=False),
)

members_voice = owned(
    "members_voice",
    sa.Column("request_id", ID, sa.ForeignKey("request.id"), nullable=False, unique=True),
    sa.Column("token_hash", sa.String(64), unique=True),
    sa.Column("seed", sa.String(64), nullable=False),
    sa.Column("order_key", sa.String(64), nullable=False),
    text("question"),
    sa.Column("early_days", sa.Integer, nullable=False),
    sa.Column("small", sa.Boolean, nullable=False),
    sa.Column("looked_on", sa.Date),
    sa.Column("shown_at_close", sa.Boolean, nullable=False),
    text("draft"),
    sa.Column("draft_version", sa.Integer, nullable=False),
    sa.Column("destroyed_at", Instant),
    sa.CheckConstraint("early_days BETWEEN 0 AND 7", name="early_days"),
    sa.CheckConstraint("token_hash IS NULL OR NOT shown_at_close", name="closed_for_good"),
    sa.CheckConstraint(
        "destroyed_at IS NULL OR (token_hash IS NULL AND draft = '')", name="destroyed_whole"
    ),
)
# No time, no author, no number: and no row id either, which on SQLite would tell the order.
members_note = sa.Table(
    "members_note",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("organisation_id", ID, sa.ForeignKey("organisation.id"), nullable=False),
    sa.Column("request_id", ID, sa.ForeignKey("request.id"), nullable=False, index=True),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("batch", sa.Integer),
    sa.CheckConstraint("text <> ''", name="said"),
    sqlite_with_rowid=False,
)

partnership = owned(
    "partnership",
    ref("partner_id", "organisation"),
    sa.Column("proposed_at", Instant, nullable=False),
    sa.Column("agreed_at", Instant),
    sa.Column("ended_at", Instant),
    sa.Column("end_reason", sa.Text, nullable=False, server_default=""),
    sa.Column("ended_by_id", ID, sa.ForeignKey("organisation.id")),
    sa.CheckConstraint("organisation_id <> partner_id", name="two_sides"),
    sa.CheckConstraint(
        "ended_at IS NULL OR (end_reason <> '' AND ended_by_id IS NOT NULL)", name="ended_why"
    ),
)
