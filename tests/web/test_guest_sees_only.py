"""A partner's chair meets nothing of the organisation that asked, apart from the invitation.

Everything else of the host carries one made-up word. Every route of the app is asked for by the
chair of the invited network, with the host's ids in it and with their own, and every form is
posted; the word must be in no answer, and the host must stand as it stood.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from govflow.intake import check_attachment
from govflow.services import consulting, papers, planning, replying
from govflow.services.planning import Plan
from govflow.store import records, tables
from tests.builders import PASSWORD, Peopled, World, make_world
from tests.clients import app_with_a_world, entered, world_of
from tests.fetching import addresses, ids_of
from tests.partners import Pair, paired
from tests.web.test_objection_stands import forged

SECRET = "zqsecret"
SHOWN = "zqshown"
CHAIR = "race_chair"
GUEST_PAGES = {"/waiting", "/invitations"}
DOORS = {"login", "static"}


@pytest.fixture
def app(database_url: str, tmp_path: Path, peopled: Peopled) -> Iterator[Flask]:
    for made in app_with_a_world(database_url, tmp_path, peopled):
        guest = world_of(made)
        host = make_world(guest.office, code="RZZ")
        marked(host)
        pair = paired(host, guest)
        made.extensions["test.pair"] = pair
        made.extensions["test.invitation"] = furnished(pair)
        guest.now = host.now
        yield made


def marked(host: World) -> None:
    """The names of everybody and everything of the host, but for whom the front sheet names."""
    named = ("author", "lead")
    with host.as_("system") as desk:
        session = desk.work.session
        mine = tables.person.c.organisation_id == host.organisation_id
        for table, column in (
            (tables.person, "name"),
            (tables.officer, "person_name"),
            (tables.staff_network, "name"),
        ):
            own = table.c.organisation_id == host.organisation_id
            said = table.c[column] + f" {SECRET}"
            session.execute(table.update().where(own).values({column: said}))
        for key in named:
            its = sa.and_(mine, tables.person.c.id == host.ids[key])
            session.execute(tables.person.update().where(its).values(name=f"{key} {SHOWN}"))


def furnished(pair: Pair) -> str:
    """The paper they are invited to with everybody's words, and a second one; the invitation."""
    host = pair.host
    made = sent(host, f"Posts {SHOWN}")
    with_words(host, made, "disability")
    invitation = pair.invite(made, reason=f"You did this before {SHOWN}.")
    pair.act(invitation, "comment", text=f"A guest's words {SHOWN}.", anchor="p-2")
    pair.act(invitation, "question", text="How many?")
    pair.invite(made, "women")
    women = {"by": "women_chair"}
    second = invited(host, made, "Women")
    pair.act(second, "comment", text=f"Our neighbours' {SECRET}.", **women)
    other = sent(host, f"Another paper {SECRET}", body=f"Text {SECRET}.")
    with_words(host, other, "race")
    host.submitted(title=f"A third {SECRET}", summary=f"Summary {SECRET}")
    return invitation


def sent(host: World, title: str, **changes: str) -> str:
    made = host.draft(title=title, presenter=f"Presenter {SHOWN}", **changes)
    with host.as_("author") as desk:
        annex = check_attachment("annex.txt", "text/plain", SHOWN.encode())
        papers.attach(desk, made, annex)
    host.act("author", made, "submit")
    with host.as_("secretary") as desk:
        chosen = frozenset(host.network_ids[n] for n in ("race", "disability"))
        reasons = {host.network_ids["women"]: f"Left out {SECRET}."}
        planning.choose_networks(desk, made, Plan(chosen, reasons, 10, host.meeting_ids[1]))
    host.act("secretary", made, "send_to_networks")
    return made


def with_words(host: World, made: str, network: str) -> None:
    asked = host.requests(made)[network]
    with host.as_(f"{network}_chair") as desk:
        consulting.comment(desk, asked, text=f"Ours {SECRET}.")
        question = consulting.ask_question(desk, asked, text=f"Why {SECRET}?").id
        consulting.ask_extension(desk, asked, working_days=2, reason=f"Nights {SECRET}.")
        consulting.take_position(desk, asked, position="object", statement=f"No {SECRET}.")
    with host.as_("author") as desk:
        replying.answer_question(desk, asked, question, text=f"Because {SECRET}.")


def invited(host: World, made: str, name: str) -> str:
    with host.looking("secretary") as desk:
        r = tables.request.c
        query = sa.select(r.id).where(r.matter_id == made, r.network_name.like(f"{name}%Trust%"))
        return str(desk.work.session.scalar(query))


def the_pair(app: Flask) -> Pair:
    found: Pair = app.extensions["test.pair"]
    return found


def ids(app: Flask, host: bool) -> dict[str, str]:
    """Ids of the host or of the guest's own, with the invitation as the request."""
    pair, invitation = the_pair(app), str(app.extensions["test.invitation"])
    app.extensions["test.world"] = pair.host if host else pair.guest
    found = ids_of(app, invitation, {"token": "x" * 32, "secret": "x" * 32})
    app.extensions["test.world"] = pair.guest
    return found


def stands(app: Flask) -> list[tuple[object, ...]]:
    """What the host keeps, but for its notices and its trail's hashes."""
    pair = the_pair(app)
    found: list[tuple[object, ...]] = []
    with pair.host.looking("system") as desk:
        for table in tables.metadata.sorted_tables:
            if "organisation_id" not in table.c or table in {records.notice, records.mail}:
                continue
            own = table.c.organisation_id == pair.host.organisation_id
            rows = desk.work.session.execute(sa.select(table).where(own))
            found += [(table.name, *map(str, row)) for row in rows]
    return sorted(found, key=str)


@pytest.mark.parametrize("host", [True, False])
def test_no_page_shows_a_partners_chair_anything_else_of_the_host(app: Flask, host: bool) -> None:
    client = entered(app, CHAIR)
    seen: dict[str, bytes] = {}
    for address in addresses(app, CHAIR, ids(app, host)):
        answer = client.get(address)
        assert answer.status_code != 500, address
        seen[address] = answer.data + str(answer.headers).encode()
    assert len(seen) > 20
    assert [a for a, body in seen.items() if SECRET.encode() in body] == []
    shown = {a for a, body in seen.items() if SHOWN.encode() in body}
    # The network's own trail says that it was invited; nobody but its chair asks here.
    assert {"/" + a.split("/")[1] for a in shown} == GUEST_PAGES


def test_the_host_itself_meets_the_word_on_its_pages(app: Flask) -> None:
    """So the crawl above looks for something that pages do show."""
    client = app.test_client()
    client.post("/sign-in", data={"email": "secretary@rzz.example", "password": PASSWORD})
    found = ids(app, True)
    page = client.get(f"/papers/{found['matter_id']}")
    assert SECRET in page.text
    assert "Race Equality Network of Trust RQX" in page.text


def test_no_form_of_theirs_changes_or_shows_anything_else(app: Flask) -> None:
    """Every form but those of the invitation itself leaves the host as it stood."""
    before, client = stands(app), entered(app, CHAIR)
    for host in (True, False):
        for address in posts(app, ids(app, host)):
            data = dict.fromkeys(("text", "reason", "statement", "answer"), "Words")
            answer = client.post(address, data={**data, "file": (BytesIO(b"x"), "x.txt")})
            assert SECRET not in answer.text, address
            assert answer.status_code != 500, address
    assert stands(app) == before


def posts(app: Flask, found: dict[str, str]) -> list[str]:
    return [
        forged(rule, found)
        for rule in sorted(app.url_map.iter_rules(), key=str)
        if "POST" in (rule.methods or ()) and rule.endpoint.split(".")[0] not in {*DOORS, "guest"}
    ]


def test_their_own_forms_reach_no_other_comment(app: Flask) -> None:
    pair, client = the_pair(app), entered(app, CHAIR)
    invitation, before = app.extensions["test.invitation"], stands(app)
    with pair.host.looking("system") as desk:
        c = tables.comment.c
        query = sa.select(c.id).where(
            c.organisation_id == pair.host.organisation_id, c.request_id != invitation
        )
        others = list(desk.work.session.scalars(query))
    assert len(others) == 3
    for other in others:
        here = f"/invitations/{invitation}/comments/{other}"
        for verb, data in (("mark", {"answers_point": "yes"}), ("answers", {"answer": "x"})):
            answer = client.post(f"{here}/{verb}", data={**data, f"answer-{other}": "x"})
            assert answer.status_code == 404, answer.text
            assert SECRET not in answer.text
    assert stands(app) == before
