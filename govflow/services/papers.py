"""What an author does: start a paper, save it, hand in files, make a new version."""

import hashlib
from dataclasses import dataclass, replace
from typing import Any

from govflow.domain.cases import PaperCase
from govflow.domain.document import Document, missing, too_long
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import (
    AttachmentAdded,
    AttachmentRemoved,
    DraftSaved,
    MeetingChanged,
    VersionMade,
)
from govflow.domain.paper import Attachment, Paper, PaperVersion
from govflow.domain.people import Person, Role
from govflow.domain.trail import canonical
from govflow.intake import CleanFile
from govflow.services.matters import case_of, may_edit, move, paper_case, workflow_of
from govflow.services.notices import tell_roles
from govflow.services.office import Desk, new_id
from govflow.services.openings import kind_of, open_paper, topics_of
from govflow.services.packs import freeze, plain
from govflow.store import matters, meetings, people

MOST_ATTACHMENTS = 20
LONGEST_NOTE = 500


@dataclass(frozen=True)
class DraftChange:
    """Everything the front-sheet form gives; the ids may be empty while drafting."""

    document: Document
    executive_lead_id: str | None
    meeting_id: str | None


def start_paper(desk: Desk, document: Document, *, came_from: str = "") -> Paper:
    """Begin a paper as its author; raises WrongRole and Invalid."""
    if not desk.actor.holds(Role.AUTHOR, Role.SECRETARY):
        raise WrongRole("Only an author may start a paper.")
    _refuse_too_long(document)
    return open_paper(
        desk,
        "board_paper",
        author_id=desk.actor.id,
        author_name=desk.actor.name,
        draft=document,
        came_from=came_from,
    )


def save_draft(
    desk: Desk, matter_id: str, change: DraftChange, *, seen_version: int | None = None
) -> Paper:
    """Save the working copy, complete or not; raises Refused, Stale and Invalid."""
    case = editable(desk, matter_id, seen_version)
    _refuse_too_long(change.document)
    paper = case.paper
    _take(desk, paper, change)
    desk.work.touch(paper)
    sha256 = hashlib.sha256(canonical(plain(paper.draft.as_dict()))).hexdigest()
    desk.work.record(DraftSaved(sha256=sha256), desk.actor, paper)
    return paper


def _take(desk: Desk, paper: Paper, change: DraftChange) -> None:
    lead = _lead(desk, change.executive_lead_id)
    if change.meeting_id:
        try:
            meetings.meeting(desk.work, change.meeting_id)
        except NotFound:
            raise Invalid({"meeting_id": "Choose a meeting from the list."}) from None
    topics = dict.fromkeys((*topics_of(paper.workflow), *change.document.topics))
    kind = kind_of(paper.workflow, change.document.kind)
    paper.draft = replace(change.document, kind=kind, topics=tuple(topics))
    paper.title = change.document.title or "Untitled paper"
    paper.executive_lead_id = lead.id if lead else None
    paper.executive_lead_name = lead.name if lead else ""
    paper.meeting_id = change.meeting_id or None


def _lead(desk: Desk, person_id: str | None) -> Person | None:
    if not person_id:
        return None
    leads = people.people_with(desk.work, [Role.EXECUTIVE_LEAD], desk.today)
    found = next((p for p in leads if p.id == person_id), None)
    if found is None:
        raise Invalid({"executive_lead_id": "Choose an executive lead from the list."})
    return found


def editable(desk: Desk, matter_id: str, seen_version: int | None = None) -> PaperCase:
    """The paper, if this person may change its text now."""
    case = paper_case(desk, matter_id)
    desk.work.expect(case.paper, seen_version)
    if not may_edit(desk, case, desk.actor):
        if case.paper.author_id != desk.actor.id:
            raise WrongRole("Only the paper's author may change its text.")
        title = workflow_of(desk, case.paper).states[case.state].title
        raise NotYet(f"The text cannot be changed now: the paper is “{title}”.")
    return case


def _refuse_too_long(document: Document) -> None:
    problems = too_long(document)
    if problems:
        raise Invalid(problems)


def attach(
    desk: Desk, matter_id: str, file: CleanFile, *, seen_version: int | None = None
) -> Attachment:
    """Hand in a checked file; raises Refused and Invalid."""
    paper = editable(desk, matter_id, seen_version).paper
    if len(paper.attachments) >= MOST_ATTACHMENTS:
        raise Invalid({"file": f"A paper may have at most {MOST_ATTACHMENTS} attachments."})
    if any(a.sha256 == file.sha256 and a.name == file.name for a in paper.attachments):
        raise Invalid({"file": f"{file.name} is already attached."})
    matters.put_blob(desk.work, file.sha256, file.data)
    made = Attachment(
        id=new_id(),
        organisation_id=paper.organisation_id,
        matter_id=paper.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        sha256=file.sha256,
        added_at=desk.now,
    )
    paper.attachments.append(made)
    desk.work.touch(paper)
    event = AttachmentAdded(sha256=file.sha256, size=file.size, file_name=file.name)
    desk.work.record(event, desk.actor, paper)
    return made


def detach(
    desk: Desk, matter_id: str, attachment_id: str, *, seen_version: int | None = None
) -> None:
    """Take a file out of the working draft; frozen versions keep it."""
    paper = editable(desk, matter_id, seen_version).paper
    found = next((a for a in paper.attachments if a.id == attachment_id), None)
    if found is None:
        raise NotFound("There is no such attachment.")
    paper.attachments.remove(found)
    desk.work.session.delete(found)
    desk.work.touch(paper)
    event = AttachmentRemoved(sha256=found.sha256, file_name=found.name)
    desk.work.record(event, desk.actor, paper)


def make_version(
    desk: Desk, matter_id: str, *, note: str, seen_version: int | None = None
) -> PaperVersion:
    """Freeze the working copy as a new version, saying what changed."""
    case = editable(desk, matter_id, seen_version)
    paper = case.paper
    if not note.strip():
        raise Invalid({"note": "Say in a sentence what changed in this version."})
    if len(note) > LONGEST_NOTE:
        raise Invalid({"note": f"The note must be {LONGEST_NOTE} characters or fewer."})
    before = len(paper.versions)
    made = freeze(desk, paper, note=note.strip())
    if len(paper.versions) == before:
        raise Invalid({"note": "Nothing has changed since the last version."})
    desk.work.touch(paper)
    event = VersionMade(number=made.number, sha256=made.sha256, note=made.note)
    desk.work.record(event, desk.actor, paper)
    _tell_changed(desk, case, made)
    return made


def _tell_changed(desk: Desk, case: PaperCase, made: PaperVersion) -> None:
    """Once networks were asked, the secretary judges what a new version means for them."""
    if case.consultation is None or case.consultation.opened_at is None or case.paper.decided:
        return
    tell_roles(
        desk,
        (Role.SECRETARY,),
        key=f"change:{made.id}",
        kind="waits",
        sentence=f"Version {made.number} of “{case.paper.title}” waits for you: is it material?",
        path=f"/papers/{case.paper.id}/change",
        matter_id=case.paper.id,
    )


def choose_meeting(
    desk: Desk, matter_id: str, meeting_id: str, *, seen_version: int | None = None
) -> None:
    """The secretary puts the paper to another meeting; raises Refused, NotFound and Invalid."""
    case = paper_case(desk, matter_id)
    desk.work.expect(case.paper, seen_version)
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may choose the meeting.")
    state = workflow_of(desk, case.paper).states[case.state]
    if state.final or state.decision or case.state == "issued":
        raise NotYet("The paper has been issued: its meeting stands.")
    meeting = meetings.meeting(desk.work, meeting_id)
    if meeting.held_at <= desk.now:
        raise Invalid({"meeting_id": "Choose a meeting that has not been held yet."})
    case.paper.meeting_id = meeting.id
    desk.work.touch(case.paper)
    title = f"{meeting.committee_name}, {meeting.held_at:%d %B %Y}"
    desk.work.record(
        MeetingChanged(meeting=meeting.id, meeting_title=title), desk.actor, case.paper
    )


def submit(desk: Desk, matter_id: str, *, seen_version: int | None = None) -> Paper:
    """Hand the paper to the secretary; raises Invalid naming each missing field."""
    case = editable(desk, matter_id, seen_version)
    paper = case.paper
    gaps = missing(
        paper.draft, executive_lead_id=paper.executive_lead_id, meeting_id=paper.meeting_id
    )
    if gaps:
        raise Invalid(gaps)
    move(desk, case, "submit", {})
    return paper


def differing(old: Document, new: Document) -> dict[str, tuple[Any, Any]]:
    """Every field but the text that differs: name to (before, after)."""
    before, after = old.as_dict(), new.as_dict()
    names = [name for name in {**before, **after} if name != "body"]
    pairs = {name: (before.get(name, ""), after.get(name, "")) for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def may_read(desk: Desk, case: PaperCase, *, as_officer: bool = True) -> bool:
    """Whether this person may open the paper at all.

    Authors and leads read their own, as does whoever a kept fact names; officers what their
    network was asked; the rest by role.
    """
    wide = (Role.SECRETARY, Role.BOARD_CHAIR, Role.EQUALITY_LEAD, Role.AUDITOR)
    return (
        desk.actor.holds(*wide)
        or desk.actor.id in {case.paper.author_id, case.paper.executive_lead_id}
        or bool(case.named(desk.actor))
        or (as_officer and bool(case.asked_networks(desk.actor, desk.today)))
    )


def readable(desk: Desk, matter_id: str) -> PaperCase:
    """The paper's case; raises NotFound, or WrongRole when it is not this person's to read."""
    case = case_of(desk, matter_id)
    if not isinstance(case, PaperCase):
        raise NotFound("There is no such paper.")
    if not may_read(desk, case):
        raise WrongRole("This paper is not open to you.")
    return case


def with_body(document: Document, body: str, title: str = "") -> Document:
    """The document with an imported text."""
    return replace(document, body=body, title=title or document.title)
