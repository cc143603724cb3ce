"""What an invited network may read of the organisation that asked it: its one request.

PostgreSQL's row security says the same once more (migration of the invitations): a guest is of no
organisation there, and only policies that name its request let anything through.
"""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import ORMExecuteState, Session, with_loader_criteria
from sqlalchemy.orm.interfaces import ORMOption

from govflow.domain.consultation import Comment, Consultation, PositionTaken, Reply, Request, Turn
from govflow.domain.matter import Matter
from govflow.domain.meeting import Meeting
from govflow.domain.network import StaffNetwork
from govflow.domain.pack_changes import PackChange
from govflow.domain.paper import Decision, PaperVersion
from govflow.domain.pauses import Extension, FormatWanted, Pause, Question
from govflow.domain.policy import PolicyValue
from govflow.store import clock_tables, mapping, reading_tables, tables

Condition = sa.ColumnElement[bool]
LIFTED = "guest scope lifted"


def narrow_to_request(session: Session, request_id: str) -> None:
    """Every ORM select of this session from here on, and every list loaded with what it finds."""
    options: list[ORMOption] = [
        with_loader_criteria(cls, condition, include_aliases=True)
        for cls, condition in _conditions(request_id).items()
    ]

    @sa.event.listens_for(session, "do_orm_execute")
    def narrow(state: ORMExecuteState) -> None:
        if session.info.get(LIFTED):
            return
        if state.is_select and not state.is_column_load and not state.is_relationship_load:
            state.statement = state.statement.options(*options)


def _conditions(request_id: str) -> dict[type, Condition]:
    """For each mapped class the rows a guest may read; a class that is not named has none."""
    named = _named(request_id)
    every = {m.class_: named.get(m.class_, sa.false()) for m in mapping.mapper.mappers}
    return {cls: condition for cls, condition in every.items() if Matter not in cls.__mro__[1:]}


def _named(request_id: str) -> dict[type, Condition]:
    request = tables.request.alias()
    own = request.c.id == request_id

    def of(column: sa.ColumnElement[str]) -> sa.ScalarSelect[str]:
        return sa.select(column).where(own).scalar_subquery()

    matter_id, comment = of(request.c.matter_id), tables.comment.alias()
    said = sa.select(comment.c.id).where(comment.c.request_id == request_id)
    paper = tables.paper.alias()
    meets = sa.select(paper.c.meeting_id).where(paper.c.id == matter_id).scalar_subquery()
    return {
        Request: tables.request.c.id == request_id,
        Comment: tables.comment.c.request_id == request_id,
        Question: tables.question.c.request_id == request_id,
        Extension: tables.extension.c.request_id == request_id,
        FormatWanted: clock_tables.format_wanted.c.request_id == request_id,
        PositionTaken: clock_tables.position_taken.c.request_id == request_id,
        PackChange: clock_tables.pack_change.c.request_id == request_id,
        Pause: clock_tables.pause.c.request_id == request_id,
        Reply: tables.reply.c.comment_id.in_(said),
        Turn: reading_tables.comment_turn.c.comment_id.in_(said),
        Consultation: tables.consultation.c.id == of(request.c.consultation_id),
        StaffNetwork: tables.staff_network.c.id == of(request.c.network_id),
        Matter: tables.matter.c.id == matter_id,
        PaperVersion: sa.and_(
            tables.paper_version.c.matter_id == matter_id,
            tables.paper_version.c.number.in_(_sent(request_id)),
        ),
        Decision: sa.and_(
            tables.decision.c.matter_id == matter_id,
            tables.decision.c.feedback_sent_at.is_not(None),
        ),
        Meeting: tables.meeting.c.id == meets,
        PolicyValue: sa.true(),
    }


def _sent(request_id: str) -> sa.CompoundSelect[Any]:
    """The numbers of the versions that the network was sent, or was asked to compare."""
    request, round_ = tables.request.alias(), tables.consultation.alias()
    change = clock_tables.pack_change.alias()
    first = sa.select(round_.c.paper_version_number).where(
        request.c.id == request_id, round_.c.id == request.c.consultation_id
    )
    now = sa.select(request.c.version_number).where(request.c.id == request_id)
    asked = sa.and_(change.c.request_id == request_id, change.c.asked)
    ends = (change.c.from_version, change.c.to_version)
    return sa.union(first, now, *(sa.select(end).where(asked) for end in ends))
