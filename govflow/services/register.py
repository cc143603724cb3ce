"""Loads snapshots of the public register, and says trust by trust what is known of its review."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from govflow.domain import organisation
from govflow.domain.deadline import end_of_day
from govflow.domain.errors import Invalid, NotFound
from govflow.domain.organisation import Changes
from govflow.domain.review import Judgement
from govflow.services.office import Office
from govflow.services.reviews import status
from govflow.store import matters, people
from govflow.store import register as stored
from govflow.store.register import Load

LARGEST_FILE = 20 * 1024 * 1024


@dataclass(frozen=True)
class Imported:
    """What one file changed; `again` when exactly this file was loaded before."""

    as_of: date
    rows: int
    changes: Changes
    again: bool = False


def import_organisations(office: Office, now: datetime, file_name: str, data: bytes) -> Imported:
    """Load one snapshot whole or not at all; raises Invalid naming each faulty line."""
    if len(data) > LARGEST_FILE:
        raise Invalid({"file": "The file is larger than 20 MiB: it is not the register of trusts."})
    as_of = organisation.snapshot_on(file_name)
    rows = organisation.read_ods(data)
    load = Load(hashlib.sha256(data).hexdigest(), as_of, file_name, len(rows))
    with office.everywhere(now, write=True) as work:
        stored.lock(work)
        before = stored.loaded(work, load.sha256)
        if before is not None:
            _refuse_another_date(before, as_of)
            return Imported(as_of, len(rows), Changes(), again=True)
        changes = organisation.merge(stored.register(work), rows, as_of)
        stored.save(work, changes.saved.values())
        stored.note_load(work, load)
    return Imported(as_of, len(rows), changes)


def _refuse_another_date(before: Load, as_of: date) -> None:
    if before.as_of != as_of:
        raise Invalid(
            {
                "file": f"Exactly this file was loaded before as {before.file_name}, for "
                f"{before.as_of:%-d %B %Y}. Its name now says {as_of:%-d %B %Y}: one is wrong."
            }
        )


@dataclass(frozen=True)
class TrustStatus:
    """One trust on a date: its name that day, and what the record shows of its review."""

    code: str
    name: str
    kind: str
    judgement: Judgement
    tenant: bool

    def as_dict(self) -> dict[str, object]:
        """The row as data, for JSON."""
        judged = self.judgement
        return {
            "code": self.code,
            "name": self.name,
            "kind": self.kind,
            "as_at": judged.as_at.isoformat(),
            "status": judged.status,
            "status_title": judged.title,
            "criteria_met": list(judged.criteria_met),
            "completed_on": judged.completed_on.isoformat() if judged.completed_on else None,
            "sentence": judged.sentence,
        }


def review_status(office: Office, as_at: date) -> list[TrustStatus]:
    """Every English trust open on that date with its review's status as at it.

    A trust that keeps no review here has no evidence: that is the default, not a judgement.
    Raises NotFound while the register is empty.
    """
    with office.everywhere(end_of_day(as_at)) as work:
        known = stored.register(work)
        codes = {each.id: each.code for each in people.organisations(work)}
        reviews = {codes[r.organisation_id]: r for r in matters.reviews(work)}
    if not known:
        raise NotFound("The register is empty. Run: govflow import organisations FILE")
    return [
        TrustStatus(
            each.code,
            each.name_on(as_at),
            each.kind,
            status(reviews.get(each.code), as_at),
            each.code in codes.values(),
        )
        for each in organisation.english_on(known.values(), as_at)
    ]
