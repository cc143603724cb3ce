"""Writes a joint response and asks other networks to sign it, until it is sent or given up."""

from collections.abc import Collection, Iterable

from govflow.domain.consultation import Request
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import (
    JointResponseRewritten,
    JointResponseStarted,
    JointResponseWithdrawn,
)
from govflow.domain.joint import (
    JointParagraph,
    JointResponse,
    JointVoice,
    kept,
    split,
    wrong_text,
)
from govflow.services import consulting
from govflow.services.consulting import Asked
from govflow.services.notices import tell_officers
from govflow.services.office import Desk, new_id
from govflow.store import joint as stored
from govflow.store import matters

SENT = "This joint response has been sent: its text stands."
GIVEN_UP = "This joint response was given up."
MOVED = "The text was changed while you were reading. It stands below as it is now: read it again."


def start(desk: Desk, request_id: str, *, text: str, others: Collection[str]) -> JointResponse:
    """Begin a joint response, asking the networks of these other requests to sign it.

    Raises NotFound, WrongRole, NotYet and Invalid.
    """
    item = consulting.open_item(desk, request_id)
    if any(each.open and each.lead_request_id == request_id for each in _own(desk, request_id)):
        raise NotYet("Your network is writing a joint response already: change that one.")
    chosen = _chosen(item, others, set())
    problems = {"text": why} if (why := wrong_text(text)) else {}
    if not chosen:
        problems["others"] = "Choose at least one network to sign with yours."
    if problems:
        raise Invalid(problems)
    made = _begun(desk, item, split(text))
    _ask(desk, made, chosen)
    event = JointResponseStarted(
        network=item.network,
        request=request_id,
        joint=made.id,
        paragraphs=len(made.paragraphs),
        asked=[each.network_name for each in chosen],
    )
    desk.work.record(event, desk.actor, item.case.paper)
    asks = f"The {item.network} asks your network to sign a joint response on"
    tell_others(desk, item, made, [each.id for each in chosen], asks, "asked")
    return made


def _begun(desk: Desk, item: Asked, parts: list[str]) -> JointResponse:
    made = JointResponse(
        id=new_id(),
        organisation_id=item.request.organisation_id,
        matter_id=item.request.matter_id,
        consultation_id=item.request.consultation_id,
        lead_request_id=item.request.id,
        lead_name=item.network,
        edition=1,
        started_at=desk.now,
    )
    desk.work.add(made)
    desk.work.settle()
    _write(desk, made, parts)
    return made


def _own(desk: Desk, request_id: str) -> list[JointResponse]:
    return stored.of_requests(desk.work, [request_id])


def could_sign(item: Asked) -> list[Request]:
    """The other networks of the round that may be asked to sign.

    A partner's network is not among them: it sees its own thread and nothing else.
    """
    round_ = item.case.consultation
    return [
        each
        for each in (round_.requests if round_ else [])
        if each.id != item.request.id
        and each.withdrawn_at is None
        and not item.case.networks[each.network_id].partner_id
    ]


def _chosen(item: Asked, others: Collection[str], before: Collection[str]) -> list[Request]:
    return [each for each in could_sign(item) if each.id in others and each.id not in before]


def _write(desk: Desk, joint: JointResponse, parts: list[str]) -> None:
    """Put these paragraphs in place; one that reads the same keeps what was said of it."""
    before = list(joint.paragraphs)
    same = list(kept(before, parts))
    for gone in [each for each in before if each not in same]:
        stored.drop(desk.work, gone, joint)
    for number, (part, old) in enumerate(zip(parts, same, strict=True), start=1):
        if old is not None:
            old.number = number
            continue
        joint.paragraphs.append(
            JointParagraph(
                id=new_id(),
                organisation_id=joint.organisation_id,
                joint_id=joint.id,
                number=number,
                text=part,
            )
        )
    joint.paragraphs.sort(key=lambda each: each.number)


def _ask(desk: Desk, joint: JointResponse, requests: Iterable[Request]) -> None:
    for each in requests:
        joint.voices.append(
            JointVoice(
                id=new_id(),
                organisation_id=joint.organisation_id,
                joint_id=joint.id,
                request_id=each.id,
                network_name=each.network_name,
                asked_at=desk.now,
            )
        )


def tell_others(
    desk: Desk, item: Asked, joint: JointResponse, request_ids: Iterable[str], said: str, key: str
) -> None:
    """Tell the officers of other networks; never with words of the text."""
    for request_id in request_ids:
        request = matters.request(desk.work, request_id, with_words=False)
        tell_officers(
            desk,
            item.case.networks[request.network_id],
            key=f"joint-{key}:{joint.id}:{joint.edition}",
            kind="joint",
            sentence=f"{said} “{item.case.paper.title}”.",
            path=f"/requests/{request_id}/joint/{joint.id}",
            matter_id=item.case.paper.id,
        )


def led(desk: Desk, request_id: str, joint_id: str) -> tuple[Asked, JointResponse]:
    """The unsent joint response that this network began; raises NotFound, WrongRole and NotYet."""
    item = consulting.open_item(desk, request_id)
    joint = taking_part(desk, item, joint_id)
    if joint.lead_request_id != item.request.id:
        raise WrongRole(f"Only the {joint.lead_name}, which began it, may do this.")
    if not joint.open:
        raise NotYet(SENT if joint.sent_at else GIVEN_UP)
    return item, joint


def taking_part(desk: Desk, item: Asked, joint_id: str) -> JointResponse:
    """The joint response, if this network began it or was asked to sign; raises NotFound."""
    joint = stored.one(desk.work, joint_id)
    mine = joint.lead_request_id == item.request.id or joint.voice_of(item.request.id)
    if not mine:
        raise NotFound("There is no such joint response.")
    return joint


def rewrite(
    desk: Desk,
    request_id: str,
    joint_id: str,
    *,
    text: str,
    others: Collection[str],
    edition: int,
) -> JointResponse:
    """Change the text before it is sent, or ask more networks; whoever signed reads it again.

    Raises NotFound, WrongRole, NotYet and Invalid, the last also when a co-officer was faster.
    """
    item, joint = led(desk, request_id, joint_id)
    parts = split(text)
    problem = wrong_text(text) or (None if edition == joint.edition else MOVED)
    if problem:
        raise Invalid({"text": problem})
    more = _chosen(item, others, {voice.request_id for voice in joint.voices})
    changed = parts != [each.text for each in joint.paragraphs]
    if not changed and not more:
        raise Invalid({"text": "Nothing was changed."})
    if changed:
        _write(desk, joint, parts)
        joint.edition += 1
    before = [voice.request_id for voice in joint.voices] if changed else []
    _ask(desk, joint, more)
    _tell_rewritten(desk, item, joint, more, before)
    return joint


def _tell_rewritten(
    desk: Desk, item: Asked, joint: JointResponse, more: list[Request], before: list[str]
) -> None:
    event = JointResponseRewritten(
        network=item.network,
        request=item.request.id,
        joint=joint.id,
        edition=joint.edition,
        paragraphs=len(joint.paragraphs),
        asked=[each.network_name for each in more],
    )
    desk.work.record(event, desk.actor, item.case.paper)
    asks = f"The {item.network} asks your network to sign a joint response on"
    tell_others(desk, item, joint, [each.id for each in more], asks, "asked")
    said = f"The {item.network} changed the text of the joint response on"
    tell_others(desk, item, joint, before, said, "changed")


def withdraw(desk: Desk, request_id: str, joint_id: str) -> None:
    """Give a joint response up before it is sent: its words are removed, the fact stays."""
    item, joint = led(desk, request_id, joint_id)
    for paragraph in list(joint.paragraphs):
        stored.drop(desk.work, paragraph, joint)
    joint.withdrawn_at = desk.now
    event = JointResponseWithdrawn(network=item.network, request=request_id, joint=joint.id)
    desk.work.record(event, desk.actor, item.case.paper)
    said = f"The {item.network} gave up the joint response on"
    tell_others(desk, item, joint, [v.request_id for v in joint.voices], said, "given-up")
