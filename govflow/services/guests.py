"""A network's officers as guests of a partner organisation: one request, a few verbs, no more.

Everything a guest reads or does there goes through a desk that is opened for one request (see
store/guest_scope.py) and on which the network acts as itself: who inside it acted stands sealed in
its own organisation's trail and is never given to the organisation that asked.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from govflow.domain.consultation import POSITIONS, STATUS_TITLES
from govflow.domain.deadline import Deadline
from govflow.domain.errors import NotFound, NotYet, WrongRole
from govflow.domain.events import InvitationUsed
from govflow.domain.invitations import Invitation
from govflow.domain.people import Actor, Role
from govflow.services import consulting, formats, marking, network_request, renewed, threads
from govflow.services.calendars import working_days
from govflow.services.network_desk import own_networks
from govflow.services.network_request import PackFile, RequestPage
from govflow.services.office import Desk, Office, Who
from govflow.store import invitations, people
from govflow.store.invitations import Stands
from govflow.store.partners import leaf_of
from govflow.store.people import Organisation

NOBODY = Actor("", "")
WITHDRAWN = "This invitation was withdrawn: nothing more can be read or answered there."
# What a guest may do, and how its own organisation's trail says it. Nothing else is open to it.
VERBS: dict[str, tuple[Callable[..., Any], str]] = {
    "acknowledge": (consulting.acknowledge, "opened the pack"),
    "comment": (consulting.comment, "commented"),
    "position": (consulting.take_position, "gave its position"),
    "question": (consulting.ask_question, "asked a question"),
    "extension": (consulting.ask_extension, "asked for more time"),
    "format": (formats.ask, "asked for another format"),
    "keep": (renewed.keep, "kept its position"),
    "answer": (threads.answer, "answered a question about its comment"),
}


@dataclass(frozen=True)
class Invited:
    """An invitation on a list: who asks, until when, and where it stands."""

    invitation: Invitation
    host: Organisation
    deadline: Deadline | None
    status: str
    waits: bool


@dataclass(frozen=True)
class Guest:
    """Somebody's invitation, and the organisation that asked."""

    invitation: Invitation
    host: Organisation

    @property
    def open(self) -> bool:
        """False once it was withdrawn: then nothing of the other side is shown any more."""
        return self.invitation.withdrawn_at is None


def guest(desk: Desk, invitation_id: str) -> Guest:
    """One's own network's invitation; raises NotFound and WrongRole."""
    found = invitations.invitation(desk.work, invitation_id)
    if found.partner_id != desk.work.organisation_id:
        raise NotFound("There is no such invitation.")
    if found.partner_network_id not in {n.id for n in own_networks(desk)}:
        raise WrongRole(f"Only an officer of the {found.network_name} may answer this invitation.")
    hosts = {o.id: o for o in people.organisations(desk.work)}
    return Guest(found, hosts[found.organisation_id])


def invited(office: Office, desk: Desk) -> list[Invited]:
    """Every invitation of one's networks, those that wait first; statements do not grow."""
    given = invitations.to_networks(desk.work, [n.id for n in own_networks(desk)])
    open_ = [each.id for each in given if each.withdrawn_at is None]
    if not given:
        return []
    hosts = {o.id: o for o in people.organisations(desk.work)}
    own = desk.work.organisation_id
    with office.store.reading(own, desk.now, guest=",".join(open_) or "none") as work:
        stands = invitations.stands(work, open_)
    found = [_listed(office, each, hosts, stands.get(each.id), desk.now) for each in given]
    return sorted(found, key=lambda each: not each.waits)


def _listed(
    office: Office,
    given: Invitation,
    hosts: dict[str, Organisation],
    stand: Stands | None,
    now: datetime,
) -> Invited:
    host = hosts[given.organisation_id]
    if stand is None or stand.withdrawn_at:
        return Invited(given, host, None, STATUS_TITLES["withdrawn"], waits=False)
    flow = office.workflows.get(stand.workflow, stand.workflow_version)
    over = flow.states[stand.state].final
    deadline = Deadline(
        instant_at=stand.closes_at,
        zone=host.zone,
        origin="consultation",
        calendar=working_days(host.calendar),
    )
    waits = not (stand.position or stand.waived_at or over)
    return Invited(given, host, deadline, _status(stand, now), waits)


def _status(stand: Stands, now: datetime) -> str:
    if stand.position:
        return POSITIONS[stand.position].lower()
    if now >= stand.closes_at:
        return STATUS_TITLES["no_reply"]
    return STATUS_TITLES["acknowledged" if stand.acknowledged_at else "invited"]


def page(office: Office, who: Who, own: Desk, invitation_id: str) -> RequestPage:
    """The pack and the network's own thread, opened for the first time if need be.

    Raises NotFound, WrongRole, and NotYet once the invitation was withdrawn.
    """
    shown = _page(office, who, own, invitation_id)
    if not network_request.to_acknowledge(shown):
        return shown
    act(office, who, own, invitation_id, "acknowledge")
    return _page(office, who, own, invitation_id)


def look(office: Office, who: Who, own: Desk, invitation_id: str) -> RequestPage:
    """The same page without recording that it was opened."""
    return _page(office, who, own, invitation_id)


def _page(office: Office, who: Who, own: Desk, invitation_id: str) -> RequestPage:
    with _there(office, own, invitation_id) as desk:
        return network_request.request_page(desk, invitation_id)


def pack_file(office: Office, own: Desk, invitation_id: str, sha256: str) -> PackFile:
    """An attachment of the pack, byte for byte as it was sent; raises as `page`."""
    with _there(office, own, invitation_id) as desk:
        return network_request.pack_file(desk, invitation_id, sha256)


def act(
    office: Office, who: Who, own: Desk, invitation_id: str, verb: str, *ids: str, **given: Any
) -> Any:
    """Do one of VERBS there, and record it in both trails; raises as `page` and as the verb."""
    doing, said = VERBS[verb]
    with _there(office, own, invitation_id, write=True) as desk:
        done = doing(desk, invitation_id, *ids, **given)
        _record_here(desk, who, own, invitation_id, said)
        return done


def mark(
    office: Office, who: Who, own: Desk, invitation_id: str, comment_id: str, *, answers: bool
) -> None:
    """Say whether a reply answers the network's point; raises as `page` and as mark_reply."""
    with _there(office, own, invitation_id, write=True) as desk:
        marking.mark_reply(desk, comment_id, answers_point=answers)
        _record_here(desk, who, own, invitation_id, "judged a reply to its comment")


@contextmanager
def _there(office: Office, own: Desk, invitation_id: str, *, write: bool = False) -> Iterator[Desk]:
    """A desk at the organisation that asked, which sees one request and acts as the network."""
    invited_to = guest(own, invitation_id)
    if not invited_to.open:
        raise NotYet(WITHDRAWN)
    given = invited_to.invitation
    with office.reading(Who(given.organisation_id, NOBODY), own.now, guest=given.id) as desk:
        network = invitations.stand_in(desk.work, given.partner_id, given.partner_network_id)
    if network is None:
        raise NotFound("There is no such invitation.")
    as_itself = Actor(network.id, network.name, frozenset({Role.NETWORK_CHAIR}))
    there = Who(given.organisation_id, as_itself)
    if not write:
        with office.reading(there, own.now, guest=given.id) as desk:
            yield desk
        return
    beside = own.work.organisation_id
    with office.writing(there, own.now, beside=beside, guest=given.id) as desk:
        with desk.work.house():  # asked again under both logs' locks: it may just have ended
            still = invitations.invitation(desk.work, given.id)
        if still.withdrawn_at:
            raise NotYet(WITHDRAWN)
        yield desk


def _record_here(desk: Desk, who: Who, own: Desk, invitation_id: str, said: str) -> None:
    """The twin of each entry in our own trail: by the network as a body, the person sealed."""
    found = guest(own, invitation_id)
    for seq in desk.work.recorded:
        with desk.work.house():
            leaf = leaf_of(desk.work, seq)
        twin = InvitationUsed(
            network=found.invitation.network_name,
            request=invitation_id,
            act=said,
            with_organisation=found.host.name,
            twin_seq=seq,
            twin_leaf=leaf,
        )
        desk.work.record_beside(own.work.organisation_id, twin, who.actor)
