"""Opens an organisation: its row, its empty trail, its calendar."""

from datetime import datetime

from govflow.domain.errors import Invalid
from govflow.services.calendars import NAMES
from govflow.services.office import Office, new_id
from govflow.store import people
from govflow.store.log import start_log
from govflow.store.people import Organisation


def open_organisation(
    office: Office,
    now: datetime,
    *,
    code: str,
    name: str,
    calendar: str = "england-and-wales",
    zone: str = "Europe/London",
) -> Organisation:
    """A new tenant with an empty trail; raises Invalid when the code is taken."""
    if calendar not in NAMES:
        raise Invalid({"calendar": f"There is no calendar called {calendar}."})
    if not 1 <= len(code) <= 10 or not name.strip():
        raise Invalid({"code": "Give the organisation's ODS code and its name."})
    made = Organisation(new_id(), code.upper(), name.strip(), zone, calendar)
    with office.everywhere(now, write=True) as work:
        if any(o.code == made.code for o in people.organisations(work)):
            raise Invalid({"code": f"{made.code} is already here."})
        people.add_organisation(work, made)
        start_log(work.session, made.id)
    return made


def all_organisations(office: Office, now: datetime) -> list[Organisation]:
    """Every tenant; for jobs and the command line."""
    with office.everywhere(now) as work:
        return people.organisations(work)
