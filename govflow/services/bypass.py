"""What the organisation owes the networks: urgent decisions unratified, and reasons that repeat."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from govflow.domain import bypass
from govflow.domain.bypass import Next, Quarter, QuarterOfWaivers, Standing, Waived
from govflow.domain.calendar import said
from govflow.domain.consultation import Consultation
from govflow.domain.deadline import Deadline, local_day
from govflow.domain.errors import WrongRole
from govflow.domain.meeting import Meeting
from govflow.services.consulted import WIDE
from govflow.services.office import Desk
from govflow.store import bypass as stored
from govflow.store import matters, meetings
from govflow.store.bypass import UrgentRow

QUARTERS = 8
CONSULTING = "decided_urgently"


@dataclass(frozen=True)
class Debt:
    """An urgent decision that no formal meeting has ratified, or refused to, yet."""

    row: UrgentRow
    decided_on: date
    working_state: str
    round: Consultation | None
    next: Next
    passed_on: date | None

    @property
    def consulting(self) -> bool:
        """Whether the retrospective consultation is still open."""
        return self.row.state == CONSULTING


@dataclass(frozen=True)
class Bypass:
    """The whole page."""

    debts: tuple[Debt, ...]
    quarters: tuple[QuarterOfWaivers, ...]
    since_on: date


def owed(desk: Desk) -> Bypass:
    """Every debt, the oldest first, and the waivers of two years; raises WrongRole."""
    if not desk.actor.holds(*WIDE):
        raise WrongRole("Your roles do not include the bypass debt.")
    since = Quarter.of(desk.today).earlier(QUARTERS - 1).starts_on
    return Bypass(
        debts=tuple(_debts(desk)),
        quarters=tuple(bypass.by_quarter(_waivers(desk, since))),
        since_on=since,
    )


def _debts(desk: Desk) -> list[Debt]:
    found = stored.unratified(desk.work)
    if not found:
        return []
    rounds = matters.consultations_of(desk.work, [row.matter_id for row in found])
    held = meetings.meetings(desk.work)
    boards = {c.id for c in meetings.committees(desk.work) if c.is_board}
    formal = [m for m in held if m.committee_id in boards]
    return [_debt(desk, row, rounds, formal) for row in found]


def _debt(
    desk: Desk, row: UrgentRow, rounds: Mapping[str, Consultation], formal: list[Meeting]
) -> Debt:
    zone = desk.organisation.zone
    round_ = rounds.get(row.matter_id)
    passed = next((m.held_at for m in formal if row.decided_at < m.held_at <= desk.now), None)
    coming = next((m.held_at for m in formal if m.held_at > desk.now), None)
    closes = round_.last_close() if round_ else None
    standing = Standing(
        now=desk.now,
        closed=row.state != CONSULTING,
        author=row.author_name,
        closes=_by(desk, closes),
        next_meeting=_by(desk, coming),
        passed_at=passed,
    )
    workflow = desk.workflow(row.workflow, row.workflow_version)
    return Debt(
        row=row,
        decided_on=local_day(row.decided_at, zone),
        working_state=workflow.states[row.state].title,
        round=round_,
        next=bypass.next_act(round_, standing),
        passed_on=local_day(passed, zone) if passed else None,
    )


def _by(desk: Desk, at: datetime | None) -> Deadline | None:
    if at is None:
        return None
    return Deadline(instant_at=at, zone=desk.organisation.zone, calendar=desk.calendar)


def _waivers(desk: Desk, since: date) -> list[Waived]:
    zone = desk.organisation.zone
    since_at = datetime.combine(since, time(), ZoneInfo(zone)).astimezone(UTC)
    return [
        Waived(
            matter_id=row.matter_id,
            reference=row.reference,
            title=row.title,
            network=row.network_name,
            reason=row.reason,
            approved_by=row.approved_by_name,
            approved_on=local_day(row.approved_at, zone),
        )
        for row in sorted(
            [
                *stored.waivers(desk.work, since_at=since_at),
                *stored.change_waivers(desk.work, since_at=since_at),
            ],
            key=lambda row: row.approved_at,
        )
    ]


def line(desk: Desk) -> str:
    """The debt in one line for the secretary's board; empty when there is none."""
    zone = desk.organisation.zone
    urgent = stored.unratified(desk.work)
    this = Quarter.of(desk.today)
    quarters = bypass.by_quarter(_waivers(desk, this.starts_on))
    repeated = len(quarters[0].repeated) if quarters else 0
    parts = []
    if urgent:
        noun = "urgent decision" if len(urgent) == 1 else "urgent decisions"
        oldest = said(local_day(urgent[0].decided_at, zone))
        since = f"taken {oldest}" if len(urgent) == 1 else f"the oldest taken {oldest}"
        parts.append(f"{len(urgent):,} {noun} not ratified yet, {since}")
    if repeated:
        noun = "reason" if repeated == 1 else "reasons"
        parts.append(f"{repeated} {noun} for waiving given more than three times this quarter")
    return f"Bypass debt: {'; '.join(parts)}." if parts else ""
