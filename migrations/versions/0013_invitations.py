"""Invitations across organisations: a grant for one request, and what a guest may see of it."""

import sqlalchemy as sa
from alembic import op

revision = "0013_invitations"
down_revision = "0012_mail_choices"

HERE = "current_setting('govflow.organisation', true)"
# One request for a page, several for the list of invitations.
GUEST = "ANY (string_to_array(current_setting('govflow.guest_request', true), ','))"
# What an invited network may read. Each subquery is under row security itself.
GUEST_READS = {
    "request": f"id = {GUEST}",
    "comment": f"request_id = {GUEST}",
    "question": f"request_id = {GUEST}",
    "extension": f"request_id = {GUEST}",
    "reply": "comment_id IN (SELECT id FROM comment)",
    "comment_turn": "comment_id IN (SELECT id FROM comment)",
    "consultation": "id IN (SELECT consultation_id FROM request)",
    "staff_network": "id IN (SELECT network_id FROM request)",
    "matter": "id IN (SELECT matter_id FROM request)",
    "paper": "id IN (SELECT matter_id FROM request)",
    "paper_version": "(matter_id, number) IN (SELECT r.matter_id, c.paper_version_number "
    "FROM request r JOIN consultation c ON c.id = r.consultation_id)",
    "blob": "EXISTS (SELECT 1 FROM paper_version v WHERE v.organisation_id = blob.organisation_id "
    "AND strpos(CAST(v.attachments AS text), blob.sha256) > 0)",
    "decision": "feedback_sent_at IS NOT NULL AND matter_id IN (SELECT matter_id FROM request)",
    "meeting": "id IN (SELECT meeting_id FROM paper)",
    "policy_value": "organisation_id IN (SELECT organisation_id FROM request)",
}
GUEST_ADDS = {
    "comment": f"request_id = {GUEST}",
    "question": f"request_id = {GUEST}",
    "extension": f"request_id = {GUEST}",
    "comment_turn": "comment_id IN (SELECT id FROM comment)",
}
GUEST_CHANGES = {"request": f"id = {GUEST}", "reply": "comment_id IN (SELECT id FROM comment)"}


def upgrade() -> None:
    for name in ("partner_id", "partner_network_id"):
        op.add_column("staff_network", sa.Column(name, sa.String(length=32), nullable=True))
    op.create_table(
        "partner_invitation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("partner_id", sa.String(length=32), nullable=False),
        sa.Column("partnership_id", sa.String(length=32), nullable=False),
        sa.Column("partner_network_id", sa.String(length=32), nullable=False),
        sa.Column("network_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), server_default="", nullable=False),
        _refers("organisation_id", "organisation"),
        _refers("partner_id", "organisation"),
        _refers("partnership_id", "partnership"),
        sa.CheckConstraint(
            "organisation_id <> partner_id", name=op.f("ck_partner_invitation_two_sides")
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_partner_invitation_reasoned")),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR withdrawn_reason <> ''",
            name=op.f("ck_partner_invitation_withdrawn_why"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_invitation")),
    )
    for column in ("organisation_id", "partner_id", "partnership_id", "partner_network_id"):
        op.create_index(op.f(f"ix_partner_invitation_{column}"), "partner_invitation", [column])
    if op.get_bind().dialect.name == "postgresql":
        _row_security()


def _refers(column: str, target: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_partner_invitation_{column}")
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=name)


def _row_security() -> None:
    """Both sides read and withdraw a grant; it is given in one's own name only, never removed."""
    either = f"{HERE} IN (organisation_id, partner_id, '*')"
    op.execute("ALTER TABLE partner_invitation ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE partner_invitation FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY either_reads ON partner_invitation FOR SELECT USING ({either})")
    op.execute(f"CREATE POLICY either_ends ON partner_invitation FOR UPDATE USING ({either})")
    op.execute(
        "CREATE POLICY own_grant ON partner_invitation FOR INSERT "
        f"WITH CHECK ({HERE} IN (organisation_id, '*'))"
    )
    for name, may in GUEST_READS.items():
        op.execute(f"CREATE POLICY guest_reads ON {name} FOR SELECT USING ({may})")
    for name, may in GUEST_ADDS.items():
        op.execute(f"CREATE POLICY guest_adds ON {name} FOR INSERT WITH CHECK ({may})")
    for name, may in GUEST_CHANGES.items():
        op.execute(f"CREATE POLICY guest_changes ON {name} FOR UPDATE USING ({may})")
