"""Hands an office to a successor: everything open is theirs, and the old name stays as text."""

from dataclasses import dataclass, replace
from datetime import date

from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.events import (
    HandOverRead,
    OfficeHandedOver,
    PaperHandedOver,
    UndertakingHandedOver,
)
from govflow.domain.handover import (
    AUTHOR,
    LONGEST_NOTE,
    NETWORK,
    SECRETARY,
    HandOver,
    last_day,
    wrong_start,
)
from govflow.domain.network import Officer, StaffNetwork
from govflow.domain.paper import Paper
from govflow.domain.people import ROLE_TITLES, Person, Role, RoleHeld
from govflow.services.matters import workflow_of
from govflow.services.notices import tell
from govflow.services.office import Desk, new_id
from govflow.services.substitutes import Held, Place, chosen, end_kept, overlap
from govflow.store import handovers, people


@dataclass(frozen=True)
class Successor:
    """Who follows from which local day, with the note for them."""

    person_id: str
    starts_on: date
    note: str = ""


def hand_over(desk: Desk, place: Place, to: Successor) -> HandOver:
    """Give an officer's post or the secretary's role to a successor from the start of a day.

    The outgoing person's term ends the day before; whoever stands in for them goes with it.
    Raises Invalid.
    """
    problems = _wrong(desk, to)
    if problems:
        raise Invalid(problems)
    person = chosen(desk, place, to.person_id)
    ends_on = place.held.ends_on
    if ends_on is not None and ends_on < last_day(to.starts_on):
        why = f"The term ends on {ends_on:%-d %B %Y}: the successor begins the day after at most."
        raise Invalid({"starts_on": why})
    also_ended = 0
    if isinstance(place.held, Officer) and place.network is not None:
        also_ended = _succeed_officer(desk, place.network, place.held, person, to.starts_on)
    elif isinstance(place.held, RoleHeld):
        also_ended = _succeed_role(desk, place.held, person, to.starts_on)
        _give_promises(desk, place.held.person_id, person, "the company secretary")
    made = _made(desk, (place.held.person_id, place.holder), person, to, place.about)
    made.network_id = place.network.id if place.network else None
    made.office = NETWORK if place.network else SECRETARY
    return _keep(desk, made, ended_before=ends_on, also_ended=also_ended)


def _wrong(desk: Desk, to: Successor) -> dict[str, str]:
    why = wrong_start(to.starts_on, desk.today)
    return {**({"starts_on": why} if why else {}), **_wrong_note(to.note)}


def _wrong_note(note: str) -> dict[str, str]:
    if len(note) > LONGEST_NOTE:
        return {"note": f"The note must be {LONGEST_NOTE:,} characters or fewer."}
    return {}


def _end(held: Held, day: date) -> bool:
    """Let a term end on that day; False when it would not have begun by then."""
    if held.starts_on > day:
        return False
    held.ends_on = day if held.ends_on is None else min(held.ends_on, day)
    return True


def _succeed_officer(
    desk: Desk, network: StaffNetwork, held: Officer, person: Person, starts_on: date
) -> int:
    """Returns how many other terms end with it."""
    end, cut = last_day(starts_on), 0
    for other in network.officers:
        if other.person_id != person.id or not overlap(other, starts_on, None):
            continue
        if not _end(other, end):
            raise Invalid({"person_id": f"{person.name} is already to hold a post here later on."})
        cut += 1
    held.ends_on = end
    cut += end_kept(desk, network.officers, held, end)
    network.officers.append(
        Officer(
            id=new_id(),
            organisation_id=network.organisation_id,
            network_id=network.id,
            person_id=person.id,
            person_name=person.name,
            post=held.post,
            starts_on=starts_on,
        )
    )
    return cut


def _succeed_role(desk: Desk, held: RoleHeld, person: Person, starts_on: date) -> int:
    """Returns how many other terms end with it."""
    end, cut = last_day(starts_on), 0
    for other in person.roles:
        if other.role != held.role or not overlap(other, starts_on, None):
            continue
        if not _end(other, end):
            raise Invalid({"person_id": f"{person.name} is already to hold this role later on."})
        cut += 1
    held.ends_on = end
    for each in people.people(desk.work):
        cut += end_kept(desk, each.roles, held, end)
    person.roles.append(
        RoleHeld(
            id=new_id(),
            organisation_id=person.organisation_id,
            person_id=person.id,
            role=held.role,
            starts_on=starts_on,
        )
    )
    return cut


def _made(
    desk: Desk, outgoing: tuple[str, str], person: Person, to: Successor, about: str
) -> HandOver:
    return HandOver(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        office=AUTHOR,
        about=about,
        from_id=outgoing[0],
        from_name=outgoing[1],
        to_id=person.id,
        to_name=person.name,
        starts_on=to.starts_on,
        note=to.note.strip(),
        made_at=desk.now,
        made_by_name=desk.actor.name,
    )


def _keep(
    desk: Desk, made: HandOver, *, ended_before: date | None = None, also_ended: int = 0
) -> HandOver:
    desk.work.add(made)
    event = OfficeHandedOver(
        hand_over=made.id,
        about_office=made.about,
        starts_on=made.starts_on.isoformat(),
        ended_before=ended_before.isoformat() if ended_before else "",
        also_ended=also_ended,
        from_name=made.from_name,
        person_name=made.to_name,
        note=made.note,
    )
    desk.work.record(event, desk.actor)
    said = f"You follow {made.from_name} as {made.about} from {made.starts_on:%-d %B %Y}."
    path = f"/hand-overs/{made.id}"
    key = f"handed-over:{made.id}"
    tell(desk, [made.to_id], key=key, kind="handed_over", sentence=said, path=path)
    return made


def hand_over_papers(desk: Desk, from_id: str, to: Successor) -> HandOver:
    """Give all open papers of an author, and the promises they own, to another author at once.

    By the author or the secretary. Raises Invalid, NotYet and WrongRole.
    """
    author = _own_or_secretary(desk, from_id)
    problems = _wrong_note(to.note)
    person = next((p for p in authors(desk, from_id) if p.id == to.person_id), None)
    if person is None:
        problems["person_id"] = "Choose an author from the list."
    if problems or person is None:
        raise Invalid(problems)
    found = open_papers(desk, from_id)
    if not found and not handovers.promises_owned(desk.work, from_id):
        raise NotYet(f"{author.name} has no open paper and owns no promise.")
    about = ROLE_TITLES[Role.AUTHOR]
    made = _made(desk, (author.id, author.name), person, replace(to, starts_on=desk.today), about)
    for paper in found:
        _give_paper(desk, paper, made)
    _give_promises(desk, from_id, person, "the paper’s author")
    return _keep(desk, made)


def _own_or_secretary(desk: Desk, author_id: str) -> Person:
    author = people.person(desk.work, author_id)
    if desk.actor.id != author.id and not desk.actor.holds(Role.SECRETARY):
        raise WrongRole(f"Only {author.name} or the company secretary may do this.")
    return author


@dataclass(frozen=True)
class PapersPage:
    """An author's open papers and promises, and who can take them on."""

    author: Person
    papers: list[Paper]
    promises: int
    authors: list[tuple[str, str]]


def papers_page(desk: Desk, author_id: str) -> PapersPage:
    """What an author would hand over; raises NotFound and WrongRole."""
    author = _own_or_secretary(desk, author_id)
    promises = len(handovers.promises_owned(desk.work, author_id))
    choices = [(p.id, p.name) for p in authors(desk, author_id)]
    return PapersPage(author, open_papers(desk, author_id), promises, choices)


def _give_paper(desk: Desk, paper: Paper, made: HandOver) -> None:
    paper.author_id, paper.author_name = made.to_id, made.to_name
    desk.work.touch(paper)
    event = PaperHandedOver(hand_over=made.id, from_name=made.from_name, author_name=made.to_name)
    desk.work.record(event, desk.actor, paper)


def _give_promises(desk: Desk, from_id: str, person: Person, owner_role: str) -> None:
    for each in handovers.promises_owned(desk.work, from_id):
        each.owner_id, each.owner_name, each.owner_role = person.id, person.name, owner_role
        event = UndertakingHandedOver(
            undertaking=each.id, to_network=f"the {each.network_name}", owner_name=person.name
        )
        desk.work.record(event, desk.actor)


def authors(desk: Desk, but: str) -> list[Person]:
    """Everybody else who may write papers today."""
    return [p for p in people.people_with(desk.work, [Role.AUTHOR], desk.today) if p.id != but]


def open_papers(desk: Desk, author_id: str) -> list[Paper]:
    """The author's papers that are still on their way."""
    return [
        p
        for p in handovers.papers_of(desk.work, author_id)
        if not workflow_of(desk, p).states[p.state].final
    ]


def confirm_read(desk: Desk, hand_over_id: str) -> HandOver:
    """The successor says that they have read the sheet, once; raises NotYet and WrongRole."""
    made = handovers.one(desk.work, hand_over_id)
    if desk.actor.id != made.to_id:
        raise WrongRole(f"Only {made.to_name} can say that they have read this.")
    if not made.begun(desk.today):
        raise NotYet(f"The sheet opens on {made.starts_on:%-d %B %Y}: read it then.")
    if made.read_at is None:
        made.read_at = desk.now
        event = HandOverRead(hand_over=made.id, about_office=made.about)
        desk.work.record(event, desk.actor)
    return made
