"""Opens paper matters: a new paper, or a copy carried over into another procedure."""

from govflow.domain.document import Document
from govflow.domain.events import PaperStarted
from govflow.domain.paper import Attachment, Paper
from govflow.engine.workflow import Workflow
from govflow.services.office import Desk, new_id
from govflow.store import matters

# What a workflow is about settles what its papers are, and so which networks the rules propose.
KIND_OF = {"policy_review": "policy", "organisational_change": "organisational_change"}
TOPIC_OF = {"policy_review": "policy", "organisational_change": "organisational-change"}


def kind_of(workflow_key: str, otherwise: str = "ordinary") -> str:
    """The kind of paper that moves through a workflow, where the workflow settles it."""
    return KIND_OF.get(workflow_key, otherwise)


def topics_of(workflow_key: str) -> tuple[str, ...]:
    """The topics that every paper of a workflow has."""
    return (TOPIC_OF[workflow_key],) if workflow_key in TOPIC_OF else ()


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
    paper = new_paper(
        desk,
        desk.workflow(workflow_key),
        author_id=author_id,
        author_name=author_name,
        title=draft.title or "Untitled paper",
    )
    paper.draft = draft
    desk.work.add(paper)
    started = PaperStarted(reference=paper.reference, title=paper.title, brought_in_from=came_from)
    desk.work.record(started, desk.actor, paper)
    return paper


def new_paper(
    desk: Desk, workflow: Workflow, *, author_id: str, author_name: str, title: str
) -> Paper:
    """A paper in its workflow's first state, with an empty draft; not kept or recorded yet."""
    return Paper(
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
        title=title,
        created_at=desk.now,
        author_id=author_id,
        author_name=author_name,
        draft=Document(title=title, kind=kind_of(workflow.key), topics=topics_of(workflow.key)),
    )


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
