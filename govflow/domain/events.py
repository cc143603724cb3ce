"""What happened, as past-tense facts a person would recognise; one class for each kind.

`says` is the sentence a person would say; {actor} is who did it, other names are the event's own
fields. Fields made with `sealed()` hold personal or free text: the trail stores only a salted
commitment to them, the text itself lies where it can be erased.
"""

import re
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar

from govflow.domain.erasure import GROUNDS
from govflow.domain.restriction import GROUNDS as RESTRICTIONS


def sealed(default: str = "") -> Any:
    """A field whose text is personal: committed to, never copied into the trail's payload."""
    return field(default=default, metadata={"sealed": True})


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact to be recorded; `network` names the network that speaks, never who inside it."""

    says: ClassVar[str] = "{actor} acted"
    network: str = ""

    @classmethod
    def name(cls) -> str:
        """The event's stored type: snake case of the class name."""
        return re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def facts(self) -> dict[str, Any]:
        """The public fields that stand in the payload."""
        return {f.name: getattr(self, f.name) for f in fields(self) if not f.metadata.get("sealed")}

    def texts(self) -> dict[str, str]:
        """The personal texts, to be sealed; empty ones are left out."""
        named = {f.name: getattr(self, f.name) for f in fields(self) if f.metadata.get("sealed")}
        return {name: text for name, text in named.items() if text}


@dataclass(frozen=True, kw_only=True)
class MatterMoved(Event):
    """A matter moved from one state to another; `past` is the workflow's own wording.

    `details` are what its effects did; `kept` the facts kept with the matter, by name; `given`
    what the form gave, by label and in words. Free text and names stand sealed in `statement`.
    `acted_as` is the role that let the actor do it; events written before it was kept have none.
    """

    says: ClassVar[str] = "{actor} {past}"
    action: str
    past: str
    from_state: str
    to_state: str
    to_title: str
    acted_as: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    reason: str = sealed()
    statement: str = sealed()


@dataclass(frozen=True, kw_only=True)
class ActionRefused(Event):
    """Somebody tried to move a matter and was refused; the sentences say why."""

    says: ClassVar[str] = "{actor} tried to “{action_title}” and was refused: {why}"
    action: str
    action_title: str
    state: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MatterOpened(Event):
    """Somebody began a matter from the form of its workflow.

    `kept` are the facts it keeps, by name; `given` is what the form gave, by label and in words.
    Free text and names stand sealed in `statement`.
    """

    says: ClassVar[str] = "{actor} opened {reference}, {workflow_title}"
    workflow: str
    workflow_title: str
    reference: str
    kept: dict[str, Any] = field(default_factory=dict)
    given: dict[str, str] = field(default_factory=dict)
    title: str = sealed()
    statement: str = sealed()


@dataclass(frozen=True, kw_only=True)
class MatterMigrated(Event):
    """A running matter was moved to another version of its workflow, by name and with a reason.

    `renamed` says which states of the old version count as which of the new one.
    """

    says: ClassVar[str] = (
        "{actor} moved it from version {from_version} to version {to_version} of "
        "{workflow_title}{elsewhere}"
    )
    workflow: str
    workflow_title: str
    from_version: int
    to_version: int
    from_hash: str
    to_hash: str
    from_state: str
    to_state: str
    to_title: str
    renamed: dict[str, str] = field(default_factory=dict)
    reason: str = sealed()

    @property
    def elsewhere(self) -> str:
        """Words added to the sentence when its state has another name in the new version."""
        return f", where it is “{self.to_title}”" if self.from_state != self.to_state else ""


@dataclass(frozen=True, kw_only=True)
class PaperStarted(Event):
    """An author began a paper."""

    says: ClassVar[str] = "{actor} started the paper {reference}"
    reference: str
    title: str
    brought_in_from: str = ""


@dataclass(frozen=True, kw_only=True)
class ReviewOpened(Event):
    """A governance review was opened as a matter."""

    says: ClassVar[str] = "{actor} opened the governance review {reference}"
    reference: str
    title: str


@dataclass(frozen=True, kw_only=True)
class DraftSaved(Event):
    """The working draft changed."""

    says: ClassVar[str] = "{actor} saved the draft"
    sha256: str


@dataclass(frozen=True, kw_only=True)
class VersionMade(Event):
    """A version was frozen outside a move, in answer to comments."""

    says: ClassVar[str] = "{actor} made version {number}"
    number: int
    sha256: str
    note: str = sealed()


@dataclass(frozen=True, kw_only=True)
class AttachmentAdded(Event):
    """A file was handed in with the paper."""

    says: ClassVar[str] = "{actor} attached a file of {size} bytes"
    sha256: str
    size: int
    file_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class AttachmentRemoved(Event):
    """A file was taken out of the working draft."""

    says: ClassVar[str] = "{actor} removed an attachment"
    sha256: str
    file_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class RequestAcknowledged(Event):
    """A network opened the pack it was sent."""

    says: ClassVar[str] = "{actor} opened the pack, version {version}"
    request: str
    version: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class CommentMade(Event):
    """A network commented; late ones are taken, marked late, and still answered."""

    says: ClassVar[str] = "{actor} commented on version {version}{lateness}"
    request: str
    comment: str
    version: int
    anchor: str
    late: bool
    passage: str = sealed()
    text: str = sealed()

    @property
    def lateness(self) -> str:
        """Words added to the sentence when the window was already over."""
        return ", after the window had ended" if self.late else ""


@dataclass(frozen=True, kw_only=True)
class JointResponseStarted(Event):
    """A network began a text that others are asked to sign; its words stay with the networks."""

    says: ClassVar[str] = "{actor} began a joint response{others}"
    request: str
    joint: str
    paragraphs: int
    asked: list[str] = field(default_factory=list)

    @property
    def others(self) -> str:
        """Words added to the sentence: who is asked to sign."""
        return f" and asked the {' and the '.join(self.asked)}" if self.asked else ""


@dataclass(frozen=True, kw_only=True)
class JointResponseRewritten(Event):
    """The text changed before it was sent: whoever had signed is asked to read it again."""

    says: ClassVar[str] = "{actor} changed the joint response: edition {edition}{others}"
    request: str
    joint: str
    edition: int
    paragraphs: int
    asked: list[str] = field(default_factory=list)

    @property
    def others(self) -> str:
        """Words added to the sentence: who is asked besides."""
        return f"; it asks the {' and the '.join(self.asked)} besides" if self.asked else ""


@dataclass(frozen=True, kw_only=True)
class JointResponseAnswered(Event):
    """A network said whether it signs an edition, and from which paragraphs it differs."""

    says: ClassVar[str] = "{actor} {what} the joint response of the {about_network}{but}"
    request: str
    joint: str
    about_network: str
    edition: int
    signs: bool
    differs_on: list[int] = field(default_factory=list)
    no_view_on: list[int] = field(default_factory=list)

    @property
    def what(self) -> str:
        """The verb of the sentence."""
        return "co-signed" if self.signs else "does not co-sign"

    @property
    def but(self) -> str:
        """Words added to the sentence: the paragraphs from which it differs."""
        numbers = ", ".join(str(number) for number in self.differs_on)
        return f", differing on paragraph {numbers}" if numbers else ""


@dataclass(frozen=True, kw_only=True)
class JointResponseSent(Event):
    """A joint response went to the author; `comments` are its paragraphs, in their order.

    `differs` and `no_view` name a network and its paragraphs each; networks that did not look at
    the last edition stand under `no_reply`.
    """

    says: ClassVar[str] = "{actor} sent the joint response{others}"
    request: str
    joint: str
    edition: int
    comments: list[str]
    co_signed: list[str]
    does_not_sign: list[str] = field(default_factory=list)
    no_reply: list[str] = field(default_factory=list)
    differs: list[str] = field(default_factory=list)
    no_view: list[str] = field(default_factory=list)

    @property
    def others(self) -> str:
        """Words added to the sentence: who signed it too."""
        return f", co-signed by the {' and the '.join(self.co_signed)}" if self.co_signed else ""


@dataclass(frozen=True, kw_only=True)
class JointResponseWithdrawn(Event):
    """The network that began a joint response gave it up before it was sent."""

    says: ClassVar[str] = "{actor} gave up its joint response"
    request: str
    joint: str


@dataclass(frozen=True, kw_only=True)
class JointReplyMarked(Event):
    """A network that co-signed said whether the reply to a paragraph answers the point."""

    says: ClassVar[str] = "{actor} said that a reply to the joint response {answers} its point"
    request: str
    joint: str
    comment: str
    answers_point: bool

    @property
    def answers(self) -> str:
        """The verb of the sentence."""
        return "answers" if self.answers_point else "does not answer"


@dataclass(frozen=True, kw_only=True)
class CommentQueried(Event):
    """The author asked something under a comment; the reply itself waits."""

    says: ClassVar[str] = "{actor} asked the {about_network} about its comment"
    request: str
    comment: str
    about_network: str
    text: str = sealed()


@dataclass(frozen=True, kw_only=True)
class CommentExplained(Event):
    """A network answered what the author asked under its comment."""

    says: ClassVar[str] = "{actor} answered the author's question about its comment"
    request: str
    comment: str
    text: str = sealed()


@dataclass(frozen=True, kw_only=True)
class PositionGiven(Event):
    """A network gave its position as a body; `late` after its own window."""

    says: ClassVar[str] = "{actor} gave its position: {position_title}"
    request: str
    position: str
    position_title: str
    late: bool = False
    statement: str = sealed()


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """A network asked the author a question."""

    says: ClassVar[str] = "{actor} asked a question"
    request: str
    text: str = sealed()


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(Event):
    """The author answered a network's question."""

    says: ClassVar[str] = "{actor} answered a question from {asked_by}"
    request: str
    asked_by: str
    text: str = sealed()


@dataclass(frozen=True, kw_only=True)
class ClockStopped(Event):
    """A network's clock stands still until it has what it needs; its days are kept."""

    says: ClassVar[str] = (
        "{actor} stopped its clock, with {days_left} working days left, until it has {waits_for}"
    )
    request: str
    waits_for: str
    days_left: int


@dataclass(frozen=True, kw_only=True)
class ClockResumed(Event):
    """A network's clock runs again; `closes_at` is its window's new end (UTC)."""

    says: ClassVar[str] = "{actor} set the clock of the {about_network} going again"
    request: str
    about_network: str
    closes_at: str
    days_left: int
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class FormatDelivered(Event):
    """The secretary answered a network that asked for its pack in another format."""

    says: ClassVar[str] = "{actor} answered the {about_network} about another format"
    request: str
    about_network: str
    text: str = sealed()


@dataclass(frozen=True, kw_only=True)
class FormatAsked(Event):
    """A network asked for its pack in another format."""

    says: ClassVar[str] = "{actor} asked for the pack in another format"
    request: str
    format: str = sealed()


@dataclass(frozen=True, kw_only=True)
class ExtensionAsked(Event):
    """A network asked for more time."""

    says: ClassVar[str] = "{actor} asked for {working_days} more working days"
    request: str
    working_days: int
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class ExtensionAnswered(Event):
    """The secretary granted or refused more time; `closes_at` is the request's own clock after."""

    says: ClassVar[str] = "{actor} {answered} more time for {asked_by}"
    request: str
    asked_by: str
    granted: bool
    closes_at: str
    reason: str = sealed()

    @property
    def answered(self) -> str:
        """The verb for the sentence."""
        return "granted" if self.granted else "refused"


@dataclass(frozen=True, kw_only=True)
class CommentAnswered(Event):
    """The author replied to one comment with an outcome and a reason.

    `late` after the deadline of the step in which replies are given.
    """

    says: ClassVar[str] = "{actor} replied to a comment from {asked_by}: {outcome_title}"
    request: str
    comment: str
    asked_by: str
    outcome: str
    outcome_title: str
    late: bool = False
    reason: str = sealed()
    changed_paragraph: str = sealed()


@dataclass(frozen=True, kw_only=True)
class ReplyMarked(Event):
    """The network said whether the reply answers its point."""

    says: ClassVar[str] = "{actor} marked a reply: it {marked} their point"
    request: str
    comment: str
    answers_point: bool

    @property
    def marked(self) -> str:
        """The verb for the sentence."""
        return "answers" if self.answers_point else "does not answer"


@dataclass(frozen=True, kw_only=True)
class UndertakingMade(Event):
    """Something was promised to a network, with an owner and a date to check back."""

    says: ClassVar[str] = "{actor} made {to_network} a promise, to be checked on {check_back_on}"
    undertaking: str
    to_network: str
    check_back_on: str
    comment: str = ""
    text: str = sealed()
    owner_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class UndertakingNoted(Event):
    """Management noted how far a promise has come; only the network says whether it was kept."""

    says: ClassVar[str] = "{actor} noted progress on a promise made to {to_network}"
    undertaking: str
    to_network: str
    text: str = sealed()


@dataclass(frozen=True, kw_only=True)
class UndertakingHandedOver(Event):
    """A promise was given to another owner."""

    says: ClassVar[str] = "{actor} gave a promise made to {to_network} to another owner"
    undertaking: str
    to_network: str
    owner_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class UndertakingChecked(Event):
    """The network said whether a promise made to it was kept."""

    says: ClassVar[str] = "{actor} checked a promise made to it: {verdict_title}"
    undertaking: str
    verdict: str
    verdict_title: str
    words: str = sealed()


@dataclass(frozen=True, kw_only=True)
class CommentsShared(Event):
    """A network chose which of its comments others may read."""

    says: ClassVar[str] = "{actor} chose what it shares: {added} more, {taken_back} taken back"
    added: int
    taken_back: int
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CalendarFeedMade(Event):
    """Somebody made a private calendar address for themselves."""

    says: ClassVar[str] = "{actor} made a private calendar address"
    feed: str


@dataclass(frozen=True, kw_only=True)
class CalendarFeedEnded(Event):
    """Somebody ended one of their calendar addresses."""

    says: ClassVar[str] = "{actor} ended a private calendar address"
    feed: str


@dataclass(frozen=True, kw_only=True)
class MailChoiceSaved(Event):
    """Somebody chose how they are written to; `hour` is local, None for as soon as can be."""

    says: ClassVar[str] = "{actor} chose how mails reach them"
    wanted: bool
    hour: int | None
    at_once: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MailsStopped(Event):
    """Mails to a person were turned off by the link in one of them, without signing in."""

    says: ClassVar[str] = "{actor} turned a person’s mails off"
    mail: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class ShareLinkMade(Event):
    """A private link to a page of what networks said and what was done was made."""

    says: ClassVar[str] = "{actor} made a link to “You said, we did” of {of}, good to {expires_on}"
    link: str
    of: str
    expires_on: str


@dataclass(frozen=True, kw_only=True)
class ShareLinkEnded(Event):
    """A link was ended before its day."""

    says: ClassVar[str] = "{actor} ended a link to “You said, we did” of {of}"
    link: str
    of: str


@dataclass(frozen=True, kw_only=True)
class NetworkWaived(Event):
    """A named person recorded why one network was not consulted."""

    says: ClassVar[str] = "{actor} recorded why {waived_network} was not consulted"
    request: str
    waived_network: str
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class NetworkAskedAgain(Event):
    """A network that could not be reached has somebody in post and a full window of its own."""

    says: ClassVar[str] = "{actor} asked {asked_network} again, with a full window"
    request: str
    asked_network: str
    closes_at: str


@dataclass(frozen=True, kw_only=True)
class PackChangeJudged(Event):
    """The secretary said whether a change of the pack is material, and who is asked anew."""

    says: ClassVar[str] = "{actor} judged the change to version {to_version}: {judged}"
    from_version: int
    to_version: int
    material: bool
    asked: list[str]
    reason: str = sealed()

    @property
    def judged(self) -> str:
        """The end of the sentence."""
        who = " and the ".join(self.asked)
        return f"material for the {who}" if self.material else "not material"


@dataclass(frozen=True, kw_only=True)
class ClockRestarted(Event):
    """A network's window began anew with a changed pack; both its ends are UTC.

    `closes_at` is empty while the clock is stopped: its days begin when it goes on.
    """

    says: ClassVar[str] = "{actor} asked the {about_network} anew, about version {to_version}"
    request: str
    about_network: str
    from_version: int
    to_version: int
    closed_at: str
    closes_at: str
    window_working_days: int
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class PositionKept(Event):
    """Asked anew about a changed pack, a network keeps the position that it gave."""

    says: ClassVar[str] = "{actor} kept its position on version {version}"
    request: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ChangeWaived(Event):
    """The board chair went on without hearing a network about a change; its window ends."""

    says: ClassVar[str] = (
        "{actor} went on without hearing the {about_network} again about version {to_version}"
    )
    request: str
    about_network: str
    to_version: int
    closed_at: str
    closes_at: str
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class MeetingChanged(Event):
    """The paper is now for another meeting."""

    says: ClassVar[str] = "{actor} chose {meeting_title} for the paper"
    meeting: str
    meeting_title: str


@dataclass(frozen=True, kw_only=True)
class EvidenceAdded(Event):
    """Dated evidence was recorded for a criterion of the review."""

    says: ClassVar[str] = "{actor} recorded evidence for criterion {criterion}, dated {dated_on}"
    criterion: int
    dated_on: str
    evidence: str
    text: str = sealed()
    source: str = sealed()


@dataclass(frozen=True, kw_only=True)
class EvidenceWithdrawn(Event):
    """Evidence was withdrawn from a date on; it stays for the record."""

    says: ClassVar[str] = "{actor} withdrew evidence for criterion {criterion}"
    criterion: int
    evidence: str
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class VerdictGiven(Event):
    """A network gave its own verdict on the review; each stands alone, none is merged."""

    says: ClassVar[str] = "{actor} gave its own verdict on the review"
    text: str = sealed()


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    """A person may now sign in."""

    says: ClassVar[str] = "{actor} added a person"
    person: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class PersonChanged(Event):
    """A person's details or ability to sign in changed."""

    says: ClassVar[str] = "{actor} changed a person: {what}"
    person: str
    what: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class RoleGiven(Event):
    """A person holds a role from a date on."""

    says: ClassVar[str] = "{actor} gave the role of {role_title} from {starts_on}"
    person: str
    role: str
    role_title: str
    starts_on: str
    ends_on: str = ""
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A role ends on a date."""

    says: ClassVar[str] = "{actor} ended the role of {role_title} on {ends_on}"
    person: str
    role: str
    role_title: str
    ends_on: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class NetworkRegistered(Event):
    """A staff network was entered."""

    says: ClassVar[str] = "{actor} entered the network {about_network}"
    network_id: str
    about_network: str


@dataclass(frozen=True, kw_only=True)
class NetworkChanged(Event):
    """A network's remit, sponsor, protected time or terms changed."""

    says: ClassVar[str] = "{actor} changed the network {about_network}: {what}"
    network_id: str
    about_network: str
    what: str


@dataclass(frozen=True, kw_only=True)
class OfficerAppointed(Event):
    """Somebody may speak for a network from a date on."""

    says: ClassVar[str] = "{actor} appointed a {post_title} of {about_network} from {starts_on}"
    network_id: str
    about_network: str
    post: str
    post_title: str
    starts_on: str
    ends_on: str = ""
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class OfficerStoodDown(Event):
    """An officer's term ends on a date."""

    says: ClassVar[str] = "{actor} ended a term as {post_title} of {about_network} on {ends_on}"
    network_id: str
    about_network: str
    post: str
    post_title: str
    ends_on: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class OfficeHandedOver(Event):
    """An office goes to a successor at the start of a local day.

    `ended_before` is when the outgoing term was to end before this, if it was to (ISO date);
    `also_ended` counts other terms that this cut short.
    """

    says: ClassVar[str] = "{actor} handed over the office of {about_office} from {starts_on}"
    hand_over: str
    about_office: str
    starts_on: str
    ended_before: str = ""
    also_ended: int = 0
    from_name: str = sealed()
    person_name: str = sealed()
    note: str = sealed()


@dataclass(frozen=True, kw_only=True)
class HandOverRead(Event):
    """A successor said that they have read the hand-over sheet."""

    says: ClassVar[str] = "{actor} read the hand-over sheet of {about_office}"
    hand_over: str
    about_office: str


@dataclass(frozen=True, kw_only=True)
class PaperHandedOver(Event):
    """A paper was given to another author."""

    says: ClassVar[str] = "{actor} gave the paper to another author"
    hand_over: str
    from_name: str = sealed()
    author_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class SubstituteNamed(Event):
    """Somebody keeps another's place between two dates, both inclusive."""

    says: ClassVar[str] = "{actor} named a substitute as {about_office}, {starts_on} to {ends_on}"
    about_office: str
    starts_on: str
    ends_on: str
    stands_for_name: str = sealed()
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class CommitteeEntered(Event):
    """A board or committee was entered."""

    says: ClassVar[str] = "{actor} entered {committee_name}"
    committee: str
    committee_name: str


@dataclass(frozen=True, kw_only=True)
class MeetingArranged(Event):
    """A meeting was arranged with its paper deadline."""

    says: ClassVar[str] = "{actor} arranged {committee_name} for {held_on}"
    meeting: str
    committee_name: str
    held_on: str
    paper_deadline_at: str


@dataclass(frozen=True, kw_only=True)
class MeetingRearranged(Event):
    """A meeting moved, or its place or paper deadline changed; `held_at` is what holds now."""

    says: ClassVar[str] = "{actor} changed the meeting of {committee_name}: {what}"
    meeting: str
    committee_name: str
    what: str
    held_at: str
    paper_deadline_at: str
    place: str = ""


@dataclass(frozen=True, kw_only=True)
class PolicySet(Event):
    """A policy value holds from a date on."""

    says: ClassVar[str] = "{actor} set “{policy_title}” to {value} from {starts_on}"
    policy: str
    policy_title: str
    value: int
    starts_on: str


@dataclass(frozen=True, kw_only=True)
class ScopeRulesSaved(Event):
    """The scope rules have a new version; `sha256` covers its rules, canonically written."""

    says: ClassVar[str] = "{actor} saved version {number} of the scope rules ({rules} rules)"
    number: int
    sha256: str
    based_on: int
    rules: int
    asked_differently: int
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class NetworkMeetingEntered(Event):
    """A date on which a network meets was entered."""

    says: ClassVar[str] = "{actor} entered that {about_network} meets on {meets_on}"
    network_id: str
    about_network: str
    meets_on: str


@dataclass(frozen=True, kw_only=True)
class NetworkMeetingRemoved(Event):
    """A date on which a network was to meet was taken out."""

    says: ClassVar[str] = "{actor} took out that {about_network} meets on {meets_on}"
    network_id: str
    about_network: str
    meets_on: str


@dataclass(frozen=True, kw_only=True)
class LocalDateEntered(Event):
    """A local date to be minded when a window is set, such as a school holiday, with its source."""

    says: ClassVar[str] = "{actor} entered {date_name}, {starts_on} to {ends_on}"
    date_name: str
    starts_on: str
    ends_on: str
    source: str


@dataclass(frozen=True, kw_only=True)
class LocalDateRemoved(Event):
    """A local date was taken out."""

    says: ClassVar[str] = "{actor} took out {date_name}, {starts_on} to {ends_on}"
    date_name: str
    starts_on: str
    ends_on: str


@dataclass(frozen=True, kw_only=True)
class DigestSent(Event):
    """A person was told by mail what waits for them; the mail's text is not in the trail."""

    says: ClassVar[str] = "{actor} sent a digest of {count} notices"
    mail: str
    count: int
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class MailResent(Event):
    """An administrator had a mail made once more; `mail` is the new one, `of` the first."""

    says: ClassVar[str] = "{actor} had a mail of {made_on} sent once more"
    mail: str
    of: str
    made_on: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class TrailExported(Event):
    """Somebody took a copy of the trail outside."""

    says: ClassVar[str] = "{actor} downloaded {rows} events of the trail as {form}"
    rows: int
    form: str
    filters: str = ""


@dataclass(frozen=True, kw_only=True)
class BundleMade(Event):
    """An evidence bundle was made, to be taken outside."""

    says: ClassVar[str] = "{actor} made a {form} evidence bundle of {scope}: {events} events"
    scope: str
    form: str
    events: int
    population_sha256: str = ""
    method: str = ""


@dataclass(frozen=True, kw_only=True)
class PopulationExported(Event):
    """An auditor took the list of all matters to draw from outside, with its hash."""

    says: ClassVar[str] = (
        "{actor} downloaded the population as {form}: {matters} matters, SHA-256 {sha256}"
    )
    form: str
    size: int
    matters: int
    sha256: str
    narrowed: str = ""


@dataclass(frozen=True, kw_only=True)
class SampleDrawn(Event):
    """An auditor drew a sample; anybody can draw it again from these facts (ADR 34).

    `size` is how many events the checkpoint counts under which it was drawn; `from_at` and
    `until_at` are UTC instants as the trail writes them, empty when all times are meant.
    """

    says: ClassVar[str] = (
        "{actor} drew {sample}: {number} of {population} matters with the seed “{seed}”"
    )
    sample: str
    seed: str
    number: int
    method: str
    size: int
    population: int
    population_sha256: str
    workflow: str = ""
    from_at: str = ""
    until_at: str = ""


@dataclass(frozen=True, kw_only=True)
class MatterTested(Event):
    """An auditor filled in a line of a test sheet; a later one for the same matter replaces it.

    `results` holds an answer for each attribute of `domain.audit_tests`.
    """

    says: ClassVar[str] = (
        "{actor} tested {reference} for {sample}: {seen} with evidence seen, "
        "{exceptions} with an exception"
    )
    sample: str
    matter_id: str
    reference: str
    results: dict[str, str]
    seen: int
    exceptions: int
    note: str = sealed()


@dataclass(frozen=True, kw_only=True)
class SampleSheetFiled(Event):
    """An auditor filed a test sheet as evidence; it takes no further line.

    `sha256` is over the canonical list of its lines, each with the event that committed its note.
    """

    says: ClassVar[str] = (
        "{actor} filed the test sheet of {sample}: {matters} matters, {exceptions} with an "
        "exception, SHA-256 {sha256}"
    )
    sample: str
    matters: int
    exceptions: int
    sha256: str
    conclusion: str = sealed()


@dataclass(frozen=True, kw_only=True)
class SampleSheetExported(Event):
    """Somebody took a test sheet outside."""

    says: ClassVar[str] = "{actor} downloaded the test sheet of {sample} as {form}"
    sample: str
    form: str


@dataclass(frozen=True, kw_only=True)
class CheckpointTaken(Event):
    """An auditor took a signed checkpoint of the log outside."""

    says: ClassVar[str] = "{actor} took the signed checkpoint over {size} events outside"
    size: int
    root: str


@dataclass(frozen=True, kw_only=True)
class CheckpointMailed(Event):
    """A mail server took the mail that carries a signed checkpoint to a named person."""

    says: ClassVar[str] = "{actor} mailed the signed checkpoint over {size} events outside"
    size: int
    root: str
    mail: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class CheckpointCompared(Event):
    """A checkpoint that somebody had kept was brought back, and the log still continues it."""

    says: ClassVar[str] = "{actor} compared a kept checkpoint over {size} events, and it holds"
    size: int
    root: str


@dataclass(frozen=True, kw_only=True)
class CheckpointKeeperNamed(Event):
    """Somebody is to be mailed the signed checkpoint every day."""

    says: ClassVar[str] = "{actor} named who is mailed the signed checkpoint every day"
    person: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class CheckpointKeeperEnded(Event):
    """Somebody is no longer mailed the signed checkpoint every day."""

    says: ClassVar[str] = "{actor} ended the daily mail of the signed checkpoint to somebody"
    person: str
    person_name: str = sealed()


@dataclass(frozen=True, kw_only=True)
class TextErased(Event):
    """Personal text was erased on a lawful ground; the proof that it was there still holds.

    `texts_gone` are event:field of everything destroyed, so that a restore can repeat it; `stays`
    names documents that hold the same words and are never rewritten.
    """

    says: ClassVar[str] = "{actor} erased text of event {of_event}: {why}"
    of_event: int
    texts_gone: list[str]
    ground: str
    stays: list[str] = field(default_factory=list)
    reason: str = sealed()

    @property
    def why(self) -> str:
        """The ground in words."""
        said = GROUNDS[self.ground]
        return said[0].lower() + said[1:]


@dataclass(frozen=True, kw_only=True)
class TextRestricted(Event):
    """Personal text is kept but not used any more: Article 18 of the UK GDPR.

    `texts_held` are event:field of everything put away, so that a restore can repeat it; `stays`
    names documents that hold the same words and are never rewritten.
    """

    says: ClassVar[str] = "{actor} restricted text of event {of_event}: {why}"
    of_event: int
    name_of_text: str
    texts_held: list[str]
    ground: str
    stays: list[str] = field(default_factory=list)
    reason: str = sealed()

    @property
    def why(self) -> str:
        """The ground in words."""
        said = RESTRICTIONS[self.ground]
        return said[0].lower() + said[1:]


@dataclass(frozen=True, kw_only=True)
class RestrictionLifted(Event):
    """A restricted text is used again, after the person was told: Article 18(3) of the UK GDPR."""

    says: ClassVar[str] = "{actor} lifted the restriction of text of event {of_event}"
    of_event: int
    name_of_text: str
    texts_back: list[str]
    told: str = sealed()
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class DatabaseRestored(Event):
    """The whole database was brought back from a backup; `taken` is the UTC instant of that.

    `lacks` counts the events that were signed and are not in the backup.
    """

    says: ClassVar[str] = (
        "{actor} brought the database back from a backup with {events} events of this log"
    )
    taken: str
    events: int
    lacks: int = 0
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class RegisterExported(Event):
    """Somebody took a copy of the consulted-or-explained register outside."""

    says: ClassVar[str] = (
        "{actor} downloaded {rows} rows of the consulted-or-explained register as {form}"
    )
    rows: int
    form: str
    filters: str = ""
    words: str = sealed()


@dataclass(frozen=True, kw_only=True)
class LedgerExported(Event):
    """Somebody took a copy of the influence ledger outside."""

    says: ClassVar[str] = "{actor} downloaded {rows} rows of the influence ledger as {form}"
    rows: int
    form: str
    filters: str = ""


@dataclass(frozen=True, kw_only=True)
class EvidenceSheetExported(Event):
    """Somebody took a paper's Gunning evidence sheet outside."""

    says: ClassVar[str] = "{actor} downloaded the Gunning evidence sheet as {form}"
    form: str


@dataclass(frozen=True, kw_only=True)
class SignedOutEverywhere(Event):
    """A person ended all their sessions."""

    says: ClassVar[str] = "{actor} signed out everywhere"


@dataclass(frozen=True, kw_only=True)
class PartnershipProposed(Event):
    """One organisation proposed to another that each may ask the other's networks.

    `twin_seq` and `twin_leaf` stand in the other side's trail only: number and leaf hash of the
    entry in the trail of whoever acted, so that an auditor can match the two.
    """

    says: ClassVar[str] = "{actor} proposed a partner agreement to {with_organisation}"
    partnership: str
    by_organisation: str
    with_organisation: str
    twin_seq: int | None = None
    twin_leaf: str = ""


@dataclass(frozen=True, kw_only=True)
class PartnershipAgreed(Event):
    """The other organisation agreed; the twin's fields are as in PartnershipProposed."""

    says: ClassVar[str] = "{actor} agreed to be a partner of {with_organisation}"
    partnership: str
    by_organisation: str
    with_organisation: str
    twin_seq: int | None = None
    twin_leaf: str = ""


@dataclass(frozen=True, kw_only=True)
class PartnershipEnded(Event):
    """Either side declined or ended the agreement; both are given the reason."""

    says: ClassVar[str] = "{actor} ended the partner agreement with {with_organisation}"
    partnership: str
    by_organisation: str
    with_organisation: str
    twin_seq: int | None = None
    twin_leaf: str = ""
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class PartnerNetworkInvited(Event):
    """A network of a partner organisation was asked about one paper; twins as above."""

    says: ClassVar[str] = "{actor} invited {invited_network} to answer"
    request: str
    invited_network: str
    closes_at: str
    by_organisation: str
    with_organisation: str
    twin_seq: int | None = None
    twin_leaf: str = ""
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class InvitationWithdrawn(Event):
    """The invitation of a partner's network ended; what it said stays with whoever asked."""

    says: ClassVar[str] = "{actor} withdrew the invitation of {invited_network}"
    request: str
    invited_network: str
    by_organisation: str
    with_organisation: str
    twin_seq: int | None = None
    twin_leaf: str = ""
    reason: str = sealed()


@dataclass(frozen=True, kw_only=True)
class InvitationUsed(Event):
    """A network of ours did something as a guest; its words stand in the other side's record.

    `twin_seq` and `twin_leaf` name the entry there; who inside the network acted is sealed here
    as ever, and is not told there at all.
    """

    says: ClassVar[str] = "{actor} {act}, as a guest of {with_organisation}"
    request: str
    act: str
    with_organisation: str
    twin_seq: int
    twin_leaf: str


@dataclass(frozen=True, kw_only=True)
class MembersLinkMade(Event):
    """A network's officers made a link for their members; the link itself is kept nowhere."""

    says: ClassVar[str] = "{actor} made {article} link for its members"
    request: str
    again: bool = False

    @property
    def article(self) -> str:
        """Whether it took the place of another."""
        return "another" if self.again else "a"


@dataclass(frozen=True, kw_only=True)
class MembersLinkClosed(Event):
    """A network's officers stopped taking their members' notes."""

    says: ClassVar[str] = "{actor} closed the link for its members"
    request: str


@dataclass(frozen=True, kw_only=True)
class MembersNotesShown(Event):
    """Members' notes were shown to their network's officers; how many is told as a band only."""

    says: ClassVar[str] = "{actor} showed the officers of the {about_network} {what}: {band}"
    request: str
    about_network: str
    band: str
    last: bool

    @property
    def what(self) -> str:
        """Whether more may follow."""
        return "their members' notes at close" if self.last else "a batch of their members' notes"


@dataclass(frozen=True, kw_only=True)
class MembersNotesDestroyed(Event):
    """Members' notes and the officers' draft were destroyed, as their page had promised."""

    says: ClassVar[str] = "{actor} destroyed the notes of members of the {about_network}"
    request: str
    about_network: str


EVENTS: dict[str, type[Event]] = {cls.name(): cls for cls in Event.__subclasses__()}
