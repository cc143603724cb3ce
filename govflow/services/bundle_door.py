"""Evidence bundles that an auditor asks for on a page: what there is to choose, and the file."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from govflow.domain.calendar import said
from govflow.domain.deadline import local_day
from govflow.domain.errors import Invalid, WrongRole
from govflow.domain.meeting import Meeting
from govflow.domain.people import Role
from govflow.services import bundle_file, bundles, samples
from govflow.services.bundle_scope import FORMS, Wanted
from govflow.services.bundles import Agreed
from govflow.services.office import Desk, Office, Who
from govflow.store import bundling, checkpoints, meetings, trail
from govflow.store.checkpoints import Signed

SCOPES = ("matter", "meeting", "period", "sample", "all")


@dataclass(frozen=True)
class Offered:
    """What a bundle can be made of: meetings and samples by id and name."""

    signed: Signed | None
    meetings: list[tuple[str, str]]
    samples: list[tuple[str, str]]


def offered(desk: Desk) -> Offered:
    """What the page offers."""
    zone = desk.organisation.zone
    papers = bundling.meetings_with_papers(desk.work)
    held = [each for each in reversed(meetings.meetings(desk.work)) if each.id in papers]
    return Offered(
        signed=checkpoints.latest(desk.work),
        meetings=[(each.id, _meeting(each, zone, papers[each.id])) for each in held],
        samples=[
            (each.reference, f"{each.reference}: {each.number} matters, seed {each.seed}")
            for each in samples.listed(desk)
        ],
    )


def _meeting(meeting: Meeting, zone: str, papers: int) -> str:
    day = said(local_day(meeting.held_at, zone))
    return f"{meeting.committee_name}, {day}: {papers:,} paper{'s' if papers > 1 else ''}"


def matter_of(desk: Desk, reference: str) -> str:
    """The id of the matter with this reference; raises Invalid."""
    found = trail.matter_by_reference(desk.work, reference) if reference else None
    if found is None:
        such = f"There is no matter with the reference “{reference}”." if reference else ""
        raise Invalid({"matter": such or "Enter the reference of a matter, such as 2026/0014."})
    return found


def agree(desk: Desk, wanted: Wanted) -> Agreed:
    """Fix and record what leaves; raises WrongRole, Invalid, NotFound, NotYet."""
    if not desk.actor.holds(Role.AUDITOR):
        raise WrongRole("Only an auditor takes evidence bundles.")
    if wanted.kind not in SCOPES or wanted.form not in FORMS:
        raise Invalid({"kind": "Choose what the bundle is to hold, and its form."})
    return bundles.agree(desk, wanted)


class Packed:
    """A bundle in a folder of its own, until it is closed."""

    def __init__(self, office: Office, who: Who, now: datetime, agreed: Agreed) -> None:
        self._folder = TemporaryDirectory(prefix="govflow-bundle-")
        self.path = Path(self._folder.name) / "bundle.zip"
        try:
            bundle_file.pack(office, who, now, agreed, self.path)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Remove it."""
        self._folder.cleanup()
