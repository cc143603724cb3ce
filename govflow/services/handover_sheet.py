"""The hand-over sheet: everything open in an office, worked out when it is read."""

from dataclasses import dataclass, field

from govflow.domain.errors import WrongRole
from govflow.domain.handover import NETWORK, SECRETARY, HandOver
from govflow.domain.network import StaffNetwork
from govflow.domain.people import Role
from govflow.domain.undertakings import NOT_DUE
from govflow.services import matter_lines, network_desk
from govflow.services.matter_lines import MatterLine
from govflow.services.network_desk import Item
from govflow.services.office import Desk
from govflow.services.undertaking_pages import Listed, listed
from govflow.store import dates, handovers, people, undertakings
from govflow.store.dates import NetworkMeeting
from govflow.store.handovers import Voiced, Waiting
from govflow.store.undertakings import Wanted

MOST_PROMISES = 100
CLOSED = "This hand-over sheet is not open to you."


@dataclass(frozen=True)
class NetworkPart:
    """What a network's officers find: requests, promises, dates and whom to ask."""

    network: StaffNetwork
    to_answer: list[Item]
    late: list[Item]
    to_mark: list[Item]
    to_check: list[Listed]
    later: list[Listed]
    meetings: list[NetworkMeeting]
    voices: dict[str, Voiced]
    secretaries: list[str]

    @property
    def nothing_open(self) -> bool:
        """True when the network waits for nothing and nothing waits for it."""
        return not (self.to_answer or self.late or self.to_mark or self.to_check or self.later)


@dataclass(frozen=True)
class SheetPage:
    """A hand-over with what its reader may see of the office; `open` says whether contents show."""

    made: HandOver
    open: bool
    mine: bool
    may_confirm: bool
    network: NetworkPart | None = None
    matters: list[MatterLine] = field(default_factory=list)
    promises: list[Listed] = field(default_factory=list)
    asks: list[Waiting] = field(default_factory=list)


def sheet(desk: Desk, hand_over_id: str) -> SheetPage:
    """The sheet for who holds the office today; before and after, only its first lines.

    The people concerned, the administrator and the secretary see that it was made; what is in the
    office only those who are in it. Raises NotFound and WrongRole.
    """
    made = handovers.one(desk.work, hand_over_id)
    me = desk.actor
    mine = me.id == made.to_id
    inside = _inside(desk, made)
    if not (inside or mine or me.id == made.from_id or me.holds(Role.ADMINISTRATOR)):
        raise WrongRole(CLOSED)
    may_confirm = mine and made.begun(desk.today) and made.read_at is None
    if not inside:
        return SheetPage(made, open=False, mine=mine, may_confirm=False)
    if made.office == NETWORK:
        return SheetPage(made, True, mine, may_confirm, network=_network(desk, made))
    return SheetPage(
        made,
        True,
        mine,
        may_confirm,
        matters=[line for line in matter_lines.listing(desk) if line.mine],
        promises=listed(desk, handovers.promises_owned(desk.work, me.id)),
        asks=handovers.asks(desk.work) if made.office == SECRETARY else [],
    )


def _inside(desk: Desk, made: HandOver) -> bool:
    """Whether this person holds the office now: as its network's officer, secretary or author."""
    if made.office == NETWORK:
        return made.network_id in {n.id for n in network_desk.own_networks(desk)}
    if made.office == SECRETARY:
        return desk.actor.holds(Role.SECRETARY)
    return desk.actor.id == made.to_id


def _network(desk: Desk, made: HandOver) -> NetworkPart:
    found = people.network(desk.work, made.network_id or "")
    page = network_desk.waiting(desk)

    def of(items: list[Item]) -> list[Item]:
        return [item for item in items if item.request.network_id == found.id]

    open_ = [*of(page.to_answer), *of(page.late)]
    wanted = Wanted(desk.today, frozenset({found.id}), standing=NOT_DUE)
    later = undertakings.page(desk.work, wanted, limit=MOST_PROMISES, offset=0)
    secretaries = people.people_with(desk.work, [Role.SECRETARY], desk.today)
    return NetworkPart(
        network=found,
        to_answer=of(page.to_answer),
        late=of(page.late),
        to_mark=of(page.to_mark),
        to_check=[each for each in page.to_check if each.made.network_id == found.id],
        later=listed(desk, later),
        meetings=dates.meetings(desk.work, [found.id], desk.today),
        voices=handovers.voices(desk.work, [item.request.id for item in open_]),
        secretaries=[person.name for person in secretaries],
    )
