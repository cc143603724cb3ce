"""Bank holidays, religious and local dates, and networks' meetings inside a window."""

from datetime import date

import pytest

from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.services import formats, network_dates, scoping
from govflow.services.faith_days import faith_days
from govflow.services.scope_rules import current_networks
from govflow.services.window_dates import WindowDates, window_dates
from govflow.store import log, outbox
from tests.builders import World, make_world


def enter(world: World, name: str, network: str, on: date) -> None:
    with world.as_(name) as desk:
        network_dates.enter_meeting(desk, world.network_ids[network], on)


def window(world: World, last: date) -> WindowDates:
    with world.looking("secretary") as desk:
        return window_dates(desk, current_networks(desk), desk.today, last)


def test_what_falls_inside_is_flagged_in_order(world: World) -> None:
    with world.as_("secretary") as desk:
        network_dates.enter_local(
            desk,
            kind="school",
            name="Easter holidays",
            starts_on=date(2026, 3, 30),
            ends_on=date(2026, 4, 10),
            source="The council's term dates",
        )
    said = [f"{m.kind}: {m.sentence}" for m in window(world, date(2026, 4, 6)).minded]
    assert said == [
        "Religious day: 3 March 2026: Purim.",
        "Religious day: 4 March 2026: Holi, expected; it may be kept a day earlier or later.",
        "Religious day: 20 March 2026: Eid al-Fitr, expected; it may be kept a day earlier or "
        "later.",
        "School holiday: 30 March 2026 to 10 April 2026: Easter holidays "
        "(The council's term dates).",
        "Religious day: 2 April 2026: Passover begins.",
        "Bank holiday: 3 April 2026: Good Friday. It is no working day.",
        "Religious day: 5 April 2026: Easter Sunday.",
        "Bank holiday: 6 April 2026: Easter Monday. It is no working day.",
    ]


def test_a_network_meets_inside_after_or_never(world: World) -> None:
    race, women = world.network_ids["race"], world.network_ids["women"]
    enter(world, "race_chair", "race", date(2026, 3, 12))
    enter(world, "secretary", "women", date(2026, 4, 9))
    shown = window(world, date(2026, 3, 16))
    assert shown.meets(race) == "The network meets on 12 March 2026, inside the window."
    assert "does not meet inside this window" in shown.meets(women)
    assert "It meets next on 9 April 2026." in shown.meets(women)
    assert shown.misses(women)
    assert not shown.misses(race)
    none = shown.meets(world.network_ids["disability"])
    assert none == "No meeting dates are entered for this network."
    made = world.submitted()
    with world.looking("secretary") as desk:
        assert scoping.scoping(desk, made).dates.meets(race) == shown.meets(race)


def test_who_enters_which_dates(world: World) -> None:
    other = make_world(world.office, code="RQY")
    with pytest.raises(NotFound):
        enter(world, "race_chair", "women", date(2026, 3, 12))
    with pytest.raises(NotFound), world.as_("secretary") as desk:
        network_dates.enter_meeting(desk, other.network_ids["race"], date(2026, 3, 12))
    for wrong in (date(2026, 3, 1), date(2036, 3, 1)):
        with pytest.raises(Invalid):
            enter(world, "secretary", "race", wrong)
    enter(world, "secretary", "race", date(2026, 3, 12))
    with pytest.raises(Invalid, match="entered already"):
        enter(world, "race_chair", "race", date(2026, 3, 12))
    with pytest.raises(WrongRole), world.as_("race_chair") as desk:
        network_dates.remove_local(desk, "x")
    with world.looking("secretary") as desk:
        [[_, [kept]]] = [p for p in network_dates.page(desk).networks if p[1]]
    with pytest.raises(NotFound), other.as_("secretary") as desk:
        network_dates.remove_meeting(desk, kept.id)
    with world.as_("race_chair") as desk:
        network_dates.remove_meeting(desk, kept.id)
    with world.looking("auditor") as desk:
        found = [e for e in log.entries(desk.work.session) if "network_meeting" in e.type]
    assert [e.sentence() for e in found] == [
        "Sian Pritchard entered that the Race Equality Network meets on 12 March 2026.",
        "The Race Equality Network took out that the Race Equality Network meets on 12 March 2026.",
    ]


def test_faith_days_are_only_those_the_tables_know() -> None:
    far = faith_days(date(2090, 1, 1), date(2090, 12, 31))
    assert "Diwali" not in {day.name for day in far}
    assert "Easter Sunday" in {day.name for day in far}
    across = [day.name for day in faith_days(date(2026, 12, 20), date(2027, 3, 9))]
    assert across == ["Christmas Day", "Ramadan begins", "Eid al-Fitr"]


def test_another_format_is_asked_by_the_network_and_told_the_secretary(world: World) -> None:
    request = world.requests(world.consulting("race"))["race"]
    with world.as_("race_chair") as desk:
        formats.ask(desk, request, " Easy   Read ")
    with pytest.raises(Invalid), world.as_("race_chair") as desk:
        formats.ask(desk, request, " ")
    with pytest.raises(WrongRole), world.as_("women_chair") as desk:
        formats.ask(desk, request, "Audio")
    with world.looking("auditor") as desk:
        [entry] = [e for e in log.entries(desk.work.session) if e.type == "format_asked"]
        told = [n for n in outbox.waiting(desk.work) if n.kind == "format"]
    assert entry.texts["format"] == "Easy Read"
    assert "Rashida" not in str(entry.payload)
    assert [n.person_id for n in told] == [world.ids["secretary"]]
