"""Reads the instants of a log: ISO 8601 or the map's own pattern, never without a zone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

EARLIEST_YEAR, LATEST_YEAR = 1900, 2999


class Unreadable(ValueError):
    """A time that names no instant; the sentence says why."""


@dataclass(frozen=True)
class Times:
    """How a log writes its times.

    `zone` stands for times without one; `pattern` is strptime's, ISO 8601 when empty.
    """

    zone: ZoneInfo | None = None
    pattern: str = ""

    def read(self, text: str) -> datetime:
        """The instant in UTC; raises Unreadable.

        A time without a zone is taken on the map's clock: the first of a doubled hour, the
        moment after a skipped one. A day alone is its first moment.
        """
        at = self._parsed(text)
        if at.tzinfo is None:
            if self.zone is None:
                raise Unreadable(
                    f"its time '{text}' has no zone (the map may say `zone: Europe/London`)"
                )
            at = at.replace(tzinfo=self.zone)
        if not EARLIEST_YEAR < at.year < LATEST_YEAR:
            raise Unreadable(
                f"its time '{text}' lies outside {EARLIEST_YEAR + 1} to {LATEST_YEAR - 1}"
            )
        return at.astimezone(UTC)

    def _parsed(self, text: str) -> datetime:
        try:
            if self.pattern:
                return datetime.strptime(text, self.pattern)  # zone is seen to above
            return datetime.fromisoformat(text)
        except (ValueError, OverflowError):
            wanted = f"'{self.pattern}'" if self.pattern else "ISO 8601"
            raise Unreadable(f"its time '{_short(text)}' is not {wanted}") from None


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
