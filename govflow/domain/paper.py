"""A board paper: its working draft, frozen versions, attachments and decision."""

from dataclasses import dataclass, field
from datetime import datetime

from govflow.domain.document import Document
from govflow.domain.matter import Matter, Owned


@dataclass(eq=False, kw_only=True)
class Attachment(Owned):
    """A file handed in with a paper; the bytes live beside it in the store."""

    id: str
    organisation_id: str
    matter_id: str
    name: str
    media_type: str
    size: int
    sha256: str
    added_at: datetime


@dataclass(eq=False, kw_only=True)
class PaperVersion(Owned):
    """The paper's text frozen at an instant; never changed after."""

    id: str
    organisation_id: str
    matter_id: str
    number: int
    document: Document
    sha256: str
    attachments: tuple[dict[str, str], ...]
    frozen_at: datetime
    note: str = ""


@dataclass(eq=False, kw_only=True)
class Decision(Owned):
    """What was decided, with the decision-maker's own attestation of due regard."""

    id: str
    organisation_id: str
    matter_id: str
    outcome: str
    text: str
    attestation: str
    minute_reference: str
    decided_at: datetime
    decided_by_id: str
    decided_by_name: str
    paper_version_number: int
    ratification_minute: str = ""
    ratified: bool | None = None
    feedback: str = ""
    feedback_sent_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class Waiver(Owned):
    """Why the networks, or one of them, were not asked, and who answers for that."""

    id: str
    organisation_id: str
    matter_id: str
    network_id: str | None
    network_name: str
    reason: str
    approved_by_id: str
    approved_by_name: str
    approved_at: datetime


@dataclass(eq=False, kw_only=True)
class Paper(Matter):
    """A board paper on its way; `draft` is the working copy, `versions` what others saw."""

    author_id: str
    author_name: str
    executive_lead_id: str | None = None
    executive_lead_name: str = ""
    meeting_id: str | None = None
    draft: Document = field(default_factory=Document)
    urgency_reason: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    versions: list[PaperVersion] = field(default_factory=list)
    decision: Decision | None = None
    waivers: list[Waiver] = field(default_factory=list)

    @property
    def latest(self) -> PaperVersion | None:
        """The newest frozen version, if any."""
        return self.versions[-1] if self.versions else None

    def numbered(self, number: int) -> PaperVersion | None:
        """The frozen version of that number."""
        return next((v for v in self.versions if v.number == number), None)
