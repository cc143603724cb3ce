"""The shape of a paper and of all that happened to it, for the demo to play in order of time.

Days are working days counted from the demo's own day (0; -30 is thirty working days before it),
except inside a request, where `day` counts working days after the paper went to the networks.
"""

from typing import Literal

from pydantic import Field

from govflow.demo.shapes import Key, Shape

Position = Literal[
    "support", "support_with_changes", "concern", "object", "nothing_to_add", "no_capacity"
]
Outcome = Literal["accepted", "partly", "not_accepted", "out_of_scope", "already_covered"]


class Considered(Shape):
    """An earlier body that saw the paper, on an offset."""

    body: str
    day: int
    outcome: str


class Option(Shape):
    """A course still open when the networks are asked."""

    title: str
    description: str = ""
    do_nothing: bool = False


class Assessment(Shape):
    """The equality impact assessment."""

    summary: str = ""
    characteristics: tuple[str, ...] = ()
    evidence: str = ""
    mitigation: str = ""


class Reply(Shape):
    """The author's answer; `changed_paragraph` replaces the paragraph or list item that holds
    `replaces` (else the comment's quote); with neither it is added at the end of the body."""

    outcome: Outcome
    reason: str
    changed_paragraph: str = ""
    replaces: str = ""
    answers_point: bool | None = None
    """The network's own mark; None when it has not marked the reply."""


class Comment(Shape):
    """What a network said on the `day`th working day; general when it quotes nothing."""

    day: int
    text: str
    quote: str = ""
    """Words of the body as it was sent, all within one paragraph or list item."""
    late: bool = False
    reply: Reply | None = None


class Question(Shape):
    """A question to the author; open while it has no answer."""

    day: int
    text: str
    answer: str = ""
    answer_day: int | None = None


class Extension(Shape):
    """More working days asked for; open while `granted` is None."""

    day: int
    working_days: int
    reason: str
    granted: bool | None = None
    answer: str = ""
    answer_day: int | None = None


class NotAsked(Shape):
    """Why the board chair let a paper pass without a network that could not be reached."""

    day: int
    reason: str


class Request(Shape):
    """One network asked: nothing after `acknowledged` means it has not replied (or never did).

    Comments on the same day as the position are made first.
    """

    network: Key
    delivery: Literal["sent", "no_chair"] = "sent"
    acknowledged: int | None = None
    day: int | None = None
    """When the position was given."""
    position: Position | None = None
    statement: str = ""
    late: bool = False
    comments: tuple[Comment, ...] = ()
    questions: tuple[Question, ...] = ()
    extension: Extension | None = None
    waived: NotAsked | None = None


class Asking(Shape):
    """The consultation: the window in working days, who is asked, who is left out and why."""

    window: int
    retrospective: bool = False
    left_out: dict[Key, str] = Field(default_factory=dict)
    requests: tuple[Request, ...] = ()


class Waiver(Shape):
    """Why no network at all was asked."""

    reason: str


class Urgency(Shape):
    """The chair's action: what each of the people said when it was declared, agreed and taken."""

    reason: str
    agreed_reason: str
    taken_reason: str
    attestation: str
    decision_text: str


class Decision(Shape):
    """What the meeting decided, with the decision-maker's own attestation of due regard."""

    outcome: Literal["approved", "not_approved", "noted"]
    minute_reference: str
    attestation: str
    text: str


class Timeline(Shape):
    """When each step happened, as offsets; None is a step not taken. In the order of happening."""

    started: int
    submitted: int | None = None
    returned: int | None = None
    resubmitted: int | None = None
    chosen: int | None = None
    waived: int | None = None
    urgent: int | None = None
    agreed: int | None = None
    taken: int | None = None
    sent: int | None = None
    closed: int | None = None
    withdrawn: int | None = None
    responded: int | None = None
    responses_returned: int | None = None
    accepted: int | None = None
    issued: int | None = None
    deferred: int | None = None
    decided: int | None = None
    feedback: int | None = None

    def steps(self) -> list[tuple[str, int]]:
        """The steps taken, in order."""
        return [(name, day) for name, day in self.model_dump().items() if day is not None]


class Paper(Shape):
    """One paper with everything that happened to it; drafts may leave fields empty."""

    key: Key
    title: str
    kind: Literal["ordinary", "policy", "organisational_change"] = "ordinary"
    author: Key
    executive_lead: Key
    presenter: Key | None = None
    purposes: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    previously_considered: tuple[Considered, ...] = ()
    strategic_objective: str = ""
    baf_references: str = ""
    financial_implications: str = ""
    legal_implications: str = ""
    quality_implications: str = ""
    part: Literal["public", "private"] = "public"
    private_reason: str = ""
    disclosure: str = ""
    meeting: Key | None = None
    deferred_from: Key | None = None
    """The meeting that deferred it; `meeting` is then the next one."""
    state: str
    """Where it stands on the demo's day; `awaiting_ratification` is that of its urgent matter,
    the paper itself being `taken_urgently`."""
    timeline: Timeline
    returned_reason: str = ""
    responses_returned_reason: str = ""
    withdrawn_reason: str = ""
    deferred_reason: str = ""
    summary: str = ""
    body: str = ""
    options: tuple[Option, ...] = ()
    not_open: str = ""
    ask_networks: tuple[str, ...] = ()
    """The author's own questions; a paper without any asks two plain ones."""
    money_pounds: int | None = None
    staff_affected: int | None = None
    eia: Assessment = Field(default_factory=Assessment)
    consultation: Asking | None = None
    waiver: Waiver | None = None
    urgent: Urgency | None = None
    decision: Decision | None = None
    feedback: str = ""

    @property
    def opened(self) -> int | None:
        """The offset from which a request's days are counted: sent, or taken when urgent."""
        return self.timeline.taken if self.urgent else self.timeline.sent

    def comments(self) -> list[Comment]:
        """Every comment of every network."""
        requests = self.consultation.requests if self.consultation else ()
        return [c for r in requests for c in r.comments]
