"""What an administrator may do, and what the record keeps of it."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.people import Role
from govflow.services import administration, audit, meetings, networks, people
from govflow.services.audit import Narrowing
from govflow.services.networks import NetworkForm
from govflow.store import people as stored
from govflow.store.outbox import Mail, beat, make_mail, mark_tried
from tests.builders import START, Peopled, World, make_world
from tests.clients import app_with_a_world, entered, statements, world_of

TODAY = START.date()
NEXT_YEAR = TODAY + timedelta(days=365)


def sentences(world: World) -> list[str]:
    with world.looking("auditor") as desk:
        found, _ = audit.read_trail(desk, Narrowing(), newest_first=True, limit=3)
    return [entry.sentence() for entry in found]


def test_a_person_is_added_changed_and_stopped(world: World) -> None:
    with world.as_("administrator") as desk:
        made = people.add_person(
            desk, name=" New Person ", email="New@RQX.example", password="p" * 12
        )
    assert (made.name, made.email) == ("New Person", "new@rqx.example")
    with world.as_("administrator") as desk:
        changed = people.change_person(
            desk, made.id, name="New Name", job_title="Nurse", active=False, email="n@rqx.example"
        )
    assert not changed.active
    assert sentences(world)[0] == (
        "Morag Kerr changed a person: name, e-mail address, post, may no longer sign in."
    )


def test_an_address_belongs_to_one_person_of_all_organisations(world: World) -> None:
    make_world(world.office, code="RYY")
    for taken in ("author@rqx.example", "author@ryy.example", "AUTHOR@ryy.example"):
        with pytest.raises(Invalid, match="already signs in"), world.as_("administrator") as desk:
            people.add_person(desk, name="Somebody", email=taken)
        own = world.ids["lead"]
        with pytest.raises(Invalid, match="already signs in"), world.as_("administrator") as desk:
            people.change_person(desk, own, name="L", job_title="", active=True, email=taken)


def test_an_administrator_does_not_lock_themselves_out(world: World) -> None:
    own = world.ids["administrator"]
    with pytest.raises(Invalid), world.as_("administrator") as desk:
        people.change_person(desk, own, name="Morag Kerr", job_title="", active=False)


def test_the_last_administrator_stays(world: World) -> None:
    own, successor = world.ids["administrator"], world.ids["author"]
    with world.looking("administrator") as desk:
        [held] = stored.person(desk.work, own).roles
    for ends_on in (TODAY, NEXT_YEAR):
        with pytest.raises(Invalid, match="Nobody would be"), world.as_("administrator") as desk:
            people.end_role(desk, own, held.id, ends_on=ends_on)
    with world.as_("administrator") as desk:
        people.give_role(desk, successor, Role.ADMINISTRATOR, starts_on=TODAY + timedelta(days=5))
    with pytest.raises(Invalid, match="Nobody would be"), world.as_("administrator") as desk:
        people.end_role(desk, own, held.id, ends_on=TODAY)
    with world.as_("administrator") as desk:
        people.end_role(desk, own, held.id, ends_on=TODAY + timedelta(days=4))


def test_roles_have_a_first_and_a_last_day(world: World) -> None:
    own = world.ids["author"]
    with world.as_("administrator") as desk:
        given = people.give_role(
            desk, own, Role.AUDITOR, starts_on=TODAY, ends_on=TODAY + timedelta(days=9)
        )
    with pytest.raises(Invalid, match="already holds"), world.as_("administrator") as desk:
        people.give_role(desk, own, Role.AUDITOR, starts_on=TODAY + timedelta(days=9))
    with world.as_("administrator") as desk:
        people.end_role(desk, own, given.id, ends_on=TODAY)
    assert world.who("author").actor.holds(Role.AUDITOR)
    world.wait(1)
    assert not world.who("author").actor.holds(Role.AUDITOR)


def test_officers_are_appointed_and_followed(world: World) -> None:
    race, successor = world.network_ids["race"], world.ids["lead"]
    with world.as_("administrator") as desk:
        held = administration.network(desk, race).officers[0]
        networks.stand_down(desk, race, held.id, ends_on=TODAY)
    with world.as_("administrator") as desk:
        networks.appoint(desk, race, successor, post="chair", starts_on=TODAY + timedelta(days=1))
    world.wait(1)
    assert not world.who("race_chair").actor.holds(Role.NETWORK_CHAIR)
    assert world.who("lead").actor.holds(Role.NETWORK_CHAIR)
    with pytest.raises(Invalid, match="already holds a post"), world.as_("administrator") as desk:
        networks.appoint(desk, race, successor, post="deputy", starts_on=NEXT_YEAR)


def test_a_network_needs_a_known_remit_and_a_band(world: World) -> None:
    form = NetworkForm("", ("astrology",), None, 900, None, "eleven")
    with pytest.raises(Invalid) as refused, world.as_("administrator") as desk:
        networks.register_network(desk, form)
    assert set(refused.value.problems) == {
        "name",
        "remit",
        "protected_hours_per_month",
        "size_band",
    }


def test_policy_holds_from_a_day_on_and_is_never_backdated(world: World) -> None:
    with world.as_("administrator") as desk:
        meetings.set_policy(desk, "clear_days", 7, starts_on=TODAY + timedelta(days=3))
    with world.looking("administrator") as desk:
        line = administration.policy_line(desk, "clear_days")
    assert (line.value, line.since, [v.value for v in line.history]) == (5, None, [7])
    world.wait(3)
    with world.looking("administrator") as desk:
        line = administration.policy_line(desk, "clear_days")
    assert (line.value, line.since and line.since.value) == (7, 7)
    for value, starts_on in ((6, TODAY), (0, NEXT_YEAR), (61, NEXT_YEAR)):
        with pytest.raises(Invalid), world.as_("administrator") as desk:
            meetings.set_policy(desk, "clear_days", value, starts_on=starts_on)
    with pytest.raises(NotFound), world.looking("administrator") as desk:
        administration.policy_line(desk, "generosity")


def test_the_first_page_names_what_somebody_should_look_at(world: World) -> None:
    race = world.network_ids["race"]
    with world.as_("administrator") as desk:
        held = administration.network(desk, race).officers[0]
        networks.stand_down(desk, race, held.id, ends_on=TODAY)
    with world.looking("administrator") as desk:
        assert administration.overview(desk).concerns == [
            "The term of the chair of the Race Equality Network ends on 2 March 2026."
        ]
    world.wait(400)
    with world.looking("administrator") as desk:
        found = administration.overview(desk).concerns
    assert "The Race Equality Network has no chair or co-chair in post." in found
    assert "No meeting is arranged: no paper can be given a board date." in found
    assert any(sentence.startswith("The terms of reference of") for sentence in found)


@pytest.mark.parametrize("name", ["secretary", "author", "race_chair", "auditor", "oversight"])
def test_nobody_else_administers(world: World, name: str) -> None:
    form = NetworkForm("A network", ("women",), None, 1, None, "10 to 49")
    acts = (
        lambda desk: people.add_person(desk, name="A", email="a@example.org"),
        lambda desk: people.set_password(desk, world.ids["author"], "p" * 12),
        lambda desk: networks.register_network(desk, form),
        lambda desk: meetings.set_policy(desk, "clear_days", 5, starts_on=NEXT_YEAR),
        lambda desk: administration.mails(desk, limit=1, offset=0),
    )
    for act in acts:
        with pytest.raises(WrongRole), world.as_(name) as desk:
            act(desk)


# The pages.


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    yield from app_with_a_world(database_url, tmp_path, peopled)


def post(world: World, number: int, *, fault: str = "") -> str:
    made = Mail(
        id=f"{number:032x}",
        person_id=world.ids["author"],
        key=f"digest:{number}",
        address="author@rqx.example",
        subject=f"Waiting for you {number}",
        body="One comment waits for your reply.\n<b>Not bold.</b>",
        html="",
        made_at=world.now,
        attempts=1,
        tried_at=None,
        sent_at=None,
        fault="",
    )
    with world.as_("administrator") as desk:
        make_mail(desk.work, made, [])
        mark_tried(desk.work, made.id, fault=fault)
    return made.id


def test_mails_are_readable_with_what_stood_in_the_way(app: Flask) -> None:
    world = world_of(app)
    sent, stuck = post(world, 1), post(world, 2, fault="The server did not answer.")
    with world.office.everywhere(world.now, write=True) as work:
        beat(work, "digests", outcome="1 mail sent", finished=True)
    client = entered(app, "administrator")
    listed = client.get("/admin/mails").text
    assert "1 mail waits for the mail server." in listed
    assert "1 attempt: The server did not answer." in listed
    body = client.get(f"/admin/mails/{sent}").text
    assert "&lt;b&gt;Not bold.&lt;/b&gt;" in body
    assert client.get(f"/admin/mails/{stuck}").status_code == 200
    assert client.get("/admin/mails/" + "f" * 32).status_code == 404
    assert "1 mail sent" in client.get("/admin/checks").text


@pytest.mark.parametrize("path", ["/admin/people", "/admin/networks", "/admin/mails", "/admin"])
def test_a_page_asks_as_much_for_25_as_for_5(app: Flask, path: str) -> None:
    world = world_of(app)
    client = entered(app, "administrator")

    def more(first: int, last: int) -> None:
        for number in range(first, last):
            post(world, number)
            with world.as_("administrator") as desk:
                someone = people.add_person(desk, name=f"P{number}", email=f"{number}@example.org")
                form = NetworkForm(f"Network {number}", ("women",), None, 1, None, "10 to 49")
                made = networks.register_network(desk, form)
                networks.appoint(desk, made.id, someone.id, post="chair", starts_on=TODAY)

    more(0, 5)
    few = statements(client, app, path)
    more(5, 25)
    assert statements(client, app, path) == few


def test_every_form_comes_back_with_its_problems(app: Flask) -> None:
    world = world_of(app)
    client = entered(app, "administrator")
    person = f"/admin/people/{world.ids['author']}"
    network = f"/admin/networks/{world.network_ids['race']}"
    for path in (
        "/admin/people/new",
        f"{person}/details",
        f"{person}/password",
        f"{person}/roles",
        "/admin/networks/new",
        f"{network}/details",
        f"{network}/officers",
        "/admin/committees",
        "/admin/meetings/new",
        f"/admin/meetings/{world.meeting_ids[0]}",
        "/admin/policy/clear_days",
    ):
        answer = client.post(path, data={"name": "", "note": "kept"})
        assert answer.status_code == 422, path
        assert "There is a problem" in answer.text, path


def test_what_is_not_there_is_not_found(app: Flask) -> None:
    client = entered(app, "administrator")
    other = make_world(world_of(app).office, code="RYY")
    for path in (
        f"/admin/people/{other.ids['author']}",
        f"/admin/networks/{other.network_ids['race']}",
        f"/admin/meetings/{other.meeting_ids[0]}",
        "/admin/policy/generosity",
    ):
        assert client.get(path).status_code == 404, path
