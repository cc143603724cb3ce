"""Urgent decisions of an invented world, as far as a test needs them."""

import sqlalchemy as sa

from govflow.store import tables
from tests.builders import World


def urgent(world: World, title: str = "Extend the contract") -> str:
    """An urgent decision taken, its retrospective consultation open."""
    made = world.submitted(title=title)
    world.act("board_chair", made, "declare_urgent", reason="It ends on Friday.")
    m = tables.matter.c
    with world.looking("secretary") as desk:
        found = desk.work.session.scalars(sa.select(m.id).where(m.continues_matter_id == made))
        matter_id = str(found.one())
    world.act("equality_lead", matter_id, "agree_urgency", reason="It cannot wait.")
    world.act("board_chair", matter_id, "take_decision", reason="Extend.", attestation="yes")
    return matter_id
