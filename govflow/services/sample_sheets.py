"""A test sheet as a table that leaves the house, and its answers counted by attribute."""

from collections.abc import Iterator, Sequence

from govflow.domain.audit_tests import ATTRIBUTES, RESULTS
from govflow.domain.errors import Invalid
from govflow.domain.events import SampleSheetExported
from govflow.services import samples
from govflow.services.event_log import TITLED
from govflow.services.office import Desk
from govflow.services.samples import Sheet
from govflow.sheets import Cell, Column, csv_lines, workbook
from govflow.store.log import stamp

COLUMNS = (
    Column("Matter id", 34),
    Column("Reference", 14),
    Column("Title", 40),
    Column("State when drawn", 20),
    *(Column(attribute.title, 28) for attribute in ATTRIBUTES.values()),
    Column("Note", 60),
    Column("Tested at (UTC)", 28),
    Column("Tested by", 20),
    Column("Event of the test", 10),
)
FORMS = {"csv": "CSV", "xlsx": "an Excel workbook"}


def totals(sheet: Sheet) -> dict[str, dict[str, int]]:
    """For each attribute how many of the tested matters had each answer."""
    results = [line.tested.results for line in sheet.lines if line.tested]
    return {
        name: {answer: sum(each[name] == answer for each in results) for answer in RESULTS}
        for name in ATTRIBUTES
    }


def export(desk: Desk, reference: str, form: str) -> bytes:
    """The sheet as a file; that it was taken outside is an event. Raises WrongRole, Invalid."""
    samples.auditor_only(desk)
    if form not in FORMS:
        raise Invalid({"form": "Choose CSV or an Excel workbook."})
    sheet = samples.sheet(desk, reference)
    desk.work.record(SampleSheetExported(sample=reference, form=FORMS[form]), desk.actor)
    if form == "csv":
        return "".join(csv_lines(COLUMNS, _rows(sheet))).encode()
    return workbook(f"Test sheet {reference}", COLUMNS, _rows(sheet), made_at=desk.now)


def _rows(sheet: Sheet) -> Iterator[Sequence[Cell]]:
    for line in sheet.lines:
        member, tested = line.member, line.tested
        yield (
            member.id,
            member.reference,
            member.title if member.kind in TITLED else "",
            line.state,
            *(RESULTS[tested.results[name]] if tested else "" for name in ATTRIBUTES),
            tested.note if tested else "",
            stamp(tested.at) if tested else "",
            tested.by if tested else "",
            tested.seq if tested else None,
        )
