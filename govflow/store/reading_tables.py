"""Tables of reading and commenting: an officer's own drafts, and what is said under a comment."""

import sqlalchemy as sa

from govflow.store.tables import owned, ref, text
from govflow.store.types import Instant

comment_draft = owned(
    "comment_draft",
    ref("request_id", "request"),
    ref("person_id", "person"),
    sa.Column("anchor", sa.String(64), nullable=False),
    text("passage"),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("saved_at", Instant, nullable=False),
    sa.UniqueConstraint("request_id", "person_id", "anchor"),
)
# Who in a network wrote a turn is kept only sealed beside its event.
comment_turn = owned(
    "comment_turn",
    ref("comment_id", "comment"),
    sa.Column("by_network", sa.Boolean, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("said_at", Instant, nullable=False),
    text("said_by_name"),
    sa.CheckConstraint("text <> ''", name="said"),
    sa.CheckConstraint("NOT by_network OR said_by_name = ''", name="network_has_no_name"),
)
