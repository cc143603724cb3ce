"""The demo plays through the real services, ends where its story says, and leaves a true trail."""

from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from pathlib import Path

import pytest

from govflow.demo.builder import DemoSignIns, build
from govflow.demo.builder_days import Act, Cue, Days, in_order
from govflow.demo.builder_files import FILES
from govflow.demo.content import Content, load
from govflow.domain.calendar import working_days_between
from govflow.domain.errors import Invalid
from govflow.domain.people import Role, system_actor
from govflow.services import accounts, matters, reviews
from govflow.services.calendars import england_and_wales
from govflow.services.cover import cover_rows
from govflow.services.log_check import check_log
from govflow.services.office import Desk, Office, Who
from govflow.services.organisations import all_organisations
from govflow.store import matters as stored
from govflow.store import outbox, people
from govflow.store.log import Entry, entries
from tests.builders import make_office
from tests.demo.built import SUNDAY, demo_on


@dataclass
class Demo:
    """The built trust, to be looked at."""

    office: Office
    desk: Desk
    signs: DemoSignIns
    content: Content

    def lines(self) -> dict[str, stored.Line]:
        """Every matter of a paper by its title; an urgent decision under `urgent: title`."""
        found = stored.lines(self.desk.work)
        prefix = {"board_paper": "", "urgent_decision": "urgent: "}
        return {prefix.get(line.workflow, "begun: ") + line.title: line for line in found}

    def trail(self) -> list[Entry]:
        """Every event."""
        return entries(self.desk.work.session)


@pytest.fixture
def demo(database_kind: str, request: pytest.FixtureRequest) -> Iterator[Demo]:
    url, signs = demo_on(database_kind, request)
    office = make_office(url)
    with looking(office, SUNDAY) as desk:
        yield Demo(office, desk, signs, load())
    office.store.engine.dispose()


def looking(office: Office, now: datetime) -> AbstractContextManager[Desk]:
    [trust] = all_organisations(office, now)
    return office.reading(Who(trust.id, system_actor("test")), now)


def test_every_paper_stands_where_its_story_ends(demo: Demo) -> None:
    lines = demo.lines()
    for paper in demo.content.papers:
        line = lines["urgent: " + paper.title] if paper.urgent else lines[paper.title]
        assert line.state == paper.state, paper.key
    states = Counter(line.state for line in lines.values())
    assert states["awaiting_ratification"] == states["taken_urgently"] == 1


def test_the_trails_times_never_go_back_and_it_verifies(demo: Demo) -> None:
    trail = demo.trail()
    assert [e.seq for e in trail] == list(range(len(trail)))
    assert all(earlier.at <= later.at for earlier, later in pairwise(trail))
    assert trail[-1].at <= SUNDAY
    assert check_log(demo.desk).faults == ()


def test_replaying_every_move_gives_the_stored_state(demo: Demo) -> None:
    workflows = demo.office.workflows
    found = [stored.matter(demo.desk.work, key) for key in stored.states(demo.desk.work)]
    wanted = {matter.id: (matter.workflow, matter.state) for matter in found}
    stands = {key: workflows.get(name).initial for key, (name, _) in wanted.items()}
    for moved in (e for e in demo.trail() if e.type == "matter_moved"):
        facts, key = moved.facts, moved.matter_id or ""
        action = workflows.get(wanted[key][0]).actions[facts["action"]]
        assert facts["from_state"] == stands[key]
        assert stands[key] in action.sources
        assert facts["to_state"] == action.to
        stands[key] = action.to
    assert stands == {key: state for key, (_, state) in wanted.items()}


def test_the_review_was_finished_late_and_says_so_as_at_any_date(demo: Demo) -> None:
    [review] = stored.reviews(demo.desk.work)
    as_at = {
        date(2021, 9, 1): "no_evidence",
        date(2021, 12, 31): "partly",
        date(2022, 3, 1): "not_met",
        SUNDAY.date(): "met_late",
    }
    assert {day: reviews.status(review, day).status for day in as_at} == as_at
    assert reviews.status(review, SUNDAY.date()).completed_on == date(2022, 3, 24)
    assert reviews.status(review, date(2021, 12, 31)).criteria_met == (1, 2, 3, 4, 5, 6, 7)
    assert review.state == "due_for_re_review"


def test_one_chair_is_vacant(demo: Demo) -> None:
    networks = people.networks(demo.desk.work)
    assert [n.name for n in networks if not n.chair_in_post(SUNDAY.date())] == [
        "Faith and Belief Network"
    ]
    assert all(n.terms_of_reference_on for n in networks)


def test_an_issued_paper_carries_an_objection_in_the_networks_words(demo: Demo) -> None:
    issued = [line.id for line in demo.lines().values() if line.state == "issued"]
    objections = {
        row.network: row.objection
        for key in issued
        for row in cover_rows(matters.paper_case(demo.desk, key), SUNDAY)
        if row.objection
    }
    assert list(objections) == ["Carers and All Ages Network"]


def test_what_the_networks_said_stands_where_they_pointed(demo: Demo) -> None:
    said = [e for e in demo.trail() if e.type == "comment_made"]
    quoted = sum(bool(c.quote) for p in demo.content.papers for c in p.comments())
    assert len(said) == sum(len(p.comments()) for p in demo.content.papers)
    assert sum(bool(e.facts["anchor"]) for e in said) == quoted
    late = [c for p in demo.content.papers for c in p.comments() if c.late]
    assert sum(e.facts["late"] for e in said) == len(late)


def test_a_refused_attempt_a_waived_network_and_files_are_there(demo: Demo) -> None:
    counted = Counter(e.type for e in demo.trail())
    assert counted["action_refused"] == 1
    assert counted["network_waived"] == 1
    assert counted["attachment_added"] == len(FILES)


def test_nothing_old_waits_to_be_told(demo: Demo) -> None:
    assert outbox.waiting(demo.desk.work) == []
    assert outbox.mails(demo.desk.work, unsent=True) == []


def test_one_person_for_each_role_can_sign_in(demo: Demo) -> None:
    assert len({sign.role for sign in demo.signs}) == len(demo.signs) == len(Role)
    for sign in demo.signs[:2]:
        token = accounts.sign_in(
            demo.office, SUNDAY, email=sign.email, password=sign.password, hours=1
        )
        found = accounts.signed_in(demo.office, SUNDAY, token)
        assert found is not None
        assert found.person.name == sign.name


def test_a_second_build_is_refused(demo: Demo) -> None:
    with pytest.raises(Invalid, match="already here"):
        build(demo.office, SUNDAY)


@pytest.mark.sqlite_only
def test_as_at_november_2021_the_review_is_under_way(office: Office) -> None:
    now = datetime(2021, 11, 15, 9, tzinfo=UTC)
    build(office, now)
    with looking(office, now) as desk:
        [review] = stored.reviews(desk.work)
        assert review.state == "reviewing"
        assert reviews.status(review, now.date()).criteria_met == (1, 4, 5, 6, 7)
        assert entries(desk.work.session)[-1].at <= now


@pytest.mark.parametrize(
    "today", [date(2026, 11, 22), date(2027, 1, 1), date(2026, 4, 4), date(2026, 6, 10)]
)
def test_as_many_working_days_lie_between_offsets_whatever_the_day(today: date) -> None:
    calendar = england_and_wales()
    days = Days(today, calendar)
    assert days.on(-1) < today <= days.on(0)
    for offset in (-236, -8, 4, 64):
        assert calendar.is_working(days.on(offset))
        assert working_days_between(days.on(offset), days.on(offset + 9), calendar) == 9


def test_stories_are_told_in_one_order_of_time() -> None:
    told: list[str] = []
    monday, tuesday = date(2026, 6, 8), date(2026, 6, 9)

    def says(what: str) -> Act:
        return lambda at: told.append(what)

    first = [Cue(tuesday, says("late")), Cue(monday, says("noon"), time(12))]
    second = [Cue(monday, says("morning"))]
    for at, act in in_order([first, second]):
        act(at)
    assert told == ["morning", "noon", "late"]


def test_the_builder_never_reads_the_clock() -> None:
    package = Path(__file__).resolve().parents[2] / "govflow" / "demo"
    for path in package.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert "now()" not in text
        assert "today()" not in text
        assert "govflow.clock" not in text
