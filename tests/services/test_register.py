"""The real files of the public register load one after the other, whole or not at all."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from govflow.domain.errors import Invalid, NotFound
from govflow.domain.organisation import Organisation
from govflow.services import register, reviews
from govflow.services.office import Office
from govflow.services.register import TrustStatus, import_organisations, review_status
from govflow.store import register as stored
from tests.builders import make_office, make_world

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
COMMITMENT = date(2021, 12, 31)
ODS = Path(__file__).parents[3] / "shared" / "data" / "ods"
OLDER, NEWER = "etr-2022-03.csv", "etr-2024-12.csv"
needs_real_files = pytest.mark.skipif(
    not ODS.is_dir(), reason="the real ODS files are not here (../shared/data/ods)"
)


def line(code: str, name: str, *, opened: str = "20010401", closed: str = "") -> str:
    cells = [code, name, "Y56", *[""] * 7, opened, closed, *[""] * 15]
    return ",".join(f'"{cell}"' for cell in cells)


def load(office: Office, file_name: str, *lines: str) -> register.Imported:
    return import_organisations(office, NOW, file_name, "\n".join(lines).encode())


def real(office: Office, file_name: str) -> register.Imported:
    return import_organisations(office, NOW, file_name, (ODS / file_name).read_bytes())


def kept(office: Office) -> dict[str, Organisation]:
    with office.everywhere(NOW) as work:
        return stored.register(work)


def by_code(rows: list[TrustStatus]) -> dict[str, TrustStatus]:
    return {row.code: row for row in rows}


@needs_real_files
def test_real_files_one_after_the_other_and_again(office: Office) -> None:
    assert len(real(office, OLDER).changes.opened) == 218
    assert len(real(office, NEWER).changes.opened) == 55
    before = kept(office)
    assert real(office, OLDER).again
    assert real(office, NEWER).again
    assert kept(office) == before
    rows = review_status(office, COMMITMENT)
    assert len(rows) == 209
    assert {row.judgement.status for row in rows} == {"no_evidence"}
    assert by_code(rows)["RW1"].name == "SOUTHERN HEALTH NHS FOUNDATION TRUST"
    assert "R1C" in by_code(rows), "open then, closed since"
    assert "R1C" not in by_code(review_status(office, date(2025, 1, 1)))


@needs_real_files
def test_real_files_in_the_other_order_tell_the_same(office: Office) -> None:
    real(office, NEWER)
    real(office, OLDER)
    assert len(review_status(office, COMMITMENT)) == 209
    names = by_code(review_status(office, date(2022, 3, 15)))
    assert names["RW1"].name == "SOUTHERN HEALTH NHS FOUNDATION TRUST"


def test_a_broken_line_is_named_and_nothing_is_loaded(office: Office) -> None:
    with pytest.raises(Invalid, match="Line 2 has the opening date"):
        load(office, "etr-2024-12.csv", line("RX1", "A TRUST"), line("RX2", "B", opened="soon"))
    assert kept(office) == {}


def test_a_file_without_a_date_in_its_name_is_refused(office: Office) -> None:
    with pytest.raises(Invalid, match="Name the file by its month"):
        load(office, "trusts.csv", line("RX1", "A TRUST"))


def test_the_same_bytes_under_another_date_are_refused(office: Office) -> None:
    load(office, "etr-2022-03.csv", line("RX1", "A TRUST"))
    with pytest.raises(Invalid, match="Exactly this file was loaded before"):
        load(office, "etr-2024-12.csv", line("RX1", "A TRUST"))


def test_two_imports_at_once_wait_for_each_other(database_url: str, office: Office) -> None:
    offices = [make_office(database_url) for _ in range(2)]
    files = [
        ("etr-2022-03.csv", line("RX1", "OLD TRUST")),
        ("etr-2024-12.csv", line("RX1", "NEW TRUST")),
    ]
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: load(pair[0], *pair[1]), zip(offices, files, strict=True)))
    for each in offices:
        each.store.engine.dispose()
    assert [named.name for named in kept(office)["RX1"].names] == ["OLD TRUST", "NEW TRUST"]


def test_an_empty_register_says_what_to_run(office: Office) -> None:
    with pytest.raises(NotFound, match="govflow import organisations FILE"):
        review_status(office, COMMITMENT)


def test_a_tenants_own_evidence_is_judged_as_at_the_date(office: Office) -> None:
    load(office, "etr-2022-03.csv", line("RX1", "A TRUST"), line("RX2", "B TRUST"))
    world = make_world(office, code="RX1", now=datetime(2022, 6, 1, 9, 0, tzinfo=UTC))
    make_world(office, code="RX9")  # not in the register: never a row
    with world.as_("secretary") as desk:
        made = reviews.open_review(desk)
        for criterion in range(1, 12):
            reviews.add_evidence(
                desk, made.id, criterion=criterion, text="Shown", source="Minute 7",
                dated_on=date(2021, 12, 20 if criterion < 11 else 31),
            )  # fmt: skip
    then = {row.code: row.judgement.status for row in review_status(office, COMMITMENT)}
    assert then == {"RX1": "met_on_time", "RX2": "no_evidence"}
    earlier = by_code(review_status(office, date(2021, 12, 20)))["RX1"]
    assert earlier.judgement.status == "partly"
    assert earlier.as_dict()["criteria_met"] == list(range(1, 11))
    assert earlier.tenant
