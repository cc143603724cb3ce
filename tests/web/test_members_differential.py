"""Protection of authors: whichever member wrote which note, what can be fetched is the same bytes.

Two copies of one trust differ only in who wrote which note, from where, in what order and when.
Then everything that each person can fetch from every GET route is compared, with the trail, the
notices and the mails as stored. Leaks put in on purpose show that the comparison would notice.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from govflow import jobs
from govflow.app import create_app
from govflow.config import Settings
from govflow.domain.events import MembersLinkClosed
from govflow.domain.members import Piece, form_key
from govflow.intake import check_attachment
from govflow.services import (
    consulting,
    digests,
    members,
    members_voice,
    papers,
    planning,
    reviews,
    sharing,
)
from govflow.services.members_showing import Standing
from govflow.services.office import Desk
from govflow.services.planning import Plan
from govflow.store import members as kept
from tests.builders import World, make_office, make_world
from tests.clients import entered
from tests.fetching import PEOPLE, Answer, differences, everything, ids_of, same_chance, stored
from tests.postgres import Cluster
from tests.services.influence import whole
from tests.together import joined
from tests.voices import SECRET, linked

OFFICER = "race_chair"
RACE, RACE_NAME = "race", "Race Equality Network"
# Two members at their own machines, and two who are signed in to the same browser as well.
WRITERS = ("127.0.1.1", "manager", "127.0.1.2", "women_chair")
MOMENTS = {
    "waiting": timedelta(hours=12),
    "batch": timedelta(days=1),
    "close": timedelta(days=15),
}
FEWEST_ANSWERS = 250
_numbers = count(1)

# Who wrote what: a writer is an address and perhaps somebody's own sign-in, by their name.
Writing = list[tuple[str, str]]


@dataclass
class Scene:
    """A trust whose members hold a link, in a database that can be copied."""

    url: str
    world: World
    request: str
    words: dict[str, str]
    copy: Callable[[], str]
    tmp_path: Path
    opened: list[Flask] = field(default_factory=list)

    @property
    def token(self) -> str:
        """What the members' link ends with."""
        return self.words["token"]

    def app(self, writing: Writing, *, hours: int) -> Flask:
        """A copy in which these notes were written, an interval of so many hours apart."""
        settings = Settings(
            database_url=self.copy(),
            secret_key=SECRET,
            login_limit="1000 per minute",
            smtp_url=f"folder:{self.tmp_path}/mail-{next(_numbers)}",
            instance=self.tmp_path,
        )
        world = replace(self.world, ids=dict(self.world.ids))
        app = create_app(settings, clock=lambda: world.now)
        app.config["WTF_CSRF_ENABLED"] = False
        app.extensions["test.world"] = world
        world.office = app.extensions["govflow.house"].office
        self.opened.append(app)
        for number, (writer, text) in enumerate(writing):
            world.now = self.world.now + timedelta(minutes=60 * hours + 7 * number)
            leave(app, writer, self.token, text)
        world.now = self.world.now
        return app


def leave(app: Flask, writer: str, token: str, text: str) -> None:
    signed_in = not writer[0].isdigit()
    client = entered(app, writer) if signed_in else app.test_client()
    data = {"note": text, "key": form_key(SECRET, token)}
    place = {"REMOTE_ADDR": "127.0.0.2" if signed_in else writer}
    agent = {"User-Agent": f"The browser of {writer}"}
    answer = client.post(f"/m/{token}", data=data, environ_overrides=place, headers=agent)
    assert answer.status_code == 303, answer.text


@pytest.fixture
def scene(
    database_url: str, database_kind: str, request: pytest.FixtureRequest, tmp_path: Path
) -> Iterator[Scene]:
    office = make_office(database_url)
    world = make_world(office)
    shared = influential(world)
    asked = furnished(world)
    token = linked(world, asked)
    office.store.engine.dispose()
    copies: list[str] = []

    def copy() -> str:
        name = f"copy_{next(_numbers)}"
        copies.append(name)
        if database_kind == "sqlite":
            shutil.copyfile(database_url.removeprefix("sqlite:///"), tmp_path / name)
            return f"sqlite:///{tmp_path / name}"
        server: Cluster = request.getfixturevalue("postgres_server")
        return server.create(name, str(sa.make_url(database_url).database))

    made = Scene(database_url, world, asked, {"token": token, **shared}, copy, tmp_path)
    yield made
    for app in made.opened:
        app.extensions["govflow.house"].office.store.engine.dispose()
    if database_kind == "postgresql":
        for name in copies:
            request.getfixturevalue("postgres_server").drop(name)


def influential(world: World) -> dict[str, str]:
    """A decided paper with a promise, and a link to what became of the network's words."""
    whole(world)
    with world.as_(OFFICER) as desk:
        made = sharing.make_link(desk, network_id=world.network_ids[RACE], days=30)
    return {"secret": made[1]}


def furnished(world: World) -> str:
    """Something behind every route: a paper with the networks, a review, a mail; the request."""
    with world.as_("secretary") as desk:
        review = reviews.open_review(desk).id
    with world.as_("secretary") as desk:
        held_on, words = world.now.date(), {"text": "Asked the networks.", "source": "Minutes"}
        reviews.add_evidence(desk, review, criterion=1, dated_on=held_on, **words)
    made = world.draft()
    with world.as_("author") as desk:
        annex = check_attachment("annex.pdf", "application/pdf", b"%PDF-1.4 an annex\n%%EOF")
        papers.attach(desk, made, annex)
    world.act("author", made, "submit")
    with world.as_("secretary") as desk:
        chosen = frozenset(world.network_ids.values())
        planning.choose_networks(desk, made, Plan(chosen, {}, 10, world.meeting_ids[1]))
    world.act("secretary", made, "send_to_networks")
    request = world.requests(made)[RACE]
    with world.as_(OFFICER) as desk:
        consulting.comment(desk, request, text="Panels stay as they were.", anchor="p-2")
        consulting.ask_question(desk, request, text="How many posts?")
        asked = consulting.ask_extension(desk, request, working_days=5, reason="Nights.").id
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, request, asked, granted=False, answer="No time.")
    joined(world, made)
    world.wait(1)
    digests.make(world.office, world.organisation_id, world.now, base_url="http://127.0.0.1")
    return request


def crawl(
    scene: Scene, app: Flask, moment: str, people: tuple[str, ...] = PEOPLE
) -> tuple[dict[str, Answer], dict[str, object]]:
    """All that can be fetched at a moment, after the scheduled checks have run; then what lies."""
    world: World = app.extensions["test.world"]
    world.now = scene.world.now + MOMENTS[moment]
    # The machine's own clock stands too: a file's answer carries it as its date.
    with same_chance(11), time_machine.travel(world.now, tick=False):
        jobs.run_all(app.extensions["govflow.house"])
        fetched = everything(app, people, ids_of(app, scene.request, scene.words))
        return fetched, dict(stored(app))


def compared(
    scene: Scene,
    one: Writing,
    other: Writing,
    moment: str,
    *,
    hours: tuple[int, int] = (1, 5),
    people: tuple[str, ...] = PEOPLE,
) -> list[str]:
    """Where two worlds differ that differ only in these writings."""
    found = [
        crawl(scene, scene.app(writing, hours=later), moment, people)
        for writing, later in zip((one, other), hours, strict=True)
    ]
    (first, lies), (second, lies_too) = found
    assert len(first) > FEWEST_ANSWERS or people != PEOPLE
    assert [n for n, a in first.items() if a.status >= 500] == []
    return differences(first, second) + differences(lies, lies_too)


def texts(number: int) -> list[str]:
    return [f"Note {each}: shortlists are narrow." for each in range(number)]


def swapped(number: int) -> tuple[Writing, Writing]:
    """The same notes: once by these writers in this order, once by the others the other way."""
    words = texts(number)
    places = [WRITERS[each % len(WRITERS)] for each in range(number)]
    return list(zip(places, words, strict=True)), list(
        zip(places[1:] + places[:1], reversed(words), strict=True)
    )


def test_whoever_wrote_the_bytes_are_the_same(scene: Scene) -> None:
    assert compared(scene, *swapped(2), "close") == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("number", "moment"), [(2, "waiting"), (24, "batch")])
def test_so_they_are_at_every_other_moment(scene: Scene, number: int, moment: str) -> None:
    assert compared(scene, *swapped(number), moment) == []


@pytest.mark.sqlite_only
def test_the_notes_are_among_what_was_compared(scene: Scene) -> None:
    """The officer reads them and nobody else does; so the comparison compares something."""
    fetched, _ = crawl(scene, scene.app(swapped(2)[0], hours=1), "close")
    readers = {name.split()[0] for name, a in fetched.items() if b"Note 1: shortlists" in a.body}
    assert readers == {OFFICER}


@pytest.mark.sqlite_only
@pytest.mark.parametrize(("fewer", "more", "moment"), [(0, 9, "close"), (0, 19, "batch")])
def test_how_many_wrote_is_told_to_nobody_else(
    scene: Scene, fewer: int, more: int, moment: str
) -> None:
    """Nor to the officers, before anything is shown."""
    one, other = (list(zip(WRITERS * 9, texts(n), strict=False)) for n in (fewer, more))
    shown_to_officers = {OFFICER} if moment == "close" else set()
    found = compared(scene, one, other, moment)
    assert {name.split()[0] for name in found} <= shown_to_officers


@pytest.mark.sqlite_only
def test_a_leak_of_the_order_is_noticed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if notes were shown as they came."""
    came: list[str] = []
    keep = kept.keep

    def noting(work: Any, request_id: str, note_id: str, text: str) -> None:
        came.append(text)
        keep(work, request_id, note_id, text)

    def as_they_came(found: list[str], _: str) -> list[Piece]:
        mine = came[-2:] if came[-1].startswith("Note 0") else came[:2]
        return [Piece("0" * 32, text) for text in mine if text in found]

    monkeypatch.setattr(kept, "keep", noting)
    monkeypatch.setattr(members_voice, "pieces", as_they_came)
    one, other = swapped(2)
    first = crawl(scene, scene.app(one, hours=1), "close", (OFFICER,))[0]
    second = crawl(scene, scene.app(other, hours=1), "close", (OFFICER,))[0]
    found = differences(first, second)
    assert found == [f"{OFFICER} /requests/{scene.request}/members"]


@pytest.mark.sqlite_only
def test_a_leak_of_the_time_is_noticed(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if each note left an event: the trail would tell the hour to everybody who reads it."""
    original = members._behind

    @contextmanager
    def telling(*given: Any, write: bool) -> Iterator[tuple[Desk, Standing]]:
        with original(*given, write=write) as (desk, stand):
            if write:
                event = MembersLinkClosed(network=RACE_NAME, request=stand.request.id)
                desk.work.record(event, members.MEMBER, stand.case.paper)
            yield desk, stand

    monkeypatch.setattr(members, "_behind", telling)
    found = compared(scene, *swapped(2), "close", people=("secretary", "auditor"))
    assert "event" in found
    assert {"secretary", "auditor"} <= {name.split()[0] for name in found}
