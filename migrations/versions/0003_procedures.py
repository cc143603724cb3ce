"""Kept facts, procedures that are no papers, and the role of manager."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0003_procedures"
down_revision = "0002_locks"

KIND = ("kind IN ('paper', 'review')", "kind IN ('paper', 'review', 'procedure')")
DECIDED = (
    "NOT decided OR decision_id IS NOT NULL",
    "NOT decided OR kind = 'procedure' OR decision_id IS NOT NULL",
)
ROLES = (
    "author",
    "executive_lead",
    "secretary",
    "network_chair",
    "board_chair",
    "equality_lead",
    "auditor",
    "administrator",
    "oversight",
)
ROLE = (
    f"role IN ({', '.join(repr(role) for role in ROLES)})",
    f"role IN ({', '.join(repr(role) for role in (*ROLES, 'manager'))})",
)


def upgrade() -> None:
    op.add_column("matter", sa.Column("facts", sa.JSON, nullable=False, server_default="{}"))
    _change_checks("matter", {"kind": KIND, "decided_has_decision": DECIDED})
    _change_checks("role_held", {"role": ROLE})
    _procedures()


def _change_checks(table: str, changes: Mapping[str, tuple[str, str]]) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _rebuild(table, dict(changes.values()))
        return
    for name, (_, wanted) in changes.items():
        constraint = f"ck_{table}_{name}"
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {constraint}")
        op.execute(f"ALTER TABLE {table} ADD CONSTRAINT {constraint} CHECK ({wanted})")


def _rebuild(table: str, changes: Mapping[str, str]) -> None:
    """SQLite changes no constraint in place: make the table anew, from its own words.

    Foreign keys are off while migrations run (store/schema.py), so that dropping the old table
    touches no row that refers to it.
    """
    connection = op.get_bind()
    made, *rest = connection.scalars(
        sa.text(
            "SELECT sql FROM sqlite_master WHERE tbl_name = :table AND sql IS NOT NULL "
            "ORDER BY type = 'table' DESC, name"
        ),
        {"table": table},
    ).all()
    for old, new in changes.items():
        if old not in made:
            raise RuntimeError(f"Table {table} has no rule “{old}” to be changed.")
        made = made.replace(old, new)
    head, body = made.split("(", 1)
    fresh = head.replace(table, f"{table}_anew", 1)
    columns = ", ".join(c["name"] for c in sa.inspect(connection).get_columns(table))
    for statement in (
        f"{fresh}({body}",
        f"INSERT INTO {table}_anew ({columns}) SELECT {columns} FROM {table}",
        f"DROP TABLE {table}",
        f"ALTER TABLE {table}_anew RENAME TO {table}",
        *rest,
    ):
        connection.exec_driver_sql(statement)


def _procedures() -> None:
    op.create_table(
        "procedure",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("opened_by_id", sa.String(length=64), nullable=False),
        sa.Column("opened_by_name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["matter.id"], name=op.f("fk_procedure_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_procedure_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedure")),
    )
    op.create_index(op.f("ix_procedure_opened_by_id"), "procedure", ["opened_by_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE procedure ENABLE ROW LEVEL SECURITY")
        op.execute("ALTER TABLE procedure FORCE ROW LEVEL SECURITY")
        op.execute(
            "CREATE POLICY own_organisation ON procedure USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )
