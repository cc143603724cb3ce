"""Maps the domain's plain dataclasses onto the tables, so that the domain knows no ORM."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import registry, relationship

from govflow.domain.consultation import (
    Comment,
    Consultation,
    NetworkChoice,
    PositionTaken,
    Reply,
    Request,
    Turn,
)
from govflow.domain.handover import HandOver
from govflow.domain.joint import JointParagraph, JointResponse, JointView, JointVoice
from govflow.domain.ledger import SharedComment
from govflow.domain.matter import Matter, Owned
from govflow.domain.meeting import Committee, Meeting
from govflow.domain.network import Officer, StaffNetwork
from govflow.domain.pack_changes import PackChange
from govflow.domain.paper import Attachment, Decision, Paper, PaperVersion, Waiver
from govflow.domain.pauses import Extension, FormatWanted, Pause, Question
from govflow.domain.people import Person, RoleHeld
from govflow.domain.policy import PolicyValue
from govflow.domain.procedure import Procedure
from govflow.domain.review import Evidence, Review
from govflow.domain.sharing import ShareLink
from govflow.domain.undertakings import ProgressNote, Undertaking
from govflow.store import (
    clock_tables,
    handover_tables,
    joint_tables,
    ledger_tables,
    reading_tables,
    tables,
)

mapper = registry(metadata=tables.metadata)


def many(target: type[object], order_by: Any = None) -> Any:
    """A list loaded with one more statement, however many owners there are."""
    return relationship(target, lazy="selectin", order_by=order_by, cascade="all")


def maybe_one(target: type[object]) -> Any:
    """At most one, loaded with one more statement for all owners."""
    return relationship(target, lazy="selectin", uselist=False, cascade="all")


def start_mapping() -> None:
    """Attach every domain class to its table; a second call changes nothing."""
    if list(mapper.mappers):
        return
    _map_people()
    _map_matters()
    _map_other_matters()
    _map_consultations()
    _map_joint_responses()
    _map_ledger()
    # The fence in work.py first asks the common base for its column, before any mapped class.
    Owned.organisation_id = sa.column("organisation_id")  # type: ignore[assignment]


def _map_people() -> None:
    mapper.map_imperatively(RoleHeld, tables.role_held)
    mapper.map_imperatively(
        Person,
        tables.person,
        properties={"roles": many(RoleHeld, tables.role_held.c.starts_on)},
    )
    mapper.map_imperatively(Officer, tables.officer)
    mapper.map_imperatively(HandOver, handover_tables.hand_over)
    mapper.map_imperatively(
        StaffNetwork,
        tables.staff_network,
        properties={"officers": many(Officer, tables.officer.c.starts_on)},
    )
    mapper.map_imperatively(Committee, tables.committee)
    mapper.map_imperatively(Meeting, tables.meeting)
    mapper.map_imperatively(PolicyValue, tables.policy_value)


def _map_matters() -> None:
    mapper.map_imperatively(
        Matter,
        tables.matter,
        polymorphic_on=tables.matter.c.kind,
        properties={},
    )
    mapper.map_imperatively(Attachment, tables.attachment)
    mapper.map_imperatively(PaperVersion, tables.paper_version)
    mapper.map_imperatively(Decision, tables.decision)
    mapper.map_imperatively(Waiver, tables.waiver)
    mapper.map_imperatively(Evidence, tables.evidence)
    mapper.map_imperatively(
        Paper,
        tables.paper,
        inherits=Matter,
        polymorphic_identity="paper",
        properties={
            "organisation_id": [tables.paper.c.organisation_id, tables.matter.c.organisation_id],
            "attachments": many(Attachment, tables.attachment.c.added_at),
            "versions": many(PaperVersion, tables.paper_version.c.number),
            "decision": maybe_one(Decision),
            "waivers": many(Waiver, tables.waiver.c.approved_at),
        },
    )


def _map_other_matters() -> None:
    mapper.map_imperatively(
        Review,
        tables.review,
        inherits=Matter,
        polymorphic_identity="review",
        properties={
            "organisation_id": [tables.review.c.organisation_id, tables.matter.c.organisation_id],
            "evidence": many(Evidence, tables.evidence.c.dated_on),
        },
    )
    mapper.map_imperatively(
        Procedure,
        tables.procedure,
        inherits=Matter,
        polymorphic_identity="procedure",
        properties={
            "organisation_id": [
                tables.procedure.c.organisation_id,
                tables.matter.c.organisation_id,
            ],
        },
    )


def _map_consultations() -> None:
    mapper.map_imperatively(Reply, tables.reply)
    mapper.map_imperatively(Turn, reading_tables.comment_turn)
    mapper.map_imperatively(
        Comment,
        tables.comment,
        properties={
            "reply": maybe_one(Reply),
            "turns": many(Turn, reading_tables.comment_turn.c.said_at),
        },
    )
    mapper.map_imperatively(Question, tables.question)
    mapper.map_imperatively(Extension, tables.extension)
    mapper.map_imperatively(FormatWanted, clock_tables.format_wanted)
    mapper.map_imperatively(Pause, clock_tables.pause)
    mapper.map_imperatively(PackChange, clock_tables.pack_change)
    mapper.map_imperatively(PositionTaken, clock_tables.position_taken)
    mapper.map_imperatively(
        Request,
        tables.request,
        properties={
            "comments": many(Comment, tables.comment.c.made_at),
            "questions": many(Question, tables.question.c.asked_at),
            "extensions": many(Extension, tables.extension.c.asked_at),
            "formats": many(FormatWanted, clock_tables.format_wanted.c.asked_at),
            "positions": many(PositionTaken, clock_tables.position_taken.c.given_at),
            "changes": many(PackChange, clock_tables.pack_change.c.told_at),
            "pauses": many(Pause, clock_tables.pause.c.started_at),
        },
    )
    mapper.map_imperatively(NetworkChoice, tables.network_choice)
    mapper.map_imperatively(
        Consultation,
        tables.consultation,
        properties={
            "choices": many(NetworkChoice, tables.network_choice.c.network_name),
            "requests": many(Request, tables.request.c.network_name),
        },
    )


def _map_joint_responses() -> None:
    own = joint_tables
    mapper.map_imperatively(JointParagraph, own.joint_paragraph)
    mapper.map_imperatively(JointView, own.joint_view)
    mapper.map_imperatively(
        JointVoice,
        own.joint_voice,
        properties={"views": many(JointView)},
    )
    mapper.map_imperatively(
        JointResponse,
        own.joint_response,
        properties={
            "paragraphs": many(JointParagraph, own.joint_paragraph.c.number),
            "voices": many(JointVoice, own.joint_voice.c.network_name),
        },
    )


def _map_ledger() -> None:
    own = ledger_tables
    mapper.map_imperatively(ProgressNote, own.progress_note)
    mapper.map_imperatively(
        Undertaking,
        own.undertaking,
        properties={"notes": many(ProgressNote, own.progress_note.c.noted_at)},
    )
    mapper.map_imperatively(SharedComment, own.shared_comment)
    mapper.map_imperatively(ShareLink, own.share_link)
