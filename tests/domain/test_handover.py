"""At every instant exactly the right people hold an office, also when the clock changes."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govflow.domain.deadline import local_day
from govflow.domain.handover import last_day, wrong_period, wrong_start
from govflow.domain.network import Officer, StaffNetwork
from govflow.domain.people import Actor, Person, RoleHeld

ZONE = ZoneInfo("Europe/London")
# Both changes of the clock in 2026 lie inside.
DAYS = st.dates(date(2026, 3, 20), date(2026, 11, 5))


def officer(person: str, starts_on: date, ends_on: date | None, stands_for: str = "") -> Officer:
    return Officer(
        id=person + starts_on.isoformat(),
        organisation_id="o",
        network_id="n",
        person_id=person,
        person_name=person,
        post="deputy" if stands_for else "chair",
        starts_on=starts_on,
        ends_on=ends_on,
        stands_for_id=stands_for or None,
        stands_for_name=stands_for,
    )


def midnight(day: date) -> datetime:
    """The instant (UTC) at which a local day begins."""
    return datetime.combine(day, time(), ZONE).astimezone(UTC)


@given(
    change=DAYS,
    kept=st.tuples(DAYS, st.integers(0, 30)),
    minutes=st.integers(0, 240 * 24 * 60),
    edge=st.sampled_from((None, "change", "kept_from", "kept_until")),
    second=st.integers(-1, 1),
)
def test_exactly_the_right_people_may_act(
    change: date, kept: tuple[date, int], minutes: int, edge: str | None, second: int
) -> None:
    first, last = kept[0], kept[0] + timedelta(days=kept[1])
    network = StaffNetwork(id="n", organisation_id="o", name="N")
    network.officers = [
        officer("old", date(2026, 1, 1), last_day(change)),
        officer("new", change, None),
        officer("substitute", first, last, "old"),
    ]
    edges = {
        "change": midnight(change),
        "kept_from": midnight(first),
        "kept_until": midnight(last + timedelta(days=1)),
    }
    at = (
        edges[edge] + timedelta(seconds=second)
        if edge
        else midnight(date(2026, 3, 20)) + timedelta(minutes=minutes)
    )
    expected = {"old"} if at < midnight(change) else {"new"}
    if midnight(first) <= at < midnight(last + timedelta(days=1)):
        expected.add("substitute")
    today = local_day(at, "Europe/London")
    assert {o.person_id for o in network.officers_on(today)} == expected
    assert all(network.speaks(name, today) == (name in expected) for name in ("old", "new"))
    assert not network.chair_vacant(today)


def test_a_substitute_alone_does_not_fill_the_chair() -> None:
    network = StaffNetwork(id="n", organisation_id="o", name="N")
    day = date(2026, 4, 1)
    network.officers = [officer("substitute", day, day, "old")]
    assert network.chair_in_post(day)
    assert network.chair_vacant(day)
    assert network.officers[0].title == "substitute for old"


@given(starts=DAYS, today=DAYS)
def test_an_office_never_changes_hands_in_the_past_or_within_a_day(
    starts: date, today: date
) -> None:
    assert (wrong_start(starts, today) is None) == (starts > today)


def test_nor_further_away_than_a_year() -> None:
    assert "within a year" in (wrong_start(date(2027, 4, 4), date(2026, 4, 1)) or "")


@pytest.mark.parametrize(
    ("starts", "ends", "field"),
    [
        (date(2026, 3, 31), date(2026, 4, 2), "starts_on"),
        (date(2026, 4, 1), None, "ends_on"),
        (date(2026, 4, 2), date(2026, 4, 1), "ends_on"),
        (date(2026, 4, 1), date(2026, 6, 1), "ends_on"),
    ],
)
def test_a_substitutes_days_lie_ahead_and_in_the_term(
    starts: date, ends: date | None, field: str
) -> None:
    term, today = date(2026, 5, 31), date(2026, 4, 1)
    assert list(wrong_period(starts, ends, today=today, term_ends_on=term)) == [field]


def test_a_substitute_for_longer_than_a_year_is_a_hand_over() -> None:
    found = wrong_period(
        date(2026, 4, 1), date(2027, 6, 1), today=date(2026, 4, 1), term_ends_on=None
    )
    assert "Hand the office over" in found["ends_on"]


def test_the_name_recorded_says_for_whom() -> None:
    actor = Actor("x", "X", frozenset({"secretary", "author"}), (("secretary", "Y"), ("N", "Z")))
    assert actor.said_as("secretary") == "X for Y"
    assert actor.said_as("N") == "X for Z"
    assert actor.said_as("author") == actor.said_as("") == "X"
    assert actor.in_capacity({"secretary"}).name == "X for Y"
    assert actor.in_capacity({"secretary", "author"}).name == "X"
    assert actor.in_capacity({"auditor"}) is actor
    assert actor.in_capacity({"secretary"}).said_as("secretary") == "X for Y"


def test_who_also_holds_the_role_stands_for_nobody() -> None:
    day = date(2026, 4, 1)

    def held(other: str) -> RoleHeld:
        return RoleHeld(
            id="r",
            organisation_id="o",
            person_id="x",
            role="secretary",
            starts_on=day,
            ends_on=day,
            stands_for_id=other or None,
            stands_for_name=other,
        )

    person = Person(
        id="x", organisation_id="o", name="X", email="x@o.example", created_at=midnight(day)
    )
    person.roles = [held("Y")]
    assert person.stands_in_on(day) == {"secretary": "Y"}
    assert person.stands_in_on(day + timedelta(days=1)) == {}
    person.roles.append(held(""))
    assert person.stands_in_on(day) == {}
