"""What a member does behind a link: read what is asked, and leave a note without a name."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.members import LONGEST_NOTE, MOST_NOTES, fingerprint, tidied
from govflow.domain.people import Actor
from govflow.services.members_showing import Standing, standing
from govflow.services.office import Desk, Office, Who, new_id
from govflow.store import members as stored

# A member is nobody in particular: no id, no name, no role.
MEMBER = Actor(id="", name="A member")
NOT_OPEN = "This link is not open."


@dataclass(frozen=True)
class Asking:
    """What a member is shown; of a private paper only what the officers themselves ask."""

    network: str
    organisation: str
    question: str
    title: str
    summary: str
    closes: str


def asking(office: Office, now: datetime, token: str) -> Asking:
    """What is asked behind the link; raises NotFound alike for unknown, ended and closed ones."""
    with _behind(office, now, token, write=False) as (desk, stand):
        paper, round_ = stand.case.paper, stand.case.consultation
        number = round_.served(stand.request) if round_ else None
        version = paper.numbered(number) if number else None
        public = version is not None and version.document.part == "public"
        return Asking(
            network=stand.request.network_name,
            organisation=desk.organisation.name,
            question=stand.voice.question,
            title=version.document.title if version and public else "",
            summary=version.document.summary if version and public else "",
            closes=stand.deadline.sentence(now),
        )


def leave_note(office: Office, now: datetime, token: str, text: str) -> None:
    """Keep the words and nothing else; raises NotFound as above, and Invalid.

    No event is written: the trail would tell the time.
    """
    said = tidied(text)
    with _behind(office, now, token, write=True) as (desk, stand):
        if not said:
            raise Invalid({"note": "Write your note."})
        if len(said) > LONGEST_NOTE:
            raise Invalid({"note": f"Your note must be {LONGEST_NOTE:,} characters or fewer."})
        if stored.is_full(desk.work, stand.request.id, MOST_NOTES):
            raise Invalid({"note": "No more notes can be taken. Speak to your network's officers."})
        stored.keep(desk.work, stand.request.id, new_id(), said)


@contextmanager
def _behind(
    office: Office, now: datetime, token: str, *, write: bool
) -> Iterator[tuple[Desk, Standing]]:
    with office.everywhere(now) as work:
        found = stored.behind(work, fingerprint(token))
    if found is None:
        raise NotFound(NOT_OPEN)
    opened = office.writing if write else office.reading
    with opened(Who(found.organisation_id, MEMBER), now) as desk:
        # Read again: the link may have been closed between the two looks.
        voice = stored.voice(desk.work, found.request_id)
        stand = standing(desk, voice) if voice else None
        if stand is None or stand.voice.token_hash != found.token_hash or not stand.open:
            raise NotFound(NOT_OPEN)
        yield desk, stand
