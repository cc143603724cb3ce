"""The population of matters, samples drawn from it, and the test sheets filled in for them."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from govflow.domain.audit_tests import ATTRIBUTES, LONGEST_NOTE, RESULTS
from govflow.domain.errors import Invalid, NotYet
from govflow.domain.people import Role
from govflow.services import log_head, populations, sample_sheets, samples
from govflow.services.office import Desk
from govflow.services.populations import Bounds
from govflow.web.acting import reading, writing
from govflow.web.pages import audience, back_with_error_summary, done, render
from govflow.web.query import Pager, answered_with, asked_days, asked_text, kept, page_number, wrong

blueprint = Blueprint("samples", __name__)
auditors = audience(Role.AUDITOR)
ON_A_PAGE = 50
CHOICES = ("workflow", "from", "until", "size")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "txt": "text/plain; charset=utf-8",
}
POPULATION, LIST = "auditor/population.jinja", "auditor/samples.jinja"
SHEET, MATTER = "auditor/sample.jinja", "auditor/sample_matter.jinja"


@blueprint.get("/audit/samples")
@auditors
def listing() -> ResponseReturnValue:
    """Every sample that was drawn, and how far its test sheet is."""
    with reading() as desk:
        return render(LIST, samples=samples.listed(desk))


@blueprint.get("/audit/samples/population")
@auditors
def population() -> ResponseReturnValue:
    """The matters to draw from, held against the log, and the form that draws."""
    with reading() as desk:
        return answered_with(render(POPULATION, **_population(desk)))


def _population(desk: Desk) -> dict[str, Any]:
    keep, number = kept(CHOICES), page_number()
    shown: dict[str, Any] = {"workflows": populations.workflows(desk), "keep": keep}
    try:
        found = populations.population(desk, _bounds(desk))
    except NotYet as not_yet:
        return {**shown, "found": None, "why_none": str(not_yet)}
    pager = Pager(number, ON_A_PAGE, len(found.members), keep)
    members = found.members[pager.offset : pager.offset + ON_A_PAGE]
    return {
        **shown,
        "found": found,
        "pager": pager,
        "members": [(each, populations.state_title(desk, each)) for each in members],
        "narrowed": populations.narrowed(found.bounds),
    }


def _bounds(desk: Desk) -> Bounds:
    """What the address asks for; a wrong value is said beside its field and left out."""
    from_at, until_at = asked_days(desk.organisation.zone)
    asked = partial(
        populations.bounds, desk, workflow=_workflow(desk), from_at=from_at, until_at=until_at
    )
    try:
        return asked(size=_size())
    except Invalid as invalid:
        wrong("size", invalid.problems["size"])
        return asked()


def _workflow(desk: Desk) -> str:
    chosen = asked_text("workflow")
    if chosen and chosen not in dict(populations.workflows(desk)):
        wrong("workflow", "Choose a workflow from the list")
        return ""
    return chosen


def _size() -> int:
    text = asked_text("size", 15)
    return int(text) if text.isascii() and text.isdigit() else 0


@blueprint.get("/audit/samples/population/download")
@auditors
def population_download() -> ResponseReturnValue:
    """The population as a file; that it was taken outside is an event."""
    form = _form(populations.FORMS)
    if request.method == "HEAD":
        return Response(content_type=TYPES[form])
    with writing() as desk:
        bounds = _bounds(desk)
        data = populations.export(desk, bounds, form)
    return _attached(data, form, f"population-under-{bounds.size}")


@blueprint.post("/audit/samples/population")
@auditors
def draw() -> ResponseReturnValue:
    """Draw a sample of the population that the address names."""
    try:
        with writing() as desk:
            reference = samples.draw(desk, _bounds(desk), _number(), request.form.get("seed", ""))
    except Invalid as invalid:
        with reading() as desk:
            return back_with_error_summary(POPULATION, invalid, **_population(desk))
    sentence = f"{reference} is drawn. Its seed, method and population are recorded."
    return done(sentence, ".sheet", sample=reference)


def _number() -> int:
    text = request.form.get("number", "").strip().replace(",", "")
    if not (text.isascii() and text.isdigit() and len(text) < 8):
        raise Invalid({"number": "Enter how many matters to draw as a whole number, such as 5."})
    return int(text)


@blueprint.get("/audit/samples/<sample>")
@auditors
def sheet(sample: str) -> ResponseReturnValue:
    """A sample with its test sheet, drawn again just now."""
    with reading() as desk:
        return render(SHEET, **_sheet(desk, sample))


def _sheet(desk: Desk, sample: str) -> dict[str, Any]:
    found = samples.sheet(desk, sample)
    return {
        "sheet": found,
        "sample": found.sample,
        "conclusion": samples.conclusion(found.sample),
        "narrowed": populations.narrowed(found.sample.bounds),
        "totals": sample_sheets.totals(found),
        "attributes": ATTRIBUTES,
        "results": RESULTS,
        "longest": LONGEST_NOTE,
        "head": log_head.line(desk),
    }


@blueprint.get("/audit/samples/<sample>/matters/<matter_id>")
@auditors
def matter(sample: str, matter_id: str) -> ResponseReturnValue:
    """What is tested in one matter of the sample."""
    with reading() as desk:
        return render(MATTER, **_matter(desk, sample, matter_id))


def _matter(desk: Desk, sample: str, matter_id: str) -> dict[str, Any]:
    found = samples.sheet(desk, sample)
    line = found.line(matter_id)
    return {
        "sample": found.sample,
        "line": line,
        "place": found.lines.index(line) + 1,
        "of": len(found.lines),
        "attributes": ATTRIBUTES,
        "results": RESULTS,
        "longest": LONGEST_NOTE,
    }


@blueprint.post("/audit/samples/<sample>/matters/<matter_id>")
@auditors
def test(sample: str, matter_id: str) -> ResponseReturnValue:
    """Record what was found in the matter, and go on to the next that has no test."""
    answers = {name: request.form.get(name, "") for name in ATTRIBUTES}
    try:
        with writing() as desk:
            line = samples.test(desk, sample, matter_id, answers, request.form.get("note", ""))
            left = samples.sheet(desk, sample).untested
    except Invalid as invalid:
        with reading() as desk:
            return back_with_error_summary(MATTER, invalid, **_matter(desk, sample, matter_id))
    said = f"Your test of {line.member.reference} is recorded."
    if not left:
        return done(f"{said} Every matter is tested: file the sheet.", ".sheet", sample=sample)
    return done(f"{said} This is the next.", ".matter", sample=sample, matter_id=left[0].member.id)


@blueprint.post("/audit/samples/<sample>/file")
@auditors
def file(sample: str) -> ResponseReturnValue:
    """File the test sheet as evidence."""
    try:
        with writing() as desk:
            samples.file(desk, sample, request.form.get("conclusion", ""))
    except Invalid as invalid:
        with reading() as desk:
            return back_with_error_summary(SHEET, invalid, **_sheet(desk, sample))
    return done(f"The test sheet of {sample} is filed in the record.", ".sheet", sample=sample)


@blueprint.get("/audit/samples/<sample>/download")
@auditors
def sheet_download(sample: str) -> ResponseReturnValue:
    """The test sheet as a file; that it was taken outside is an event."""
    form = _form(sample_sheets.FORMS)
    if request.method == "HEAD":
        return Response(content_type=TYPES[form])
    with writing() as desk:
        data = sample_sheets.export(desk, sample, form)
    return _attached(data, form, f"test-sheet-{sample}")


def _form(known: Mapping[str, str]) -> str:
    form = asked_text("form")
    if form not in known:
        raise Invalid({"form": "Choose one of the forms that the page offers."})
    return form


def _attached(data: bytes, form: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"'}
    return Response(data, content_type=TYPES[form], headers=headers)
