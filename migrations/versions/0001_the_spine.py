"""The tables of the spine: people, networks, papers, consultations, reviews, trail and outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001_the_spine"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_heartbeat")),
    )
    op.create_table(
        "job_run",
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.Column("slot", sa.String(length=32), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("job", "slot", name=op.f("pk_job_run")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("zone", sa.String(length=64), server_default="Europe/London", nullable=False),
        sa.Column(
            "calendar", sa.String(length=32), server_default="england-and-wales", nullable=False
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("code", name=op.f("uq_organisation_code")),
    )
    op.create_table(
        "register_load",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_register_load")),
    )
    op.create_table(
        "register_organisation",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("first_seen_on", sa.Date(), nullable=False),
        sa.Column("last_seen_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_register_organisation")),
    )
    op.create_table(
        "blob",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_blob_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "sha256", name=op.f("pk_blob")),
    )
    op.create_table(
        "committee",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("is_board", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_committee_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_committee_organisation_id_name")
        ),
    )
    op.create_index(
        op.f("ix_committee_organisation_id"), "committee", ["organisation_id"], unique=False
    )
    op.create_table(
        "event",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("type", sa.String(length=64), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=True),
        sa.Column("network", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.String(length=64), nullable=False),
        sa.Column("action", sa.String(length=64), nullable=True),
        sa.Column("from_state", sa.String(length=64), nullable=True),
        sa.Column("to_state", sa.String(length=64), nullable=True),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.Column("leaf_hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint("seq >= 0", name=op.f("ck_event_seq")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_event_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "seq", name=op.f("pk_event")),
    )
    op.create_index("ix_event_at", "event", ["organisation_id", "at"], unique=False)
    op.create_index(
        "ix_event_matter", "event", ["organisation_id", "matter_id", "seq"], unique=False
    )
    op.create_table(
        "matter",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("workflow", sa.String(length=64), nullable=False),
        sa.Column("workflow_version", sa.Integer(), nullable=False),
        sa.Column("workflow_hash", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=64), nullable=False),
        sa.Column("state_since_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=32), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("continues_matter_id", sa.String(length=32), nullable=True),
        sa.Column("decided", sa.Boolean(), nullable=False),
        sa.Column("decision_id", sa.String(length=32), nullable=True),
        sa.CheckConstraint("kind IN ('paper', 'review')", name=op.f("ck_matter_kind")),
        sa.CheckConstraint(
            "NOT decided OR decision_id IS NOT NULL", name=op.f("ck_matter_decided_has_decision")
        ),
        sa.CheckConstraint("version >= 1", name=op.f("ck_matter_version")),
        sa.ForeignKeyConstraint(
            ["continues_matter_id"], ["matter.id"], name=op.f("fk_matter_continues_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_matter_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matter")),
        sa.UniqueConstraint(
            "organisation_id", "reference", name=op.f("uq_matter_organisation_id_reference")
        ),
    )
    op.create_index(
        op.f("ix_matter_continues_matter_id"), "matter", ["continues_matter_id"], unique=False
    )
    op.create_index(op.f("ix_matter_organisation_id"), "matter", ["organisation_id"], unique=False)
    op.create_index(
        "ix_matter_organisation_state",
        "matter",
        ["organisation_id", "kind", "state", "state_since_at"],
        unique=False,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("job_title", sa.Text(), server_default="", nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_person_email_lower")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_person_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_index(op.f("ix_person_organisation_id"), "person", ["organisation_id"], unique=False)
    op.create_table(
        "policy_value",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("set_by_name", sa.Text(), nullable=False),
        sa.CheckConstraint("value BETWEEN 1 AND 60", name=op.f("ck_policy_value_bounds")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_policy_value_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_value")),
        sa.UniqueConstraint(
            "organisation_id",
            "name",
            "starts_on",
            name=op.f("uq_policy_value_organisation_id_name_starts_on"),
        ),
    )
    op.create_index(
        op.f("ix_policy_value_organisation_id"), "policy_value", ["organisation_id"], unique=False
    )
    op.create_table(
        "register_name",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["code"], ["register_organisation.code"], name=op.f("fk_register_name_code")
        ),
        sa.PrimaryKeyConstraint("code", "from_on", name=op.f("pk_register_name")),
    )
    op.create_table(
        "sealed",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("field", sa.String(length=32), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_sealed_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "seq", "field", name=op.f("pk_sealed")),
    )
    op.create_table(
        "trail_head",
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("frontier", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_trail_head_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_trail_head")),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("media_type", sa.String(length=127), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("size > 0 AND size <= 10485760", name=op.f("ck_attachment_size")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_attachment_matter_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_attachment_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint(
            "matter_id", "sha256", "name", name=op.f("uq_attachment_matter_id_sha256_name")
        ),
    )
    op.create_index(op.f("ix_attachment_matter_id"), "attachment", ["matter_id"], unique=False)
    op.create_index(
        op.f("ix_attachment_organisation_id"), "attachment", ["organisation_id"], unique=False
    )
    op.create_table(
        "consultation",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("window_working_days", sa.Integer(), nullable=False),
        sa.Column("rule_version", sa.String(length=64), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paper_version_number", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('formative', 'retrospective')", name=op.f("ck_consultation_kind")
        ),
        sa.CheckConstraint(
            "closed_at IS NULL OR opened_at IS NOT NULL",
            name=op.f("ck_consultation_closed_after_opened"),
        ),
        sa.CheckConstraint(
            "opened_at IS NULL OR (closes_at IS NOT NULL AND closes_at > opened_at "
            "AND paper_version_number IS NOT NULL)",
            name=op.f("ck_consultation_opened_complete"),
        ),
        sa.CheckConstraint(
            "window_working_days BETWEEN 1 AND 120", name=op.f("ck_consultation_window")
        ),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_consultation_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_consultation_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation")),
    )
    op.create_index(op.f("ix_consultation_matter_id"), "consultation", ["matter_id"], unique=False)
    op.create_index(
        op.f("ix_consultation_organisation_id"), "consultation", ["organisation_id"], unique=False
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), server_default="", nullable=False),
        sa.Column("attestation", sa.Text(), nullable=False),
        sa.Column("minute_reference", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.String(length=64), nullable=False),
        sa.Column("decided_by_name", sa.Text(), nullable=False),
        sa.Column("paper_version_number", sa.Integer(), nullable=False),
        sa.Column("ratification_minute", sa.Text(), server_default="", nullable=False),
        sa.Column("ratified", sa.Boolean(), nullable=True),
        sa.Column("feedback", sa.Text(), server_default="", nullable=False),
        sa.Column("feedback_sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("attestation <> ''", name=op.f("ck_decision_attested")),
        sa.CheckConstraint(
            "feedback_sent_at IS NULL OR feedback <> ''", name=op.f("ck_decision_feedback_written")
        ),
        sa.CheckConstraint(
            "outcome = 'urgent' OR minute_reference <> ''", name=op.f("ck_decision_minuted")
        ),
        sa.CheckConstraint(
            "ratified IS NULL OR ratification_minute <> ''",
            name=op.f("ck_decision_ratified_minuted"),
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_decision_matter_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("matter_id", name=op.f("uq_decision_matter_id")),
    )
    op.create_index(
        op.f("ix_decision_organisation_id"), "decision", ["organisation_id"], unique=False
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("criterion", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), server_default="", nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_name", sa.Text(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "withdrawn_on IS NULL OR withdrawn_reason <> ''",
            name=op.f("ck_evidence_withdrawn_reasoned"),
        ),
        sa.CheckConstraint("criterion BETWEEN 1 AND 12", name=op.f("ck_evidence_criterion")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_evidence_matter_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_evidence_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
    )
    op.create_index(op.f("ix_evidence_matter_id"), "evidence", ["matter_id"], unique=False)
    op.create_index(
        op.f("ix_evidence_organisation_id"), "evidence", ["organisation_id"], unique=False
    )
    op.create_table(
        "login_session",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_login_session_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_login_session_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    op.create_index(
        op.f("ix_login_session_organisation_id"), "login_session", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_login_session_person_id"), "login_session", ["person_id"], unique=False
    )
    op.create_table(
        "mail",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("fault", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_mail_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_mail_organisation_id_key")),
    )
    op.create_index(op.f("ix_mail_organisation_id"), "mail", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_mail_person_id"), "mail", ["person_id"], unique=False)
    op.create_table(
        "meeting",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("committee_id", sa.String(length=32), nullable=False),
        sa.Column("committee_name", sa.Text(), nullable=False),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paper_deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint("paper_deadline_at < held_at", name=op.f("ck_meeting_deadline_before")),
        sa.ForeignKeyConstraint(
            ["committee_id"], ["committee.id"], name=op.f("fk_meeting_committee_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_meeting_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
        sa.UniqueConstraint(
            "organisation_id",
            "committee_id",
            "held_at",
            name=op.f("uq_meeting_organisation_id_committee_id_held_at"),
        ),
    )
    op.create_index(op.f("ix_meeting_committee_id"), "meeting", ["committee_id"], unique=False)
    op.create_index(op.f("ix_meeting_held_at"), "meeting", ["held_at"], unique=False)
    op.create_index(
        op.f("ix_meeting_organisation_id"), "meeting", ["organisation_id"], unique=False
    )
    op.create_table(
        "paper_version",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("attachments", sa.JSON(), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matter.id"], name=op.f("fk_paper_version_matter_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_version_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_version")),
        sa.UniqueConstraint("matter_id", "number", name=op.f("uq_paper_version_matter_id_number")),
    )
    op.create_index(
        op.f("ix_paper_version_matter_id"), "paper_version", ["matter_id"], unique=False
    )
    op.create_index(
        op.f("ix_paper_version_organisation_id"), "paper_version", ["organisation_id"], unique=False
    )
    op.create_table(
        "review",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("owner_name", sa.Text(), server_default="", nullable=False),
        sa.Column("criteria_version", sa.String(length=64), nullable=False),
        sa.Column("adoption_minute", sa.Text(), server_default="", nullable=False),
        sa.Column("adopted_on", sa.Date(), nullable=True),
        sa.Column("embedded_on", sa.Date(), nullable=True),
        sa.Column("networks_verdict", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "adopted_on IS NULL OR adoption_minute <> ''", name=op.f("ck_review_adoption_minuted")
        ),
        sa.ForeignKeyConstraint(["id"], ["matter.id"], name=op.f("fk_review_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_review_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    op.create_table(
        "role_held",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=32), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role IN ('author', 'executive_lead', 'secretary', 'network_chair', 'board_chair', "
            "'equality_lead', 'auditor', 'administrator', 'oversight')",
            name=op.f("ck_role_held_role"),
        ),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_role_held_dates")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_role_held_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_role_held_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_held")),
    )
    op.create_index(
        op.f("ix_role_held_organisation_id"), "role_held", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_role_held_person_id"), "role_held", ["person_id"], unique=False)
    op.create_table(
        "staff_network",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("remit", sa.JSON(), nullable=False),
        sa.Column("sponsor_id", sa.String(length=32), nullable=True),
        sa.Column("sponsor_name", sa.Text(), server_default="", nullable=False),
        sa.Column("protected_hours_per_month", sa.Integer(), nullable=False),
        sa.Column("terms_of_reference_on", sa.Date(), nullable=True),
        sa.Column("size_band", sa.String(length=32), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "protected_hours_per_month BETWEEN 0 AND 200", name=op.f("ck_staff_network_hours")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_staff_network_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["sponsor_id"], ["person.id"], name=op.f("fk_staff_network_sponsor_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_network")),
        sa.UniqueConstraint(
            "organisation_id", "name", name=op.f("uq_staff_network_organisation_id_name")
        ),
    )
    op.create_index(
        op.f("ix_staff_network_organisation_id"), "staff_network", ["organisation_id"], unique=False
    )
    op.create_index(
        op.f("ix_staff_network_sponsor_id"), "staff_network", ["sponsor_id"], unique=False
    )
    op.create_table(
        "network_choice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("consultation_id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("network_name", sa.Text(), nullable=False),
        sa.Column("proposed", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), server_default="", nullable=False),
        sa.Column("asked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "asked OR NOT proposed OR reason <> ''",
            name=op.f("ck_network_choice_left_out_reasoned"),
        ),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_network_choice_consultation_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["staff_network.id"], name=op.f("fk_network_choice_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_network_choice_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_choice")),
        sa.UniqueConstraint(
            "consultation_id",
            "network_id",
            name=op.f("uq_network_choice_consultation_id_network_id"),
        ),
    )
    op.create_index(
        op.f("ix_network_choice_consultation_id"),
        "network_choice",
        ["consultation_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_network_choice_organisation_id"),
        "network_choice",
        ["organisation_id"],
        unique=False,
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=True),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("mail_id", sa.String(length=32), nullable=True),
        sa.ForeignKeyConstraint(["mail_id"], ["mail.id"], name=op.f("fk_notice_mail_id")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_notice_matter_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_notice_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_notice_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_notice_organisation_id_key")),
    )
    op.create_index(op.f("ix_notice_matter_id"), "notice", ["matter_id"], unique=False)
    op.create_index(op.f("ix_notice_organisation_id"), "notice", ["organisation_id"], unique=False)
    op.create_index(op.f("ix_notice_person_id"), "notice", ["person_id"], unique=False)
    op.create_index(
        "ix_notice_unsent",
        "notice",
        ["organisation_id", "person_id"],
        unique=False,
        sqlite_where=sa.text("mail_id IS NULL"),
        postgresql_where=sa.text("mail_id IS NULL"),
    )
    op.create_table(
        "officer",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("person_id", sa.String(length=32), nullable=False),
        sa.Column("person_name", sa.Text(), nullable=False),
        sa.Column("post", sa.String(length=16), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.CheckConstraint("post IN ('chair', 'co_chair', 'deputy')", name=op.f("ck_officer_post")),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_officer_dates")
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["staff_network.id"], name=op.f("fk_officer_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_officer_organisation_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_officer_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_officer")),
    )
    op.create_index(op.f("ix_officer_network_id"), "officer", ["network_id"], unique=False)
    op.create_index(
        op.f("ix_officer_organisation_id"), "officer", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_officer_person_id"), "officer", ["person_id"], unique=False)
    op.create_table(
        "paper",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("author_id", sa.String(length=32), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("executive_lead_id", sa.String(length=32), nullable=True),
        sa.Column("executive_lead_name", sa.Text(), server_default="", nullable=False),
        sa.Column("meeting_id", sa.String(length=32), nullable=True),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("urgency_reason", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["person.id"], name=op.f("fk_paper_author_id")),
        sa.ForeignKeyConstraint(
            ["executive_lead_id"], ["person.id"], name=op.f("fk_paper_executive_lead_id")
        ),
        sa.ForeignKeyConstraint(["id"], ["matter.id"], name=op.f("fk_paper_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=op.f("fk_paper_meeting_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_paper_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper")),
    )
    op.create_index(op.f("ix_paper_author_id"), "paper", ["author_id"], unique=False)
    op.create_index(
        op.f("ix_paper_executive_lead_id"), "paper", ["executive_lead_id"], unique=False
    )
    op.create_index(op.f("ix_paper_meeting_id"), "paper", ["meeting_id"], unique=False)
    op.create_table(
        "request",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("consultation_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=False),
        sa.Column("network_name", sa.Text(), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivery", sa.String(length=16), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("position", sa.String(length=32), nullable=True),
        sa.Column("statement", sa.Text(), server_default="", nullable=False),
        sa.Column("positioned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("positioned_by_id", sa.String(length=32), nullable=True),
        sa.Column("waived_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "delivery IN ('sent', 'not_delivered', 'no_chair')", name=op.f("ck_request_delivery")
        ),
        sa.CheckConstraint(
            "position IN ('support', 'support_with_changes', 'concern', 'object', "
            "'nothing_to_add', 'no_capacity')",
            name=op.f("ck_request_position"),
        ),
        sa.CheckConstraint(
            "(position IS NULL) = (positioned_at IS NULL)", name=op.f("ck_request_positioned")
        ),
        sa.CheckConstraint("closes_at > invited_at", name=op.f("ck_request_clock")),
        sa.ForeignKeyConstraint(
            ["consultation_id"], ["consultation.id"], name=op.f("fk_request_consultation_id")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_request_matter_id")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["staff_network.id"], name=op.f("fk_request_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_request_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint(
            "consultation_id", "network_id", name=op.f("uq_request_consultation_id_network_id")
        ),
    )
    op.create_index(
        op.f("ix_request_consultation_id"), "request", ["consultation_id"], unique=False
    )
    op.create_index(op.f("ix_request_matter_id"), "request", ["matter_id"], unique=False)
    op.create_index(op.f("ix_request_network_id"), "request", ["network_id"], unique=False)
    op.create_index(
        "ix_request_open",
        "request",
        ["organisation_id", "closes_at"],
        unique=False,
        sqlite_where=sa.text("position IS NULL AND waived_at IS NULL AND withdrawn_at IS NULL"),
        postgresql_where=sa.text("position IS NULL AND waived_at IS NULL AND withdrawn_at IS NULL"),
    )
    op.create_index(
        op.f("ix_request_organisation_id"), "request", ["organisation_id"], unique=False
    )
    op.create_table(
        "waiver",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("network_id", sa.String(length=32), nullable=True),
        sa.Column("network_name", sa.Text(), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("approved_by_id", sa.String(length=64), nullable=False),
        sa.Column("approved_by_name", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "reason <> '' AND approved_by_name <> ''", name=op.f("ck_waiver_reasoned")
        ),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_waiver_matter_id")),
        sa.ForeignKeyConstraint(
            ["network_id"], ["staff_network.id"], name=op.f("fk_waiver_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_waiver_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiver")),
    )
    op.create_index(op.f("ix_waiver_matter_id"), "waiver", ["matter_id"], unique=False)
    op.create_index(op.f("ix_waiver_network_id"), "waiver", ["network_id"], unique=False)
    op.create_index(op.f("ix_waiver_organisation_id"), "waiver", ["organisation_id"], unique=False)
    op.create_table(
        "comment",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("matter_id", sa.String(length=32), nullable=False),
        sa.Column("version_number", sa.Integer(), nullable=False),
        sa.Column("anchor", sa.String(length=64), nullable=False),
        sa.Column("quote", sa.Text(), server_default="", nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.String(length=32), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.CheckConstraint("text <> ''", name=op.f("ck_comment_said")),
        sa.ForeignKeyConstraint(["matter_id"], ["matter.id"], name=op.f("fk_comment_matter_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_comment_organisation_id")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_comment_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comment")),
    )
    op.create_index(op.f("ix_comment_matter_id"), "comment", ["matter_id"], unique=False)
    op.create_index(
        op.f("ix_comment_organisation_id"), "comment", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_comment_request_id"), "comment", ["request_id"], unique=False)
    op.create_table(
        "extension",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("working_days", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_name", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "granted IS NULL OR answer <> ''", name=op.f("ck_extension_answered_with_reason")
        ),
        sa.CheckConstraint("working_days BETWEEN 1 AND 40", name=op.f("ck_extension_days")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_extension_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_extension_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension")),
    )
    op.create_index(
        op.f("ix_extension_organisation_id"), "extension", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_extension_request_id"), "extension", ["request_id"], unique=False)
    op.create_table(
        "question",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_name", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_question_organisation_id")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["request.id"], name=op.f("fk_question_request_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    op.create_index(
        op.f("ix_question_organisation_id"), "question", ["organisation_id"], unique=False
    )
    op.create_index(op.f("ix_question_request_id"), "question", ["request_id"], unique=False)
    op.create_table(
        "reply",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("organisation_id", sa.String(length=32), nullable=False),
        sa.Column("comment_id", sa.String(length=32), nullable=False),
        sa.Column("outcome", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_paragraph", sa.Text(), server_default="", nullable=False),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replied_by_name", sa.Text(), nullable=False),
        sa.Column("answers_point", sa.Boolean(), nullable=True),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "outcome IN ('accepted', 'partly', 'not_accepted', 'out_of_scope', 'already_covered')",
            name=op.f("ck_reply_outcome"),
        ),
        sa.CheckConstraint(
            "outcome NOT IN ('accepted', 'partly') OR changed_paragraph <> ''",
            name=op.f("ck_reply_change_shown"),
        ),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_reply_reasoned")),
        sa.ForeignKeyConstraint(["comment_id"], ["comment.id"], name=op.f("fk_reply_comment_id")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_reply_organisation_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sa.UniqueConstraint("comment_id", name=op.f("uq_reply_comment_id")),
    )
    op.create_index(op.f("ix_reply_organisation_id"), "reply", ["organisation_id"], unique=False)
