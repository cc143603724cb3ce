"""What falls inside a window: bank holidays, religious and local dates, networks' meetings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from govflow.domain.calendar import said
from govflow.domain.network import StaffNetwork
from govflow.services.calendars import bank_holidays
from govflow.services.faith_days import faith_days
from govflow.services.office import Desk
from govflow.store import dates
from govflow.store.dates import LocalDate


@dataclass(frozen=True)
class Minded:
    """Days to be minded inside a window: what they are, in a sentence, and where that is from."""

    kind: str
    starts_on: date
    sentence: str


@dataclass(frozen=True)
class WindowDates:
    """The window's first and last day, what falls inside, and when each network meets."""

    first_on: date
    last_on: date
    minded: list[Minded]
    meetings: dict[str, list[date]]

    def meets(self, network_id: str) -> str:
        """Whether the network meets inside the window, and what to think of when it does not."""
        known = self.meetings.get(network_id, [])
        inside = [day for day in known if self.first_on <= day <= self.last_on]
        if inside:
            return f"The network meets on {_listed(inside)}, inside the window."
        if not known:
            return "No meeting dates are entered for this network."
        later = next((day for day in known if day > self.last_on), None)
        if later is None:
            return "The network does not meet inside this window: consider asking it for a date."
        return (
            f"The network does not meet inside this window: consider a longer one. "
            f"It meets next on {said(later)}."
        )

    def misses(self, network_id: str) -> bool:
        """Its dates are known, and none of them lies inside."""
        known = self.meetings.get(network_id, [])
        return bool(known) and not any(self.first_on <= day <= self.last_on for day in known)


def _listed(days: Sequence[date]) -> str:
    words = [said(day) for day in days]
    return f"{', '.join(words[:-1])} and {words[-1]}" if len(words) > 1 else words[0]


def window_dates(
    desk: Desk, networks: Sequence[StaffNetwork], first_on: date, last_on: date
) -> WindowDates:
    """What falls from `first_on` to `last_on`, both included; two statements."""
    local = dates.local_dates(desk.work, first_on)
    minded = [
        *_bank(desk, first_on, last_on),
        *_faith(first_on, last_on),
        *(_local(each) for each in local if each.starts_on <= last_on),
    ]
    meetings: dict[str, list[date]] = {}
    for each in dates.meetings(desk.work, [n.id for n in networks], first_on):
        meetings.setdefault(each.network_id, []).append(each.meets_on)
    return WindowDates(first_on, last_on, sorted(minded, key=lambda m: m.starts_on), meetings)


def _bank(desk: Desk, first: date, last: date) -> Iterator[Minded]:
    for day, name in bank_holidays(desk.organisation.calendar).items():
        if first <= day <= last:
            yield Minded("Bank holiday", day, f"{said(day)}: {name}. It is no working day.")


def _faith(first: date, last: date) -> Iterator[Minded]:
    for each in faith_days(first, last):
        about = ", expected; it may be kept a day earlier or later" if each.expected else ""
        yield Minded("Religious day", each.on, f"{said(each.on)}: {each.name}{about}.")


def _local(each: LocalDate) -> Minded:
    span = said(each.starts_on)
    if each.ends_on != each.starts_on:
        span = f"{span} to {said(each.ends_on)}"
    return Minded(dates.KINDS[each.kind], each.starts_on, f"{span}: {each.name} ({each.source}).")
