"""The database's own locks: row security per organisation, and a trail that only grows."""

import sqlalchemy as sa
from alembic import op

revision = "0002_locks"
down_revision = "0001_the_spine"

GLOBAL = {
    "organisation",
    "heartbeat",
    "job_run",
    "register_organisation",
    "register_name",
    "register_load",
    "alembic_version",
}
GROWS_ONLY = "The trail only grows: its events are never changed or removed."
GAPLESS = "An event must take the next number of its trail."


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _row_security()
        _postgresql_guards()
    else:
        _sqlite_guards()


def _row_security() -> None:
    for name in sorted(set(sa.inspect(op.get_bind()).get_table_names()) - GLOBAL):
        op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_organisation ON {name} USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )


def _postgresql_guards() -> None:
    op.execute(
        f"""
        CREATE FUNCTION govflow_trail_grows_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION '{GROWS_ONLY}'; END $$
        """
    )
    op.execute(
        f"""
        CREATE FUNCTION govflow_trail_gapless() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF NEW.seq <> COALESCE(
            (SELECT max(seq) + 1 FROM event WHERE organisation_id = NEW.organisation_id), 0)
          THEN RAISE EXCEPTION '{GAPLESS}'; END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER event_grows_only BEFORE UPDATE OR DELETE ON event "
        "FOR EACH ROW EXECUTE FUNCTION govflow_trail_grows_only()"
    )
    op.execute(
        "CREATE TRIGGER event_not_emptied BEFORE TRUNCATE ON event "
        "FOR EACH STATEMENT EXECUTE FUNCTION govflow_trail_grows_only()"
    )
    op.execute(
        "CREATE TRIGGER event_gapless BEFORE INSERT ON event "
        "FOR EACH ROW EXECUTE FUNCTION govflow_trail_gapless()"
    )


def _sqlite_guards() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER event_no_{act.lower()} BEFORE {act} ON event "
            f"BEGIN SELECT RAISE(ABORT, '{GROWS_ONLY}'); END"
        )
    op.execute(
        "CREATE TRIGGER event_gapless BEFORE INSERT ON event "
        "WHEN NEW.seq <> COALESCE((SELECT max(seq) + 1 FROM event "
        "WHERE organisation_id = NEW.organisation_id), 0) "
        f"BEGIN SELECT RAISE(ABORT, '{GAPLESS}'); END"
    )
