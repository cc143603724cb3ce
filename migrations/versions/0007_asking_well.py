"""Scope rules that each organisation saves as versions, networks' meetings, and local dates."""

import sqlalchemy as sa
from alembic import op

revision = "0007_asking_well"
down_revision = "0006_ledger"

GROWS_ONLY = "A saved version of the scope rules is never changed or removed."
KEPT = "scope_rules_version"
TABLES = (KEPT, "scope_rules_draft", "network_meeting", "local_date")


def upgrade() -> None:
    _rules()
    _dates()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_locks()
    else:
        _sqlite_locks()


def _owner(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_organisation_id")
    return sa.ForeignKeyConstraint(["organisation_id"], ["organisation.id"], name=name)


def _rules() -> None:
    op.create_table(
        KEPT,
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by_id", sa.String(length=64), nullable=False),
        sa.Column("saved_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 2", name=op.f("ck_scope_rules_version_number")),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_scope_rules_version_reasoned")),
        _owner(KEPT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope_rules_version")),
        sa.UniqueConstraint(
            "organisation_id", "number", name=op.f("uq_scope_rules_version_organisation_id_number")
        ),
    )
    op.create_index(op.f("ix_scope_rules_version_organisation_id"), KEPT, ["organisation_id"])
    op.create_table(
        "scope_rules_draft",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_name", sa.Text(), nullable=False),
        _owner("scope_rules_draft"),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_scope_rules_draft")),
    )


def _dates() -> None:
    op.create_table(
        "network_meeting",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("meets_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["staff_network.id"], name=op.f("fk_network_meeting_network_id")
        ),
        _owner("network_meeting"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_meeting")),
        sa.UniqueConstraint(
            "network_id", "meets_on", name=op.f("uq_network_meeting_network_id_meets_on")
        ),
    )
    for column in ("organisation_id", "network_id"):
        op.create_index(op.f(f"ix_network_meeting_{column}"), "network_meeting", [column])
    op.create_table(
        "local_date",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('school', 'faith', 'other')", name=op.f("ck_local_date_kind")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_local_date_dates")),
        sa.CheckConstraint("name <> '' AND source <> ''", name=op.f("ck_local_date_said")),
        _owner("local_date"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_local_date")),
    )
    op.create_index(op.f("ix_local_date_organisation_id"), "local_date", ["organisation_id"])


def _postgresql_locks() -> None:
    for name in TABLES:
        op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_organisation ON {name} USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )
    op.execute(
        f"""
        CREATE FUNCTION govflow_scope_rules_grow_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{GROWS_ONLY}'; END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {KEPT}_grows_only BEFORE UPDATE OR DELETE ON {KEPT} "
        "FOR EACH ROW EXECUTE FUNCTION govflow_scope_rules_grow_only()"
    )


def _sqlite_locks() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {KEPT}_no_{act.lower()} BEFORE {act} ON {KEPT} "
            f"BEGIN SELECT RAISE(ABORT, '{GROWS_ONLY}'); END"
        )
