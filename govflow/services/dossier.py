"""One paper as one reader may see it: its text, its networks, its path and what can be done."""

from dataclasses import dataclass
from functools import cached_property

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Request
from govflow.domain.deadline import Deadline
from govflow.domain.document import Document
from govflow.domain.errors import NotFound
from govflow.domain.paper import PaperVersion
from govflow.domain.people import Role
from govflow.engine import diagram
from govflow.engine.machine import Offer
from govflow.engine.workflow import Action, State, Workflow
from govflow.services import renewing
from govflow.services.forms import offered
from govflow.services.given import facts_said
from govflow.services.listing import role_said
from govflow.services.matters import may_edit, offers, workflow_of
from govflow.services.office import Desk
from govflow.services.papers import readable
from govflow.services.timeline import Told, path_of, timeline
from govflow.store import matters
from govflow.store.board import following

WIDE = (Role.SECRETARY, Role.BOARD_CHAIR, Role.EQUALITY_LEAD, Role.AUDITOR)


class Dossier:
    """What the paper's page shows; everything is worked out once, when it is asked for."""

    def __init__(self, desk: Desk, case: PaperCase) -> None:
        self.desk = desk
        self.case = case
        self.paper = case.paper
        self.workflow: Workflow = workflow_of(desk, case.paper)
        self.state: State = self.workflow.states[case.state]

    @cached_property
    def sees_all(self) -> bool:
        """False for somebody who reads only as an officer of a network that was asked."""
        own = {self.paper.author_id, self.paper.executive_lead_id}
        return self.desk.actor.holds(*WIDE) or self.desk.actor.id in own

    @cached_property
    def own_requests(self) -> list[Request]:
        """The requests this reader may answer for a network."""
        return self.case.asked_networks(self.desk.actor, self.desk.today)

    @property
    def requests(self) -> list[Request]:
        """A network reads what the others said only once the consultation is closed."""
        round_ = self.case.consultation
        if round_ is None:
            return []
        return round_.requests if self.sees_all or round_.closed_at else self.own_requests

    @property
    def version(self) -> PaperVersion | None:
        """The version a network was asked about; the newest one for everybody else."""
        round_ = self.case.consultation
        if self.sees_all or round_ is None or round_.paper_version_number is None:
            return self.paper.latest
        return self.paper.numbered(round_.paper_version_number)

    @property
    def shows_draft(self) -> bool:
        """Whether the working copy says something no frozen version says yet."""
        latest = self.paper.latest
        return self.sees_all and (latest is None or latest.document != self.paper.draft)

    @property
    def document(self) -> Document:
        """The text to read: the working copy, or the frozen version this reader may see."""
        if self.shows_draft or self.version is None:
            return self.paper.draft
        return self.version.document

    @property
    def deadline(self) -> Deadline | None:
        """The deadline of the present state."""
        return self.case.deadline(self.state.deadline)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What its procedure keeps with it, apart from what the page says anyway."""
        said = {self.paper.title, self.paper.author_name}
        kept = facts_said(self.workflow, self.paper.facts)
        return [(label, value) for label, value in kept if value not in said]

    @property
    def at_risk(self) -> str | None:
        """Why the paper may miss its board date."""
        return self.case.at_risk(self.desk.now)

    @property
    def waits_for(self) -> str:
        """Whom the paper waits for, in words."""
        if self.state.waits_for == Role.NETWORK_CHAIR and self.case.consultation:
            waiting = self.case.consultation.unheard(self.desk.now)
            return " and ".join(waiting) if waiting else "the company secretary to close it"
        return role_said(self.state, self.paper.author_name, self.paper.executive_lead_name)

    @cached_property
    def offers(self) -> list[Offer]:
        """What this person may do, each with what stands in the way."""
        return offers(self.desk, self.case)

    def offered(self, action: str) -> Offer:
        """The offer of that action; raises Refused saying why this person cannot take it here."""
        return offered(self.desk, self.case, action)

    def asked_by(self, offer: Offer) -> Action:
        """The action behind an offer, with the fields its form asks for."""
        return self.workflow.actions[offer.action]

    @cached_property
    def change_awaited(self) -> bool:
        """Whether a change of the pack waits for this secretary's word."""
        return renewing.awaited(self.desk, self.case)

    @property
    def may_edit(self) -> bool:
        """Whether this person may change the paper's text now."""
        return may_edit(self.desk, self.case, self.desk.actor)

    @cached_property
    def told(self) -> list[Told]:
        """The trail of this paper, as far as this reader may see it."""
        own = frozenset(r.network_name for r in self.own_requests)
        return timeline(self.desk, self.paper.id, networks=None if self.sees_all else own)

    @cached_property
    def drawing(self) -> str:
        """The workflow as a picture, with the way the paper has come."""
        path = path_of(self.desk, self.paper.id) or (self.case.state,)
        return diagram.svg(self.workflow, self.case.state, path)

    @property
    def drawing_in_words(self) -> list[str]:
        """The same picture as sentences."""
        return diagram.described(self.workflow, self.case.state)

    @cached_property
    def before(self) -> tuple[str, str] | None:
        """The id and reference of the matter this one carries on."""
        earlier = self.paper.continues_matter_id
        if earlier is None:
            return None
        found = matters.matter(self.desk.work, earlier)
        return found.id, found.reference

    @cached_property
    def after(self) -> tuple[str, str] | None:
        """The id and reference of the matter that carries this one on."""
        return following(self.desk.work, self.paper.id) if self.state.final else None

    def topics(self, document: Document) -> list[str]:
        """The topics in words."""
        known = self.desk.office.rules.topics
        return [known.get(topic, topic) for topic in document.topics]

    def holds(self, role: str) -> bool:
        """Whether the reader holds a role; for links that only they can use."""
        return self.desk.actor.holds(role)


def dossier(desk: Desk, matter_id: str) -> Dossier:
    """The paper for this reader; raises NotFound and WrongRole."""
    return Dossier(desk, readable(desk, matter_id))


@dataclass(frozen=True)
class File:
    """A file of a paper with its bytes."""

    name: str
    media_type: str
    data: bytes


def attachment(desk: Desk, matter_id: str, sha256: str) -> File:
    """A file of this paper or of one of its versions; raises NotFound and WrongRole."""
    found = dossier(desk, matter_id)
    for name, media_type, digest in _files(found):
        if digest == sha256:
            return File(name, media_type, matters.blob(desk.work, sha256))
    raise NotFound("This paper has no such file.")


def _files(found: Dossier) -> list[tuple[str, str, str]]:
    now = [(a.name, a.media_type, a.sha256) for a in found.paper.attachments]
    frozen = [
        (a["name"], a["media_type"], a["sha256"])
        for version in reversed(found.paper.versions)
        for a in version.attachments
    ]
    return (now if found.sees_all else []) + frozen
