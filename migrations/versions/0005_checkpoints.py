"""The log's complete subtrees, so that a proof is read quickly, and its signed checkpoints."""

from collections.abc import Iterator
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0005_checkpoints"
down_revision = "0004_workflow_sources"

NODES = "A finished part of the tree is never changed or removed."
SIGNED = "What was signed is never changed or removed."
FORWARD = "A checkpoint is signed for a longer log only."
BATCH = 10_000


def upgrade() -> None:
    _tables()
    _fill()
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_guards()
    else:
        _sqlite_guards()


def _tables() -> None:
    op.create_table(
        "trail_node",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("level > 0 AND place >= 0", name=op.f("ck_trail_node_place")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_trail_node_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "level", "place", name=op.f("pk_trail_node")),
    )
    op.create_table(
        "checkpoint",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("size", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0", name=op.f("ck_checkpoint_size")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_checkpoint_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "size", name=op.f("pk_checkpoint")),
    )


def _fill() -> None:
    """The subtrees of the logs that are there already, from their leaf hashes (RFC 6962, 2.1)."""
    for organisation in op.get_bind().scalars(sa.text("SELECT organisation_id FROM trail_head")):
        rows: list[dict[str, object]] = []
        for level, place, found in _subtrees(organisation):
            rows.append({"o": organisation, "l": level, "p": place, "h": found})
            if len(rows) == BATCH:
                _put(rows)
                rows = []
        _put(rows)


def _subtrees(organisation: str) -> Iterator[tuple[int, int, bytes]]:
    peaks: list[bytes] = []
    for seq, leaf in enumerate(_leaves(organisation)):
        reached, level, place = leaf, 0, seq
        while place & 1:
            reached = sha256(b"\x01" + peaks.pop() + reached).digest()
            level, place = level + 1, place >> 1
            yield level, place, reached
        peaks.append(reached)


def _leaves(organisation: str) -> Iterator[bytes]:
    query = sa.text("SELECT leaf_hash FROM event WHERE organisation_id = :o ORDER BY seq")
    for leaf in op.get_bind().scalars(query, {"o": organisation}):
        yield bytes.fromhex(leaf)


def _put(rows: list[dict[str, object]]) -> None:
    if rows:
        op.get_bind().execute(
            sa.text(
                "INSERT INTO trail_node (organisation_id, level, place, hash) "
                "VALUES (:o, :l, :p, :h)"
            ),
            rows,
        )


def _postgresql_guards() -> None:
    for name, said in (("trail_node", NODES), ("checkpoint", SIGNED)):
        op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
        op.execute(
            f"CREATE POLICY own_organisation ON {name} USING "
            "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
        )
        op.execute(
            f"CREATE FUNCTION govflow_{name}_stays() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {name}_stays BEFORE UPDATE OR DELETE ON {name} "
            f"FOR EACH ROW EXECUTE FUNCTION govflow_{name}_stays()"
        )
        op.execute(
            f"CREATE TRIGGER {name}_not_emptied BEFORE TRUNCATE ON {name} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION govflow_{name}_stays()"
        )
    op.execute(
        f"""
        CREATE FUNCTION govflow_checkpoint_forward() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          IF EXISTS (SELECT 1 FROM checkpoint
                     WHERE organisation_id = NEW.organisation_id AND size >= NEW.size)
          THEN RAISE EXCEPTION '{FORWARD}'; END IF;
          RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER checkpoint_forward BEFORE INSERT ON checkpoint "
        "FOR EACH ROW EXECUTE FUNCTION govflow_checkpoint_forward()"
    )


def _sqlite_guards() -> None:
    for name, said in (("trail_node", NODES), ("checkpoint", SIGNED)):
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {name} "
                f"BEGIN SELECT RAISE(ABORT, '{said}'); END"
            )
    # INSERT OR REPLACE fires no trigger for the row it removes, so the insert itself is refused.
    op.execute(
        "CREATE TRIGGER trail_node_once BEFORE INSERT ON trail_node WHEN EXISTS (SELECT 1 FROM "
        "trail_node WHERE organisation_id = NEW.organisation_id AND level = NEW.level "
        f"AND place = NEW.place) BEGIN SELECT RAISE(ABORT, '{NODES}'); END"
    )
    op.execute(
        "CREATE TRIGGER checkpoint_forward BEFORE INSERT ON checkpoint WHEN EXISTS (SELECT 1 FROM "
        "checkpoint WHERE organisation_id = NEW.organisation_id AND size >= NEW.size) "
        f"BEGIN SELECT RAISE(ABORT, '{FORWARD}'); END"
    )
