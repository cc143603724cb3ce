"""Promises made to networks as people read them: one of them, and those that are theirs."""

from collections.abc import Iterable
from dataclasses import dataclass

from govflow.domain.cases import PaperCase
from govflow.domain.errors import WrongRole
from govflow.domain.people import Person, Role
from govflow.domain.undertakings import Undertaking
from govflow.services import papers
from govflow.services.ledger import WIDE
from govflow.services.matters import paper_case
from govflow.services.office import Desk
from govflow.store import people
from govflow.store import undertakings as stored
from govflow.store.consulted import own_networks
from govflow.store.undertakings import Wanted

# Who may own a promise: somebody with the means to keep it, never a network's officer as such.
OWNERS = (
    Role.EXECUTIVE_LEAD,
    Role.AUTHOR,
    Role.MANAGER,
    Role.SECRETARY,
    Role.EQUALITY_LEAD,
    Role.BOARD_CHAIR,
)


def may_promise(desk: Desk, case: PaperCase) -> bool:
    """The paper's author and lead, and the secretary."""
    own = {case.paper.author_id, case.paper.executive_lead_id}
    return desk.actor.id in own or desk.actor.holds(Role.SECRETARY)


def promising(desk: Desk, matter_id: str) -> PaperCase:
    """The paper about which this person may make promises; raises NotFound and WrongRole."""
    case = papers.readable(desk, matter_id)
    if not may_promise(desk, case):
        raise WrongRole("Only the author, the executive lead and the secretary make promises.")
    return case


def owners(desk: Desk) -> list[Person]:
    """Everybody who can own a promise."""
    return people.people_with(desk.work, OWNERS, desk.today)


@dataclass(frozen=True)
class PromisePage:
    """One promise as this person sees it; each `why_` is a sentence where the act is not open."""

    made: Undertaking
    case: PaperCase
    comment: str
    standing: str
    officer: bool
    may_note: bool
    may_hand_over: bool
    why_not_checked: str | None


def promise_page(desk: Desk, undertaking_id: str) -> PromisePage:
    """The promise, for its network, its owner and the readers of its paper; raises Refused."""
    made = stored.one(desk.work, undertaking_id)
    case = paper_case(desk, made.matter_id)
    officer = case.speaks_for(desk.actor, made.network_id, desk.today)
    owns = made.owner_id == desk.actor.id
    if not (officer or owns or papers.may_read(desk, case, as_officer=False)):
        raise WrongRole("This promise is not open to you.")
    round_ = case.consultation
    said = [c for r in (round_.requests if round_ else []) for c in r.comments]
    return PromisePage(
        made=made,
        case=case,
        comment=next((c.text for c in said if c.id == made.comment_id), ""),
        standing=made.standing(desk.today),
        officer=officer,
        may_note=owns or may_promise(desk, case),
        may_hand_over=desk.actor.holds(Role.SECRETARY),
        why_not_checked=_why_not_checked(desk, made) if officer else None,
    )


def _why_not_checked(desk: Desk, made: Undertaking) -> str | None:
    if made.owner_id == desk.actor.id:
        return "You own this promise, so another officer of the network says whether it was kept."
    if not made.due(desk.today):
        return "The day to check back has not come yet."
    return None


@dataclass(frozen=True)
class Listed:
    """One promise in a list, with its paper."""

    made: Undertaking
    reference: str
    title: str
    standing: str


def listed(desk: Desk, found: Iterable[Undertaking]) -> list[Listed]:
    """The promises with the papers they were made about."""
    made = list(found)
    titles = stored.titles(desk.work, {each.matter_id for each in made})
    return [Listed(each, *titles[each.matter_id], each.standing(desk.today)) for each in made]


def listing(desk: Desk, standing: str, *, limit: int, offset: int) -> tuple[list[Listed], int]:
    """A page of the promises that concern this reader, and how many there are."""
    wanted = Wanted(desk.today, standing=standing)
    if not desk.actor.holds(*WIDE):
        own = own_networks(desk.work, desk.actor.id, desk.today)
        wanted = Wanted(desk.today, own, desk.actor.id, standing)
    found = stored.page(desk.work, wanted, limit=limit, offset=offset)
    return listed(desk, found), stored.count(desk.work, wanted)
