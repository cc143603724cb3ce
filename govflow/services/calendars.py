"""The working days of each part of the United Kingdom, from dates bundled with a package.

Never from the network: a page must not wait for, or trust, an outside answer. The bundle of
govuk-bank-holidays 0.19 covers 2012 to 2028; a newer package brings newer years.
"""

from datetime import date
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from govflow.domain.calendar import WorkingDays, said

ENGLAND_AND_WALES = "england-and-wales"
NAMES = {
    ENGLAND_AND_WALES: "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}


@cache
def working_days(division: str = ENGLAND_AND_WALES) -> WorkingDays:
    """The calendar of one division, known for the whole years its bundle covers."""
    if division not in NAMES:
        raise ValueError(f"No calendar is called “{division}”; known are {', '.join(NAMES)}.")
    held = BankHolidays(use_cached_holidays=True).get_holidays(division=division)
    closed = frozenset(holiday["date"] for holiday in held)
    first, last = min(closed).year, max(closed).year
    return WorkingDays(NAMES[division], closed, date(first, 1, 1), date(last, 12, 31))


@cache
def bank_holidays(division: str = ENGLAND_AND_WALES) -> dict[date, str]:
    """The bank holidays of one division by their names, from the same bundle."""
    held = BankHolidays(use_cached_holidays=True).get_holidays(division=division)
    return {holiday["date"]: str(holiday["title"]) for holiday in held}


def england_and_wales() -> WorkingDays:
    """The calendar a trust in England keeps."""
    return working_days(ENGLAND_AND_WALES)


def running_out(calendar: WorkingDays, today: date) -> str | None:
    """A sentence when the calendar's data ends within twelve months (scheduled check K25)."""
    if (calendar.until_on - today).days > 365:
        return None
    return (
        f"The calendar of working days ({calendar.name}) ends on {said(calendar.until_on)}: "
        "update the package govuk-bank-holidays."
    )
