"""The secretary asks a network of a partner organisation about one paper, or withdraws that."""

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Consultation, NetworkChoice, Request
from govflow.domain.errors import Invalid, NotFound, NotYet
from govflow.domain.events import InvitationWithdrawn, PartnerNetworkInvited
from govflow.domain.invitations import Invitation
from govflow.domain.network import StaffNetwork
from govflow.domain.paper import Paper
from govflow.domain.partners import AGREED
from govflow.services import planning
from govflow.services.both_sides import on_both_sides
from govflow.services.inviting_page import Offered, closes, inviting, secretary_only, why_not
from govflow.services.matters import paper_case
from govflow.services.notices import tell_officers
from govflow.services.office import Desk, Office, Who, new_id
from govflow.store import invitations
from govflow.store import partners as agreements
from govflow.store.log import stamp

LONGEST_REASON = 1000


def invite(office: Office, who: Who, desk: Desk, matter_id: str, key: str, reason: str) -> str:
    """Choose and invite, in a transaction of its own beside the partner; the invitation's id.

    `desk` looks only. Raises Invalid, NotYet, NotFound and WrongRole.
    """
    page = inviting(office, who, desk, matter_id)
    if page.stopped:
        raise NotYet(page.stopped)
    chosen = next((o for o in page.offered if o.key == key), None)
    problems = {} if chosen else {"network": "Choose a network of a partner organisation."}
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        problems["reason"] = "Say why you invite it, in at most 1,000 characters."
    if chosen is None or problems:
        raise Invalid(problems)
    with office.writing(who, desk.now, beside=chosen.partner.id) as writing:
        return _invite(writing, matter_id, chosen, reason.strip())


def _invite(desk: Desk, matter_id: str, chosen: Offered, reason: str) -> str:
    kept = agreements.partnership_of(desk.work, chosen.partnership_id)
    case = paper_case(desk, matter_id)
    round_ = case.consultation
    why = why_not(desk, case) or (None if kept.standing == AGREED else "The agreement has ended.")
    if why or round_ is None:
        raise NotYet(str(why))
    network = _stand_in(desk, chosen)
    if any(r.network_id == network.id for r in round_.requests):
        raise NotYet(f"The {network.name} has been invited already.")
    request = _asked(desk, case, round_, network, f"Invited from {chosen.partner.name}: {reason}")
    _grant(desk, case.paper, round_, request, chosen, reason)
    on_both_sides(
        desk,
        case.paper,
        chosen.partner.id,
        lambda **by: PartnerNetworkInvited(
            request=request.id,
            invited_network=f"the {network.name}",
            closes_at=stamp(request.closes_at),
            reason=reason,
            **by,
        ),
    )
    deadline = case.by(request.closes_at, "consultation").sentence(desk.now)
    _tell(
        desk,
        case,
        network,
        request.id,
        "invited",
        f"{desk.organisation.name} invites the {chosen.network_name} to answer on "
        f"“{case.paper.title}”. Reply by {deadline}.",
    )
    return request.id


def _stand_in(desk: Desk, chosen: Offered) -> StaffNetwork:
    """The partner's network under its own name and its organisation's, kept for the next time."""
    found = invitations.stand_in(desk.work, chosen.partner.id, chosen.network_id)
    if found is None:
        found = StaffNetwork(
            id=new_id(),
            organisation_id=desk.work.organisation_id,
            name=f"{chosen.network_name} of {chosen.partner.name}",
            partner_id=chosen.partner.id,
            partner_network_id=chosen.network_id,
        )
        desk.work.add(found)
    return found


def _asked(
    desk: Desk, case: PaperCase, round_: Consultation, network: StaffNetwork, why: str
) -> Request:
    made, owner = new_id(), desk.work.organisation_id
    round_.choices.append(
        NetworkChoice(
            id=made,
            organisation_id=owner,
            consultation_id=round_.id,
            network_id=network.id,
            network_name=network.name,
            proposed=False,
            why=why,
            asked=True,
        )
    )
    request = Request(
        id=made,
        organisation_id=owner,
        consultation_id=round_.id,
        matter_id=case.paper.id,
        network_id=network.id,
        network_name=network.name,
        invited_at=desk.now,
        closes_at=closes(desk, case, round_).instant_at,
    )
    planning.serve_newest(case, request)
    round_.requests.append(request)
    return request


def _grant(
    desk: Desk,
    paper: Paper,
    round_: Consultation,
    request: Request,
    chosen: Offered,
    reason: str,
) -> None:
    version = paper.numbered(round_.paper_version_number or 0)
    made = Invitation(
        id=request.id,
        organisation_id=desk.work.organisation_id,
        partner_id=chosen.partner.id,
        partnership_id=chosen.partnership_id,
        partner_network_id=chosen.network_id,
        network_name=chosen.network_name,
        title=version.document.title if version else paper.title,
        reason=reason,
        invited_at=desk.now,
    )
    invitations.add(desk.work, made)


def _tell(
    desk: Desk, case: PaperCase, network: StaffNetwork, request_id: str, kind: str, sentence: str
) -> None:
    tell_officers(
        desk,
        network,
        key=f"{kind}:{request_id}",
        kind=kind,
        sentence=sentence,
        path=f"/requests/{request_id}",
        matter_id=case.paper.id,
    )


def withdraw(office: Office, who: Who, desk: Desk, invitation_id: str, reason: str) -> None:
    """Withdraw an invitation of one's own organisation; `desk` looks only.

    Raises Invalid, NotFound, NotYet and WrongRole. What the network said stays.
    """
    secretary_only(desk)
    given = invitations.invitation(desk.work, invitation_id)
    if given.organisation_id != who.organisation_id:
        raise NotFound("There is no such invitation.")
    if not 1 <= len(reason.strip()) <= LONGEST_REASON:
        raise Invalid({"reason": "Say why, in at most 1,000 characters."})
    with office.writing(who, desk.now, beside=given.partner_id) as writing:
        if invitations.invitation(writing.work, invitation_id).withdrawn_at:
            raise NotYet("This invitation has been withdrawn already.")
        withdraw_given(writing, given, reason.strip())


def withdraw_given(desk: Desk, given: Invitation, reason: str) -> None:
    """Close a grant of one's own organisation, with its request unless that is answered."""
    invitations.withdraw_request(desk.work, given.id)
    invitations.withdraw(desk.work, given.id, reason)
    paper, network = _about(desk, given)
    on_both_sides(
        desk,
        paper.paper,
        given.partner_id,
        lambda **by: InvitationWithdrawn(
            request=given.id, invited_network=f"the {network.name}", reason=reason, **by
        ),
    )
    sentence = f"{desk.organisation.name} withdrew its invitation to answer on “{given.title}”."
    _tell(desk, paper, network, given.id, "withdrawn", sentence)


def _about(desk: Desk, given: Invitation) -> tuple[PaperCase, StaffNetwork]:
    network = invitations.stand_in(desk.work, given.partner_id, given.partner_network_id)
    if network is None:
        raise NotFound("There is no such invitation.")
    return paper_case(desk, invitations.matter_of(desk.work, given.id), with_words=False), network
