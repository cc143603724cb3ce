"""A paper whose race network was heard: a comment accepted, its paragraph changed, and decided."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from govflow.services import consulting, marking, papers, renewing, replying, sharing, undertakings
from govflow.services.matters import paper_case
from govflow.services.papers import DraftChange
from govflow.services.undertakings import Form
from govflow.store import matters as stored
from tests.builders import World

BEFORE = "Panels differ."
AFTER = "Panels no longer differ."
SAID = "Panels must ask everybody the same."


@dataclass
class Heard:
    """The paper and its comments, by their ids."""

    matter_id: str
    request_id: str
    comment_id: str
    other_id: str


def heard(world: World, **changes: Any) -> Heard:
    """Two comments of the race network: one on the paragraph that will change, one on the whole."""
    made = world.consulting(**changes)
    request = world.requests(made)["race"]
    with world.as_("race_chair") as desk:
        one = consulting.comment(desk, request, text=SAID, anchor="p-3")
    with world.as_("race_chair") as desk:
        other = consulting.comment(desk, request, text="Rooms need a lift.")
    for network, each in world.requests(made).items():
        with world.as_(f"{network}_chair") as desk:
            consulting.take_position(desk, each, position="nothing_to_add")
    world.act("secretary", made, "close_consultation")
    return Heard(made, request, one.id, other.id)


def changed(world: World, found: Heard, after: str = AFTER) -> None:
    """The author puts other words into the paragraph and makes a version of it."""
    with world.as_("author") as desk:
        paper = stored.paper(desk.work, found.matter_id)
        body = paper.draft.body.replace(BEFORE, after)
        change = DraftChange(
            replace(paper.draft, body=body), paper.executive_lead_id, paper.meeting_id
        )
        papers.save_draft(desk, found.matter_id, change)
    with world.as_("author") as desk:
        papers.make_version(desk, found.matter_id, note="After the networks.")


def replied(
    world: World, found: Heard, *, typed: str = AFTER, reason: str = "You are right."
) -> None:
    """The first comment is accepted, the second is not."""
    with world.as_("author") as desk:
        replying.reply(
            desk, found.comment_id, outcome="accepted", reason=reason, changed_paragraph=typed
        )
    with world.as_("author") as desk:
        replying.reply(desk, found.other_id, outcome="out_of_scope", reason="Estates decide that.")


def decided(world: World, found: Heard, *, feedback: str = "Your words changed it.") -> None:
    """From the replies to the decision and the feedback."""
    world.act("author", found.matter_id, "finish_responses")
    world.act("lead", found.matter_id, "accept_responses")
    with world.as_("secretary") as desk:
        if paper_case(desk, found.matter_id).unasked():
            renewing.judge(desk, found.matter_id, material=False, reason="As the reply says.")
    world.act("secretary", found.matter_id, "issue")
    world.act(
        "board_chair", found.matter_id, "approve", attestation="yes", minute_reference="2026/41"
    )
    world.act("secretary", found.matter_id, "send_feedback", feedback=feedback)


def promised(
    world: World,
    found: Heard,
    *,
    days: int = 30,
    text: str = "Every panel is trained.",
    **more: Any,
) -> str:
    """A promise in the reply to the first comment, owned by the executive lead."""
    form = Form(
        network_id="",
        text=text,
        owner_id=world.ids[more.pop("owner", "lead")],
        check_back_on=world.now.date() + timedelta(days=days),
        comment_id=more.pop("comment_id", found.comment_id),
    )
    with world.as_(more.pop("by", "author")) as desk:
        return undertakings.make(desk, found.matter_id, replace(form, **more))[0].id


def whole(world: World) -> Heard:
    """All of it: heard, changed, replied, decided, a promise, and everything shared."""
    found = heard(world)
    changed(world, found)
    replied(world, found)
    decided(world, found)
    promised(world, found)
    with world.as_("race_chair") as desk:
        marking.mark_reply(desk, found.comment_id, answers_point=True)
    with world.as_("race_chair") as desk:
        sharing.choose(desk, world.network_ids["race"], [found.comment_id, found.other_id])
    return found
