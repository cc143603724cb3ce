"""Sends a joint response: its paragraphs become comments, which the author must answer."""

from govflow.domain.errors import Invalid, NotYet
from govflow.domain.events import JointResponseSent
from govflow.domain.joint import (
    ASKED,
    DIFFERS,
    EARLIER,
    NO_VIEW,
    REFUSED,
    JointResponse,
    JointVoice,
)
from govflow.domain.people import Actor
from govflow.services import consulting
from govflow.services.consulting import Asked
from govflow.services.joint_answering import numbers
from govflow.services.joint_writing import MOVED, led
from govflow.services.office import Desk
from govflow.services.packs import served
from govflow.store import matters, people

NOBODY_SIGNED = "No other network has signed the last text yet: a joint response needs two."


def send(desk: Desk, request_id: str, joint_id: str, *, edition: int) -> JointResponse:
    """Put it before the author: each paragraph as a comment of the network that began it, and the
    words of each network that differs as a comment of its own.

    Raises NotFound, WrongRole, NotYet and Invalid.
    """
    item, joint = led(desk, request_id, joint_id)
    if edition != joint.edition:
        raise Invalid({"send": MOVED})
    if not joint.signing():
        raise NotYet(NOBODY_SIGNED)
    for paragraph in joint.paragraphs:
        paragraph.comment_id = consulting.put(desk, item, desk.actor, paragraph.text).id
    for voice in joint.signing():
        _send_own_words(desk, item, joint, voice)
    joint.sent_at = desk.now
    seq = desk.work.record(_sent(item, joint), desk.actor, item.case.paper)
    also = " and the ".join(voice.network_name for voice in joint.signing())
    told = f"The {item.network}, with the {also}, sent a joint response"
    consulting.tell_author(desk, item, "comment", f"joint:{joint.id}:{seq}", told)
    return joint


def _send_own_words(desk: Desk, item: Asked, joint: JointResponse, voice: JointVoice) -> None:
    """What a network that differs said when it signed, as that network's own comments."""
    request = matters.request(desk.work, voice.request_id, with_words=False)
    own = Asked(request, item.case, served(item.case, request))
    officer = people.person(desk.work, str(voice.said_by_id))
    actor = Actor(officer.id, officer.name)
    request.co_signed_at = desk.now
    for paragraph in joint.paragraphs:
        view = voice.on(paragraph.id)
        if view is not None and view.view == DIFFERS:
            view.comment_id = consulting.put(desk, own, actor, view.words).id


def _sent(item: Asked, joint: JointResponse) -> JointResponseSent:
    signing = joint.signing()
    by_stand = {
        stand: [v.network_name for v in joint.voices if joint.stand(v) in stands]
        for stand, stands in ((REFUSED, {REFUSED}), (ASKED, {ASKED, EARLIER}))
    }
    return JointResponseSent(
        network=item.network,
        request=item.request.id,
        joint=joint.id,
        edition=joint.edition,
        comments=[str(each.comment_id) for each in joint.paragraphs],
        co_signed=[voice.network_name for voice in signing],
        does_not_sign=by_stand[REFUSED],
        no_reply=by_stand[ASKED],
        differs=_numbers(joint, DIFFERS),
        no_view=_numbers(joint, NO_VIEW),
    )


def _numbers(joint: JointResponse, view: str) -> list[str]:
    """Each signing network with the paragraphs of which it says this, in words."""
    found = {v.network_name: numbers(joint, v, view) for v in joint.signing()}
    return [
        f"{network}: paragraph {', '.join(map(str, listed))}"
        for network, listed in found.items()
        if listed
    ]
