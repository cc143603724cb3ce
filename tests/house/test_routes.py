"""Every route says whom it is for, auditors change nothing, and addresses are kebab-case."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from govflow.config import Settings
from govflow.domain.people import Role
from govflow.web.doors import ANYONE_SIGNED_IN, PUBLIC, marked

READING = {"GET", "HEAD", "OPTIONS"}
SEGMENT = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
# Whatever anybody may open without signing in stands here, so that adding one is a decision.
PUBLIC_ROUTES = {
    "static",
    "login.sign_in",
    "health.health",
    "members_door.note",
    "members_door.leave_note",
    "members_door.sent",
    "calendar_feed.feed",
    "stopping.ask",
    "stopping.stop",
    "sharing.shared",
    "sharing.shared_pdf",
}


@pytest.fixture
def app(sqlite_template: Path, tmp_path: Path) -> Iterator[Flask]:
    from govflow.app import create_app

    settings = Settings(
        database_url=f"sqlite:///{sqlite_template}", secret_key="k" * 40, instance=tmp_path
    )
    made = create_app(settings)
    yield made
    made.extensions["govflow.house"].office.store.engine.dispose()


def test_every_route_says_whom_it_is_for(app: Flask) -> None:
    known = {PUBLIC, ANYONE_SIGNED_IN, *(str(role) for role in Role)}
    for endpoint in app.view_functions:
        allowed = marked(app, endpoint)
        assert allowed, f"{endpoint} does not say whom it is for."
        assert allowed <= known, f"{endpoint} names a role that does not exist."


def test_the_public_routes_are_those_listed(app: Flask) -> None:
    public = {name for name in app.view_functions if PUBLIC in marked(app, name)}
    assert public == PUBLIC_ROUTES


# Who is mailed the checkpoint, and what an auditor draws and finds: about the record's keeping,
# never about what is recorded.
OF_THE_RECORD = {"outside.name", "outside.end", "samples.draw", "samples.test", "samples.file"}


def test_auditors_change_nothing(app: Flask) -> None:
    writing = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if Role.AUDITOR in marked(app, rule.endpoint)
        and set(rule.methods or ()) - READING
        and rule.endpoint not in OF_THE_RECORD
    ]
    assert writing == []


def test_the_auditors_own_pages_only_read(app: Flask) -> None:
    writing = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("auditor.") and set(rule.methods or ()) - READING
    ]
    assert writing == []


def test_addresses_are_kebab_case(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "static":
            continue
        fixed = [part for part in str(rule).split("/") if part and "<" not in part]
        assert all(SEGMENT.fullmatch(part) for part in fixed), str(rule)
