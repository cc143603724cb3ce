"""Gathers what an administrator's pages show: who, which networks, which meetings, which mails."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta

from govflow.domain.errors import NotFound
from govflow.domain.meeting import Committee, Meeting
from govflow.domain.network import POST_TITLES, Officer, StaffNetwork
from govflow.domain.people import ROLE_TITLES, Person, Role, in_force
from govflow.domain.policy import POLICY_TITLES, Policy, PolicyValue
from govflow.services.office import Desk
from govflow.services.people import administrator_only
from govflow.store import meetings, outbox, people
from govflow.store.outbox import Beat, Mail

# A term that ends within this many days is named on the first page.
TERM_ENDS_SOON_DAYS = 60
TERMS_OF_REFERENCE_DAYS = 366


@dataclass(frozen=True)
class PersonLine:
    """A person in the list, with what they are today."""

    person: Person
    roles: tuple[str, ...]
    posts: tuple[str, ...]


@dataclass(frozen=True)
class PersonPage:
    """A person, with the networks they speak for and when."""

    person: Person
    posts: list[tuple[StaffNetwork, Officer]]


@dataclass(frozen=True)
class PolicyLine:
    """One policy value: what holds today, since when, and every value ever set."""

    name: str
    title: str
    value: int
    since: PolicyValue | None
    history: list[PolicyValue]


@dataclass(frozen=True)
class Overview:
    """The administrator's first page."""

    people: int
    networks: int
    committees: int
    coming: list[Meeting]
    concerns: list[str]
    mails: int
    unsent: int
    beats: list[Beat]


def everybody(desk: Desk) -> list[PersonLine]:
    """Everybody by name, with today's roles and posts."""
    administrator_only(desk)
    networks = people.networks(desk.work)
    return [
        PersonLine(person, _roles(person, desk.today), tuple(_posts(person, networks, desk.today)))
        for person in people.people(desk.work)
    ]


def _roles(person: Person, day: date) -> tuple[str, ...]:
    held = person.roles_on(day) - {Role.NETWORK_CHAIR}
    return tuple(ROLE_TITLES[role] for role in sorted(held))


def _posts(person: Person, networks: list[StaffNetwork], day: date) -> Iterator[str]:
    for network in networks:
        for officer in network.officers_on(day):
            if officer.person_id == person.id:
                yield f"{officer.title}, {network.name}"


def person_page(desk: Desk, person_id: str) -> PersonPage:
    """A person with every post ever held; raises NotFound."""
    administrator_only(desk)
    found = people.person(desk.work, person_id)
    posts = [
        (network, officer)
        for network in people.networks(desk.work)
        for officer in network.officers
        if officer.person_id == found.id
    ]
    return PersonPage(found, posts)


def networks(desk: Desk) -> list[StaffNetwork]:
    """Every network by name, those that ended last."""
    administrator_only(desk)
    return sorted(people.networks(desk.work), key=lambda n: (n.ended_on is not None, n.name))


def network(desk: Desk, network_id: str) -> StaffNetwork:
    """A network; raises NotFound."""
    administrator_only(desk)
    return people.network(desk.work, network_id)


def signing_in(desk: Desk) -> list[tuple[str, str]]:
    """Everybody who may sign in, by id and name."""
    return [(person.id, person.name) for person in people.people(desk.work) if person.active]


def remits(desk: Desk) -> list[tuple[str, str]]:
    """What the scope rules know a network can be about."""
    return sorted(desk.office.rules.remits.items(), key=lambda remit: remit[1])


def committees(desk: Desk) -> list[Committee]:
    """The board first, then its committees."""
    return meetings.committees(desk.work)


def all_meetings(desk: Desk) -> tuple[list[Meeting], list[Meeting]]:
    """Meetings still to come, the next first; and those held, the last first."""
    found = meetings.meetings(desk.work)
    coming = [meeting for meeting in found if meeting.held_at > desk.now]
    return coming, [meeting for meeting in found if meeting.held_at <= desk.now][::-1]


def meeting(desk: Desk, meeting_id: str) -> Meeting:
    """A meeting; raises NotFound."""
    return meetings.meeting(desk.work, meeting_id)


def policy_lines(desk: Desk) -> list[PolicyLine]:
    """Every policy value, with what holds today and its history, newest first."""
    values = meetings.policy_values(desk.work)
    defaults = {field.name: field.default for field in fields(Policy)}
    return [_policy_line(name, desk, values) for name in POLICY_TITLES if name in defaults]


def _policy_line(name: str, desk: Desk, values: list[PolicyValue]) -> PolicyLine:
    history = [value for value in values if value.name == name][::-1]
    since = next((value for value in history if value.starts_on <= desk.today), None)
    return PolicyLine(name, POLICY_TITLES[name], getattr(desk.policy, name), since, history)


def policy_line(desk: Desk, name: str) -> PolicyLine:
    """One policy value; raises NotFound."""
    found = next((line for line in policy_lines(desk) if line.name == name), None)
    if found is None:
        raise NotFound("There is no such policy value.")
    return found


def mails(desk: Desk, *, limit: int, offset: int) -> tuple[list[Mail], int, int]:
    """One page of what went out, newest first; how many there are, and how many wait."""
    administrator_only(desk)
    total, unsent = outbox.count_mails(desk.work)
    return outbox.mails(desk.work, limit=limit, offset=offset), total, unsent


def mail(desk: Desk, mail_id: str) -> Mail:
    """One mail; raises NotFound."""
    administrator_only(desk)
    found = outbox.mail_by_id(desk.work, mail_id)
    if found is None:
        raise NotFound("There is no such mail.")
    return found


def beats(desk: Desk) -> list[Beat]:
    """The last heartbeat of every scheduled check."""
    return outbox.beats(desk.work)


def names_by_id(desk: Desk) -> dict[str, str]:
    """Everybody's name, to say to whom a mail went."""
    return {person.id: person.name for person in people.people(desk.work)}


def overview(desk: Desk) -> Overview:
    """What there is, and what somebody should look at."""
    administrator_only(desk)
    everyone = people.people(desk.work)
    kept = [n for n in people.networks(desk.work) if not _ended(n, desk.today)]
    total, unsent = outbox.count_mails(desk.work)
    coming, _ = all_meetings(desk)
    return Overview(
        people=sum(person.active for person in everyone),
        networks=len(kept),
        committees=len(committees(desk)),
        coming=coming,
        concerns=[*_concerns(kept, desk.today), *_more(coming, everyone, desk.today)],
        mails=total,
        unsent=unsent,
        beats=beats(desk),
    )


def _ended(network: StaffNetwork, day: date) -> bool:
    return network.ended_on is not None and network.ended_on < day


def _concerns(kept: list[StaffNetwork], day: date) -> Iterator[str]:
    soon = day + timedelta(days=TERM_ENDS_SOON_DAYS)
    for one in kept:
        if one.chair_vacant(day):
            yield f"The {one.name} has no chair or co-chair in post."
        for officer in one.officers_on(day):
            if not officer.stands_for_id and officer.ends_on and officer.ends_on <= soon:
                yield (
                    f"The term of the {POST_TITLES[officer.post]} of the {one.name} "
                    f"ends on {officer.ends_on:%-d %B %Y}."
                )
        yield from _papers_of(one, day)


def _papers_of(one: StaffNetwork, day: date) -> Iterator[str]:
    if not one.sponsor_name:
        yield f"The {one.name} has no executive sponsor."
    if one.terms_of_reference_on is None:
        yield f"The {one.name} has no terms of reference on record."
    elif (day - one.terms_of_reference_on).days > TERMS_OF_REFERENCE_DAYS:
        yield f"The terms of reference of the {one.name} are more than 12 months old."


def _more(coming: list[Meeting], everyone: list[Person], day: date) -> Iterator[str]:
    if not coming:
        yield "No meeting is arranged: no paper can be given a board date."
    for role in (Role.SECRETARY, Role.BOARD_CHAIR, Role.EQUALITY_LEAD):
        if not any(p.active and _holds(p, role, day) for p in everyone):
            yield f"Nobody holds the role of {ROLE_TITLES[role]} today."


def _holds(person: Person, role: str, day: date) -> bool:
    return any(r.role == role and in_force(r.starts_on, r.ends_on, day) for r in person.roles)
