"""Only an auditor sees pages as at an earlier date, nothing is done there, nothing is guessed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from govflow.domain.events import EVENTS
from govflow.services import networks, papers
from govflow.services.networks import NetworkForm
from govflow.services.papers import DraftChange
from govflow.store import past, past_rules, tables
from govflow.store.past_rules import NOTHING, UNDONE, UNTOLD
from tests.builders import ROLES, complete_document
from tests.clients import app_with_a_world, entered, statements, world_of

# Tables without an instant in BORN: rules of their own bring them back, or nothing ever changes.
ELSEWHERE = {
    "committee",
    "event",
    "joint_paragraph",
    "joint_view",
    "joint_voice",
    "local_date",
    "meeting",
    "network_choice",
    "network_meeting",
    "officer",
    "organisation",
    "paper",
    "policy_value",
    "procedure",
    "reply",
    "restricted",
    "review",
    "role_held",
    "sealed",
    "shared_comment",
    "staff_network",
    "trail_head",
    "trail_node",
}
THEN = "/audit/as-at?date=2026-03-02&time=09:00"


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path)


def test_every_kind_of_event_is_undone_or_touches_nothing_or_is_said() -> None:
    partial = {"person_changed", "meeting_rearranged"}
    known = UNDONE | NOTHING | set(UNTOLD) | partial
    missing = sorted(set(EVENTS) - known)
    assert not missing, f"Say in past_rules.py what {missing} changes: UNDONE, NOTHING or UNTOLD."
    assert known <= set(EVENTS)


def test_every_instant_of_a_copied_table_has_a_rule() -> None:
    rows, copied = set(past_rules.BORN), {table.name for table in past.copied()}
    assert rows <= copied
    assert copied - rows == ELSEWHERE, (
        "A table has no rule for an earlier date: give it an instant in BORN (past_rules.py), or "
        "rules of its own, named here; or leave it out of the copy (LEFT_OUT in past.py)."
    )
    for name, filled in past_rules.FILLED.items():
        columns = tables.metadata.tables[name].c
        for column, others in filled.items():
            assert columns[column].nullable
            assert set(others) <= set(columns.keys())


def test_only_an_auditor_chooses_a_date(app: Flask) -> None:
    for name in ROLES:
        client = entered(app, name)
        answer = client.get(THEN)
        assert answer.status_code == (302 if name == "auditor" else 403), name
        with client.session_transaction() as kept:
            assert ("as_at" in kept) == (name == "auditor")


def test_a_date_left_in_another_persons_browser_does_nothing(app: Flask) -> None:
    client = entered(app, "secretary")
    with client.session_transaction() as kept:
        kept["as_at"] = "2026-03-02T09:00:00+00:00"
    page = client.get("/consulted")
    assert page.status_code == 200
    assert "Not today" not in page.text


def test_the_bar_says_the_date_and_zone_and_one_press_ends_it(app: Flask) -> None:
    world = world_of(app)
    world.wait(20)
    made = world.consulting()
    client = entered(app, "auditor")
    assert "See it as at an earlier date" in client.get("/audit").text
    client.get("/audit/as-at?date=2026-03-20&time=09:30")
    page = client.get("/audit").text
    assert "Not today: as at" in page
    assert "20 March 2026" in page
    assert "(GMT, Europe/London)" in page
    assert made not in page
    assert client.get(f"/papers/{made}").status_code == 404
    assert client.get("/audit/as-at/end?next=/audit").location == "/audit"
    assert made in client.get("/audit").text


def test_nothing_can_be_written_while_it_is_on(app: Flask) -> None:
    world = world_of(app)
    world.responding()
    world.wait(1)
    client = entered(app, "auditor")
    client.get("/audit/as-at?date=2026-03-02")
    before = _size(app)
    for address in ("/audit/trail.csv", "/audit/log/checkpoint", "/consulted/download?form=csv"):
        assert client.get(address).status_code == 409, address
    assert client.post("/account/sign-out-everywhere").status_code == 409
    assert _size(app) == before
    assert client.post("/sign-out").status_code == 302


def _size(app: Flask) -> int:
    with world_of(app).looking("auditor") as desk:
        found = past.take_out(desk.work, desk.now)
        return len(found.before) + len(found.after)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("date=never", "Enter the date as a real date"),
        ("date=2026-03-02&time=25:00", "Enter the time as hours and minutes"),
        ("date=2031-03-02", "Choose a date and time that have passed"),
    ],
)
def test_a_wrong_date_is_named_and_kept(app: Flask, asked: str, said: str) -> None:
    client = entered(app, "auditor")
    answer = client.get(f"/audit/as-at?{asked}")
    assert answer.status_code == 422
    assert said in answer.text
    assert asked.split("&")[0].removeprefix("date=") in answer.text


def test_a_date_before_everything_finds_nothing(app: Flask) -> None:
    client = entered(app, "auditor")
    client.get("/audit/as-at?date=1999-01-01")
    assert client.get("/audit").status_code == 404


def test_what_was_not_kept_is_said_and_not_replaced(app: Flask) -> None:
    world = world_of(app)
    made = world.draft(title="The first title")
    world.wait(1)
    changed = complete_document(title="Quite another title")
    with world.as_("author") as desk:
        papers.save_draft(desk, made, DraftChange(changed, world.ids["lead"], world.meeting_ids[2]))
    client = entered(app, "auditor")
    client.get("/audit/as-at?date=2026-03-02")
    page = client.get(f"/papers/{made}")
    assert page.status_code == 409
    assert "The paper was saved again later" in page.text
    assert "Quite another title" not in page.text
    assert "Quite another title" not in client.get("/audit").text
    assert past.NOT_KEPT in client.get("/audit").text


def test_lists_that_need_more_than_the_title_of_such_a_paper_stop(app: Flask) -> None:
    world = world_of(app)
    made = world.responding()
    world.wait(1)
    with world.as_("author") as desk:
        again = complete_document(title="Said anew", part="private")
        papers.save_draft(desk, made, DraftChange(again, world.ids["lead"], world.meeting_ids[2]))
    client = entered(app, "auditor")
    client.get("/audit/as-at?date=2026-03-02")
    for address in ("/consulted", "/ledger", f"/papers/{made}"):
        page = client.get(address)
        assert page.status_code == 409, address
        assert "The paper was saved again later" in page.text
        assert "Said anew" not in page.text
    page = client.get("/audit")
    assert "A fairer route into senior posts" in page.text
    assert client.get(f"/audit/matters/{made}").status_code == 200


def test_a_table_that_lost_its_history_stops_the_pages_that_read_it(app: Flask) -> None:
    world = world_of(app)
    made = world.consulting()
    world.wait(1)
    with world.as_("administrator") as desk:
        form = NetworkForm("Race Equality Network", ("race-equality",), None, 9, None, "50 to 249")
        networks.change_network(desk, world.network_ids["race"], form)
    client = entered(app, "auditor")
    client.get("/audit/as-at?date=2026-03-02")
    page = client.get(f"/papers/{made}")
    assert page.status_code == 409
    assert "The details of a network were changed later" in page.text
    assert client.get("/audit/log").status_code == 409


def test_a_page_as_at_costs_the_same_however_much_there_is(app: Flask) -> None:
    world = world_of(app)
    made = world.responding()
    world.wait(1)
    client = entered(app, "auditor")
    client.get("/audit/as-at?date=2026-03-02")
    few = [statements(client, app, path) for path in ("/audit", f"/papers/{made}", "/consulted")]
    for _ in range(3):
        world.responding()
    client = entered(app, "auditor")
    client.get("/audit/as-at?date=2026-03-02")
    many = [statements(client, app, path) for path in ("/audit", f"/papers/{made}", "/consulted")]
    assert many == few
