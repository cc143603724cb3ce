"""A walk over one paper's clock: every verb that touches it, and a plain model of what holds."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from govflow.domain.deadline import end_of_day
from govflow.domain.errors import Invalid, NotYet, Refused
from govflow.services import consulting, matters, networks, people, planning, replying, substitutes
from govflow.services.office import Office
from govflow.store import people as stored_people
from tests.builders import World, make_world
from tests.services.clockwalk_changes import ChangeVerbs, Expected

WINDOW = 10
BANK_HOLIDAYS = {date(2026, 4, 3), date(2026, 4, 6), date(2026, 5, 4), date(2026, 5, 25)}
SERIAL = count(1)
VERBS = (
    "wait", "wait", "wait", "comment", "take_position", "ask_for_time", "ask_for_time",
    "answer_about_time", "hand_over", "keep_place", "ask_again", "waive", "reply", "close",
    "change", "change", "change", "keep", "go_on", "comment", "comment", "wait", "wait",
)  # fmt: skip
which = st.sampled_from(("race", "disability", "women"))


def working_days_after(day: date, number: int) -> date:
    """Counted one by one, so that the test does not borrow the sum that it judges."""
    while number:
        day += timedelta(days=1)
        number -= day.weekday() < 5 and day not in BANK_HOLIDAYS
    return day


class ClockWalk(ChangeVerbs, RuleBasedStateMachine):
    """Time passes, officers come and go, and everybody does what moves a clock."""

    office: Office
    lapsed, extended, late, handed, waived, again, kept = range(7)
    seen: set[int]

    @initialize(vacant=st.sets(which, min_size=1, max_size=2))
    def begin(self, vacant: set[str]) -> None:
        self.world: World = make_world(self.office, code=f"C{next(SERIAL)}")
        self.chairs = {each: f"{each}_chair" for each in ("race", "disability", "women")}
        for each in sorted(vacant):
            self._stand_down(each)
        self.paper = self.world.scoped(window=WINDOW)
        self.world.act("secretary", self.paper, "send_to_networks")
        self.closed, self.closed_at = False, self.world.now
        self.expected = {
            request: Expected(
                network, None if network in vacant else self.world.now, self._in(WINDOW)
            )
            for network, request in self.world.requests(self.paper).items()
        }

    def _in(self, working_days: int, after: datetime | None = None) -> datetime:
        day = working_days_after((after or self.world.now).date(), working_days)
        return end_of_day(day)

    def window_from_now(self) -> datetime:
        """When a whole window ends that begins now."""
        return self._in(WINDOW)

    def of(self, network: str) -> tuple[str, Expected]:
        """The network's request and what is expected of it."""
        return next((r, e) for r, e in self.expected.items() if e.network == network)

    def _stand_down(self, network: str) -> None:
        """The officer's term ended yesterday: from today nobody speaks for the network."""
        with self.world.as_("administrator") as desk:
            found = stored_people.network(desk.work, self.world.network_ids[network])
            officer = next(o for o in found.officers_on(desk.today) if not o.stands_for_id)
            day = desk.today - timedelta(days=1)
            networks.stand_down(desk, found.id, officer.id, ends_on=day)
        del self.chairs[network]

    def _appoint(self, network: str) -> None:
        name = f"{network}_{next(SERIAL)}"
        with self.world.as_("administrator") as desk:
            email = f"{name}@{self.world.organisation_id}.example"
            person = people.add_person(desk, name=f"Successor {name}", email=email)
            self.world.ids[name] = person.id
        with self.world.as_("administrator") as desk:
            place = self.world.network_ids[network]
            networks.appoint(desk, place, person.id, post="chair", starts_on=desk.today)
        self.chairs[network] = name

    @rule(
        verb=st.sampled_from(VERBS),
        network=which,
        number=st.integers(1, 7),
        hour=st.sampled_from((0, 8, 17, 23)),
        yes=st.booleans(),
    )
    def step(self, verb: str, network: str, number: int, hour: int, yes: bool) -> None:
        """One verb: as rules of their own, most walks would leave most of them out."""
        given: dict[str, tuple[Any, ...]] = {
            "wait": (number + 7 * yes, hour),
            "comment": (network,),
            "take_position": (network,),
            "ask_for_time": (network, number, "yes" if yes else ("", "no")[number % 2]),
            "answer_about_time": (network, yes),
            "hand_over": (network, yes),
            "keep_place": (network, number),
            "ask_again": (network, yes),
            "waive": (network, "Nobody could be found in time." if yes else ""),
            "reply": (),
            "close": (),
            "change": (network, yes, ("", "keep", "go_on")[number % 3]),
            "keep": (network,),
            "go_on": (network,),
        }
        getattr(self, verb)(*given[verb])

    def wait(self, days: int, hour: int) -> None:
        day = self.world.now.date() + timedelta(days=days)
        self.world.now = datetime(day.year, day.month, day.day, hour, 30, tzinfo=UTC)

    def comment(self, network: str) -> None:
        if network not in self.chairs:
            return
        request, held = self.of(network)
        with self.world.as_(self.chairs[network]) as desk:
            made = consulting.comment(desk, request, text="Ask those who left.").id
        self._said(held, made)

    def take_position(self, network: str) -> None:
        if network in self.chairs:
            request, held = self.of(network)
            with self.world.as_(self.chairs[network]) as desk:
                consulting.take_position(desk, request, position="nothing_to_add")
            held.position, held.given, held.renewed = True, True, False

    def _said(self, held: Expected, comment: str) -> None:
        """A comment is late after the window, or after a closing that it was not asked since."""
        shut = self.closed and held.told_at < self.closed_at
        held.comments[comment] = shut or self.world.now >= held.closes_at
        self.seen |= {self.late} if held.comments[comment] else set()

    def ask_for_time(self, network: str, days: int, answer: str) -> None:
        network = self.reached(network)
        if network not in self.chairs:
            return
        request, held = self.of(network)
        try:
            with self.world.as_(self.chairs[network]) as desk:
                made = consulting.ask_extension(
                    desk, request, working_days=days, reason="We meet late."
                )
                held.extension = (made.id, days)
        except NotYet:
            assert held.extension or self.closed or self.world.now >= held.closes_at
        if answer:
            self.answer_about_time(network, answer == "yes")

    def answer_about_time(self, network: str, granted: bool) -> None:
        request, held = self.of(network)
        if held.extension is None:
            return
        made, days = held.extension
        try:
            with self.world.as_("secretary") as desk:
                planning.answer_extension(desk, request, made, granted=granted, answer="So be it.")
        except NotYet:
            assert granted
            assert self.closed
            return
        held.extension = None
        if granted:
            held.closes_at = self._in(days, held.closes_at)
            self.seen.add(self.extended)

    def hand_over(self, network: str, successor: bool) -> None:
        """The officer goes; the successor comes on the same day, later, or not at all."""
        with self.world.looking("secretary") as desk:
            found = stored_people.network(desk.work, self.world.network_ids[network])
            fresh = any(o.starts_on >= desk.today for o in found.officers)
        if network in self.chairs and not fresh:
            self._stand_down(network)
        if network not in self.chairs and successor:
            self._appoint(network)
            self.seen.add(self.handed)

    def keep_place(self, network: str, days: int) -> None:
        """Somebody stands in for some days and speaks at once; no clock waits for them."""
        if network not in self.chairs:
            return
        name = f"{network}_{next(SERIAL)}"
        with self.world.as_("administrator") as desk:
            email = f"{name}@{self.world.organisation_id}.example"
            self.world.ids[name] = people.add_person(desk, name=f"Sub {name}", email=email).id
        with self.world.as_(self.chairs[network]) as desk:
            found = stored_people.network(desk.work, self.world.network_ids[network])
            mine = [o for o in found.officers_on(desk.today) if o.person_id == desk.actor.id]
            place = substitutes.post(desk, found.id, mine[0].id)
            until = desk.today + timedelta(days=days)
            who = self.world.ids[name]
            substitutes.name(desk, place, who, starts_on=desk.today, ends_on=until)
        request, held = self.of(network)
        with self.world.as_(name) as desk:
            made = consulting.comment(desk, request, text="Heard while the chair is away.").id
        self._said(held, made)
        self.seen.add(self.kept)

    def unreached(self, other: str) -> str:
        """A network that nobody speaks for, if there is one, so that most tries have an effect."""
        found = [e.network for e in self.expected.values() if e.asked_at is None and not e.waived]
        return found[0] if found else other

    def ask_again(self, network: str, appointed: bool) -> None:
        network = self.unreached(network)
        if appointed and network not in self.chairs:
            self._appoint(network)
        request, held = self.of(network)
        due = held.asked_at is None and not held.waived and network in self.chairs
        try:
            with self.world.as_("secretary") as desk:
                planning.ask_again(desk, request)
        except NotYet:
            assert not due
            return
        assert due
        held.asked_at, held.closes_at = self.world.now, self._in(WINDOW)
        self.seen.add(self.again)

    def waive(self, network: str, reason: str) -> None:
        network = self.unreached(network) if reason else network
        request, held = self.of(network)
        before = held.heard(self.world.now)
        try:
            with self.world.as_("board_chair") as desk:
                planning.waive_network(desk, request, reason=reason)
        except (Invalid, NotYet):
            assert before or held.asked_at is not None or not reason
            return
        assert reason
        assert held.asked_at is None
        assert not before
        held.waived = True
        self.seen.add(self.waived)

    def reply(self) -> None:
        """The author answers what is there, late comments too."""
        with self.world.looking("author") as desk:
            round_ = matters.paper_case(desk, self.paper).consultation
            waiting = [c.id for c in round_.unanswered_comments()] if round_ else []
        for comment in waiting:
            with self.world.as_("author") as desk:
                replying.reply(desk, comment, outcome="not_accepted", reason="Because of the law.")

    def close(self) -> None:
        """It closes when every network was heard, and never before."""
        if self.closed:
            return
        ready = all(held.heard(self.world.now) for held in self.expected.values())
        try:
            self.world.act("secretary", self.paper, "close_consultation")
        except Refused:
            assert not ready
            return
        assert ready, "The consultation closed past a network that still had time."
        self.closed, self.closed_at = True, self.world.now
