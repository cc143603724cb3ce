"""In no order of asking, stopping, answering and waiting does a network lose a day or a word.

Every deadline that is shown anywhere is the same, and nobody's silence counts before the clock has
run for the whole of the window.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

import hypothesis.strategies as st
from hypothesis import Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from govflow.domain.deadline import local_day, working_days_between
from govflow.domain.errors import Refused
from govflow.services import (
    calendar_feed,
    consulting,
    formats,
    network_desk,
    network_request,
    pausing,
    planning,
    replying,
)
from govflow.services.dossier import dossier
from govflow.store import consulted, matters
from tests.builders import START, World
from tests.services.changing import change, judge

WINDOW = 10
SERIAL = count(1)
STEPS = settings(
    max_examples=8,
    stateful_step_count=12,
    deadline=None,
    phases=(Phase.generate,),
    derandomize=True,
)


@dataclass
class Run:
    """What the test itself keeps of one request, to hold the product against."""

    paper: str
    request: str
    token: str
    given: int = WINDOW
    said: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    extensions: list[str] = field(default_factory=list)
    ran: set[date] = field(default_factory=set)


class Clock(RuleBasedStateMachine):
    """One network, one paper, everything that can happen to its clock."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.world.now = START
        made = self.world.consulting("race")
        request = self.world.requests(made)["race"]
        with self.world.as_("race_chair") as desk:
            token = calendar_feed.make(desk, name="A phone") if not self.tokens else self.tokens[0]
        self.tokens[:] = [token]
        self.run = Run(made, request, token)

    tokens: list[str] = []  # noqa: RUF012 - one address for the whole test

    def tries(self, act: object, *words: object, who: str, **more: object) -> object:
        """Do it as somebody; what the product refuses, changes nothing."""
        try:
            with self.world.as_(who) as desk:
                return act(desk, *words, **more)  # type: ignore[operator]
        except Refused:
            return None

    @rule(days=st.integers(1, 6))
    def wait(self, days: int) -> None:
        for _ in range(days):
            with self.world.looking("secretary") as desk:
                running = not matters.request(desk.work, self.run.request).stopped
            self.world.wait(1)
            if running:
                self.run.ran.add(local_day(self.world.now))

    @rule(stop=st.booleans())
    def ask(self, stop: bool) -> None:
        made = self.tries(
            consulting.ask_question, self.run.request, who="race_chair", text="Why?", stop=stop
        )
        if made is not None:
            self.run.questions.append(made.id)  # type: ignore[attr-defined]

    @rule()
    def answer(self) -> None:
        if self.run.questions:
            first = self.run.questions.pop(0)
            self.tries(replying.answer_question, self.run.request, first, who="author", text="So.")

    @rule()
    def ask_format(self) -> None:
        made = self.tries(formats.ask, self.run.request, "Audio", who="race_chair")
        if made is not None:
            self.run.formats.append(made.id)  # type: ignore[attr-defined]

    @rule()
    def deliver(self) -> None:
        if self.run.formats:
            wanted = (self.run.paper, self.run.request, self.run.formats.pop(0))
            self.tries(formats.deliver, *wanted, who="secretary", answer="Sent.")

    @rule()
    def resume(self) -> None:
        self.tries(pausing.resume, self.run.request, who="secretary", reason="It must go on.")

    @rule(days=st.integers(1, 5))
    def ask_time(self, days: int) -> None:
        made = self.tries(
            consulting.ask_extension,
            self.run.request,
            who="race_chair",
            working_days=days,
            reason="Nights.",
        )
        if made is not None:
            self.run.extensions.append(made.id)  # type: ignore[attr-defined]

    @rule(granted=st.booleans())
    def answer_time(self, granted: bool) -> None:
        if not self.run.extensions:
            return
        answered = self.tries(
            planning.answer_extension,
            self.run.request,
            self.run.extensions.pop(0),
            who="secretary",
            granted=granted,
            answer="Heard.",
        )
        if answered is not None and granted:
            self.run.given += answered.working_days  # type: ignore[attr-defined]

    @rule(material=st.booleans())
    def change(self, material: bool) -> None:
        """A new version, judged at once: a material one begins the whole window anew."""
        serial = next(SERIAL)
        try:
            change(self.world, self.run.paper, summary=f"We want something else, {serial}.")
            judge(self.world, self.run.paper, *(("race",) if material else ()))
        except Refused:
            return
        if material:
            self.run.ran.clear()
            self.run.given = WINDOW

    @rule()
    def comment(self) -> None:
        words = f"Point {len(self.run.said)}"
        if self.tries(consulting.comment, self.run.request, who="race_chair", text=words):
            self.run.said.append(words)

    @rule()
    def close(self) -> None:
        try:
            self.world.act("secretary", self.run.paper, "close_consultation")
        except Refused:
            return

    def teardown(self) -> None:
        """However it went, the clock is set going, and nobody says a word until it has run out."""
        self.tries(pausing.resume, self.run.request, who="secretary", reason="It must go on.")
        for _ in range(90):
            with self.world.looking("secretary") as desk:
                status = matters.request(desk.work, self.run.request).status(self.world.now)
            if status in {"no_reply", "commented"}:
                break
            self.wait(1)
        self.silence_counts_only_after_the_whole_window()

    @invariant()
    def no_word_is_lost(self) -> None:
        with self.world.looking("secretary") as desk:
            kept = matters.request(desk.work, self.run.request)
            assert [comment.text for comment in kept.comments] == self.run.said

    @invariant()
    def there_is_one_deadline(self) -> None:
        with self.world.looking("race_chair") as desk:
            page = network_request.request_page(desk, self.run.request)
            desk_page = network_desk.waiting(desk)
        shown = {page.deadline.sentence(self.world.now)}
        items = [*desk_page.to_answer, *desk_page.late, *desk_page.earlier]
        shown |= {
            item.deadline.sentence(self.world.now)
            for item in items
            if item.request.id == self.run.request
        }
        with self.world.looking("secretary") as desk:
            file = dossier(desk, self.run.paper)
            (asked,) = file.requests
            shown.add(file.case.by(asked.closes_at, "consultation").sentence(self.world.now))
        assert len(shown) == 1, shown
        self._calendar_agrees(page)

    def _calendar_agrees(self, page: network_request.RequestPage) -> None:
        fed = calendar_feed.opened(self.world.office, self.run.token, self.world.now)
        days = {e.deadline.instant_at for e in fed.entries if self.run.request in e.uid}
        assert days <= {page.deadline.instant_at}
        assert not (days and page.deadline.stopped)

    @invariant()
    def silence_counts_only_after_the_whole_window(self) -> None:
        with self.world.looking("secretary") as desk:
            found = matters.request(desk.work, self.run.request)
            if found.status(self.world.now) != "no_reply":
                return
            ran = sum(desk.calendar.is_working(day) for day in self.run.ran)
        assert ran >= self.run.given, (ran, self.run.given)

    @invariant()
    def the_register_says_the_same(self) -> None:
        with self.world.looking("secretary") as desk:
            kept = matters.request(desk.work, self.run.request)
            rows = consulted.rows(desk.work, consulted.Wanted(), limit=500, offset=0)
        (row,) = [each for each in rows if (each.matter_id, each.asked) == (self.run.paper, True)]
        assert row.closes_at == kept.closes_at


def test_no_order_of_events_cheats_a_network(world: World) -> None:
    machine = type("ClockHere", (Clock,), {"world": world, "tokens": []})
    run_state_machine_as_test(machine, settings=STEPS)


def test_working_days_are_what_is_counted(world: World) -> None:
    with world.looking("secretary") as desk:
        start = local_day(world.now)
        days = [start + timedelta(days=n) for n in range(1, 15)]
        counted = sum(desk.calendar.is_working(day) for day in days)
        assert counted == working_days_between(start, days[-1], desk.calendar)
