"""One mail a person a day, made from what waits, and sent until a server has taken it.

At least once: a mail counts as sent when the server said so and that was written down. Its
Message-ID never changes, so the rare second copy can be told from a second mail.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby

from govflow.domain.deadline import Deadline
from govflow.domain.events import DigestSent
from govflow.domain.notices import MailChoice
from govflow.domain.people import Person, system_actor
from govflow.mail import Letter, Post, ServerAway, Unsent
from govflow.services import copy_mails, letters
from govflow.services.office import Desk, Office, Who, new_id
from govflow.store import mail_choices, mail_copies, outbox, people
from govflow.store.outbox import Mail, Waiting

JOB = "digests"
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=10), timedelta(hours=1)
MOST_AT_ONCE = 500

StopLink = Callable[[str], str]
"""The address at which the reader of this mail turns mails off, empty for none."""


def no_link(_: str) -> str:
    """No way to stop: for a past that nobody reads."""
    return ""


@dataclass(frozen=True)
class Sent:
    """How a round of sending went; `fault` is the last sentence of a letter not taken."""

    taken: int = 0
    refused: int = 0
    fault: str = ""


@dataclass(frozen=True)
class Parcel:
    """What one mail is to carry to one person; made once for its key."""

    person: Person
    key: str
    notices: list[Waiting]
    at_once: bool = False


def make(office: Office, organisation_id: str, now: datetime, *, base_url: str) -> int:
    """Turn waiting notices into mails; how many were made.

    One digest a person a local day, from the hour they chose; at once only what they opted into.
    """
    who = Who(organisation_id, system_actor(JOB))
    with office.reading(who, now) as desk:
        if not list(_ready(desk)):
            return 0
    with office.writing(who, now) as desk:
        # Asked again under the organisation's lock: another process may have made them since.
        return sum(_make(desk, parcel, base_url) for parcel in _ready(desk))


def _ready(desk: Desk) -> Iterator[Parcel]:
    """A parcel for everybody who can and will be written to now."""
    waiting = outbox.waiting(desk.work)
    if not waiting:
        return
    reachable = {p.id: p for p in people.people(desk.work) if p.active}
    choices = mail_choices.all_of(desk.work)
    due = letters.deadlines(desk, waiting)
    had = outbox.mails_with(desk.work, [_key(desk, n.person_id) for n in waiting])
    for person_id, told in groupby(waiting, lambda n: n.person_id):
        choice = choices.get(person_id, MailChoice())
        notices = [n for n in told if _still_said(n, choice, due)]
        if person_id in reachable and choice.wanted and notices:
            yield from _parcels(desk, reachable[person_id], choice, notices, had)


def _still_said(notice: Waiting, choice: MailChoice, due: Mapping[str, Deadline]) -> bool:
    if choice.since_at is not None and notice.created_at < choice.since_at:
        return False
    return not letters.overtaken(notice, due)


def _parcels(
    desk: Desk, person: Person, choice: MailChoice, notices: list[Waiting], had: set[str]
) -> Iterator[Parcel]:
    """The day's digest with everything in it when it is time; before, what is wanted at once."""
    urgent = [n for n in notices if n.kind in choice.at_once]
    rest = [n.created_at for n in notices if n.kind not in choice.at_once]
    key = _key(desk, person.id)
    if rest and key not in had and choice.digest_due(rest, desk.now, desk.organisation.zone):
        yield Parcel(person, key, notices)
    elif urgent:
        yield Parcel(person, f"now:{urgent[0].id}", urgent, at_once=True)


def _key(desk: Desk, person_id: str) -> str:
    return f"digest:{person_id}:{desk.today}"


def _make(desk: Desk, parcel: Parcel, base_url: str) -> bool:
    person, notices = parcel.person, parcel.notices
    written = letters.write(desk, person.name, notices, base_url, at_once=parcel.at_once)
    made = Mail(
        id=new_id(),
        person_id=person.id,
        key=parcel.key,
        address=person.email,
        subject=written.subject,
        body=written.body,
        html=written.html,
        made_at=desk.now,
        attempts=0,
        tried_at=None,
        sent_at=None,
        fault="",
    )
    return outbox.make_mail(desk.work, made, [n.id for n in notices])


def send(
    office: Office,
    organisation_id: str,
    now: datetime,
    post: Post,
    *,
    sender: str,
    stop: StopLink = no_link,
) -> Sent:
    """Offer every unsent mail whose turn it is; what is not taken stays, with its fault.

    `stop` makes the private address in a mail under which its reader turns mails off.
    """
    who = Who(organisation_id, system_actor(JOB))
    with office.reading(who, now) as desk:
        unsent = outbox.mails(desk.work, unsent=True, limit=MOST_AT_ONCE)
        choices = mail_choices.all_of(desk.work)
    unsent = [m for m in unsent if _wanted(m, choices)]
    result = Sent()
    for mail in (m for m in unsent if _its_turn(m, now)):
        with office.writing(who, now) as desk:
            ours = outbox.take_up(desk.work, mail)
        if not ours:
            continue
        fault, away = _offer(post, _letter(mail, sender, stop(mail.id)))
        with office.writing(who, now) as desk:
            _note(desk, mail, fault)
        result = Sent(
            result.taken + (not fault), result.refused + bool(fault), fault or result.fault
        )
        if away:
            break
    return result


def _wanted(mail: Mail, choices: Mapping[str, MailChoice]) -> bool:
    choice = choices.get(mail.person_id, MailChoice())
    return choice.wanted and (choice.since_at is None or mail.made_at >= choice.since_at)


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


def _letter(mail: Mail, sender: str, stop_url: str) -> Letter:
    return Letter(
        id=mail.id,
        sender=sender,
        address=mail.address,
        subject=mail.subject,
        body=letters.ended(mail.body, stop_url),
        html=letters.framed(mail.subject, mail.html, stop_url) if mail.html else "",
        stop_url=stop_url,
        attachment_name=mail.attachment_name,
        attachment=mail.attachment,
        written_at=mail.made_at,
    )


def _note(desk: Desk, mail: Mail, fault: str) -> None:
    outbox.mark_tried(desk.work, mail.id, fault=fault)
    if not fault:
        name = people.person(desk.work, mail.person_id).name
        if mail.attachment:
            copy_mails.note_mailed(desk, mail, name)
            return
        count = mail_copies.carried(desk.work, mail)
        desk.work.record(DigestSent(mail=mail.id, count=count, person_name=name), desk.actor)
