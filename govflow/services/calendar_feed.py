"""Private calendar addresses: what waits for one person, with the deadlines the pages show."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from govflow.domain.deadline import Deadline, Precision, end_of_day, local_day
from govflow.domain.errors import Invalid, NotFound, NotYet
from govflow.domain.events import CalendarFeedEnded, CalendarFeedMade
from govflow.domain.feeds import LONGEST_NAME, MOST_FEEDS, Entry, Feed
from govflow.domain.people import Role
from govflow.services import network_desk
from govflow.services.accounts import actor_for
from govflow.services.matter_lines import listing
from govflow.services.network_desk import Item
from govflow.services.office import Desk, Office, Who, new_id
from govflow.store import feeds, meetings, people

MEETS = (Role.SECRETARY, Role.BOARD_CHAIR, Role.AUTHOR, Role.EXECUTIVE_LEAD)


@dataclass(frozen=True)
class Shown:
    """A whole feed: whose it is, the local day it was drawn up, its entries.

    No finer than a day: an instant of the record would tell when somebody else acted.
    """

    organisation: str
    on: date
    entries: list[Entry]


def own(desk: Desk) -> list[Feed]:
    """This person's addresses."""
    return feeds.of_person(desk.work, desk.actor.id)


def make(desk: Desk, *, name: str) -> str:
    """A new address for this person; answers with its secret part, which is kept nowhere.

    Raises Invalid, and NotYet when there are as many as one person may have.
    """
    said = name.strip()
    if not said or len(said) > LONGEST_NAME:
        raise Invalid(
            {"name": f"Say where you will use it, in {LONGEST_NAME} characters or fewer."}
        )
    if len(own(desk)) >= MOST_FEEDS:
        raise NotYet(f"You have {MOST_FEEDS} calendar addresses. End one first.")
    token = secrets.token_urlsafe(32)
    made = Feed(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        person_id=desk.actor.id,
        name=said,
        token_hash=_hash(token),
        made_at=desk.now,
    )
    feeds.add(desk.work, made)
    desk.work.record(CalendarFeedMade(feed=made.id), desk.actor)
    return token


def end(desk: Desk, feed_id: str) -> None:
    """End one of this person's addresses at once; raises NotFound."""
    feeds.end(desk.work, desk.actor.id, feed_id)
    desk.work.record(CalendarFeedEnded(feed=feed_id), desk.actor)


def opened(office: Office, token: str, now: datetime) -> Shown:
    """What an address shows; NotFound alike for unknown and ended ones, and for who has left."""
    with office.everywhere(now) as work:
        feed = feeds.behind(work, _hash(token))
    if feed is None:
        raise NotFound("There is no such calendar.")
    with office.store.reading(feed.organisation_id, now) as work:
        person = people.person(work, feed.person_id)
        organisation = people.organisation(work)
        speaks = people.speaks_for_any(work, person.id, local_day(now, organisation.zone))
    if not person.active:
        raise NotFound("There is no such calendar.")
    actor = actor_for(person, now, organisation.zone, speaks=speaks)
    with office.reading(Who(feed.organisation_id, actor), now) as desk:
        return Shown(desk.organisation.name, desk.today, entries(desk))


def entries(desk: Desk) -> list[Entry]:
    """Everything with a deadline that waits for this person, soonest first; past ones too."""
    found = [*_networks(desk), *_matters(desk), *_meetings(desk)]
    return sorted(found, key=lambda each: (each.deadline.instant_at, each.uid))


def _networks(desk: Desk) -> Iterator[Entry]:
    if not desk.actor.holds(Role.NETWORK_CHAIR):
        return
    page = network_desk.waiting(desk)
    for item in (*page.to_answer, *page.late):
        summary = f"{item.request.network_name}: reply on {_called(item)}"
        path = f"/requests/{item.request.id}"
        if not item.deadline.stopped:
            yield Entry(f"request-{item.request.id}", summary, item.deadline, path)
    for each in page.to_check:
        made = each.made
        by = Deadline(
            end_of_day(made.check_back_on, desk.organisation.zone),
            desk.organisation.zone,
            Precision.DAY,
        )
        summary = f"{made.network_name}: say whether a promise on {each.reference} was kept"
        yield Entry(f"promise-{made.id}", summary, by, f"/promises/{made.id}")


def _called(item: Item) -> str:
    """A private paper goes by its reference: calendars are read on other people's machines."""
    public = item.version is not None and item.version.document.part == "public"
    return f"“{item.about.title}”" if public else item.about.reference


def _matters(desk: Desk) -> Iterator[Entry]:
    """By kind and reference, never by title: some are about one person."""
    for line in listing(desk, waiting_only=True):
        asked = line.waits_for_title and line.state == "consulting"
        if line.deadline is None or (asked and not desk.actor.holds(Role.SECRETARY)):
            continue
        summary = f"{line.workflow_title} {line.reference}: {line.state_title.lower()}"
        yield Entry(f"matter-{line.id}-{line.state}", summary, line.deadline, line.path)


def _meetings(desk: Desk) -> Iterator[Entry]:
    if not desk.actor.holds(*MEETS):
        return
    zone = desk.organisation.zone
    for each in meetings.meetings(desk.work, after=desk.now):
        held, papers = Deadline(each.held_at, zone), Deadline(each.paper_deadline_at, zone)
        yield Entry(f"meeting-{each.id}", each.committee_name, held, "/board")
        if each.paper_deadline_at > desk.now:
            summary = f"{each.committee_name}: papers in"
            yield Entry(f"papers-{each.id}", summary, papers, "/board")


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()
