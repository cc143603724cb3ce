"""Sending a mail once more, because an administrator says that somebody did not get it."""

from dataclasses import replace

from govflow.domain.deadline import local_day
from govflow.domain.errors import NotYet
from govflow.domain.events import MailResent
from govflow.services import administration
from govflow.services.office import Desk, new_id
from govflow.store import mail_choices, mail_copies, outbox, people
from govflow.store.outbox import Mail

STILL_WAITING = "This mail has not left yet: it is tried again by itself, so nothing was made."
COPY_WAITING = "A copy of this mail waits for the mail server already."
TURNED_OFF = "This person has turned mails off, so nothing is sent to them."
LEFT = "This person can no longer sign in, so nothing is sent to them."


def why_not(desk: Desk, mail: Mail) -> str | None:
    """Why this mail is not sent once more, or None."""
    if not mail_choices.of_person(desk.work, mail.person_id).wanted:
        return TURNED_OFF
    if mail.sent_at is None:
        return STILL_WAITING
    if mail_copies.waiting(desk.work, mail):
        return COPY_WAITING
    return None if people.person(desk.work, mail.person_id).active else LEFT


def resend(desk: Desk, mail_id: str) -> Mail:
    """A new mail with the same words, to the person's address of today; the old one stays.

    Raises NotFound, WrongRole and NotYet.
    """
    mail = administration.mail(desk, mail_id)
    if why := why_not(desk, mail):
        raise NotYet(why)
    person, made_id = people.person(desk.work, mail.person_id), new_id()
    made = replace(
        mail,
        id=made_id,
        key=f"{mail_copies.stem(mail)}{made_id}",
        address=person.email,
        made_at=desk.now,
        attempts=0,
        tried_at=None,
        sent_at=None,
        fault="",
    )
    outbox.make_mail(desk.work, made, [])
    day = local_day(mail.made_at, desk.organisation.zone).isoformat()
    event = MailResent(mail=made.id, of=mail.id, made_on=day, person_name=person.name)
    desk.work.record(event, desk.actor)
    return made
