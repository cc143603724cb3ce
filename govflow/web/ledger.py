"""The influence ledger's pages: every comment from raising to outcome, and its downloads."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, g, request, url_for
from flask.typing import ResponseReturnValue

from govflow.domain.errors import Invalid
from govflow.domain.people import Role
from govflow.domain.undertakings import STANDINGS, Undertaking
from govflow.services import ledger
from govflow.services.ledger import FATES, MARKS, OF_A_PAPER, READERS, Choices, Line, Page, Wanted
from govflow.services.ledger_export import COLUMNS, FORMS, Export, cells, export
from govflow.services.office import Desk
from govflow.services.undertaking_pages import may_promise
from govflow.sheets import csv_lines, workbook
from govflow.web.acting import reading, writing
from govflow.web.pages import Link, audience, held_roles, navigation_for, now, render
from govflow.web.query import Pager, answered_with, asked_text, kept, page_number, wrong

blueprint = Blueprint("ledger", __name__)
for role in READERS:
    navigation_for(role, Link("Influence ledger", "ledger.listing", place=11))

ON_A_PAGE = 25
CHOICES = ("network", "paper", "outcome", "mark", "year")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Group:
    """The comments of one network on one paper that stand together, with what came beside them."""

    first: Line
    lines: tuple[Line, ...]
    further: list[Undertaking]


@blueprint.get("/ledger")
@audience(*READERS)
def listing() -> ResponseReturnValue:
    """All comments of the reader's networks, or of every network, as far as the filters let."""
    number = page_number()
    with reading() as desk:
        choices = ledger.choices(desk)
        wanted = _wanted(desk, choices)
        offset = (number - 1) * ON_A_PAGE
        found = ledger.page(desk, wanted, limit=ON_A_PAGE, offset=offset)
        today = desk.today
    pager = Pager(number, ON_A_PAGE, found.total, kept(CHOICES))
    page = render(
        "ledger/listing.jinja",
        **_context(found, pager, "ledger.download", {}),
        choices=choices,
        years=[(year, str(year)) for year in choices.years],
        wanted=wanted,
        today=today,
    )
    return answered_with(page)


@blueprint.get("/papers/<matter_id>/ledger")
@audience(*OF_A_PAPER)
def of_paper(matter_id: str) -> ResponseReturnValue:
    """Every network's comments on one paper, for its author and lead, secretary and board."""
    number = page_number()
    with reading() as desk:
        wanted = Wanted(outcome=_one_of("outcome", FATES), mark=_one_of("mark", MARKS))
        offset = (number - 1) * ON_A_PAGE
        case, found = ledger.of_paper(desk, matter_id, wanted, limit=ON_A_PAGE, offset=offset)
        promising, today = may_promise(desk, case), desk.today
        decided = case.paper.decision is not None
    pager = Pager(number, ON_A_PAGE, found.total, kept(CHOICES))
    context = _context(found, pager, "ledger.paper_download", {"matter_id": matter_id})
    page = render(
        "ledger/paper.jinja",
        **context,
        paper=case.paper,
        wanted=wanted,
        promising=promising,
        decided=decided,
        today=today,
    )
    return answered_with(page)


def _context(found: Page, pager: Pager, endpoint: str, values: dict[str, Any]) -> dict[str, object]:
    chosen: dict[str, Any] = {**values, **pager.keep}
    files = {form: url_for(endpoint, form=form, **chosen) for form in FORMS}
    return {
        "found": found,
        "groups": _groups(found),
        "pager": pager,
        "files": files,
        "fates": FATES,
        "marks": MARKS,
        "standings": STANDINGS,
        "officer": Role.NETWORK_CHAIR in held_roles(),
        "wide": bool(held_roles() & set(ledger.WIDE)),
    }


def _groups(found: Page) -> list[Group]:
    grouped = groupby(found.lines, key=lambda line: (line.row.matter_id, line.row.network_id))
    together = [(key, tuple(lines)) for key, lines in grouped]
    return [Group(lines[0], lines, found.further.get(key, [])) for key, lines in together]


def _wanted(desk: Desk, choices: Choices) -> Wanted:
    years = {str(year): str(year) for year in choices.years}
    year = _one_of("year", years)
    wanted = Wanted(
        network_id=_one_of("network", dict(choices.networks)),
        matter_id=_one_of("paper", dict(choices.papers)),
        outcome=_one_of("outcome", FATES),
        mark=_one_of("mark", MARKS),
    )
    return ledger.in_year(desk, wanted, int(year) if year else None)


WORDS = {
    "year": "a year",
    "network": "a network",
    "paper": "a paper",
    "outcome": "what became of it",
    "mark": "the network’s own mark",
}


def _one_of(name: str, known: Iterable[str]) -> str:
    asked = asked_text(name, 64)
    if asked and asked not in known:
        wrong(name, f"Choose {WORDS[name]} from the list")
        return ""
    return asked


@blueprint.get("/ledger/download")
@audience(*READERS)
def download() -> ResponseReturnValue:
    """Exactly what the filters let through; that it was taken outside is an event."""
    form = asked_text("form")
    if request.method == "HEAD" and form in FORMS:
        return Response(content_type=TYPES[form])
    with writing() as desk:
        wanted = _wanted(desk, ledger.choices(desk))
        _refuse_wrong()
        made = export(desk, wanted, form)
    return _file(made, "influence-ledger")


@blueprint.get("/papers/<matter_id>/ledger/download")
@audience(*OF_A_PAPER)
def paper_download(matter_id: str) -> ResponseReturnValue:
    """One paper's ledger; that it was taken outside is an event."""
    form = asked_text("form")
    if request.method == "HEAD" and form in FORMS:
        return Response(content_type=TYPES[form])
    with writing() as desk:
        wanted = Wanted(outcome=_one_of("outcome", FATES), mark=_one_of("mark", MARKS))
        _refuse_wrong()
        made = export(desk, wanted, form, matter_id=matter_id)
    return _file(made, "paper-ledger")


def _refuse_wrong() -> None:
    if g.get("problems"):
        raise Invalid(g.problems)


def _file(made: Export, name: str) -> Response:
    data: Iterable[str] | bytes = csv_lines(COLUMNS, cells(made))
    if made.form == "xlsx":
        data = workbook("Influence ledger", COLUMNS, cells(made), made_at=now())
    headers = {"Content-Disposition": f'attachment; filename="{name}-{now():%Y-%m-%d}.{made.form}"'}
    return Response(data, content_type=TYPES[made.form], headers=headers)
