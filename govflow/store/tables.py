"""Every table, with the invariants that the database itself refuses to break."""

from collections.abc import Iterable

import sqlalchemy as sa
from sqlalchemy.schema import SchemaItem

from govflow.domain.consultation import OUTCOMES, POSITIONS
from govflow.domain.network import POSTS
from govflow.domain.people import Role
from govflow.store.types import DocumentText, FactsText, Instant, Words

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)
ID = sa.String(32)


def one_of(column: str, values: Iterable[str], name: str) -> sa.CheckConstraint:
    """The column holds one of the values, or nothing where it may be empty."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=name)


def owned(name: str, *columns: SchemaItem) -> sa.Table:
    """A table whose every row belongs to an organisation."""
    return sa.Table(
        name,
        metadata,
        sa.Column("id", ID, primary_key=True),
        sa.Column(
            "organisation_id", ID, sa.ForeignKey("organisation.id"), nullable=False, index=True
        ),
        *columns,
    )


def text(name: str) -> sa.Column[str]:
    """A text that may be empty but never null."""
    return sa.Column(name, sa.Text, nullable=False, server_default="")


def ref(name: str, target: str, *, nullable: bool = False, index: bool = True) -> sa.Column[str]:
    """A reference to another row."""
    return sa.Column(name, ID, sa.ForeignKey(f"{target}.id"), nullable=nullable, index=index)


organisation = sa.Table(
    "organisation",
    metadata,
    sa.Column("id", ID, primary_key=True),
    sa.Column("code", sa.String(10), nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("zone", sa.String(64), nullable=False, server_default="Europe/London"),
    sa.Column("calendar", sa.String(32), nullable=False, server_default="england-and-wales"),
    sa.Column("created_at", Instant, nullable=False),
)

person = owned(
    "person",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("email", sa.String(254), nullable=False, unique=True),
    text("job_title"),
    sa.Column("password_hash", sa.Text),
    sa.Column("active", sa.Boolean, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.CheckConstraint("email = lower(email)", name="email_lower"),
)
role_held = owned(
    "role_held",
    ref("person_id", "person"),
    sa.Column("role", sa.String(32), nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("stands_for_id", ID),
    text("stands_for_name"),
    one_of("role", list(Role), "role"),
    sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
)
login_session = owned(
    "login_session",
    ref("person_id", "person"),
    sa.Column("token_hash", sa.String(64), nullable=False, unique=True),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("ends_at", Instant, nullable=False),
)

staff_network = owned(
    "staff_network",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("remit", Words, nullable=False),
    ref("sponsor_id", "person", nullable=True),
    text("sponsor_name"),
    sa.Column("protected_hours_per_month", sa.Integer, nullable=False),
    sa.Column("terms_of_reference_on", sa.Date),
    sa.Column("size_band", sa.String(32), nullable=False),
    sa.Column("ended_on", sa.Date),
    # Set when it stands for a network of a partner organisation, whose rows are not here.
    sa.Column("partner_id", ID),
    sa.Column("partner_network_id", ID),
    sa.UniqueConstraint("organisation_id", "name"),
    sa.CheckConstraint("protected_hours_per_month BETWEEN 0 AND 200", name="hours"),
)
officer = owned(
    "officer",
    ref("network_id", "staff_network"),
    ref("person_id", "person"),
    sa.Column("person_name", sa.Text, nullable=False),
    sa.Column("post", sa.String(16), nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date),
    sa.Column("stands_for_id", ID),
    text("stands_for_name"),
    one_of("post", POSTS, "post"),
    sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="dates"),
)

committee = owned(
    "committee",
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("is_board", sa.Boolean, nullable=False),
    sa.UniqueConstraint("organisation_id", "name"),
)
meeting = owned(
    "meeting",
    ref("committee_id", "committee"),
    sa.Column("committee_name", sa.Text, nullable=False),
    sa.Column("held_at", Instant, nullable=False, index=True),
    sa.Column("paper_deadline_at", Instant, nullable=False),
    text("place"),
    sa.CheckConstraint("paper_deadline_at < held_at", name="deadline_before"),
    sa.UniqueConstraint("organisation_id", "committee_id", "held_at"),
)
policy_value = owned(
    "policy_value",
    sa.Column("name", sa.String(64), nullable=False),
    sa.Column("value", sa.Integer, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("set_by_name", sa.Text, nullable=False),
    sa.UniqueConstraint("organisation_id", "name", "starts_on"),
    sa.CheckConstraint("value BETWEEN 1 AND 60", name="bounds"),
)

matter = owned(
    "matter",
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("workflow", sa.String(64), nullable=False),
    sa.Column("workflow_version", sa.Integer, nullable=False),
    sa.Column("workflow_hash", sa.String(64), nullable=False),
    sa.Column("state", sa.String(64), nullable=False),
    sa.Column("state_since_at", Instant, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("reference", sa.String(32), nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    ref("continues_matter_id", "matter", nullable=True),
    sa.Column("decided", sa.Boolean, nullable=False),
    sa.Column("decision_id", ID),
    sa.Column("facts", FactsText, nullable=False, server_default="{}"),
    one_of("kind", ("paper", "review", "procedure"), "kind"),
    # What a procedure decides is its state and stands in the trail; a paper's has its own row.
    sa.CheckConstraint(
        "NOT decided OR kind = 'procedure' OR decision_id IS NOT NULL",
        name="decided_has_decision",
    ),
    sa.CheckConstraint("version >= 1", name="version"),
    sa.UniqueConstraint("organisation_id", "reference"),
    sa.Index("ix_matter_organisation_state", "organisation_id", "kind", "state", "state_since_at"),
)
paper = sa.Table(
    "paper",
    metadata,
    sa.Column("id", ID, sa.ForeignKey("matter.id"), primary_key=True),
    sa.Column("organisation_id", ID, sa.ForeignKey("organisation.id"), nullable=False),
    ref("author_id", "person"),
    sa.Column("author_name", sa.Text, nullable=False),
    ref("executive_lead_id", "person", nullable=True),
    text("executive_lead_name"),
    ref("meeting_id", "meeting", nullable=True),
    sa.Column("draft", DocumentText, nullable=False),
    text("urgency_reason"),
)
procedure = sa.Table(
    "procedure",
    metadata,
    sa.Column("id", ID, sa.ForeignKey("matter.id"), primary_key=True),
    sa.Column("organisation_id", ID, sa.ForeignKey("organisation.id"), nullable=False),
    sa.Column("opened_by_id", sa.String(64), nullable=False, index=True),
    sa.Column("opened_by_name", sa.Text, nullable=False),
)
attachment = owned(
    "attachment",
    ref("matter_id", "matter"),
    sa.Column("name", sa.String(255), nullable=False),
    sa.Column("media_type", sa.String(127), nullable=False),
    sa.Column("size", sa.Integer, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.CheckConstraint("size > 0 AND size <= 10485760", name="size"),
    sa.UniqueConstraint("matter_id", "sha256", "name"),
)
blob = sa.Table(
    "blob",
    metadata,
    sa.Column("organisation_id", ID, sa.ForeignKey("organisation.id"), primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("data", sa.LargeBinary, nullable=False),
)
paper_version = owned(
    "paper_version",
    ref("matter_id", "matter"),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("document", DocumentText, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("attachments", Words, nullable=False),
    sa.Column("frozen_at", Instant, nullable=False),
    text("note"),
    sa.UniqueConstraint("matter_id", "number"),
)
decision = owned(
    "decision",
    sa.Column("matter_id", ID, sa.ForeignKey("matter.id"), nullable=False, unique=True),
    sa.Column("outcome", sa.String(32), nullable=False),
    text("text"),
    sa.Column("attestation", sa.Text, nullable=False),
    text("minute_reference"),
    sa.Column("decided_at", Instant, nullable=False),
    sa.Column("decided_by_id", sa.String(64), nullable=False),
    sa.Column("decided_by_name", sa.Text, nullable=False),
    sa.Column("paper_version_number", sa.Integer, nullable=False),
    text("ratification_minute"),
    sa.Column("ratified", sa.Boolean),
    text("feedback"),
    sa.Column("feedback_sent_at", Instant),
    sa.CheckConstraint("attestation <> ''", name="attested"),
    sa.CheckConstraint("feedback_sent_at IS NULL OR feedback <> ''", name="feedback_written"),
    sa.CheckConstraint("outcome = 'urgent' OR minute_reference <> ''", name="minuted"),
    sa.CheckConstraint("ratified IS NULL OR ratification_minute <> ''", name="ratified_minuted"),
)
waiver = owned(
    "waiver",
    ref("matter_id", "matter"),
    ref("network_id", "staff_network", nullable=True),
    text("network_name"),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("approved_by_id", sa.String(64), nullable=False),
    sa.Column("approved_by_name", sa.Text, nullable=False),
    sa.Column("approved_at", Instant, nullable=False),
    sa.CheckConstraint("reason <> '' AND approved_by_name <> ''", name="reasoned"),
)

consultation = owned(
    "consultation",
    ref("matter_id", "matter"),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("window_working_days", sa.Integer, nullable=False),
    sa.Column("rule_version", sa.String(64), nullable=False),
    sa.Column("planned_at", Instant, nullable=False),
    sa.Column("opened_at", Instant),
    sa.Column("closes_at", Instant),
    sa.Column("closed_at", Instant),
    sa.Column("paper_version_number", sa.Integer),
    one_of("kind", ("formative", "retrospective"), "kind"),
    sa.CheckConstraint("window_working_days BETWEEN 1 AND 120", name="window"),
    sa.CheckConstraint(
        "opened_at IS NULL OR (closes_at IS NOT NULL AND closes_at > opened_at "
        "AND paper_version_number IS NOT NULL)",
        name="opened_complete",
    ),
    sa.CheckConstraint("closed_at IS NULL OR opened_at IS NOT NULL", name="closed_after_opened"),
)
network_choice = owned(
    "network_choice",
    ref("consultation_id", "consultation"),
    ref("network_id", "staff_network", index=False),
    sa.Column("network_name", sa.Text, nullable=False),
    sa.Column("proposed", sa.Boolean, nullable=False),
    text("why"),
    sa.Column("asked", sa.Boolean, nullable=False),
    text("reason"),
    sa.CheckConstraint("asked OR NOT proposed OR reason <> ''", name="left_out_reasoned"),
    sa.UniqueConstraint("consultation_id", "network_id"),
)
STILL_AWAITED = (
    "(position IS NULL OR renewed_at IS NOT NULL) AND waived_at IS NULL AND withdrawn_at IS NULL"
)
request = owned(
    "request",
    ref("consultation_id", "consultation"),
    ref("matter_id", "matter"),
    ref("network_id", "staff_network"),
    sa.Column("network_name", sa.Text, nullable=False),
    sa.Column("invited_at", Instant, nullable=False),
    sa.Column("closes_at", Instant, nullable=False),
    sa.Column("delivery", sa.String(16), nullable=False),
    sa.Column("acknowledged_at", Instant),
    sa.Column("position", sa.String(32)),
    text("statement"),
    sa.Column("positioned_at", Instant),
    sa.Column("positioned_by_id", ID),
    sa.Column("waived_at", Instant),
    sa.Column("withdrawn_at", Instant),
    sa.Column("version_number", sa.Integer),
    sa.Column("renewed_at", Instant),
    sa.Column("co_signed_at", Instant),
    one_of("delivery", ("sent", "not_delivered", "no_chair"), "delivery"),
    one_of("position", POSITIONS, "position"),
    sa.CheckConstraint("(position IS NULL) = (positioned_at IS NULL)", name="positioned"),
    sa.CheckConstraint("closes_at > invited_at", name="clock"),
    sa.UniqueConstraint("consultation_id", "network_id"),
)
sa.Index(
    "ix_request_open",
    request.c.organisation_id,
    request.c.closes_at,
    sqlite_where=sa.text(STILL_AWAITED),
    postgresql_where=sa.text(STILL_AWAITED),
)
comment = owned(
    "comment",
    ref("request_id", "request"),
    ref("matter_id", "matter"),
    sa.Column("version_number", sa.Integer, nullable=False),
    sa.Column("anchor", sa.String(64), nullable=False),
    text("quote"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("made_by_id", ID, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    text("passage"),
    text("prefix"),
    text("suffix"),
    sa.CheckConstraint("text <> ''", name="said"),
)
reply = owned(
    "reply",
    sa.Column("comment_id", ID, sa.ForeignKey("comment.id"), nullable=False, unique=True),
    sa.Column("outcome", sa.String(32), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    text("changed_paragraph"),
    sa.Column("replied_at", Instant, nullable=False),
    sa.Column("replied_by_name", sa.Text, nullable=False),
    sa.Column("answers_point", sa.Boolean),
    sa.Column("marked_at", Instant),
    one_of("outcome", OUTCOMES, "outcome"),
    sa.CheckConstraint("reason <> ''", name="reasoned"),
    sa.CheckConstraint(
        "outcome NOT IN ('accepted', 'partly') OR changed_paragraph <> ''", name="change_shown"
    ),
)
question = owned(
    "question",
    ref("request_id", "request"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    text("answer"),
    sa.Column("answered_at", Instant),
    text("answered_by_name"),
)
extension = owned(
    "extension",
    ref("request_id", "request"),
    sa.Column("working_days", sa.Integer, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("granted", sa.Boolean),
    text("answer"),
    sa.Column("answered_at", Instant),
    text("answered_by_name"),
    sa.CheckConstraint("working_days BETWEEN 1 AND 40", name="days"),
    sa.CheckConstraint("granted IS NULL OR answer <> ''", name="answered_with_reason"),
)

review = sa.Table(
    "review",
    metadata,
    sa.Column("id", ID, sa.ForeignKey("matter.id"), primary_key=True),
    sa.Column("organisation_id", ID, sa.ForeignKey("organisation.id"), nullable=False),
    text("owner_name"),
    sa.Column("criteria_version", sa.String(64), nullable=False),
    text("adoption_minute"),
    sa.Column("adopted_on", sa.Date),
    sa.Column("embedded_on", sa.Date),
    text("networks_verdict"),
    sa.CheckConstraint("adopted_on IS NULL OR adoption_minute <> ''", name="adoption_minuted"),
)
evidence = owned(
    "evidence",
    ref("matter_id", "matter"),
    sa.Column("criterion", sa.Integer, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    text("source"),
    sa.Column("dated_on", sa.Date, nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("added_by_name", sa.Text, nullable=False),
    sa.Column("withdrawn_on", sa.Date),
    text("withdrawn_reason"),
    sa.CheckConstraint("criterion BETWEEN 1 AND 12", name="criterion"),
    sa.CheckConstraint("withdrawn_on IS NULL OR withdrawn_reason <> ''", name="withdrawn_reasoned"),
)
