"""Opens paper matters: a new paper, or a copy carried over into another procedure."""

from govflow.domain.document import Document
from govflow.domain.events import PaperStarted
from govflow.domain.paper import Attachment, Paper
from govflow.services.office import Desk, new_id
from govflow.store import matters


def open_paper(
    desk: Desk,
    workflow_key: str,
    *,
    author_id: str,
    author_name: str,
    draft: Document,
    came_from: str = "",
) -> Paper:
    """A new matter in its workflow's first state, recorded as started."""
    workflow = desk.workflow(workflow_key)
    paper = Paper(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        kind="paper",
        workflow=workflow.key,
        workflow_version=workflow.version,
        workflow_hash=workflow.content_hash,
        state=workflow.initial,
        state_since_at=desk.now,
        version=1,
        reference=matters.next_reference(desk.work, desk.today.year),
        title=draft.title or "Untitled paper",
        created_at=desk.now,
        author_id=author_id,
        author_name=author_name,
        draft=draft,
    )
    desk.work.add(paper)
    started = PaperStarted(reference=paper.reference, title=paper.title, brought_in_from=came_from)
    desk.work.record(started, desk.actor, paper)
    return paper


def carry_over(desk: Desk, paper: Paper, workflow_key: str, *, urgency_reason: str = "") -> Paper:
    """A new matter of another workflow that holds a copy of the paper and links back to it."""
    made = open_paper(
        desk,
        workflow_key,
        author_id=paper.author_id,
        author_name=paper.author_name,
        draft=paper.draft,
        came_from=paper.reference,
    )
    made.continues_matter_id = paper.id
    made.executive_lead_id = paper.executive_lead_id
    made.executive_lead_name = paper.executive_lead_name
    made.meeting_id = paper.meeting_id
    made.urgency_reason = urgency_reason
    made.attachments = [_copied(desk, file, made.id) for file in paper.attachments]
    return made


def _copied(desk: Desk, file: Attachment, matter_id: str) -> Attachment:
    return Attachment(
        id=new_id(),
        organisation_id=file.organisation_id,
        matter_id=matter_id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        added_at=desk.now,
    )
