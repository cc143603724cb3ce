"""Several networks sign one text; each may differ from any paragraph of it, in its own words."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0018_joint_responses"
down_revision = "0017_pack_changes"

INSTANT = sa.DateTime(timezone=True)
NAMES = ("joint_response", "joint_paragraph", "joint_voice", "joint_view")


def upgrade() -> None:
    op.add_column("request", sa.Column("co_signed_at", INSTANT, nullable=True))
    _response()
    _paragraph()
    _voice()
    _view()
    if op.get_bind().dialect.name == "postgresql":
        for name in NAMES:
            op.execute(f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY")
            op.execute(f"ALTER TABLE {name} FORCE ROW LEVEL SECURITY")
            op.execute(
                f"CREATE POLICY own_organisation ON {name} USING "
                "(current_setting('govflow.organisation', true) IN (organisation_id, '*'))"
            )


def _response() -> None:
    name = "joint_response"
    _create(
        name,
        {"matter_id": "matter", "consultation_id": "consultation", "lead_request_id": "request"},
        sa.Column("lead_name", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        sa.CheckConstraint("edition >= 1", name=op.f(f"ck_{name}_edition")),
        sa.CheckConstraint(
            "sent_at IS NULL OR withdrawn_at IS NULL", name=op.f(f"ck_{name}_one_end")
        ),
    )


def _paragraph() -> None:
    name = "joint_paragraph"
    _create(
        name,
        {"joint_id": "joint_response", "comment_id": "comment"},
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f(f"ck_{name}_said")),
        empty=("comment_id",),
    )


def _voice() -> None:
    name = "joint_voice"
    _create(
        name,
        {"joint_id": "joint_response", "request_id": "request"},
        sa.Column("network_name", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("signs", sa.Boolean(), nullable=True),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("said_at", INSTANT, nullable=True),
        sa.Column("said_by_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("(signs IS NULL) = (said_at IS NULL)", name=op.f(f"ck_{name}_spoken")),
        sa.UniqueConstraint("joint_id", "request_id", name=op.f(f"uq_{name}_joint_id_request_id")),
    )


def _view() -> None:
    name = "joint_view"
    _create(
        name,
        {"voice_id": "joint_voice", "paragraph_id": "joint_paragraph", "comment_id": "comment"},
        sa.Column("view", sa.String(length=16), nullable=False),
        sa.Column("words", sa.Text(), server_default="", nullable=False),
        sa.Column("answers_point", sa.Boolean(), nullable=True),
        sa.Column("marked_at", INSTANT, nullable=True),
        sa.CheckConstraint(
            "view IN ('agrees', 'differs', 'no_view')", name=op.f(f"ck_{name}_view")
        ),
        sa.CheckConstraint("(view = 'differs') = (words <> '')", name=op.f(f"ck_{name}_own_words")),
        sa.UniqueConstraint(
            "voice_id", "paragraph_id", name=op.f(f"uq_{name}_voice_id_paragraph_id")
        ),
        empty=("comment_id",),
    )


def _create(name: str, refs: dict[str, str], *parts: Any, empty: tuple[str, ...] = ()) -> None:
    owned = {"organisation_id": "organisation", **refs}
    op.create_table(
        name,
        sa.Column("id", sa.String(length=32), nullable=False),
        *(sa.Column(column, sa.String(length=32), nullable=column in empty) for column in owned),
        *parts,
        *(
            sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{name}_{column}"))
            for column, to in owned.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    for column in owned:
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column])
