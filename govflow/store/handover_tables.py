"""The table of offices handed over, with the note for the successor."""

import sqlalchemy as sa

from govflow.domain.handover import OFFICES
from govflow.store.tables import one_of, owned, ref, text
from govflow.store.types import Instant

hand_over = owned(
    "hand_over",
    sa.Column("office", sa.String(16), nullable=False),
    ref("network_id", "staff_network", nullable=True),
    sa.Column("about", sa.Text, nullable=False),
    ref("from_id", "person"),
    sa.Column("from_name", sa.Text, nullable=False),
    ref("to_id", "person"),
    sa.Column("to_name", sa.Text, nullable=False),
    sa.Column("starts_on", sa.Date, nullable=False),
    text("note"),
    sa.Column("made_at", Instant, nullable=False),
    sa.Column("made_by_name", sa.Text, nullable=False),
    sa.Column("read_at", Instant),
    one_of("office", OFFICES, "office"),
    sa.CheckConstraint("(office = 'network') = (network_id IS NOT NULL)", name="of_a_network"),
    sa.CheckConstraint("from_id <> to_id", name="to_another"),
)
