"""One mail a person a day: made from the notices that wait, sent until a server has taken it.

At least once: a mail counts as sent when the server said so and that was written down. Its
Message-ID never changes, so the rare second copy can be told from a second mail.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import cache
from itertools import groupby
from typing import Protocol
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from govflow.config import folder
from govflow.domain.calendar import said
from govflow.domain.events import DigestSent
from govflow.domain.people import Person, system_actor
from govflow.mail import Letter, Post, ServerAway, Unsent
from govflow.services.office import Desk, Office, Who, new_id
from govflow.store import mail_copies, outbox, people
from govflow.store.outbox import Mail, Waiting

JOB = "digests"
EARLIEST = time(7)  # local: nobody is written to at night
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=10), timedelta(hours=1)
MOST_AT_ONCE = 500


class Told(Protocol):
    """What a mail repeats of a notice: its sentence, and where it leads."""

    @property
    def sentence(self) -> str: ...
    @property
    def path(self) -> str: ...


@dataclass(frozen=True)
class Sent:
    """How a round of sending went; `fault` is the last sentence of a letter not taken."""

    taken: int = 0
    refused: int = 0
    fault: str = ""


def make(office: Office, organisation_id: str, now: datetime, *, base_url: str) -> int:
    """Turn waiting notices into mails, one a person a local day; how many were made."""
    who = Who(organisation_id, system_actor(JOB))
    with office.reading(who, now) as desk:
        if _local(desk).time() < EARLIEST or not list(_ready(desk)):
            return 0
    with office.writing(who, now) as desk:
        # Asked again under the organisation's lock: another process may have made them since.
        return sum(_make(desk, person, notices, base_url) for person, notices in _ready(desk))


def _local(desk: Desk) -> datetime:
    return desk.now.astimezone(ZoneInfo(desk.organisation.zone))


def _key(desk: Desk, person_id: str) -> str:
    return f"digest:{person_id}:{desk.today}"


def _ready(desk: Desk) -> Iterator[tuple[Person, list[Waiting]]]:
    """Everybody with something waiting who can be written to and has had no mail today."""
    waiting = outbox.waiting(desk.work)
    if not waiting:
        return
    reachable = {p.id: p for p in people.people(desk.work) if p.active}
    had = outbox.mails_with(desk.work, [_key(desk, n.person_id) for n in waiting])
    for person_id, notices in groupby(waiting, lambda n: n.person_id):
        if person_id in reachable and _key(desk, person_id) not in had:
            yield reachable[person_id], list(notices)


def _make(desk: Desk, person: Person, notices: list[Waiting], base_url: str) -> bool:
    subject, body = letter_of(desk, person.name, notices, base_url)
    made = Mail(
        id=new_id(),
        person_id=person.id,
        key=_key(desk, person.id),
        address=person.email,
        subject=subject,
        body=body,
        made_at=desk.now,
        attempts=0,
        tried_at=None,
        sent_at=None,
        fault="",
    )
    return outbox.make_mail(desk.work, made, [n.id for n in notices])


def letter_of(desk: Desk, name: str, notices: Sequence[Told], base_url: str) -> tuple[str, str]:
    """Subject and body of a mail that carries these notices: for sending, and for a preview."""
    count = "1 thing" if len(notices) == 1 else f"{len(notices)} things"
    subject = f"govflow: {count} to know on {said(desk.today)}"
    return subject, _body(desk, name, notices, base_url)


def _body(desk: Desk, name: str, notices: Sequence[Told], base_url: str) -> str:
    opening = "This is new in the papers:" if len(notices) > 1 else "One thing is new:"
    return _template().render(
        name=name,
        opening=opening,
        # One line each: a title with a line break in it cannot pretend to be another notice.
        notices=[
            {"sentence": " ".join(n.sentence.split()), "link": base_url + n.path} for n in notices
        ],
        organisation=desk.organisation.name,
        base_url=base_url,
    )


@cache
def _template() -> Template:
    """Its own environment: the pages' one escapes HTML, which a plain text must not be."""
    environment = Environment(
        loader=FileSystemLoader(folder("templates") / "mail"),
        autoescape=False,  # noqa: S701  # text/plain: an escaped apostrophe would be read as typed
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("digest.txt")


def send(office: Office, organisation_id: str, now: datetime, post: Post, *, sender: str) -> Sent:
    """Offer every unsent mail whose turn it is; what is not taken stays, with its fault."""
    who = Who(organisation_id, system_actor(JOB))
    with office.reading(who, now) as desk:
        unsent = outbox.mails(desk.work, unsent=True, limit=MOST_AT_ONCE)
    result = Sent()
    for mail in (m for m in unsent if _its_turn(m, now)):
        with office.writing(who, now) as desk:
            ours = outbox.take_up(desk.work, mail)
        if not ours:
            continue
        fault, away = _offer(post, _letter(mail, sender))
        with office.writing(who, now) as desk:
            _note(desk, mail, fault)
        result = Sent(
            result.taken + (not fault), result.refused + bool(fault), fault or result.fault
        )
        if away:
            break
    return result


def _its_turn(mail: Mail, now: datetime) -> bool:
    """A first attempt at once, later ones after ever longer rests, at most an hour."""
    if mail.tried_at is None:
        return True
    rest = min(FIRST_RETRY * (1 << min(mail.attempts - 1, 10)), LONGEST_RETRY)
    return now - mail.tried_at >= rest


def _offer(post: Post, letter: Letter) -> tuple[str, bool]:
    """The fault, empty when the letter was taken, and whether the server is away altogether."""
    try:
        post(letter)
    except Unsent as fault:
        return str(fault), isinstance(fault, ServerAway)
    return "", False


def _letter(mail: Mail, sender: str) -> Letter:
    return Letter(
        id=mail.id,
        sender=sender,
        address=mail.address,
        subject=mail.subject,
        body=mail.body,
        written_at=mail.made_at,
    )


def _note(desk: Desk, mail: Mail, fault: str) -> None:
    outbox.mark_tried(desk.work, mail.id, fault=fault)
    if not fault:
        name = people.person(desk.work, mail.person_id).name
        count = mail_copies.carried(desk.work, mail)
        desk.work.record(DigestSent(mail=mail.id, count=count, person_name=name), desk.actor)
