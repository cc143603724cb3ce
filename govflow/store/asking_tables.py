"""Tables of asking well: scope rules and their draft, networks' meetings, and local dates."""

import sqlalchemy as sa

from govflow.store.tables import ID, one_of, owned, ref, text
from govflow.store.types import Instant, Words

LOCAL_DATE_KINDS = {"school": "School holiday", "faith": "Religious day", "other": "Other"}

scope_rules_version = owned(
    "scope_rules_version",
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("rules", Words, nullable=False),
    sa.Column("sha256", sa.String(64), nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("saved_at", Instant, nullable=False),
    sa.Column("saved_by_id", sa.String(64), nullable=False),
    sa.Column("saved_by_name", sa.Text, nullable=False),
    sa.UniqueConstraint("organisation_id", "number"),
    # Version 1 is the one that is shipped.
    sa.CheckConstraint("number >= 2", name="number"),
    sa.CheckConstraint("reason <> ''", name="reasoned"),
)
scope_rules_draft = sa.Table(
    "scope_rules_draft",
    scope_rules_version.metadata,
    sa.Column("organisation_id", ID, sa.ForeignKey("organisation.id"), primary_key=True),
    sa.Column("rules", Words, nullable=False),
    sa.Column("based_on", sa.Integer, nullable=False),
    sa.Column("revision", sa.Integer, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("changed_by_name", sa.Text, nullable=False),
)
network_meeting = owned(
    "network_meeting",
    ref("network_id", "staff_network"),
    sa.Column("meets_on", sa.Date, nullable=False),
    text("place"),
    sa.UniqueConstraint("network_id", "meets_on"),
)
local_date = owned(
    "local_date",
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    sa.Column("ends_on", sa.Date, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    one_of("kind", LOCAL_DATE_KINDS, "kind"),
    sa.CheckConstraint("ends_on >= starts_on", name="dates"),
    sa.CheckConstraint("name <> '' AND source <> ''", name="said"),
)
