"""Matters of an invented world begun from their forms, and papers brought on by their people."""

from datetime import timedelta
from typing import Any

from govflow.domain.people import Role
from govflow.services import consulting, papers, people, planning, procedures
from govflow.services.papers import DraftChange
from govflow.services.planning import Plan
from tests.builders import World, complete_document

FORMS: dict[str, tuple[str, dict[str, Any]]] = {
    "policy_review": (
        "secretary",
        {
            "policy_reference": "HR-014",
            "title": "Recruitment and selection policy",
            "expires_on": "2026-12-31",
            "author": "author",
        },
    ),
    "organisational_change": (
        "author",
        {
            "title": "One booking office instead of three",
            "people_affected": "10 to 49",
            "effective_on": "2026-10-01",
        },
    ),
    "recruitment_divergence": (
        "manager",
        {
            "post": "Ward manager, Cedar ward",
            "post_reference": "VAC-2026/118",
            "ground": "Another reason",
            "case_made": "Advertised twice.",
            "recruiting_manager": "manager",
        },
    ),
    "disciplinary_gate": (
        "manager",
        {"case_reference": "ER-2026/041", "referred_on": "2026-02-27"},
    ),
    "commitment": (
        "secretary",
        {
            "code": "C4",
            "title": "Publish progress on the goals",
            "raw": "publish progress",
            "due_on": "2026-03-31",
            "measure": "A published table for each band",
            "owner": "lead",
        },
    ),
    "action": (
        "secretary",
        {
            "title": "Print the new front sheet",
            "minute": "2026/114",
            "owner": "author",
            "due_on": "2026-03-20",
        },
    ),
}
PERSONS = ("author", "owner", "recruiting_manager")


def given(world: World, key: str, **changes: Any) -> dict[str, Any]:
    """A form as it would be sent: people by their ids."""
    facts = {**FORMS[key][1], **changes}
    return {name: world.ids[v] if name in PERSONS else v for name, v in facts.items()}


def begun(world: World, key: str, *, by: str = "", **changes: Any) -> str:
    """A matter just begun from its form; people are named by their keys in the world."""
    with world.as_(by or FORMS[key][0]) as desk:
        return procedures.open_matter(desk, key, given(world, key, **changes)).id


def somebody(world: World, key: str, name: str, *roles: str) -> None:
    """One more person in the world."""
    with world.as_("system") as desk:
        made = people.add_person(desk, name=name, email=f"{key}@rqx.example")
        for role in roles:
            people.give_role(desk, made.id, role, starts_on=world.now.date() - timedelta(days=9))
        world.ids[key] = made.id


def second_lead(world: World) -> None:
    """Another board-level equality lead."""
    somebody(world, "second_lead", "Second Lead", Role.EQUALITY_LEAD)


def written(world: World, matter_id: str, meeting: int = 1) -> None:
    """The author fills in the front sheet and the text."""
    change = DraftChange(complete_document(), world.ids["lead"], world.meeting_ids[meeting])
    with world.as_("author") as desk:
        papers.save_draft(desk, matter_id, change)


def scoped(world: World, matter_id: str, *asked: str, window: int = 10, meeting: int = 1) -> None:
    """The secretary chooses the networks, all of them unless named."""
    chosen = frozenset(world.network_ids[name] for name in asked or world.network_ids)
    reasons = dict.fromkeys(world.network_ids.values(), "It does not concern them.")
    with world.as_("secretary") as desk:
        plan = Plan(chosen, reasons, window, world.meeting_ids[meeting])
        planning.choose_networks(desk, matter_id, plan)


def heard(world: World, matter_id: str) -> None:
    """The race network comments and objects; the others have nothing to add."""
    for network, request in world.requests(matter_id).items():
        with world.as_(f"{network}_chair") as desk:
            if network == "race":
                consulting.comment(desk, request, text="Panels stay as they were.")
                consulting.take_position(desk, request, position="object", statement="No.")
            else:
                consulting.take_position(desk, request, position="nothing_to_add")


def decided(world: World, matter_id: str, action: str = "approve") -> None:
    """From the text in draft to the decision, through everybody's hands."""
    meeting = 2
    written(world, matter_id, meeting)
    world.act("author", matter_id, "submit")
    scoped(world, matter_id, window=20, meeting=meeting)
    world.act("secretary", matter_id, "send_to_networks")
    heard(world, matter_id)
    world.act("secretary", matter_id, "close_consultation")
    world.reply_to_all(matter_id)
    world.act("author", matter_id, "finish_responses")
    world.act("lead", matter_id, "accept_responses")
    world.act("secretary", matter_id, "issue")
    world.act("board_chair", matter_id, action, attestation="yes", minute_reference="2026/41")
