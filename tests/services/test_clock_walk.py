"""No order of verbs loses a comment, shows two deadlines for one request, or cuts a window short.

What a chair's page and desk, the calendar, the mails, the register and its export, and the trail
say of one request is read after every step and held against a model that counts days by itself.
"""

from datetime import date, datetime

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from govflow.domain.deadline import Deadline, local_day
from govflow.services import (
    calendar_feed,
    consulted,
    digests,
    letters,
    network_desk,
    network_request,
)
from govflow.services import deadlines as checking
from govflow.services.consulted import Wanted
from govflow.services.office import Office
from govflow.store import matters, records
from govflow.store.log import entries, stamp
from govflow.store.outbox import Waiting
from tests.services.clockwalk import ClockWalk
from tests.services.clockwalk_changes import Expected


class Watched(ClockWalk):
    """The walk, with everybody who shows a clock looked at after each step."""

    @invariant()
    def nothing_said_is_lost(self) -> None:
        for request, held in self.expected.items():
            with self.world.looking("secretary") as desk:
                stored = matters.request(desk.work, request)
                assert {c.id: c.late for c in stored.comments} == held.comments
                assert stored.closes_at == held.closes_at

    @invariant()
    def nobody_lapses_without_the_full_window(self) -> None:
        now = self.world.now
        with self.world.looking("secretary") as desk:
            for request, held in self.expected.items():
                stored = matters.request(desk.work, request)
                assert stored.heard(now) == held.heard(now)
                if stored.status(now) == "no_reply":
                    assert held.asked_at is not None
                    assert now >= held.closes_at
                    assert held.given or held.closes_at >= self._in(10, held.asked_at)
                    self.seen.add(self.lapsed)

    @invariant()
    def the_officers_see_one_deadline(self) -> None:
        for request, held in self.expected.items():
            if held.network in self.chairs:
                self._page_desk_and_calendar(request, held)

    def _page_desk_and_calendar(self, request: str, held: Expected) -> None:
        with self.world.looking(self.chairs[held.network]) as desk:
            page = network_request.request_page(desk, request)
            waiting = network_desk.waiting(desk)
            entries_ = calendar_feed.entries(desk)
        items = [*waiting.to_answer, *waiting.late, *waiting.to_mark, *waiting.earlier]
        shown = {i.deadline.sentence(self.world.now) for i in items if i.request.id == request}
        told = [e.deadline.instant_at for e in entries_ if e.uid == f"request-{request}"]
        assert page.deadline.instant_at == held.closes_at
        assert shown == {page.deadline.sentence(self.world.now)}
        assert set(told) <= {held.closes_at}
        assert bool(told) == (not held.position and not held.waived)

    @invariant()
    def a_mail_repeats_it(self) -> None:
        with self.world.looking("system") as desk:
            notices = [
                Waiting("n", "p", "invited", "Asked. Reply by then.", f"/requests/{r}", desk.now)
                for r in self.expected
            ]
            due = letters.deadlines(desk, notices)
        for request, held in self.expected.items():
            end = due.get(f"/requests/{request}")
            assert end is None or end.instant_at == held.closes_at
            closed = held.position or held.waived or self.world.now >= held.closes_at
            assert (end is None) == closed

    @invariant()
    def the_register_says_the_day(self) -> None:
        with self.world.looking("secretary") as desk:
            found = consulted.page(desk, Wanted(matter_id=self.paper), limit=9, offset=0)[0]
        days = {held.network: local_day(held.closes_at) for held in self.expected.values()}
        names = {v: k for k, v in self.world.network_ids.items()}
        rows = {names[line.row.network_id or ""]: line.row for line in found}
        assert {name: self._day(row.closes_at) for name, row in rows.items()} == days

    def _day(self, at: datetime | None) -> date | None:
        return local_day(at) if at else None

    @invariant()
    def the_trail_ends_with_it(self) -> None:
        with self.world.looking("auditor") as desk:
            event = records.event.c
            found = entries(
                desk.work.session,
                event.organisation_id == self.world.organisation_id,
                event.matter_id == self.paper,
            )
        said: dict[str, str] = {}
        for each in found:
            opened = each.facts.get("details", {}).get("closes_at")
            said |= dict.fromkeys(self.expected, opened) if opened else {}
            if each.facts.get("closes_at") and each.facts.get("request"):
                said[each.facts["request"]] = each.facts["closes_at"]
        assert said == {r: stamp(held.closes_at) for r, held in self.expected.items()}

    def teardown(self) -> None:
        """What is exported, and what the mailer would send, at the end says nothing else."""
        if not hasattr(self, "expected"):
            return
        with self.world.as_("secretary") as desk:
            sheet = list(
                consulted.cells(consulted.export(desk, Wanted(matter_id=self.paper), "csv"))
            )
        column = [c.title for c in consulted.COLUMNS].index("Window ends on")
        days = sorted(str(local_day(held.closes_at)) for held in self.expected.values())
        assert sorted(str(row[column]) for row in sheet) == days
        before = set(self._mails())
        checking.sweep(self.office, self.world.organisation_id, self.world.now)
        digests.make(self.office, self.world.organisation_id, self.world.now, base_url="http://x")
        ends = {Deadline(held.closes_at).when() for held in self.expected.values()}
        for body in set(self._mails()) - before:
            for line in body.split("Reply by ")[1:]:
                assert line.split(",")[0] in ends, line

    def _mails(self) -> list[str]:
        table = records.mail.c
        with self.world.looking("system") as desk:
            query = sa.select(table.body).where(table.organisation_id == self.world.organisation_id)
            return list(desk.work.session.scalars(query.order_by(table.made_at, table.id)))


@pytest.mark.sqlite_only
def test_no_order_of_verbs_breaks_a_clock(office: Office) -> None:
    Watched.office, Watched.seen = office, set()
    run_state_machine_as_test(
        Watched,
        settings=settings(
            max_examples=8,
            stateful_step_count=20,
            phases=(Phase.generate,),
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert Watched.seen == set(range(10)), (
        "Some verb never had its effect: the property was not tried."
    )
