"""The administrator's blueprint, apart from the pages so that each file of them can use it."""

from datetime import date, datetime, time

from flask import Blueprint, request

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.web.pages import Link, audience, navigation_for, read_date

blueprint = Blueprint("admin", __name__)
administrators = audience(Role.ADMINISTRATOR)

TIME_FORMATS = ("%H:%M", "%H.%M", "%I.%M%p", "%I:%M%p", "%I%p")
LARGEST_NUMBER = 100_000

navigation_for(
    Role.ADMINISTRATOR,
    Link("Overview", "admin.overview"),
    Link("People", "admin.people"),
    Link("Networks", "admin.networks"),
    Link("Partners", "admin.partners"),
    Link("Meetings", "admin.meetings"),
    Link("Policy", "admin.policy"),
    Link("Mails", "admin.mails"),
    Link("Scheduled checks", "admin.checks"),
)


def text(name: str) -> str:
    """A field as it was typed."""
    return request.form.get(name, "")


def number(name: str, label: str) -> int:
    """A whole number; raises Invalid."""
    typed = text(name).strip()
    if not (typed.isascii() and typed.isdigit()) or len(typed) > 6:
        raise Invalid({name: f"Enter {label} as a whole number."})
    return int(typed)


def day(name: str, label: str) -> date:
    """A date that must be given; raises Invalid."""
    found = read_date(name, label)
    if found is None:
        raise Invalid({name: f"Enter {label}."})
    return found


def clock(name: str) -> time:
    """A time of day, as 09:30, 9.30 or 2.30pm; raises Invalid."""
    typed = "".join(text(name).split()).lower()
    for style in TIME_FORMATS:
        try:
            return datetime.strptime(typed, style).time()
        except ValueError:
            continue
    raise Invalid({name: "Enter the time as 09:30 or 2.30pm."})
