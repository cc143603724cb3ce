"""A paper that changes after networks were asked, brought as far as a test needs it."""

from dataclasses import replace
from typing import Any

from govflow.services import anchored, consulting, network_request, papers, renewing
from govflow.services.network_request import RequestPage
from govflow.services.papers import DraftChange
from govflow.store import matters
from tests.builders import World

PANELS = "Panels differ."
NEW_PANELS = "Panels differ, and every panel has a trained member."


def anchor_of(world: World, made: str, words: str) -> str:
    """The anchor of the paragraph that reads so in the newest version."""
    with world.looking("secretary") as desk:
        latest = matters.paper(desk.work, made).latest
        assert latest is not None
        return next(p.anchor for p in anchored.places(latest) if p.text == words)


def comment_on(world: World, made: str, network: str, words: str = PANELS) -> str:
    """A network comments on that paragraph."""
    anchor, request = anchor_of(world, made, words), world.requests(made)[network]
    with world.as_(f"{network}_chair") as desk:
        return consulting.comment(desk, request, text="Say who trains them.", anchor=anchor).id


def change(world: World, made: str, *, version: bool = True, **changes: Any) -> None:
    """The author changes the paper; without words of its own, the paragraph about panels."""
    with world.looking("author") as desk:
        paper = matters.paper(desk.work, made)
        old, lead, meeting = paper.draft, paper.executive_lead_id, paper.meeting_id
    changes = changes or {"body": old.body.replace(PANELS, NEW_PANELS)}
    with world.as_("author") as desk:
        papers.save_draft(desk, made, DraftChange(replace(old, **changes), lead, meeting))
    if version:
        with world.as_("author") as desk:
            papers.make_version(desk, made, note="Panels are trained.")


def judge(world: World, made: str, *networks: str, reason: str = "It changes a promise.") -> None:
    """The secretary says that it is material for these networks, or for nobody."""
    ids = world.requests(made)
    with world.as_("secretary") as desk:
        renewing.judge(
            desk,
            made,
            material=bool(networks),
            reason=reason,
            networks=[ids[network] for network in networks],
        )


def seen(world: World, made: str, network: str = "race") -> RequestPage:
    """The request as its network's chair sees it."""
    request = world.requests(made)[network]
    with world.looking(f"{network}_chair") as desk:
        return network_request.request_page(desk, request)
