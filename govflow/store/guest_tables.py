"""The table of invitations across organisations: a grant to one network for one request."""

import sqlalchemy as sa

from govflow.store.records import partnership
from govflow.store.tables import ID, owned, ref
from govflow.store.types import Instant

# Its id is the id of the request it grants, so that nothing has to be looked up twice.
partner_invitation = owned(
    "partner_invitation",
    ref("partner_id", "organisation"),
    sa.Column("partnership_id", ID, sa.ForeignKey(partnership.c.id), nullable=False, index=True),
    sa.Column("partner_network_id", ID, nullable=False, index=True),
    sa.Column("network_name", sa.Text, nullable=False),
    sa.Column("title", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("invited_at", Instant, nullable=False),
    sa.Column("withdrawn_at", Instant),
    sa.Column("withdrawn_reason", sa.Text, nullable=False, server_default=""),
    sa.CheckConstraint("organisation_id <> partner_id", name="two_sides"),
    sa.CheckConstraint("reason <> ''", name="reasoned"),
    sa.CheckConstraint("withdrawn_at IS NULL OR withdrawn_reason <> ''", name="withdrawn_why"),
)
