"""Finds joint responses: one, those of a paper, those that wait for a network."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from govflow.domain.consultation import Comment
from govflow.domain.errors import NotFound
from govflow.domain.joint import JointParagraph, JointResponse
from govflow.store import tables
from govflow.store.joint_tables import joint_response, joint_voice
from govflow.store.work import Work


def one(work: Work, joint_id: str) -> JointResponse:
    """The joint response, or NotFound."""
    query = sa.select(JointResponse).where(joint_response.c.id == joint_id)
    found = work.session.scalars(query).one_or_none()
    if found is None:
        raise NotFound("There is no such joint response.")
    return found


def of_requests(work: Work, request_ids: Iterable[str]) -> list[JointResponse]:
    """Every joint response that one of these requests leads or was asked to sign, oldest first."""
    ids = list(request_ids)
    if not ids:
        return []
    j, v = joint_response.c, joint_voice.c
    asked = sa.select(v.joint_id).where(v.request_id.in_(ids))
    query = (
        sa.select(JointResponse)
        .where(sa.or_(j.lead_request_id.in_(ids), j.id.in_(asked)))
        .order_by(j.started_at, j.id)
    )
    return list(work.session.scalars(query))


def sent_on(work: Work, matter_id: str) -> list[JointResponse]:
    """Those that went to the author of a paper, oldest first."""
    j = joint_response.c
    query = (
        sa.select(JointResponse)
        .where(j.matter_id == matter_id, j.sent_at.is_not(None))
        .order_by(j.sent_at, j.id)
    )
    return list(work.session.scalars(query))


def comments(work: Work, joint: JointResponse) -> Mapping[str, Comment]:
    """The comments that it became, by id: its paragraphs', and the words of those who differ."""
    own = [view.comment_id for voice in joint.voices for view in voice.views]
    ids = [each for each in (*(p.comment_id for p in joint.paragraphs), *own) if each]
    query = sa.select(Comment).where(tables.comment.c.id.in_(ids))
    return {said.id: said for said in work.session.scalars(query)}


def drop(work: Work, paragraph: JointParagraph, joint: JointResponse) -> None:
    """Take a paragraph out of a text that is not sent, with all that was said of it."""
    for voice in joint.voices:
        view = voice.on(paragraph.id)
        if view is not None:
            voice.views.remove(view)
            work.session.delete(view)
    work.settle()
    if paragraph in joint.paragraphs:
        joint.paragraphs.remove(paragraph)
    work.session.delete(paragraph)


@dataclass(frozen=True)
class ToSign:
    """A joint response whose last text a network has not looked at, and where its paper stands."""

    joint_id: str
    lead_name: str
    request_id: str
    network_name: str
    title: str
    workflow: str
    workflow_version: int
    state: str


def to_sign(work: Work, network_ids: Iterable[str]) -> list[ToSign]:
    """Every unsent one that waits for one of these networks, the longest waiting first."""
    j, v, r, m = joint_response.c, joint_voice.c, tables.request.c, tables.matter.c
    query = (
        sa.select(
            v.joint_id, j.lead_name, v.request_id, v.network_name, m.title,
            m.workflow, m.workflow_version, m.state,
        )
        .join(joint_response, j.id == v.joint_id)
        .join(tables.request, r.id == v.request_id)
        .join(tables.matter, m.id == j.matter_id)
        .where(
            v.organisation_id == work.organisation_id,
            r.network_id.in_(list(network_ids)),
            r.withdrawn_at.is_(None),
            j.sent_at.is_(None),
            j.withdrawn_at.is_(None),
            sa.or_(v.signs.is_(None), v.edition < j.edition),
        )
        .order_by(v.asked_at, v.id)
    )  # fmt: skip
    return [ToSign(**row._mapping) for row in work.session.execute(query)]
