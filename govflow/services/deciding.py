"""What waits for the board chair and the equality lead, with the cover sheet in brief."""

from collections.abc import Mapping
from dataclasses import dataclass

from govflow.domain.consultation import Consultation
from govflow.domain.people import Role
from govflow.services.board import standing_in
from govflow.services.cover import CoverRow, rows_of
from govflow.services.listing import Item, Lister
from govflow.services.office import Desk
from govflow.store import matters
from govflow.store.board import Place, Unreached, unreached

URGENT = "urgent_decision"
# A policy review or a change is decided as any other paper is, once it is in the pack.
ISSUED = tuple((key, "issued") for key in ("board_paper", "policy_review", "organisational_change"))
# Each part of the page: its name, whose turn it is, and where the papers in it stand.
PARTS: tuple[tuple[str, str, tuple[Place, ...]], ...] = (
    ("Urgent: is it urgent?", Role.EQUALITY_LEAD, ((URGENT, "proposed"),)),
    ("Urgent: agreed, to be decided", Role.BOARD_CHAIR, ((URGENT, "agreed"),)),
    ("Urgent: to be ratified or not", Role.BOARD_CHAIR, ((URGENT, "awaiting_ratification"),)),
    ("In the board pack, to be decided", Role.BOARD_CHAIR, ISSUED),
    ("Decided urgently, networks being heard", "", ((URGENT, "decided_urgently"),)),
)


@dataclass(frozen=True)
class Waiting:
    """A paper awaiting a decision, and what its cover sheet says of the networks."""

    item: Item
    rows: tuple[CoverRow, ...]

    @property
    def objections(self) -> list[CoverRow]:
        """Those still unresolved."""
        return [row for row in self.rows if row.objection]


@dataclass(frozen=True)
class Part:
    """Papers that wait for the same act."""

    title: str
    mine: bool
    papers: tuple[Waiting, ...]


@dataclass(frozen=True)
class Decisions:
    """The whole page."""

    parts: tuple[Part, ...]
    unreached: tuple[Unreached, ...]

    @property
    def mine(self) -> int:
        """How many papers wait for this reader."""
        return sum(len(part.papers) for part in self.parts if part.mine)


def decisions(desk: Desk) -> Decisions:
    """Everything on its way to a decision, this reader's own turn first."""
    items = standing_in(desk, Lister(desk), [place for _, _, places in PARTS for place in places])
    rounds = matters.consultations_of(desk.work, [item.line.id for item in items])
    parts = [_part(desk, part, items, rounds) for part in PARTS]
    chair = desk.actor.holds(Role.BOARD_CHAIR)
    return Decisions(
        parts=tuple(sorted((p for p in parts if p.papers), key=lambda part: not part.mine)),
        unreached=tuple(unreached(desk.work)) if chair else (),
    )


def _part(
    desk: Desk,
    part: tuple[str, str, tuple[Place, ...]],
    items: list[Item],
    rounds: Mapping[str, Consultation],
) -> Part:
    title, role, places = part
    found = [
        Waiting(item, tuple(rows_of(rounds.get(item.line.id), desk.now)))
        for item in items
        if (item.line.workflow, item.line.state) in places
    ]
    return Part(title, desk.actor.holds(role), tuple(found))
