"""A page asked for as at an earlier moment is the page that was served at that moment."""

import random
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from flask import Flask
from flask.testing import FlaskClient

from govflow.config import Settings
from govflow.store import people as stored
from tests.builders import PASSWORD, START
from tests.services.clockwalk import VERBS, ClockWalk

MAIN = re.compile(r"<main.*?</main>", re.DOTALL)
KEYS = re.compile(r"(nonce-|nonce=\"|csrf_token\" value=\")[^'\";]+")
LONDON = ZoneInfo("Europe/London")
STEPS = 30


class Walked(ClockWalk):
    """The walk over a paper's clock; whatever an auditor may open is kept before time goes on."""

    app: Flask
    chance: random.Random

    def begin(self, vacant: set[str]) -> None:
        self.served: list[tuple[datetime, str, int, str]] = []
        super().begin(vacant)

    def wait(self, days: int, hour: int) -> None:
        self.look()
        super().wait(days, hour)

    def addresses(self) -> list[str]:
        return [
            "/audit",
            "/audit/trail",
            "/audit/trail?order=oldest",
            f"/audit/matters/{self.paper}",
            f"/papers/{self.paper}",
            f"/papers/{self.paper}/versions/1",
            f"/papers/{self.paper}/cover",
            "/consulted",
            f"/consulted/{self.paper}",
            "/audit/event-log",
            "/scope-rules",
            "/ledger",
        ]

    def client(self) -> FlaskClient:
        client = self.app.test_client()
        with self.world.looking("auditor") as desk:
            email = stored.person(desk.work, self.world.ids["auditor"]).email
        client.post("/sign-in", data={"email": email, "password": PASSWORD})
        return client

    def look(self) -> None:
        client = self.client()
        for address in self.chance.sample(self.addresses(), 4):
            answer = client.get(address)
            self.served.append((self.world.now, address, answer.status_code, main(answer.text)))


def main(page: str) -> str:
    """The page without what differs by design: its one-use keys, its menu and its bar."""
    found = MAIN.search(page)
    assert found, page
    return KEYS.sub(r"\1", found.group(0))


@pytest.fixture
def app(database_url: str, tmp_path: Path) -> Iterator[Flask]:
    from govflow.app import create_app

    held: list[Walked] = []
    settings = Settings(
        database_url=database_url,
        secret_key="k" * 40,
        login_limit="10000 per minute",
        instance=tmp_path,
    )
    made = create_app(settings, clock=lambda: held[0].world.now if held else START)
    made.config["WTF_CSRF_ENABLED"] = False
    made.extensions["test.walk"] = held
    yield made
    made.extensions["govflow.house"].office.store.engine.dispose()


@pytest.mark.parametrize(("seed", "least"), [(0, 3), (1, 1)], ids=["words", "changes"])
def test_each_page_as_at_is_the_page_that_was_served(app: Flask, seed: int, least: int) -> None:
    """A pack that changes is a draft saved again, of which the earlier form was not kept."""
    chance = random.Random(seed)
    walk = walked(app, chance, [v for v in VERBS if v != "change" or least == 1])
    client = walk.client()
    same, unkept = 0, []
    for at, address, status, page in chance.sample(walk.served, min(16, len(walk.served))):
        there = at.astimezone(LONDON)
        client.get(f"/audit/as-at?date={there:%Y-%m-%d}&time={there:%H:%M}")
        then = client.get(address)
        if then.status_code == 409 and status != 409:
            unkept.append(address)
            continue
        assert "Not today" in then.text
        assert (then.status_code, main(then.text)) == (status, page), f"{address} as at {at}"
        same += 1
    assert same > least * len(unkept), unkept


def walked(app: Flask, chance: random.Random, verbs: list[str]) -> Walked:
    """A history of random verbs, its pages kept whenever time is about to go on."""
    walk = Walked()
    walk.chance = chance
    walk.office, walk.app, walk.seen = app.extensions["govflow.house"].office, app, set()
    networks = ("race", "disability", "women")
    walk.begin(set(chance.sample(networks, chance.choice((1, 2)))))
    app.extensions["test.walk"].append(walk)
    for _ in range(STEPS):
        walk.step(
            verb=chance.choice(verbs),
            network=chance.choice(networks),
            number=chance.randint(1, 7),
            hour=chance.choice((0, 8, 17, 23)),
            yes=chance.random() < 0.5,
        )
    walk.wait(1, 8)
    return walk
