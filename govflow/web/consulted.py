"""The register of who was consulted or why not, its downloads, evidence sheets and bypass debt."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, g, request
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.services import bypass as debts
from govflow.services import consulted as register
from govflow.services import gunning, log_head
from govflow.services.consulted import COLUMNS, READERS, WIDE, Choices, Line, Wanted
from govflow.services.office import Desk
from govflow.sheets import csv_lines, workbook
from govflow.web.acting import reading, writing
from govflow.web.pages import Link, audience, held_roles, navigation_for, now, render
from govflow.web.query import Pager, answered_with, asked_days, asked_text, kept, page_number, wrong

blueprint = Blueprint("consulted", __name__)
for role in READERS:
    navigation_for(role, Link("Consulted or explained", "consulted.listing", place=3))

ON_A_PAGE = 50
CHOICES = ("search", "network", "outcome", "meeting", "kind", "from", "until", "unexplained")
TYPES = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "text": "text/plain",
    "json": "application/json",
}


@dataclass(frozen=True)
class Group:
    """The lines of one paper's round that stand together on a page."""

    first: Line
    lines: tuple[Line, ...]


@blueprint.get("/consulted")
@audience(*READERS)
def listing() -> ResponseReturnValue:
    """Every paper with every network in its scope, as far as the filters let it through."""
    number = page_number()
    with reading() as desk:
        choices = register.choices(desk)
        wanted = _wanted(desk, choices)
        offset = (number - 1) * ON_A_PAGE
        found, total = register.page(desk, wanted, limit=ON_A_PAGE, offset=offset)
        record = log_head.line(desk)
    page = render(
        "consulted/register.jinja",
        groups=_groups(found),
        pager=Pager(number, ON_A_PAGE, total, kept(CHOICES)),
        wanted=wanted,
        choices=choices,
        record=record,
        wide=bool(held_roles() & set(WIDE)),
    )
    return answered_with(page)


def _groups(found: list[Line]) -> list[Group]:
    grouped = groupby(found, key=lambda line: (line.row.matter_id, line.row.round_id))
    together = [tuple(lines) for _, lines in grouped]
    return [Group(lines[0], lines) for lines in together]


def _wanted(desk: Desk, choices: Choices) -> Wanted:
    from_at, until_at = asked_days(desk.organisation.zone)
    return Wanted(
        network_id=_one_of("network", choices.networks, "a network"),
        from_at=from_at,
        until_at=until_at,
        outcome=_one_of("outcome", choices.outcomes, "what became of it"),
        meeting_id=_one_of("meeting", choices.meetings, "a meeting"),
        workflow=_one_of("kind", choices.kinds, "a kind of paper"),
        text=asked_text("search"),
        unexplained=asked_text("unexplained") == "yes",
    )


def _one_of(name: str, known: list[tuple[str, str]], what: str) -> str:
    asked = asked_text(name, 64)
    if asked and asked not in dict(known):
        wrong(name, f"Choose {what} from the list")
    return asked


@blueprint.get("/consulted/bypass")
@audience(*WIDE)
def bypass() -> ResponseReturnValue:
    """Urgent decisions that still owe the networks their say, and waivers that repeat a reason."""
    with reading() as desk:
        return render("consulted/bypass.jinja", page=debts.owed(desk))


@blueprint.get("/consulted/download")
@audience(*READERS)
def download() -> ResponseReturnValue:
    """Exactly the rows that the filters let through; that they were taken outside is an event."""
    form = asked_text("form")
    if request.method == "HEAD" and form in register.FORMS:
        # Only asks what a download would be: nothing is taken outside, so nothing is recorded.
        return Response(mimetype=TYPES[form])
    with writing() as desk:
        wanted = _wanted(desk, register.choices(desk))
        if g.get("problems"):
            raise Invalid(g.problems)
        made = register.export(desk, wanted, form)
    return _attached(_pieces(made), form, f"consulted-or-explained-{now():%Y-%m-%d}.{form}")


def _pieces(made: register.Export) -> Iterable[str] | bytes:
    if made.form == "csv":
        return csv_lines(COLUMNS, register.cells(made))
    return workbook("Consulted or explained", COLUMNS, register.cells(made), made_at=now())


def _attached(pieces: Iterable[str] | bytes, form: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(pieces, content_type=_content_type(form), headers=headers)


def _content_type(form: str) -> str:
    return TYPES[form] if form == "xlsx" else f"{TYPES[form]}; charset=utf-8"


@blueprint.get("/consulted/<matter_id>")
@audience(*WIDE)
def evidence(matter_id: str) -> ResponseReturnValue:
    """The four tests of one paper: evidence, what was checked, what only people judge."""
    with reading() as desk:
        made = gunning.sheet(desk, matter_id)
        return render("consulted/evidence.jinja", sheet=made, note=gunning.NOT_JUDGED)


@blueprint.get("/consulted/<matter_id>/download")
@audience(*WIDE)
def evidence_download(matter_id: str) -> ResponseReturnValue:
    """The same sheet as plain text or JSON; that it was taken outside is an event."""
    form = asked_text("form")
    if request.method == "HEAD" and form in gunning.FORMS:
        return Response(mimetype=TYPES[form])
    with writing() as desk:
        made = gunning.export(desk, matter_id, form)
    name = f"gunning-evidence-{made.case.paper.reference.replace('/', '-')}"
    if form == "json":
        data = json.dumps(gunning.as_data(made), ensure_ascii=False, indent=2)
        return _attached([data, "\n"], form, f"{name}.json")
    return _attached(gunning.as_text(made), form, f"{name}.txt")
