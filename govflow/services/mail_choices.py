"""How a person is written to: what they choose on their account, and the link that stops mails.

No mail carries a duty: each only points to what stands on the page, with its deadline. So every
mail may be stopped, and stopping takes nothing from any page.
"""

import hmac
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.events import MailChoiceSaved, MailsStopped
from govflow.domain.notices import KINDS, MailChoice, checked_hour
from govflow.domain.people import Actor
from govflow.services.office import Desk, Office
from govflow.store import mail_choices, people

STOP_PATH = "/mails/stop/"
LINK = Actor(id="system:mail-link", name="The link in a mail")
NO_LINK = "This link turns no mails off. It may not have been copied whole."


@dataclass(frozen=True)
class Stopping:
    """Where a mail's link leads: whose mails it stops, and whether they still come."""

    organisation: str
    wanted: bool


def own(desk: Desk) -> MailChoice:
    """How this person is written to."""
    return mail_choices.of_person(desk.work, desk.actor.id)


def save(desk: Desk, *, wanted: str, hour: str, at_once: Iterable[str]) -> MailChoice:
    """Keep what was typed, from now on; raises Invalid. Turned on again, mails begin afresh."""
    if wanted not in {"yes", "no"}:
        raise Invalid({"wanted": "Choose whether you want mails."})
    kinds = tuple(sorted(set(at_once)))
    if not set(kinds) <= set(KINDS):
        raise Invalid({"at_once": "Choose from the list."})
    before = own(desk)
    made = MailChoice(
        wanted=wanted == "yes",
        hour=checked_hour(hour),
        at_once=kinds,
        since_at=desk.now if wanted == "yes" and not before.wanted else before.since_at,
    )
    if made != before:
        mail_choices.keep(desk.work, desk.actor.id, made)
        event = MailChoiceSaved(wanted=made.wanted, hour=made.hour, at_once=made.at_once)
        desk.work.record(event, desk.actor)
    return made


def stop_link(secret: str, base_url: str) -> Callable[[str], str]:
    """Makes the address in a mail under which its reader turns mails off; kept nowhere."""
    return lambda mail_id: f"{base_url}{STOP_PATH}{mail_id}.{_seal(secret, mail_id)}"


def looked(office: Office, now: datetime, token: str, secret: str) -> Stopping:
    """What the link in a mail leads to; nothing is changed by looking. Raises NotFound."""
    organisation_id, _, person_id = _behind(office, now, token, secret)
    with office.store.reading(organisation_id, now) as work:
        choice = mail_choices.of_person(work, person_id)
        return Stopping(people.organisation(work).name, choice.wanted)


def stop(office: Office, now: datetime, token: str, secret: str) -> Stopping:
    """Turn this reader's mails off, all of them, without signing in. Raises NotFound."""
    organisation_id, mail_id, person_id = _behind(office, now, token, secret)
    with office.store.writing(organisation_id, now) as work:
        choice = mail_choices.of_person(work, person_id)
        if choice.wanted:
            mail_choices.keep(work, person_id, replace(choice, wanted=False))
            name = people.person(work, person_id).name
            work.record(MailsStopped(mail=mail_id, person_name=name), LINK)
        return Stopping(people.organisation(work).name, wanted=False)


def _behind(office: Office, now: datetime, token: str, secret: str) -> tuple[str, str, str]:
    """The organisation, the mail and its person; one answer for every link that is not right."""
    mail_id, _, seal = token.partition(".")
    if not hmac.compare_digest(seal.encode(errors="replace"), _seal(secret, mail_id).encode()):
        raise NotFound(NO_LINK)
    with office.everywhere(now) as work:
        found = mail_choices.addressee(work, mail_id)
    if found is None:
        raise NotFound(NO_LINK)
    return found[0], mail_id, found[1]


def _seal(secret: str, mail_id: str) -> str:
    said = f"stop mails:{mail_id}".encode(errors="replace")
    return hmac.new(secret.encode(), said, "sha256").hexdigest()
