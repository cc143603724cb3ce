"""How instants, dates and counts are written on a page: local time, British words."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/London")


def local(instant: datetime | None) -> str:
    """Such as Tuesday 24 November 2026, 5.00pm."""
    if instant is None:
        return ""
    here = instant.astimezone(LOCAL)
    return f"{_long_date(here.date())}, {_clock(here.time())}"


def local_date(moment: date | None) -> str:
    """Such as Tuesday 24 November 2026, for an instant or a date."""
    return "" if moment is None else _long_date(_day(moment))


def short_date(moment: date | None) -> str:
    """Such as 24 Nov 2026, where a table has no room."""
    if moment is None:
        return ""
    day = _day(moment)
    return f"{day.day} {day:%b %Y}"


def iso_date(moment: date | None) -> str:
    """Such as 2026-11-24, for the value of a date field."""
    return "" if moment is None else _day(moment).isoformat()


def days_left(moment: date | None, now: datetime) -> str:
    """Such as 3 days left, today, or 2 days overdue, counted in local calendar days."""
    if moment is None:
        return ""
    days = (_day(moment) - now.astimezone(LOCAL).date()).days
    if days == 0:
        passed = isinstance(moment, datetime) and moment <= now
        return "overdue since earlier today" if passed else "today"
    return f"{counted(days, 'day')} left" if days > 0 else f"{counted(-days, 'day')} overdue"


def counted(number: int, one: str, many: str = "") -> str:
    """Such as 1 paper, 2 papers, 3 replies."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def clock_field(instant: datetime | None) -> str:
    """Such as 09:30, for the value of a field that takes a time of day."""
    return "" if instant is None else f"{instant.astimezone(LOCAL):%H:%M}"


def clock_time(instant: datetime) -> str:
    """Such as 5.00pm: the local time of an instant."""
    return _clock(instant.astimezone(LOCAL).time())


def from_stamp(stamp: str) -> date | None:
    """An instant or a plain date as the trail writes it, ready for `local`; None when empty."""
    if not stamp:
        return None
    # A plain date must stay one: as an instant it could fall on the day before.
    plain = len(stamp) == len("2026-11-24")
    return date.fromisoformat(stamp) if plain else datetime.fromisoformat(stamp)


FILTERS = {
    "clock_field": clock_field,
    "from_stamp": from_stamp,
    "local": local,
    "local_date": local_date,
    "short_date": short_date,
    "iso_date": iso_date,
    "days_left": days_left,
    "counted": counted,
}


def _day(moment: date) -> date:
    return moment.astimezone(LOCAL).date() if isinstance(moment, datetime) else moment


def _long_date(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"


def _clock(at: time) -> str:
    return f"{at.hour % 12 or 12}.{at:%M}{'am' if at.hour < 12 else 'pm'}"
