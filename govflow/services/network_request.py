"""What a network's officers see of one paper: the pack as sent, and what may still be done."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.anchoring import Landing
from govflow.domain.consultation import POSITIONS, STATUS_TITLES, Comment, Request
from govflow.domain.deadline import Deadline
from govflow.domain.errors import NotFound
from govflow.domain.joint import JointResponse, Part, parts_of
from govflow.engine.workflow import State
from govflow.services import anchored, consulting, drafts, pausing, renewed, told_changes
from govflow.services.consulting import Asked
from govflow.services.drafts import Draft
from govflow.services.matters import workflow_of
from govflow.services.network_desk import PackSize, own_networks, size_of, unmarked
from govflow.services.office import Desk
from govflow.services.told_changes import Told
from govflow.store import joint, matters


@dataclass(frozen=True)
class RequestPage:
    """One request whole; each `why_` is a sentence when that act is no longer open.

    `drafts` are this officer's own. `stands` says where each comment stands in the pack, `since`
    where in the newest version, if there is a newer one.
    """

    asked: Asked
    state: State
    deadline: Deadline
    status: str
    size: PackSize
    late: bool
    several_networks: bool
    why_closed: str | None
    why_position_stands: str | None
    why_no_more_time: str | None
    why_no_stop: str | None
    drafts: list[Draft]
    stands: dict[str, Landing]
    since: dict[str, Landing]
    changes: list[Told]
    why_not_kept: str | None
    joints: list[JointResponse]

    @property
    def request(self) -> Request:
        """What the network was asked."""
        return self.asked.request

    @property
    def joint_parts(self) -> dict[str, Part]:
        """What a comment is to a joint response, by the comment's id."""
        return parts_of(self.joints)

    @property
    def status_title(self) -> str:
        """The network's position, or where its request stands."""
        return POSITIONS.get(self.request.position or "", STATUS_TITLES[self.status])

    @property
    def to_answer(self) -> list[Comment]:
        """Comments under which the author asked something that waits for the network."""
        return [] if self.why_closed else [c for c in self.request.comments if c.awaits_network]

    @property
    def to_mark(self) -> list[Comment]:
        """Comments whose reply the network has not judged yet."""
        return unmarked(self.request)

    @property
    def retrospective(self) -> bool:
        """Asked after an urgent decision."""
        round_ = self.asked.case.consultation
        return bool(round_ and round_.retrospective)

    @property
    def closed_early_at(self) -> datetime | None:
        """When the consultation was closed, if that was before this network's window ended."""
        round_ = self.asked.case.consultation
        closed_at = round_.closed_for(self.request) if round_ else None
        return closed_at if closed_at and closed_at < self.request.closes_at else None

    @property
    def changed_since(self) -> int | None:
        """The number of a later version, if the paper changed after it was sent."""
        latest = self.asked.case.paper.latest
        newer = latest is not None and latest.number > self.asked.version.number
        return latest.number if latest and newer else None


def request_page(desk: Desk, request_id: str) -> RequestPage:
    """The request as one of its network's officers sees it; raises NotFound and WrongRole."""
    asked = consulting.asked(desk, request_id)
    paper, said = asked.case.paper, asked.request.comments
    latest = paper.latest
    newer = latest is not None and latest.number > asked.version.number
    return RequestPage(
        asked=asked,
        state=workflow_of(desk, asked.case.paper).states[asked.case.state],
        deadline=asked.case.by(asked.request.closes_at, "consultation"),
        status=asked.request.status(desk.now),
        size=size_of(asked.version),
        late=consulting.is_late(asked, desk),
        several_networks=len(own_networks(desk)) > 1,
        why_closed=consulting.why_closed(desk, asked),
        why_position_stands=consulting.why_position_stands(asked),
        why_no_more_time=consulting.why_no_more_time(desk, asked),
        why_no_stop=pausing.why_not(desk, asked.case, asked.request),
        drafts=drafts.mine(desk, asked),
        stands=anchored.stand(paper, said, asked.version),
        since=anchored.stand(paper, said, latest) if latest and newer else {},
        changes=told_changes.told(paper, asked.request),
        why_not_kept=renewed.why_not_kept(asked),
        joints=joint.of_requests(desk.work, [request_id]),
    )


def to_acknowledge(page: RequestPage) -> bool:
    """Whether opening this page is the network's first sight of a pack that waits for it."""
    return page.request.acknowledged_at is None and page.request.withdrawn_at is None


@dataclass(frozen=True)
class PackFile:
    """An attachment as it was sent."""

    name: str
    media_type: str
    data: bytes


def pack_file(desk: Desk, request_id: str, sha256: str) -> PackFile:
    """The exact bytes that were sent with the pack; raises NotFound and WrongRole."""
    version = consulting.asked(desk, request_id).version
    sent = next((a for a in version.attachments if a["sha256"] == sha256), None)
    if sent is None:
        raise NotFound("There is no such attachment in this pack.")
    return PackFile(sent["name"], sent["media_type"], matters.blob(desk.work, sha256))
