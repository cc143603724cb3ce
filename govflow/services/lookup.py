"""Finds things by the words people type on a command line: codes, addresses, ids."""

from datetime import datetime

from govflow.domain.errors import NotFound
from govflow.domain.people import listed
from govflow.services.accounts import actor_for
from govflow.services.office import Office, Who
from govflow.services.organisations import all_organisations
from govflow.store import matters, people, records
from govflow.store.log import Entry, entries
from govflow.store.people import Organisation


def organisation(office: Office, now: datetime, code: str) -> Organisation:
    """The tenant with this ODS code; raises NotFound naming those there are."""
    known = all_organisations(office, now)
    for each in known:
        if each.code == code.strip().upper():
            return each
    there = (
        f"Here are: {listed(each.code for each in known)}."
        if known
        else ("None is here yet. Run: govflow init --organisation CODE NAME")
    )
    raise NotFound(f"There is no organisation {code} here. {there}")


def person(office: Office, now: datetime, within: Organisation, email: str) -> Who:
    """Somebody of that organisation by the address they sign in with; raises NotFound."""
    with office.store.reading(within.id, now) as work:
        found = people.person_by_email(work, email)
    if found is None or not found.active:
        raise NotFound(f"Nobody in {within.code} signs in as {email}.")
    return Who(within.id, actor_for(found, now, within.zone))


def anybody(office: Office, now: datetime, email: str) -> Who:
    """Somebody of whichever organisation by the address they sign in with; raises NotFound."""
    with office.everywhere(now) as work:
        found = people.person_by_email(work, email)
        zones = {each.id: each.zone for each in people.organisations(work)}
    if found is None or not found.active:
        raise NotFound(f"Nobody here signs in as {email}.")
    own = found.organisation_id
    return Who(own, actor_for(found, now, zones[own]))


def trail(office: Office, now: datetime, matter_id: str) -> list[Entry]:
    """Everything recorded about a matter, oldest first; raises NotFound."""
    owner = owner_of(office, now, matter_id)
    event = records.event.c
    with office.store.reading(owner, now) as work:
        return entries(work.session, event.organisation_id == owner, event.matter_id == matter_id)


def owner_of(office: Office, now: datetime, matter_id: str) -> str:
    """The id of the organisation a matter belongs to; raises NotFound."""
    with office.everywhere(now) as work:
        return matters.matter(work, matter_id).organisation_id


def as_dict(entry: Entry) -> dict[str, object]:
    """An event as it stands in the record; its sealed texts stay sealed."""
    return {
        "seq": entry.seq,
        "at": entry.payload["at"],
        "type": entry.type,
        "actor": entry.actor,
        "sentence": entry.sentence(),
        "facts": entry.facts,
        "leaf_hash": entry.leaf_hash,
    }
