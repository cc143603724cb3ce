"""What a network that was asked says to a joint response: it signs, differs, or marks a reply."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from govflow.domain.errors import Invalid, NotFound, NotYet
from govflow.domain.events import JointReplyMarked, JointResponseAnswered
from govflow.domain.joint import (
    AGREES,
    DIFFERS,
    LONGEST_WORDS,
    NO_VIEW,
    VIEWS,
    JointResponse,
    JointView,
    JointVoice,
)
from govflow.services import consulting
from govflow.services.consulting import Asked
from govflow.services.joint_writing import GIVEN_UP, MOVED, SENT, taking_part, tell_others
from govflow.services.office import Desk, new_id
from govflow.store import joint as stored


@dataclass(frozen=True)
class Given:
    """A network's view of one paragraph as its form gave it; words only where it differs."""

    view: str
    words: str = ""


def answer(
    desk: Desk,
    request_id: str,
    joint_id: str,
    *,
    signs: bool,
    views: Mapping[str, Given],
    edition: int,
) -> JointVoice:
    """A network co-signs, differing where it says so, or does not co-sign.

    `views` goes by the paragraph's id; what is not in it is agreed to. Raises NotFound, WrongRole,
    NotYet and Invalid, with a problem for each paragraph by its field.
    """
    item = consulting.open_item(desk, request_id)
    joint = taking_part(desk, item, joint_id)
    voice = joint.voice_of(request_id)
    if voice is None:
        raise NotYet("Your network began this joint response: it signs by sending it.")
    if not joint.open:
        raise NotYet(SENT if joint.sent_at else GIVEN_UP)
    if edition != joint.edition:
        raise Invalid({"signs": MOVED})
    given = {each.id: views.get(each.id, Given(AGREES)) for each in joint.paragraphs}
    if signs and (problems := dict(_wrong(joint, given))):
        raise Invalid(problems)
    _keep_views(desk, voice, given if signs else {})
    voice.signs, voice.edition = signs, joint.edition
    voice.said_at, voice.said_by_id = desk.now, desk.actor.id
    _tell_answered(desk, item, joint, voice)
    return voice


def _tell_answered(desk: Desk, item: Asked, joint: JointResponse, voice: JointVoice) -> None:
    event = JointResponseAnswered(
        network=item.network,
        request=item.request.id,
        joint=joint.id,
        about_network=joint.lead_name,
        edition=joint.edition,
        signs=bool(voice.signs),
        differs_on=numbers(joint, voice, DIFFERS),
        no_view_on=numbers(joint, voice, NO_VIEW),
    )
    seq = desk.work.record(event, desk.actor, item.case.paper)
    does = "signs" if voice.signs else "does not sign"
    said = f"The {item.network} {does} your joint response on"
    tell_others(desk, item, joint, [joint.lead_request_id], said, f"answered-{seq}")


def _wrong(joint: JointResponse, given: Mapping[str, Given]) -> Iterable[tuple[str, str]]:
    for paragraph in joint.paragraphs:
        own = given[paragraph.id]
        if own.view not in VIEWS:
            yield f"view-{paragraph.id}", f"Choose what you say of paragraph {paragraph.number}."
        elif own.view == DIFFERS and not own.words.strip():
            yield (
                f"words-{paragraph.id}",
                f"Say in your network’s own words how it differs on paragraph {paragraph.number}.",
            )
        elif len(own.words) > LONGEST_WORDS:
            yield (
                f"words-{paragraph.id}",
                f"The text must be {LONGEST_WORDS:,} characters or fewer.",
            )
    if all(own.view != AGREES for own in given.values()):
        yield "signs", "A network that agrees to no paragraph does not co-sign: say so instead."


def _keep_views(desk: Desk, voice: JointVoice, given: Mapping[str, Given]) -> None:
    for paragraph_id, own in given.items():
        words = own.words.strip() if own.view == DIFFERS else ""
        view = voice.on(paragraph_id)
        if view is not None:
            view.view, view.words = own.view, words
            continue
        voice.views.append(
            JointView(
                id=new_id(),
                organisation_id=voice.organisation_id,
                voice_id=voice.id,
                paragraph_id=paragraph_id,
                view=own.view,
                words=words,
            )
        )
    desk.work.settle()


def numbers(joint: JointResponse, voice: JointVoice, view: str) -> list[int]:
    """The numbers of the paragraphs of which a signing network says this."""
    found = {each.paragraph_id for each in voice.views if voice.signs and each.view == view}
    return [each.number for each in joint.paragraphs if each.id in found]


def mark(
    desk: Desk, request_id: str, joint_id: str, paragraph_id: str, *, answers_point: bool
) -> None:
    """A network that co-signed says whether the reply to a paragraph answers its point too.

    Raises NotFound, WrongRole and NotYet.
    """
    item = consulting.asked(desk, request_id, with_words=False)
    joint = taking_part(desk, item, joint_id)
    voice = joint.voice_of(request_id)
    view = voice.on(paragraph_id) if voice else None
    said = stored.comments(desk.work, joint)
    paragraph = next((p for p in joint.paragraphs if p.id == paragraph_id), None)
    if view is None or paragraph is None or view.view != AGREES:
        raise NotFound("There is no such paragraph that your network signed.")
    if paragraph.comment_id is None or said[paragraph.comment_id].reply is None:
        raise NotYet("This paragraph has no reply yet.")
    view.answers_point, view.marked_at = answers_point, desk.now
    event = JointReplyMarked(
        network=item.network,
        request=request_id,
        joint=joint.id,
        comment=paragraph.comment_id,
        answers_point=answers_point,
    )
    desk.work.record(event, desk.actor, item.case.paper)
