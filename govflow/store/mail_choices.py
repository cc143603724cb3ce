"""Keeps how each person chose to be written to, and stops what waits for who wants no mail."""

import uuid
from typing import Any

import sqlalchemy as sa

from govflow.domain.notices import MailChoice
from govflow.store.records import mail, mail_choice
from govflow.store.work import Work

NOT_SENT = "Not sent: this person has turned mails off."
COLUMNS = (
    mail_choice.c.wanted,
    mail_choice.c.hour,
    mail_choice.c.at_once,
    mail_choice.c.since_at,
)


def all_of(work: Work) -> dict[str, MailChoice]:
    """The choices of everybody who made one, by person."""
    query = sa.select(mail_choice.c.person_id, *COLUMNS).where(
        mail_choice.c.organisation_id == work.organisation_id
    )
    return {row.person_id: _choice(row) for row in work.session.execute(query)}


def of_person(work: Work, person_id: str) -> MailChoice:
    """One person's choice, or the defaults."""
    query = sa.select(*COLUMNS).where(
        mail_choice.c.organisation_id == work.organisation_id,
        mail_choice.c.person_id == person_id,
    )
    row = work.session.execute(query).one_or_none()
    return _choice(row) if row else MailChoice()


def keep(work: Work, person_id: str, choice: MailChoice) -> None:
    """Keep a person's choice in place of the last; without mails, nothing made is sent either."""
    values = {**choice.__dict__, "changed_at": work.now}
    step = mail_choice.update().where(
        mail_choice.c.organisation_id == work.organisation_id,
        mail_choice.c.person_id == person_id,
    )
    if work.session.connection().execute(step.values(**values)).rowcount == 0:
        work.session.execute(
            mail_choice.insert().values(
                id=uuid.uuid4().hex,
                organisation_id=work.organisation_id,
                person_id=person_id,
                **values,
            )
        )
    if not choice.wanted:
        _hold_back(work, person_id)


def addressee(work: Work, mail_id: str) -> tuple[str, str] | None:
    """The organisation and the person of a mail; `work` belongs to no organisation yet."""
    query = sa.select(mail.c.organisation_id, mail.c.person_id).where(mail.c.id == mail_id)
    row = work.session.execute(query).one_or_none()
    return (row.organisation_id, row.person_id) if row else None


def _hold_back(work: Work, person_id: str) -> None:
    work.session.execute(
        mail.update()
        .where(
            mail.c.organisation_id == work.organisation_id,
            mail.c.person_id == person_id,
            mail.c.sent_at.is_(None),
        )
        .values(fault=NOT_SENT)
    )


def _choice(row: Any) -> MailChoice:
    return MailChoice(
        wanted=row.wanted, hour=row.hour, at_once=tuple(row.at_once), since_at=row.since_at
    )
