"""Tables of a request: what its clock waited for, formats asked for, each position given."""

import sqlalchemy as sa

from govflow.domain.consultation import POSITIONS
from govflow.store.tables import one_of, owned, ref, text
from govflow.store.types import Instant

format_wanted = owned(
    "format_wanted",
    ref("request_id", "request"),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    text("answer"),
    sa.Column("answered_at", Instant),
    text("answered_by_name"),
    sa.CheckConstraint("format <> ''", name="named"),
)
pause = owned(
    "pause",
    ref("request_id", "request"),
    sa.Column("why", sa.String(16), nullable=False),
    sa.Column("about_id", sa.String(32), nullable=False),
    sa.Column("days_left", sa.Integer, nullable=False),
    sa.Column("started_at", Instant, nullable=False),
    sa.Column("ended_at", Instant),
    text("ended_by_name"),
    text("end_reason"),
    sa.CheckConstraint("days_left >= 1", name="days"),
)
pack_change = owned(
    "pack_change",
    ref("request_id", "request"),
    sa.Column("from_version", sa.Integer, nullable=False),
    sa.Column("to_version", sa.Integer, nullable=False),
    sa.Column("material", sa.Boolean, nullable=False),
    sa.Column("asked", sa.Boolean, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("told_at", Instant, nullable=False),
    sa.Column("told_by_name", sa.Text, nullable=False),
    sa.Column("closed_before", Instant, nullable=False),
    sa.Column("closes_at", Instant, nullable=False),
    text("outcome"),
    sa.Column("ended_at", Instant),
    text("waived_reason"),
    text("waived_by_name"),
    sa.CheckConstraint("to_version > from_version", name="newer"),
    sa.CheckConstraint("reason <> ''", name="reasoned"),
    sa.CheckConstraint(
        "outcome <> 'waived' OR (waived_reason <> '' AND waived_by_name <> '')", name="answered_for"
    ),
)
# Rows are only ever added: a trigger refuses every change but the erasing of a statement.
position_taken = owned(
    "position_taken",
    ref("request_id", "request"),
    sa.Column("position", sa.String(32), nullable=False),
    text("statement"),
    sa.Column("given_at", Instant, nullable=False),
    sa.Column("late", sa.Boolean, nullable=False),
    one_of("position", POSITIONS, "position"),
)
