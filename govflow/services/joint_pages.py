"""What the pages of joint responses show: the text, the agreement matrix, the replies."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from govflow.domain.consultation import Comment, Request
from govflow.domain.errors import NotFound
from govflow.domain.joint import (
    AGREES,
    DIFFERS,
    Cell,
    JointParagraph,
    JointResponse,
    JointVoice,
    matrix,
)
from govflow.domain.network import StaffNetwork
from govflow.domain.paper import Paper
from govflow.services import consulting
from govflow.services.consulting import Asked
from govflow.services.dossier import Dossier, dossier
from govflow.services.joint_writing import could_sign
from govflow.services.office import Desk
from govflow.store import joint as stored
from govflow.store.joint import ToSign


@dataclass(frozen=True)
class Differing:
    """The words of a network that differs, and the comment they became."""

    network: str
    words: str
    said: Comment | None


@dataclass(frozen=True)
class Row:
    """One paragraph: who says what of it, and, once sent, what the author replied."""

    paragraph: JointParagraph
    cells: list[Cell]
    said: Comment | None
    differing: list[Differing]


@dataclass(frozen=True)
class JointPage:
    """A joint response whole, to anybody who may read it."""

    joint: JointResponse
    paper: Paper
    rows: list[Row]

    @property
    def networks(self) -> list[str]:
        """The columns of the matrix: whoever began it first."""
        return [self.joint.lead_name, *(voice.network_name for voice in self.joint.voices)]


@dataclass(frozen=True)
class OwnPage(JointPage):
    """The same to an officer of a network that takes part; `others` may still be asked to sign."""

    asked: Asked
    voice: JointVoice | None
    others: list[Request]
    why_closed: str | None

    @property
    def lead(self) -> bool:
        """Whether the reader's network began it."""
        return self.voice is None

    @property
    def to_mark(self) -> list[str]:
        """Paragraphs the network signed whose reply waits for its own mark, by their ids."""
        if self.voice is None:
            return []
        agreed = {v.paragraph_id for v in self.voice.views if v.view == AGREES}
        return [
            row.paragraph.id
            for row in self.rows
            if row.paragraph.id in agreed and row.said and row.said.reply
        ]


@dataclass(frozen=True)
class Listed:
    """A joint response on its network's list."""

    joint: JointResponse
    lead: bool
    waits: bool


@dataclass(frozen=True)
class JointList:
    """All in which a network takes part on one paper, and whom it could ask."""

    asked: Asked
    listed: list[Listed]
    others: list[Request]
    why_closed: str | None

    @property
    def writing(self) -> bool:
        """Whether the network is writing one already."""
        return any(each.lead and each.joint.open for each in self.listed)


def listing(desk: Desk, request_id: str) -> JointList:
    """A network's joint responses on the paper of a request; raises NotFound and WrongRole."""
    item = consulting.asked(desk, request_id, with_words=False)
    found = [_listed(each, request_id) for each in stored.of_requests(desk.work, [request_id])]
    return JointList(item, found, could_sign(item), consulting.why_closed(desk, item))


def _listed(joint: JointResponse, request_id: str) -> Listed:
    return Listed(joint, joint.lead_request_id == request_id, joint.waits_for(request_id))


def own(desk: Desk, request_id: str, joint_id: str) -> OwnPage:
    """One of them, to an officer of this request's network; raises NotFound and WrongRole."""
    item = consulting.asked(desk, request_id, with_words=False)
    joint = stored.one(desk.work, joint_id)
    voice = joint.voice_of(request_id)
    if voice is None and joint.lead_request_id != request_id:
        raise NotFound("There is no such joint response.")
    before = {each.request_id for each in joint.voices}
    return OwnPage(
        joint=joint,
        paper=item.case.paper,
        rows=_rows(desk, joint),
        asked=item,
        voice=voice,
        others=[each for each in could_sign(item) if each.id not in before],
        why_closed=consulting.why_closed(desk, item),
    )


def sent(desk: Desk, joint_id: str) -> JointPage:
    """One that was sent, to everybody who may read what the networks said on its paper.

    Raises NotFound and WrongRole.
    """
    joint = stored.one(desk.work, joint_id)
    file = dossier(desk, joint.matter_id)
    if joint.sent_at is None or not _reads_all(file):
        raise NotFound("There is no such joint response.")
    return JointPage(joint, file.paper, _rows(desk, joint))


def sent_on(desk: Desk, file: Dossier) -> list[JointResponse]:
    """Those of a paper that this reader may open."""
    return stored.sent_on(desk.work, file.paper.id) if _reads_all(file) else []


def _reads_all(file: Dossier) -> bool:
    """A network that takes part reads its own page; other networks read once all is closed."""
    round_ = file.case.consultation
    return file.sees_all or bool(round_ and round_.closed_at)


def _rows(desk: Desk, joint: JointResponse) -> list[Row]:
    said = stored.comments(desk.work, joint) if joint.sent_at else {}
    return [
        Row(
            paragraph,
            cells,
            said.get(paragraph.comment_id or ""),
            list(_differing(joint, paragraph, said)),
        )
        for paragraph, cells in matrix(joint)
    ]


def _differing(
    joint: JointResponse, paragraph: JointParagraph, said: Mapping[str, Comment]
) -> Iterator[Differing]:
    for voice in joint.signing():
        view = voice.on(paragraph.id)
        if view is not None and view.view == DIFFERS:
            yield Differing(voice.network_name, view.words, said.get(view.comment_id or ""))


def to_sign(desk: Desk, networks: Iterable[StaffNetwork]) -> list[ToSign]:
    """What others ask these networks to sign, the longest waiting first; not on a closed paper."""
    return [
        each
        for each in stored.to_sign(desk.work, [network.id for network in networks])
        if not desk.workflow(each.workflow, each.workflow_version).states[each.state].final
    ]
