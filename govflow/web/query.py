"""Reads what a GET page was asked for: dates, page numbers, and the links that ask for more."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import g, request, url_for

from govflow.web.typed import DATE_FORMATS

LARGEST_PAGE = 100_000
EARLIEST_YEAR, LATEST_YEAR = 1990, 2200


def asked_text(name: str, longest: int = 120) -> str:
    """What was typed in the address, trimmed and cut."""
    return request.args.get(name, "").strip()[:longest]


def asked_day(name: str, label: str) -> date | None:
    """A date in the address; a problem beside its field, and None, when it is not one."""
    text = " ".join(asked_text(name, 40).split())
    if not text:
        return None
    for style in DATE_FORMATS:
        try:
            found = datetime.strptime(text, style).date()
        except ValueError:
            continue
        if EARLIEST_YEAR <= found.year <= LATEST_YEAR:
            return found
    wrong(name, f"Enter {label} as a real date, such as 31 December 2021")
    return None


def asked_days(zone: str) -> tuple[datetime | None, datetime | None]:
    """The UTC instants between which the days `from` and `until` lie, both days included.

    A wrong day, or a last day before the first, is a problem beside its field.
    """
    first, last = asked_day("from", "the first day"), asked_day("until", "the last day")
    if first and last and last < first:
        wrong("until", "The last day must be on or after the first day")
        last = None
    return _midnight(first, zone), _midnight(last + timedelta(days=1) if last else None, zone)


def _midnight(day: date | None, zone: str) -> datetime | None:
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC) if day else None


def wrong(name: str, sentence: str) -> None:
    """A problem to be shown at the top of the page and beside its field."""
    g.problems = {**g.get("problems", {}), name: sentence}


def answered_with(page: str) -> tuple[str, int]:
    """The page, as refused input when a problem was noted on the way."""
    return page, 422 if g.get("problems") else 200


@dataclass(frozen=True)
class Pager:
    """One page of a long list, with the addresses of its neighbours."""

    number: int
    size: int
    total: int
    keep: dict[str, str]

    @property
    def offset(self) -> int:
        """How many rows stand before this page."""
        return (self.number - 1) * self.size

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.size))

    @property
    def words(self) -> str:
        """Which rows of how many stand here."""
        if not self.total or self.offset >= self.total:
            return f"none of {self.total:,}"
        last = min(self.offset + self.size, self.total)
        return f"{self.offset + 1:,} to {last:,} of {self.total:,}"

    def href(self, number: int) -> str:
        """The address of another page with the same choices."""
        values = {**(request.view_args or {}), **self.keep, "page": number}
        return url_for(str(request.endpoint), **values)

    @property
    def before(self) -> str:
        """The address of the page before, or nothing."""
        return self.href(min(self.number - 1, self.pages)) if self.number > 1 else ""

    @property
    def after(self) -> str:
        """The address of the page after, or nothing."""
        return self.href(self.number + 1) if self.number < self.pages else ""


def page_number() -> int:
    """The page asked for; anything that is not a number is the first."""
    text = request.args.get("page", "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
    return min(max(number, 1), LARGEST_PAGE)


def kept(names: Iterable[str]) -> dict[str, str]:
    """The choices in the address that a link to another page has to carry."""
    return {name: request.args[name][:200] for name in names if request.args.get(name)}
