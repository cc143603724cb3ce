"""What the secretary sees before a partner's network is invited to a paper."""

from dataclasses import dataclass

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Consultation
from govflow.domain.deadline import Deadline, window_closes
from govflow.domain.errors import NotFound, NotYet, WrongRole
from govflow.domain.invitations import Invitation
from govflow.domain.partners import AGREED
from govflow.domain.people import Role, system_actor
from govflow.services.matters import paper_case, workflow_of
from govflow.services.office import Desk, Office, Who
from govflow.store import invitations, people
from govflow.store import partners as agreements
from govflow.store.people import Organisation


@dataclass(frozen=True)
class Offered:
    """A network of a partner that may be invited; `key` names both for a form."""

    partner: Organisation
    network_id: str
    network_name: str
    partnership_id: str

    @property
    def key(self) -> str:
        """The value of a form's field."""
        return f"{self.partner.id}:{self.network_id}"


@dataclass(frozen=True)
class InvitingPage:
    """Which networks may be invited, until when they would have, and who is invited already."""

    offered: list[Offered]
    partners: list[Organisation]
    deadline: Deadline | None
    stopped: str | None
    invited: list[Invitation]


def inviting(office: Office, who: Who, desk: Desk, matter_id: str) -> InvitingPage:
    """The secretary's page; raises NotFound and WrongRole."""
    secretary_only(desk)
    case = paper_case(desk, matter_id)
    round_ = case.consultation
    requests = round_.requests if round_ else []
    why = why_not(desk, case)
    known = {r.network_id for r in requests}
    partners = _partners(desk)
    taken = {n.partner_network_id for n in case.networks.values() if n.id in known}
    return InvitingPage(
        offered=[o for o in _offered(office, desk, partners) if o.network_id not in taken],
        partners=[partner for partner, _ in partners],
        deadline=closes(desk, case, round_) if round_ and not why else None,
        stopped=why,
        invited=invitations.of_matter(desk.work, [r.id for r in requests]),
    )


def secretary_only(desk: Desk) -> None:
    """Raises WrongRole for everybody else."""
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may invite a network of a partner.")


def why_not(desk: Desk, case: PaperCase) -> str | None:
    """Why no network of a partner can join this consultation now, or None."""
    round_ = case.consultation
    if round_ is None or round_.opened_at is None:
        return "Send the paper to your own networks first: a partner's network joins them."
    if round_.closed_at or workflow_of(desk, case.paper).states[case.state].final:
        return "The consultation on this paper is closed: no further network can be asked."
    return None


def closes(desk: Desk, case: PaperCase, round_: Consultation) -> Deadline:
    """When a network that is invited now has had the same window as the others."""
    at = window_closes(desk.now, round_.window_working_days, case.calendar, case.zone)
    return case.by(at, "consultation")


def _partners(desk: Desk) -> list[tuple[Organisation, str]]:
    """Organisations with which an agreement is in force, and its id."""
    names = {o.id: o for o in people.organisations(desk.work)}
    return [
        (names[kept.other(desk.work.organisation_id)], kept.id)
        for kept in agreements.partnerships(desk.work)
        if kept.standing == AGREED
    ]


def _offered(office: Office, desk: Desk, partners: list[tuple[Organisation, str]]) -> list[Offered]:
    """Names of partners' networks with somebody in post: all that an agreement shows of them."""
    found: list[Offered] = []
    for partner, agreement in partners:
        there = Who(partner.id, system_actor("partners"))
        with office.reading(there, desk.now) as theirs:
            found += [
                Offered(partner, network.id, network.name, agreement)
                for network in people.networks(theirs.work)
                if network.chair_in_post(theirs.today)
                and (network.ended_on is None or network.ended_on >= theirs.today)
            ]
    return found


def invitation_to(desk: Desk, matter_id: str, invitation_id: str) -> Invitation:
    """An open invitation to this paper; raises NotFound, NotYet and WrongRole."""
    secretary_only(desk)
    round_ = paper_case(desk, matter_id, with_words=False).consultation
    asked = [r.id for r in round_.requests] if round_ else []
    found = invitations.of_matter(desk.work, [i for i in asked if i == invitation_id])
    if not found:
        raise NotFound("There is no such invitation.")
    if found[0].withdrawn_at:
        raise NotYet("This invitation has been withdrawn already.")
    return found[0]
