"""What administrators do about partner organisations; both organisations' trails record it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.errors import Invalid, NotYet
from govflow.domain.events import (
    Event,
    InvitationWithdrawn,
    PartnershipAgreed,
    PartnershipEnded,
    PartnershipProposed,
)
from govflow.domain.partners import AGREED, PROPOSED, Partnership
from govflow.services import inviting
from govflow.services.both_sides import on_both_sides
from govflow.services.office import Desk, Office, Who, new_id
from govflow.services.people import administrator_only
from govflow.store import invitations, people
from govflow.store import partners as stored
from govflow.store.people import Organisation

LONGEST_REASON = 1000


@dataclass(frozen=True)
class Partner:
    """An agreement as one side sees it: with whom, and who proposed it."""

    partnership: Partnership
    organisation: Organisation
    ours: bool


def partners(desk: Desk) -> list[Partner]:
    """Every agreement of this organisation, past ones too; raises WrongRole."""
    administrator_only(desk)
    own = desk.work.organisation_id
    names = {o.id: o for o in people.organisations(desk.work)}
    return [
        Partner(kept, names[kept.other(own)], kept.organisation_id == own)
        for kept in stored.partnerships(desk.work)
    ]


def propose(office: Office, who: Who, now: datetime, code: str) -> str:
    """Propose an agreement to the organisation with this ODS code; its id. Raises Invalid."""
    with office.reading(who, now) as desk:
        administrator_only(desk)
        found = [o for o in people.organisations(desk.work) if o.code == code.strip().upper()]
    if not found or found[0].id == who.organisation_id:
        raise Invalid({"code": "Enter the ODS code of another organisation in this system."})
    partner, made = found[0], new_id()
    with office.writing(who, now, beside=partner.id) as desk:
        if any(
            _open(kept) and kept.other(who.organisation_id) == partner.id
            for kept in stored.partnerships(desk.work)
        ):
            raise Invalid({"code": f"An agreement with {partner.name} is already here."})
        stored.add(desk.work, made, partner.id)
        _both(desk, partner.id, lambda **by: PartnershipProposed(partnership=made, **by))
    return made


def _open(kept: Partnership) -> bool:
    return kept.standing in {PROPOSED, AGREED}


def agree(office: Office, who: Who, now: datetime, partnership_id: str) -> None:
    """Agree to what the other side proposed; raises NotFound, NotYet and WrongRole."""
    other = _other(office, who, now, partnership_id)
    with office.writing(who, now, beside=other) as desk:
        kept = stored.partnership_of(desk.work, partnership_id)
        if kept.standing != PROPOSED:
            raise NotYet(f"This agreement is {kept.standing}: nothing waits for your answer.")
        if kept.partner_id != who.organisation_id:
            raise NotYet("Your organisation proposed this: only the other side can agree to it.")
        stored.agree(desk.work, partnership_id, now)
        _both(desk, other, lambda **by: PartnershipAgreed(partnership=partnership_id, **by))


def end(office: Office, who: Who, now: datetime, partnership_id: str, reason: str) -> None:
    """Decline, take back or end it, from either side; raises Invalid, NotFound and NotYet."""
    other = _other(office, who, now, partnership_id)
    said = reason.strip()
    if not 1 <= len(said) <= LONGEST_REASON:
        raise Invalid({"reason": "Say why, in at most 1,000 characters."})
    with office.writing(who, now, beside=other) as desk:
        kept = stored.partnership_of(desk.work, partnership_id)
        if not _open(kept):
            raise NotYet(f"This agreement is already {kept.standing}.")
        stored.end(desk.work, partnership_id, said)
        _withdraw_all(desk, other, partnership_id, said)
        _both(
            desk,
            other,
            lambda **by: PartnershipEnded(partnership=partnership_id, reason=said, **by),
        )


def _withdraw_all(desk: Desk, other: str, partnership_id: str, said: str) -> None:
    """Withdraw what is still open, ours and theirs; what networks said stays where it was asked."""
    for given in invitations.under(desk.work, partnership_id):
        if given.organisation_id == desk.work.organisation_id:
            inviting.withdraw_given(desk, given, said)
            continue
        invitations.withdraw(desk.work, given.id, said)
        with desk.work.turned(other) as theirs:
            invitations.withdraw_request(theirs, given.id)
        network = f"the {given.network_name}"
        _both(desk, other, _withdrawn(given.id, network, said))


def _withdrawn(request: str, network: str, said: str) -> Callable[..., Event]:
    return lambda **by: InvitationWithdrawn(
        request=request, invited_network=network, reason=said, **by
    )


def _other(office: Office, who: Who, now: datetime, partnership_id: str) -> str:
    with office.reading(who, now) as desk:
        administrator_only(desk)
        return stored.partnership_of(desk.work, partnership_id).other(who.organisation_id)


def _both(desk: Desk, other_id: str, event: Callable[..., Event]) -> None:
    on_both_sides(desk, None, other_id, event)
