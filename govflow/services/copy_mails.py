"""Mails the signed checkpoint every day to whom it was named for, and tells of overdue copies."""

from collections.abc import Iterator
from datetime import datetime

from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.events import CheckpointKeeperEnded, CheckpointKeeperNamed, CheckpointMailed
from govflow.domain.notes import Checkpoint
from govflow.domain.notices import MailChoice
from govflow.domain.outside import said_at
from govflow.domain.people import Person, Role, system_actor
from govflow.services import findings, notices
from govflow.services.office import Desk, Office, Who, new_id
from govflow.store import checkpoints, mail_choices, outbox, outside, people
from govflow.store.checkpoints import Signed
from govflow.store.outbox import Mail

JOB = "copies"
PATH = "/audit/copies"
MAY_NAME = (Role.AUDITOR, Role.SECRETARY, Role.ADMINISTRATOR)
BODY = """The attached file, {file}, is the signed head of the record of {organisation}: \
{size:,} events, signed on {signed_at}.

Keep the file, unchanged, where nobody at {organisation} can reach it.
To check it, paste its text on the page below, or give it to govflow-verify with a bundle and the \
public key that you were told by another way: an event that was changed, removed or put in since \
then will show.

{page}
"""


def sweep(office: Office, organisation_id: str, now: datetime, *, base_url: str) -> dict[str, int]:
    """Make the day's mails and tell once of overdue copies; what was done. Safe to run twice."""
    who = Who(organisation_id, system_actor(JOB))
    with office.reading(who, now) as desk:
        quiet = not list(_due(desk)) and findings.overdue(desk) is None
    if quiet:
        return {}
    with office.writing(who, now) as desk:
        # Asked again under the organisation's lock: another process may have made them since.
        made = sum(_make(desk, person, signed, base_url) for person, signed in _due(desk))
        _tell(desk)
    return {"checkpoint mails made": made} if made else {}


def _due(desk: Desk) -> Iterator[tuple[Person, Signed]]:
    """Whom today's mail is still to be made for, from seven by the organisation's clock."""
    signed = checkpoints.latest(desk.work)
    if signed is None or desk.now < MailChoice().digest_from(desk.now, desk.organisation.zone):
        return
    wanted = reachable(desk)
    had = outbox.mails_with(desk.work, [_key(desk, person.id) for person in wanted])
    yield from ((person, signed) for person in wanted if _key(desk, person.id) not in had)


def reachable(desk: Desk) -> list[Person]:
    """Those named who are auditors today, can sign in, and have not turned mails off."""
    named = {keeper.person_id for keeper in outside.keepers(desk.work)}
    choices = mail_choices.all_of(desk.work)
    auditors = people.people_with(desk.work, [Role.AUDITOR], desk.today)
    return [p for p in auditors if p.id in named and choices.get(p.id, MailChoice()).wanted]


def _key(desk: Desk, person_id: str) -> str:
    return f"checkpoint:{person_id}:{desk.today}"


def _make(desk: Desk, person: Person, signed: Signed, base_url: str) -> bool:
    name = f"checkpoint-{desk.organisation.code}-{signed.size}.txt"
    body = BODY.format(
        file=name,
        organisation=desk.organisation.name,
        size=signed.size,
        signed_at=said_at(signed.signed_at, desk.organisation.zone),
        page=f"{base_url}/audit/log",
    )
    mail = Mail(
        id=new_id(),
        person_id=person.id,
        key=_key(desk, person.id),
        address=person.email,
        subject=f"govflow: checkpoint over {signed.size:,} events, to keep",
        body=body,
        html="",
        made_at=desk.now,
        attempts=0,
        tried_at=None,
        sent_at=None,
        fault="",
        attachment_name=name,
        attachment=signed.note,
    )
    return outbox.make_mail(desk.work, mail, [])


def _tell(desk: Desk) -> None:
    found = findings.overdue(desk)
    if found is not None:
        notices.tell_roles(
            desk,
            MAY_NAME,
            key=f"record:copies:{found.covered}",
            kind="record",
            sentence=found.sentence,
            path=PATH,
        )


def note_mailed(desk: Desk, mail: Mail, person_name: str) -> None:
    """Record that the mail server took a mail with a checkpoint: a copy is outside now."""
    checkpoint = Checkpoint.parse(mail.attachment.partition("\n\n")[0] + "\n")
    event = CheckpointMailed(
        size=checkpoint.size, root=checkpoint.root.hex(), mail=mail.id, person_name=person_name
    )
    desk.work.record(event, desk.actor)


def choices(desk: Desk) -> list[Person]:
    """Auditors who are not named yet."""
    named = {keeper.person_id for keeper in outside.keepers(desk.work)}
    auditors = people.people_with(desk.work, [Role.AUDITOR], desk.today)
    return [person for person in auditors if person.id not in named]


def page(desk: Desk) -> dict[str, object]:
    """Who is mailed the checkpoint, whether it reaches them, and who else could be."""
    named = outside.keepers(desk.work)
    written_to = {person.id for person in reachable(desk)}
    return {
        "keepers": [(keeper, keeper.person_id in written_to) for keeper in named],
        "choices": [(person.id, person.name) for person in choices(desk)],
    }


def name(desk: Desk, person_id: str) -> str:
    """Have somebody mailed the checkpoint every day; their name. Raises Invalid, WrongRole."""
    _may(desk)
    person = next((p for p in choices(desk) if p.id == person_id), None)
    if person is None:
        raise Invalid({"person_id": "Choose an auditor who does not get the mail yet."})
    outside.name_keeper(desk.work, new_id(), person.id)
    event = CheckpointKeeperNamed(person=person.id, person_name=person.name)
    desk.work.record(event, desk.actor)
    return person.name


def end(desk: Desk, person_id: str) -> str:
    """End the daily mail to somebody, who is told; their name. Raises NotFound, WrongRole."""
    _may(desk)
    if not outside.end_keeper(desk.work, person_id):
        raise NotFound("This person is not mailed the checkpoint.")
    person = people.person(desk.work, person_id)
    seq = desk.work.record(
        CheckpointKeeperEnded(person=person.id, person_name=person.name), desk.actor
    )
    notices.tell(
        desk,
        {person.id} - {desk.actor.id},
        key=f"record:ended:{seq}",
        kind="record",
        sentence="The signed checkpoint is no longer mailed to you every day.",
        path=PATH,
    )
    return person.name


def _may(desk: Desk) -> None:
    if not desk.actor.holds(*MAY_NAME):
        raise WrongRole("Only an auditor, the secretary or an administrator names who is mailed.")
