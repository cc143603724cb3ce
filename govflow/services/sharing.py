"""What a network lets others read, and private links that can be ended to read it by."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from govflow.domain.calendar import said
from govflow.domain.deadline import end_of_day, local_day
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import CommentsShared, ShareLinkEnded, ShareLinkMade
from govflow.domain.ledger import SharedComment
from govflow.domain.network import StaffNetwork
from govflow.domain.people import Role, system_actor
from govflow.domain.sharing import ShareLink
from govflow.services import ledger, said_and_done
from govflow.services.ledger import Line
from govflow.services.matters import paper_case
from govflow.services.office import Desk, Office, Who, new_id
from govflow.services.said_and_done import Page
from govflow.store import ledger as stored
from govflow.store import people, sharing
from govflow.store.consulted import own_networks
from govflow.store.ledger import Wanted

DAYS: dict[int, str] = {30: "30 days", 90: "90 days", 365: "A year"}
MOST_OPEN = 20
MOST_SHARED = 300  # comments of one network: more is no page that anybody reads
READER = "share-link"


@dataclass(frozen=True)
class Choice:
    """A network's comments that may be shared, each with whether it is."""

    network: StaffNetwork
    lines: list[Line]


def choice(desk: Desk, network_id: str) -> Choice:
    """The comments among which this network's officers choose; raises NotFound and WrongRole."""
    network = people.network(desk.work, network_id)
    if network_id not in own_networks(desk.work, desk.actor.id, desk.today):
        raise WrongRole(f"Only an officer of the {network.name} chooses what it shares.")
    rows = stored.rows(desk.work, Wanted(network_id=network_id, released=True))
    return Choice(network, ledger.lines(desk, rows, []))


def choose(desk: Desk, network_id: str, comment_ids: Iterable[str]) -> int:
    """From now on exactly these are shared; how many they are. Raises as above and Invalid."""
    found = choice(desk, network_id)
    wanted, may = set(comment_ids), {line.row.comment_id for line in found.lines}
    if wanted - may:
        raise Invalid({"comments": "One of these comments cannot be shared: choose again."})
    if len(wanted) > MOST_SHARED:
        raise Invalid({"comments": f"Share at most {MOST_SHARED} comments: untick some."})
    shared = sharing.shared_of(desk.work, network_id)
    added, gone = wanted - set(shared), (set(shared) & may) - wanted
    if not added and not gone:
        return len(wanted)
    sharing.take_back(desk.work, [shared[each] for each in sorted(gone)])
    for each in sorted(added):
        desk.work.add(
            SharedComment(
                id=new_id(),
                organisation_id=found.network.organisation_id,
                comment_id=each,
                network_id=network_id,
            )
        )
    event = CommentsShared(
        network=found.network.name,
        added=len(added),
        taken_back=len(gone),
        comments=tuple(sorted(wanted)),
    )
    desk.work.record(event, desk.actor)
    return len(wanted)


@dataclass(frozen=True)
class Sharing:
    """A page as it is shared, its links, and why no link can be made, if so."""

    page: Page
    links: list[ShareLink]
    may_choose: bool
    why_no_link: str | None


def of_network(desk: Desk, network_id: str) -> Sharing:
    """The preview and the links of a network's page, for its officers and the secretary."""
    network = people.network(desk.work, network_id)
    own = network_id in own_networks(desk.work, desk.actor.id, desk.today)
    if not (own or desk.actor.holds(Role.SECRETARY)):
        raise WrongRole(f"Only officers of the {network.name} and the secretary share this page.")
    page = said_and_done.made(desk, network_id=network_id)
    return _sharing(desk, page, sharing.links(desk.work, network_id=network_id), may_choose=own)


def of_paper(desk: Desk, matter_id: str) -> Sharing:
    """The preview and the links of a paper's page, for the networks asked and the secretary."""
    case = paper_case(desk, matter_id)
    own = bool(case.asked_networks(desk.actor, desk.today))
    if not (own or desk.actor.holds(Role.SECRETARY)):
        raise WrongRole("Only the networks asked and the company secretary share this page.")
    page = said_and_done.made(desk, matter_id=matter_id)
    return _sharing(desk, page, sharing.links(desk.work, matter_id=matter_id), may_choose=False)


def _sharing(desk: Desk, page: Page, links: list[ShareLink], *, may_choose: bool) -> Sharing:
    open_ = [link for link in links if link.open(desk.now)]
    why = None
    if not page.papers:
        why = "Nothing is shared yet, so a link would open an empty page."
    elif len(open_) >= MOST_OPEN:
        why = f"There are {MOST_OPEN} open links already: end one first."
    return Sharing(page, links, may_choose, why)


def make_link(
    desk: Desk, *, network_id: str = "", matter_id: str = "", days: int
) -> tuple[ShareLink, str]:
    """A new link and its secret, which is shown this once; raises Refused and Invalid."""
    found = of_network(desk, network_id) if network_id else of_paper(desk, matter_id)
    if days not in DAYS:
        raise Invalid({"days": "Choose how long the link is good for."})
    if found.why_no_link:
        raise NotYet(found.why_no_link)
    secret, network = secrets.token_urlsafe(32), _speaking(desk, network_id, matter_id)
    expires_at = end_of_day(desk.today + timedelta(days=days), desk.organisation.zone)
    link = ShareLink(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        network_id=network_id or None,
        matter_id=matter_id or None,
        token_hash=_hash(secret),
        made_at=desk.now,
        made_by=f"the {network}" if network else "the company secretary",
        expires_at=expires_at,
    )
    desk.work.add(link)
    event = ShareLinkMade(
        network=network,
        link=link.id,
        of=found.page.subject,
        expires_on=local_day(expires_at, desk.organisation.zone).isoformat(),
    )
    desk.work.record(event, desk.actor)
    return link, secret


def _speaking(desk: Desk, network_id: str, matter_id: str) -> str:
    """The network on whose behalf this person acts here, or nothing for the secretary."""
    if network_id:
        own = network_id in own_networks(desk.work, desk.actor.id, desk.today)
        return people.network(desk.work, network_id).name if own else ""
    asked = paper_case(desk, matter_id).asked_networks(desk.actor, desk.today)
    return asked[0].network_name if asked else ""


def end_link(desk: Desk, link_id: str) -> ShareLink:
    """End a link at once, by whoever may make one; raises Refused and NotFound."""
    link = sharing.link(desk.work, link_id)
    network_id, matter_id = link.network_id or "", link.matter_id or ""
    found = of_network(desk, network_id) if network_id else of_paper(desk, matter_id)
    if not link.open(desk.now):
        raise NotYet("This link opens nothing any more.")
    link.ended_at = desk.now
    network = _speaking(desk, network_id, matter_id)
    event = ShareLinkEnded(network=network, link=link.id, of=found.page.subject)
    desk.work.record(event, desk.actor)
    return link


def opened(office: Office, secret: str, now: datetime) -> Page:
    """What a link opens for whoever holds it; NotFound for one that is ended, over or unknown."""
    with office.everywhere(now) as work:
        link = sharing.link_with(work, _hash(secret))
    if link is None or not link.open(now):
        raise NotFound("There is no such link.")
    with office.reading(Who(link.organisation_id, system_actor(READER)), now) as desk:
        return said_and_done.made(
            desk, network_id=link.network_id or "", matter_id=link.matter_id or ""
        )


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def good_until(link: ShareLink, zone: str) -> str:
    """The last day of a link in words."""
    return said(local_day(link.expires_at, zone))
