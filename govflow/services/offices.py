"""Gathers the offices somebody holds, what was handed to or by them, and who keeps their place."""

from dataclasses import dataclass

from govflow.domain.handover import HandOver
from govflow.domain.network import Officer, StaffNetwork
from govflow.domain.people import Role, RoleHeld, in_force
from govflow.services.handing_over import authors, open_papers
from govflow.services.office import Desk
from govflow.services.substitutes import Held
from govflow.store import handovers, people


def unread(desk: Desk) -> list[HandOver]:
    """What this person took over, or is to take over, without having read its sheet."""
    return handovers.unread(desk.work, desk.actor.id)


@dataclass(frozen=True)
class OfficesPage:
    """The offices somebody holds today, and what was handed to them or by them."""

    posts: list[tuple[StaffNetwork, Officer]]
    roles: list[RoleHeld]
    papers: int
    taken: list[HandOver]
    given: list[HandOver]
    substitutes: list[Officer | RoleHeld]
    names: dict[str, str]
    authors: list[tuple[str, str]]


def own(desk: Desk) -> OfficesPage:
    """What this person holds, today and as a substitute, and who keeps their place."""
    me = desk.actor.id
    networks = people.networks(desk.work)
    everybody = people.people(desk.work)
    terms: list[Held] = [o for n in networks for o in n.officers]
    terms += [r for p in everybody for r in p.roles]
    found = handovers.of_person(desk.work, me)
    secretary = desk.actor.holds(Role.SECRETARY)
    return OfficesPage(
        posts=[(n, o) for n in networks for o in n.officers_on(desk.today) if o.person_id == me],
        roles=[r for p in everybody if p.id == me for r in p.roles if _kept_today(desk, r)],
        papers=len(open_papers(desk, me)),
        taken=[h for h in found if h.to_id == me],
        given=[h for h in found if h.from_id == me],
        substitutes=[t for t in terms if t.stands_for_id == me and not _over(desk, t)],
        names={p.id: p.name for p in everybody},
        authors=[(p.id, p.name) for p in authors(desk, me)] if secretary else [],
    )


def _kept_today(desk: Desk, held: RoleHeld) -> bool:
    today = in_force(held.starts_on, held.ends_on, desk.today)
    return held.role == Role.SECRETARY and today


def _over(desk: Desk, term: Held) -> bool:
    return term.ends_on is not None and term.ends_on < desk.today
