"""A sample is drawn from a population that agrees with the log, tested, and filed for good."""

import csv
import hashlib
import io
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
import sqlalchemy as sa

from govflow.domain import sampling
from govflow.domain.audit_tests import ATTRIBUTES, EXCEPTION, NOT_APPLICABLE, SEEN
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.services import erasure, populations, sample_sheets, samples, signer
from govflow.services.populations import Population
from govflow.services.samples import Sheet
from govflow.services.signer import Signing
from govflow.signing import FileMemory
from govflow.store import records, tables
from tests.builders import World
from tests.keys import OURS
from tests.services.urgent import urgent
from tests.tampering import tamper

SEEN_ALL = dict.fromkeys(ATTRIBUTES, SEEN)


@pytest.fixture
def year(world: World, tmp_path: Path) -> World:
    """Papers, an urgent decision and a review, signed."""
    world.draft(title="Only begun")
    world.wait(2)
    urgent(world)
    for number in range(4):
        world.scoped(title=f"Paper {number}")
    world.approved()
    sign(world, tmp_path)
    return world


def sign(world: World, folder: Path) -> None:
    signing = Signing((OURS,), FileMemory(folder), "example.org")
    signer.sign_log(world.office, lambda: world.now, signing, world.organisation_id)


def population(world: World, **narrowed: object) -> Population:
    with world.looking("auditor") as desk:
        return populations.population(desk, populations.bounds(desk, **narrowed))  # type: ignore[arg-type]


def drawn(world: World, number: int = 3, seed: str = "today") -> str:
    with world.as_("auditor") as desk:
        return samples.draw(desk, populations.bounds(desk), number, seed)


def sheet(world: World, reference: str) -> Sheet:
    with world.looking("auditor") as desk:
        return samples.sheet(desk, reference)


def test_without_a_checkpoint_nothing_is_drawn(world: World) -> None:
    world.draft()
    with world.looking("auditor") as desk, pytest.raises(NotYet, match="govflow sign"):
        populations.bounds(desk)


def test_the_population_is_every_matter_of_the_log_and_agrees_with_it(year: World) -> None:
    found = population(year)
    with year.looking("auditor") as desk:
        stored = set(desk.work.session.scalars(sa.select(tables.matter.c.id)))
        grouped = desk.work.session.execute(
            sa.select(records.event.c.matter_id, sa.func.count())
            .where(records.event.c.seq < found.bounds.size)
            .group_by(records.event.c.matter_id)
        )
        by_matter = {row[0]: row[1] for row in grouped}
    assert set(found.ids) == stored
    assert {member.id: member.events for member in found.members} == {
        id_: number for id_, number in by_matter.items() if id_
    }
    assert found.counts.of_no_matter == by_matter[None]
    assert found.reconciles, [line for line in found.lines if not line.agrees]
    assert found.exceptions > 0
    assert found.sha256 == hashlib.sha256("\n".join(sorted(stored)).encode()).hexdigest()


def test_later_events_change_neither_population_nor_sample(year: World, tmp_path: Path) -> None:
    before, reference = population(year), drawn(year)
    lines = [line.member for line in sheet(year, reference).lines]
    year.wait(3)
    year.scoped(title="Later")
    sign(year, tmp_path)
    now = population(year)
    assert len(now.members) == len(before.members) + 1
    then = population(year, size=before.bounds.size)
    assert (then.ids, then.sha256, then.events) == (before.ids, before.sha256, before.events)
    again = sheet(year, reference)
    assert again.same_population
    assert [line.member for line in again.lines] == lines
    with year.looking("auditor") as desk, pytest.raises(Invalid, match="No checkpoint was signed"):
        populations.bounds(desk, size=before.bounds.size - 1)


def test_anybody_draws_the_same_again(year: World) -> None:
    first, second = drawn(year, 3, "7 12 19"), drawn(year, 3, "7 12 19")
    assert (first, second) == ("S-1", "S-2")
    ids = population(year).ids
    # As the page tells an auditor to do it, with nothing of ours.
    rank = {i: hashlib.sha256(f"7 12 19\n{i}".encode()).hexdigest() for i in ids}
    expected = sorted(sorted(ids, key=rank.__getitem__)[:3])
    for reference in (first, second):
        assert [line.member.id for line in sheet(year, reference).lines] == expected
    with year.looking("auditor") as desk:
        listed = samples.listed(desk)
    assert [each.reference for each in listed] == ["S-2", "S-1"]
    assert {each.method for each in listed} == {sampling.METHOD}


def test_the_population_is_narrowed_by_workflow_and_time(year: World) -> None:
    papers = population(year, workflow="board_paper")
    assert {member.workflow for member in papers.members} == {"board_paper"}
    assert papers.reconciles
    assert papers.elsewhere > 0
    first = min(member.opened_at for member in papers.members)
    day = first + timedelta(days=1)
    early, late = population(year, until_at=day), population(year, from_at=day)
    assert {member.opened_at < day for member in early.members} == {True}
    assert {member.last_at >= day for member in late.members} == {True}
    assert set(early.ids) | set(late.ids) == set(population(year).ids)
    with year.looking("auditor") as desk, pytest.raises(Invalid, match="on or after"):
        populations.population(desk, populations.bounds(desk, from_at=day, until_at=day))


@pytest.mark.parametrize(
    ("statement", "line"),
    [
        ("DELETE FROM event WHERE seq = 20", 0),
        (
            "UPDATE event SET matter_id = NULL WHERE type = 'paper_started'",
            2,
        ),
    ],
)
def test_what_was_changed_past_the_record_does_not_agree(
    year: World, statement: str, line: int
) -> None:
    reference = drawn(year)
    tamper(year, statement)
    found = population(year)
    assert not found.reconciles
    assert not found.lines[line].agrees
    assert sheet(year, reference).sample.population == 8


def test_a_vanished_matter_is_no_longer_the_population_that_was_drawn(year: World) -> None:
    reference = drawn(year, 8)
    gone = sheet(year, reference).lines[0].member.id
    tamper(year, f"UPDATE event SET matter_id = NULL WHERE matter_id = '{gone}'")
    found = sheet(year, reference)
    assert not found.same_population
    assert not found.lines
    with year.as_("auditor") as desk, pytest.raises(NotYet, match="report it"):
        samples.file(desk, reference, "All well.")


def test_a_sheet_is_filled_in_and_filed_for_good(year: World) -> None:
    reference = drawn(year, 2)
    one, two = sheet(year, reference).lines
    with year.as_("auditor") as desk, pytest.raises(Invalid, match="have no test yet"):
        samples.file(desk, reference, "All well.")
    record(year, reference, one.member.id, SEEN_ALL)
    answers = {**SEEN_ALL, "told": EXCEPTION, "asked": NOT_APPLICABLE}
    record(year, reference, two.member.id, answers, "Told a month late.")
    record(year, reference, one.member.id, {**SEEN_ALL, "asked": NOT_APPLICABLE}, "Again.")
    found = sheet(year, reference)
    assert not found.untested
    assert found.exceptions == 1
    first = found.line(one.member.id).tested
    assert first
    assert (first.note, first.times, first.by) == ("Again.", 2, "Anil Desai")
    assert sample_sheets.totals(found)["asked"][NOT_APPLICABLE] == 2
    for conclusion, problem in (("", "what you conclude"), ("x" * 4001, "4,001")):
        with year.as_("auditor") as desk, pytest.raises(Invalid, match=problem):
            samples.file(desk, reference, conclusion)
    with year.as_("auditor") as desk:
        samples.file(desk, reference, "One was told late.")
    filed = sheet(year, reference)
    assert filed.sample.filed
    assert filed.sample.filed.facts["sha256"] == filed.sha256()
    assert samples.conclusion(filed.sample) == "One was told late."
    with pytest.raises(NotYet, match="takes no further test"):
        record(year, reference, one.member.id, SEEN_ALL)
    with year.as_("auditor") as desk, pytest.raises(NotYet, match="takes no further test"):
        samples.file(desk, reference, "Once more.")


def record(
    world: World, reference: str, matter_id: str, answers: dict[str, str], note: str = ""
) -> None:
    with world.as_("auditor") as desk:
        samples.test(desk, reference, matter_id, answers, note)


def test_only_an_auditor_draws_tests_files_and_takes_away(year: World) -> None:
    reference = drawn(year)
    matter_id = sheet(year, reference).lines[0].member.id
    for role in ("secretary", "board_chair", "race_chair", "author", "administrator"):
        for act in (
            lambda desk: samples.draw(desk, populations.bounds(desk), 1, "x"),
            lambda desk: samples.test(desk, reference, matter_id, SEEN_ALL, ""),
            lambda desk: samples.file(desk, reference, "All well."),
            lambda desk: populations.export(desk, populations.bounds(desk), "csv"),
            lambda desk: sample_sheets.export(desk, reference, "csv"),
        ):
            with year.as_(role) as desk, pytest.raises(WrongRole):
                act(desk)


def test_bad_input_is_named(year: World) -> None:
    for number in (0, 9):
        with pytest.raises(Invalid, match="between 1 and 8"):
            drawn(year, number)
    with pytest.raises(Invalid, match="Give a seed"):
        drawn(year, 1, "")
    with pytest.raises(NotFound, match="no sample S-9"):
        sheet(year, "S-9")
    reference = drawn(year, 1)
    outside = next(
        i for i in population(year).ids if i != sheet(year, reference).lines[0].member.id
    )
    with pytest.raises(NotFound, match="not in the sample"):
        record(year, reference, outside, SEEN_ALL)


def test_the_files_say_what_the_page_says(year: World) -> None:
    reference = drawn(year, 2)
    for line in sheet(year, reference).lines:
        record(year, reference, line.member.id, {**SEEN_ALL, "told": EXCEPTION}, "=1+1 late")
    found = population(year)
    with year.as_("auditor") as desk:
        rows = read_csv(populations.export(desk, found.bounds, "csv"))
        ids = populations.export(desk, found.bounds, "txt")
        tests = read_csv(sample_sheets.export(desk, reference, "csv"))
        for data in (
            populations.export(desk, found.bounds, "xlsx"),
            sample_sheets.export(desk, reference, "xlsx"),
        ):
            assert b"<f>" not in ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
        for form in ("pdf", ""):
            with pytest.raises(Invalid, match="Choose"):
                populations.export(desk, found.bounds, form)
            with pytest.raises(Invalid, match="Choose"):
                sample_sheets.export(desk, reference, form)
        left = [entry.type for entry in erasure.handed_out(desk)]
    assert hashlib.sha256(ids).hexdigest() == found.sha256
    assert [row["Matter id"] for row in rows] == found.ids
    assert sum(int(row["Events"]) for row in rows) == found.events
    assert [row["Note"] for row in tests] == ["'=1+1 late"] * 2
    assert {row[ATTRIBUTES["told"].title] for row in tests} == {"Exception"}
    assert left.count("population_exported") == 3
    assert left.count("sample_sheet_exported") == 2


def read_csv(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
