"""Everything a person can fetch, as bytes: every GET route of the app with the right ids in it."""

import random
import re
import secrets
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.routing import Rule

from govflow.store import (
    clock_tables,
    handover_tables,
    joint_tables,
    ledger_tables,
    records,
    tables,
)
from govflow.web.doors import ANYONE_SIGNED_IN, PUBLIC, marked
from tests.builders import ROLES
from tests.clients import entered, world_of

NOBODY = ""
PEOPLE = (NOBODY, *ROLES, "race_chair", "women_chair")
# A page's one-use keys differ by design, and say nothing but that they are new.
ONE_USE = re.compile(rb"(nonce-|nonce=\"|csrf_token\" value=\")[^'\";]+")
# Routes that have several answers behind one address.
FORMS = {
    "consulted.download": ("csv", "xlsx"),
    "consulted.evidence_download": ("txt", "json"),
    "auditor.event_log_download": ("csv", "xlsx"),
    "samples.population_download": ("csv", "xlsx", "txt"),
    "samples.sheet_download": ("csv", "xlsx"),
}
WORDS = {
    "key": "board_paper",
    "version": "1",
    "number": "1",
    "form": "svg",
    "name": "minimum_window",
    "action": "close_consultation",
    "sample": "S-1",
}
# Files of the product itself: the same for everybody.
LEFT_OUT = {"static"}


@dataclass(frozen=True)
class Answer:
    """What came back, without the one-use keys."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def everything(app: Flask, people: tuple[str, ...], ids: Mapping[str, str]) -> dict[str, Answer]:
    """Every answer to each person, by person and address; a route that cannot be asked fails."""
    found: dict[str, Answer] = {}
    for name in people:
        client = entered(app, name) if name else app.test_client()
        for address in addresses(app, name, ids):
            response = client.get(address)
            body = ONE_USE.sub(rb"\1", response.data)
            headers = (
                (key, ONE_USE.sub(rb"\1", value.encode()).decode())
                for key, value in response.headers
                if key != "Set-Cookie"
            )
            found[f"{name or 'nobody'} {address}"] = Answer(
                response.status_code, tuple(headers), body
            )
    return found


def addresses(app: Flask, name: str, ids: Mapping[str, str]) -> Iterator[str]:
    """Every address this person is admitted to, in the order of the route list."""
    roles = held(app, name)
    for rule in sorted(app.url_map.iter_rules(), key=str):
        if "GET" not in (rule.methods or ()) or rule.endpoint in LEFT_OUT:
            continue
        allowed = marked(app, rule.endpoint)
        if PUBLIC in allowed or (name and ANYONE_SIGNED_IN in allowed) or allowed & roles:
            yield from filled(rule, ids)


def held(app: Flask, name: str) -> frozenset[str]:
    return frozenset(str(r) for r in world_of(app).who(name).actor.roles) if name else frozenset()


def filled(rule: Rule, ids: Mapping[str, str]) -> Iterator[str]:
    """The rule's addresses; KeyError names an argument that nothing stands for yet."""
    own = {**WORDS, **ids}
    address = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: own[found.group(1)], str(rule))
    yield address
    for form in FORMS.get(rule.endpoint, ()):
        yield f"{address}?form={form}"


def ids_of(app: Flask, request_id: str, words: Mapping[str, str]) -> dict[str, str]:
    """Ids that stand in the database, one for each argument of a route."""
    world = world_of(app)
    with world.looking("system") as desk:
        session = desk.work.session

        def first(column: sa.Column[Any], *conditions: sa.ColumnElement[bool]) -> str:
            query = sa.select(column).where(*conditions).order_by(column).limit(1)
            return str(session.scalar(query))

        return {
            "request_id": request_id,
            "seq": first(records.event.c.seq, records.event.c.type == "comment_made"),
            **words,
            "undertaking_id": first(ledger_tables.undertaking.c.id),
            "matter_id": first(tables.request.c.matter_id, tables.request.c.id == request_id),
            "review_id": first(tables.review.c.id),
            "evidence_id": first(tables.evidence.c.id),
            "extension_id": first(tables.extension.c.id),
            "question_id": first(tables.question.c.id),
            "sha256": first(tables.attachment.c.sha256),
            "network_id": world.network_ids["race"],
            "officer_id": first(tables.officer.c.id),
            "person_id": world.ids["author"],
            "role_id": first(tables.role_held.c.id),
            "meeting_id": world.meeting_ids[1],
            "format_id": first(clock_tables.format_wanted.c.id),
            "mail_id": first(records.mail.c.id),
            "hand_over_id": first(handover_tables.hand_over.c.id),
            "joint_id": first(joint_tables.joint_response.c.id),
            "partnership_id": first(records.partnership.c.id),
        }


def stored(app: Flask) -> dict[str, list[tuple[object, ...]]]:
    """The trail, the notices and the mails as they lie in the database, for whoever exports it."""
    with world_of(app).looking("system") as desk:
        return {
            table.name: [tuple(row) for row in desk.work.session.execute(sa.select(table))]
            for table in (records.event, records.sealed, records.notice, records.mail)
        }


def differences(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    """Where the two differ, by name."""
    return sorted(n for n in one.keys() | other.keys() if one.get(n) != other.get(n))


@contextmanager
def same_chance(seed: int) -> Iterator[None]:
    """Ids and salts drawn in the same order come out the same, in one world as in the other."""
    chance = random.Random(seed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_bytes", lambda size=32: chance.randbytes(size or 32))
        patch.setattr(uuid, "uuid4", lambda: uuid.UUID(bytes=chance.randbytes(16), version=4))
        yield
