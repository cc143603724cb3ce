"""Asking the networks: who was chosen and why, each network's request, comments and replies."""

from dataclasses import dataclass, field
from datetime import datetime

from govflow.domain.deadline import STOPPED_AT
from govflow.domain.matter import Owned
from govflow.domain.pack_changes import PackChange
from govflow.domain.pauses import Extension, FormatWanted, Pause, Question

POSITIONS: dict[str, str] = {
    "support": "Support",
    "support_with_changes": "Support with changes",
    "concern": "Concern",
    "object": "Object",
    "nothing_to_add": "Nothing to add",
    "no_capacity": "No capacity",
}
OUTCOMES: dict[str, str] = {
    "accepted": "Accepted",
    "partly": "Partly accepted",
    "not_accepted": "Not accepted",
    "out_of_scope": "Out of scope",
    "already_covered": "Already covered",
}
STATUS_TITLES: dict[str, str] = {
    "planned": "not yet asked",
    "invited": "asked",
    "acknowledged": "opened by the network",
    "commented": "commented",
    "answered": "answered",
    "nothing_to_add": "nothing to add",
    "no_capacity": "no capacity",
    "no_reply": "no reply",
    "no_chair": "no chair in post",
    "not_delivered": "not delivered",
    "waived": "not consulted, reason recorded",
    "withdrawn": "withdrawn",
}
NEVER_REACHED = frozenset({"no_chair", "not_delivered"})


@dataclass(eq=False, kw_only=True)
class Reply(Owned):
    """The author's answer to one comment, and the network's own mark upon it."""

    id: str
    organisation_id: str
    comment_id: str
    outcome: str
    reason: str
    changed_paragraph: str
    replied_at: datetime
    replied_by_name: str
    answers_point: bool | None = None
    marked_at: datetime | None = None


@dataclass(eq=False, kw_only=True)
class Turn(Owned):
    """What was said under a comment: by the author, or in answer by the network as a body."""

    id: str
    organisation_id: str
    comment_id: str
    by_network: bool
    text: str
    said_at: datetime
    said_by_name: str = ""


@dataclass(eq=False, kw_only=True)
class Comment(Owned):
    """What a network said, as a body; `made_by_id` is shown to nobody outside it.

    `quote` is the paragraph as it stood in that version, `passage` the words chosen in it, if not
    all; `prefix` and `suffix` are what stood around them (see domain/anchoring.py).
    """

    id: str
    organisation_id: str
    request_id: str
    matter_id: str
    version_number: int
    anchor: str
    quote: str
    text: str
    made_at: datetime
    made_by_id: str
    late: bool = False
    passage: str = ""
    prefix: str = ""
    suffix: str = ""
    reply: Reply | None = None
    turns: list[Turn] = field(default_factory=list)

    @property
    def awaits_network(self) -> bool:
        """The author asked something under it, and the network has not answered."""
        return bool(self.turns) and not self.turns[-1].by_network


@dataclass(eq=False, kw_only=True)
class PositionTaken(Owned):
    """A position as a network gave it once, with its words of then; never changed afterwards."""

    id: str
    organisation_id: str
    request_id: str
    position: str
    statement: str
    given_at: datetime
    late: bool


@dataclass(eq=False, kw_only=True)
class Request(Owned):
    """One network asked about one paper; its clock is its own `closes_at` (UTC).

    While the clock is stopped `closes_at` is STOPPED_AT: later than every instant, so that nothing
    anywhere takes the window for over. `version_number` is the version it was sent when that is not
    its round's. `renewed_at` stands while it is asked anew about a changed pack (see ADR 33),
    `co_signed_at` once it signed a joint response that was sent.
    """

    id: str
    organisation_id: str
    consultation_id: str
    matter_id: str
    network_id: str
    network_name: str
    invited_at: datetime
    closes_at: datetime
    delivery: str = "sent"
    acknowledged_at: datetime | None = None
    position: str | None = None
    statement: str = ""
    positioned_at: datetime | None = None
    positioned_by_id: str | None = None
    waived_at: datetime | None = None
    withdrawn_at: datetime | None = None
    version_number: int | None = None
    renewed_at: datetime | None = None
    co_signed_at: datetime | None = None
    comments: list[Comment] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    formats: list[FormatWanted] = field(default_factory=list)
    pauses: list[Pause] = field(default_factory=list)
    positions: list[PositionTaken] = field(default_factory=list)
    changes: list[PackChange] = field(default_factory=list)

    @property
    def stopped(self) -> bool:
        """The network's clock does not run: it waits for something of ours."""
        return self.closes_at == STOPPED_AT

    @property
    def earlier_positions(self) -> list[PositionTaken]:
        """What the network said before its last word, oldest first."""
        return self.positions[:-1]

    def open_pauses(self) -> list[Pause]:
        """What the clock waits for now."""
        return [pause for pause in self.pauses if pause.ended_at is None]

    def status(self, now: datetime) -> str:
        """Derived when read, never stored: a key of STATUS_TITLES."""
        if self.withdrawn_at:
            return "withdrawn"
        if self.position:
            return self.position if self.position in STATUS_TITLES else "answered"
        if self.waived_at:
            return "waived"
        return self._status_by_clock(now) if self.delivery == "sent" else self.delivery

    def _status_by_clock(self, now: datetime) -> str:
        if self.comments or self.co_signed_at:
            return "commented"
        if now >= self.closes_at:
            return "no_reply"
        return "acknowledged" if self.acknowledged_at else "invited"

    def asks_for_time(self) -> bool:
        """It asked for more time, has no answer to that, and has given no position."""
        asked = any(extension.granted is None for extension in self.extensions)
        return asked and not (self.position or self.waived_at or self.withdrawn_at)

    def answered(self) -> bool:
        """It has given its position on the pack that it was last asked about."""
        return self.position is not None and self.renewed_at is None

    def open_change(self) -> PackChange | None:
        """The change it is asked about now."""
        return next((c for c in reversed(self.changes) if c.asked and self.renewed_at), None)

    def end_change(self, outcome: str, now: datetime) -> PackChange | None:
        """The change it was asked about, if any, ended so: a key of ENDINGS."""
        if change := self.open_change():
            change.outcome, change.ended_at = outcome, now
        self.renewed_at = None
        return change

    def heard(self, now: datetime) -> bool:
        """Answered, or asked in earnest and the window is over, or a named person waived it.

        A network that was never reached does not time out: silence needs somebody to be silent.
        """
        if self.answered() or self.waived_at or self.withdrawn_at:
            return True
        return self.delivery not in NEVER_REACHED and now >= self.closes_at

    def waits(self, now: datetime) -> bool:
        """True while the network can still be expected to answer inside its window."""
        return not self.heard(now) and self.delivery not in NEVER_REACHED

    def unanswered(self) -> list[Comment]:
        """Comments that have no reply yet."""
        return [c for c in self.comments if c.reply is None]

    def open_extension(self) -> Extension | None:
        """The request for more time that nobody has answered yet."""
        return next((e for e in self.extensions if e.granted is None), None)

    def unresolved_objection(self) -> bool:
        """The network objects, and has not marked every reply as answering its point."""
        if self.position != "object":
            return False
        replies = [c.reply for c in self.comments]
        return not replies or not all(r is not None and r.answers_point for r in replies)


@dataclass(eq=False, kw_only=True)
class NetworkChoice(Owned):
    """Whether a network is asked, what the scope rule proposed and why, and any reason not to."""

    id: str
    organisation_id: str
    consultation_id: str
    network_id: str
    network_name: str
    proposed: bool
    why: str
    asked: bool
    reason: str = ""


@dataclass(eq=False, kw_only=True)
class Consultation(Owned):
    """One round of asking about one paper; `opened_at` stays empty while it is planned."""

    id: str
    organisation_id: str
    matter_id: str
    kind: str
    window_working_days: int
    rule_version: str
    planned_at: datetime
    opened_at: datetime | None = None
    closes_at: datetime | None = None
    closed_at: datetime | None = None
    paper_version_number: int | None = None
    choices: list[NetworkChoice] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)

    @property
    def retrospective(self) -> bool:
        """Opened after an urgent decision: it never counts as formative."""
        return self.kind == "retrospective"

    def asked(self) -> list[NetworkChoice]:
        """The networks chosen to be asked."""
        return [c for c in self.choices if c.asked]

    def closed_for(self, request: Request) -> datetime | None:
        """When the round was closed, unless the network was asked about a change after that."""
        closed, asked = self.closed_at, [c.told_at for c in request.changes if c.asked]
        return None if closed and asked and max(asked) >= closed else closed

    def served(self, request: Request) -> int | None:
        """The number of the version that the network was last sent."""
        return request.version_number or self.paper_version_number

    def told_of(self) -> int:
        """The newest version of which somebody said what it means for the networks."""
        said = [change.to_version for each in self.requests for change in each.changes]
        return max([self.paper_version_number or 0, *said])

    def unheard(self, now: datetime) -> list[str]:
        """Names of networks still to be heard."""
        return [r.network_name for r in self.requests if not r.heard(now)]

    def unanswered_comments(self) -> list[Comment]:
        """Comments from every network that wait for the author."""
        return [c for r in self.requests for c in r.unanswered()]

    def last_close(self) -> datetime | None:
        """When the last network's own clock ends, extensions included."""
        return max((r.closes_at for r in self.requests), default=self.closes_at)
