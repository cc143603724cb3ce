"""Every position a network ever gave, and no statement on a request that was not given so."""

import sqlalchemy as sa
from alembic import op

revision = "0015_positions"
down_revision = "0014_clock"

KEPT = "A position that was given is never changed or removed."
GIVEN = "Only what the network gave as its position may stand on its request."
POSITIONS = (
    "support",
    "support_with_changes",
    "concern",
    "object",
    "nothing_to_add",
    "no_capacity",
)
GUEST = "request_id = ANY (string_to_array(current_setting('govflow.guest_request', true), ','))"
# An erased text is the one change: see ADR 28.
ERASED = "NEW.statement LIKE '%[erased]%'"
SAME = (
    "NEW.id = OLD.id AND NEW.request_id = OLD.request_id AND NEW.position = OLD.position "
    "AND NEW.given_at = OLD.given_at AND NEW.late = OLD.late"
)
NEVER_GIVEN = (
    "NEW.statement <> OLD.statement AND NOT (" + ERASED + ") AND NOT EXISTS (SELECT 1 FROM "
    "position_taken p WHERE p.request_id = NEW.id AND p.statement = NEW.statement)"
)


def upgrade() -> None:
    op.create_table(
        "position_taken",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("position", sa.String(length=32), nullable=False),
        sa.Column("statement", sa.Text(), nullable=False, server_default=""),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            f"position IN ({', '.join(repr(each) for each in POSITIONS)})",
            name=op.f("ck_position_taken_position"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_position_taken_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_position_taken_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_position_taken")),
    )
    for column in ("organisation_id", "request_id"):
        op.create_index(op.f(f"ix_position_taken_{column}"), "position_taken", [column])
    postgresql = op.get_bind().dialect.name == "postgresql"
    _fill("md5(random()::text || id)" if postgresql else "lower(hex(randomblob(16)))")
    if postgresql:
        _row_security()
        _postgresql_guards()
    else:
        _sqlite_guards()


def _fill(new_id: str) -> None:
    """The positions that stand today; what came before them is told by the trail alone."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SELECT set_config('govflow.organisation', '*', true)")
    op.execute(
        "INSERT INTO position_taken "
        "(id, organisation_id, request_id, position, statement, given_at, late) "
        f"SELECT {new_id}, organisation_id, id, position, statement, positioned_at, "
        "positioned_at >= closes_at FROM request WHERE position IS NOT NULL"
    )


def _row_security() -> None:
    op.execute("ALTER TABLE position_taken ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE position_taken FORCE ROW LEVEL SECURITY")
    op.execute(
        "CREATE POLICY own_organisation ON position_taken USING "
        "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
    )
    op.execute(f"CREATE POLICY guest_reads ON position_taken FOR SELECT USING ({GUEST})")
    op.execute(f"CREATE POLICY guest_adds ON position_taken FOR INSERT WITH CHECK ({GUEST})")


def _postgresql_guards() -> None:
    op.execute(
        f"""
        CREATE FUNCTION govflow_position_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_OP = 'UPDATE' THEN
                IF {SAME} AND {ERASED} THEN RETURN NEW; END IF;
            END IF;
            RAISE EXCEPTION '{KEPT}';
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER position_kept BEFORE UPDATE OR DELETE ON position_taken "
        "FOR EACH ROW EXECUTE FUNCTION govflow_position_kept()"
    )
    op.execute(
        f"""
        CREATE FUNCTION govflow_statement_given() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF {NEVER_GIVEN} THEN RAISE EXCEPTION '{GIVEN}'; END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER statement_given BEFORE UPDATE ON request "
        "FOR EACH ROW EXECUTE FUNCTION govflow_statement_given()"
    )


def _sqlite_guards() -> None:
    op.execute(
        f"CREATE TRIGGER position_kept BEFORE UPDATE ON position_taken WHEN NOT ({SAME} AND "
        f"{ERASED}) BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    )
    op.execute(
        "CREATE TRIGGER position_not_removed BEFORE DELETE ON position_taken "
        f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
    )
    op.execute(
        f"CREATE TRIGGER statement_given BEFORE UPDATE OF statement ON request WHEN {NEVER_GIVEN} "
        f"BEGIN SELECT RAISE(ABORT, '{GIVEN}'); END"
    )
