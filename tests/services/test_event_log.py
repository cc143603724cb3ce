"""The trail as an event log: every move with who and in which role, and nothing else."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
import sqlalchemy as sa

from govflow.domain.errors import NotFound, WrongRole
from govflow.domain.events import MatterMoved
from govflow.services import event_log, migrating
from govflow.services.event_log import Agreed, Trace, Wanted
from govflow.services.log_forms import WRITERS
from govflow.services.matters import case_of
from govflow.store import records
from govflow.store.trail import Narrowing, chosen
from govflow.store.walks import steps_of
from tests.builders import World, make_world
from tests.second_versions import harmless, office_with

XES = "{http://www.xes-standard.org/}"
PATH = [
    ("matter_opened", "author", ""),
    ("submit", "author", "author"),
    ("choose_networks", "secretary", "secretary"),
    ("send_to_networks", "secretary", "secretary"),
    ("close_consultation", "secretary", "secretary"),
    ("finish_responses", "author", "author"),
    ("accept_responses", "lead", "executive_lead"),
    ("issue", "secretary", "secretary"),
    ("approve", "board_chair", "board_chair"),
]


def agreed(world: World, form: str = "xes", **wanted: Any) -> Agreed:
    with world.as_("auditor") as desk:
        return event_log.agree(desk, form, Wanted(**wanted))


def taken(world: World, agreement: Agreed | None = None, **wanted: Any) -> list[Trace]:
    agreement = agreement or agreed(world, **wanted)
    return list(event_log.traces(world.office, world.who("auditor"), agreement))


def written(world: World, form: str, **wanted: Any) -> str:
    agreement = agreed(world, form, **wanted)
    traces = event_log.traces(world.office, world.who("auditor"), agreement)
    return "".join(WRITERS[form](agreement, traces))


def parsed(text: str) -> ElementTree.Element:
    return ElementTree.fromstring(text)  # noqa: S314 - our own writing


def events_of(text: str) -> Iterable[dict[str, str]]:
    for event in parsed(text).iter(f"{XES}event"):
        yield {child.attrib["key"]: child.attrib["value"] for child in event}


def test_every_move_with_who_and_in_which_role(world: World) -> None:
    world.approved()
    [trace] = taken(world)
    assert [(a.action, a.actor, a.role) for a in trace.acts] == [
        (action, world.ids[name], role) for action, name, role in PATH
    ]
    states = [trace.acts[0].from_state, *(act.to_state for act in trace.acts)]
    assert all(a.to_state == b.from_state for a, b in zip(trace.acts, trace.acts[1:], strict=False))
    assert states[:2] == ["", "draft"]
    assert states[-1] == trace.matter.state
    assert trace.acts[0].at == trace.matter.opened_at


@pytest.mark.parametrize("form", list(WRITERS))
def test_both_forms_say_the_same(world: World, form: str) -> None:
    world.approved()
    world.responding()
    text = written(world, form)
    keys = {
        "csv": ("activity", "actor", "role", "time"),
        "xes": ("concept:name", "org:resource", "org:role", "time:timestamp"),
    }[form]
    rows = _rows(text) if form == "csv" else events_of(text)
    found = [tuple(row.get(key, "") for key in keys) for row in rows]
    acts = [act for trace in taken(world) for act in trace.acts]
    assert [row[:3] for row in found] == [(a.action, a.actor, a.role) for a in acts]
    assert all(row[3].endswith("+00:00") for row in found)


def _rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_everything_used_is_declared(world: World) -> None:
    world.approved()
    log = parsed(written(world, "xes"))
    prefixes = {each.attrib["prefix"] for each in log.iter(f"{XES}extension")}
    keys = {each.attrib["key"] for each in log.iter() if "key" in each.attrib}
    assert {key.split(":")[0] for key in keys if ":" in key} <= prefixes
    scopes = {each.attrib["scope"]: each for each in log.findall(f"{XES}global")}
    for scope, elements in (("trace", log.iter(f"{XES}trace")), ("event", log.iter(f"{XES}event"))):
        promised = {(child.tag, child.attrib["key"]) for child in scopes[scope]}
        for element in elements:
            assert promised <= {(child.tag, child.attrib.get("key")) for child in element}
    promised_names = {child.attrib["key"] for child in scopes["event"]}
    for classifier in log.iter(f"{XES}classifier"):
        assert set(classifier.attrib["keys"].split()) <= promised_names


@pytest.mark.parametrize("form", list(WRITERS))
def test_what_networks_said_stays_inside(world: World, form: str) -> None:
    made = world.approved()
    text = written(world, form, names=True)
    with world.looking("auditor") as desk:
        said = chosen(desk.work, Narrowing(matter_id=made))
    spoken = {words for entry in said if entry.network for words in entry.texts.values()}
    assert spoken
    assert not any(words in text for words in spoken)
    for chair in ("race_chair", "disability_chair", "women_chair"):
        assert world.ids[chair] not in text
    assert "Rashida" not in text
    assert "Race Equality" not in text


def test_names_only_when_asked_for_and_never_an_erased_one(world: World) -> None:
    world.submitted()
    assert "Amara" not in written(world, "xes") + written(world, "csv")
    assert "Amara Osei" in written(world, "xes", names=True)
    with world.as_("administrator") as desk:
        desk.work.session.execute(
            sa.delete(records.sealed).where(records.sealed.c.field == "actor")
        )
    text = written(world, "csv", names=True)
    assert "Amara" not in text
    assert [row["actor_name"] for row in _rows(text)] == ["[erased]"] * 2


def test_a_title_is_neither_a_formula_nor_broken_xml(world: World) -> None:
    title = '=HYPERLINK("http://x.example") & <b>\x0b\n'
    world.submitted(title=title)
    assert _rows(written(world, "csv"))[0]["case_title"].startswith("'=HYPERLINK")
    trace = next(parsed(written(world, "xes")).iter(f"{XES}trace"))
    told = {child.attrib["key"]: child.attrib["value"] for child in trace if child.attrib}
    assert told["title"] == next(t.title for t in taken(world)).replace("\x0b", "\ufffd")


def test_a_procedure_gives_only_its_reference(world: World) -> None:
    world.submitted()
    [trace] = taken(world)
    about_somebody = Trace(replace(trace.matter, kind="procedure"), trace.acts)
    agreement = agreed(world)
    for write in WRITERS.values():
        text = "".join(write(agreement, [about_somebody]))
        assert trace.matter.title not in text
        assert trace.matter.reference in text


def test_an_older_event_says_the_role_only_where_there_was_one(world: World) -> None:
    made = world.answered()
    for action, name in (("accept_responses", "lead"), ("issue", "secretary")):
        event = MatterMoved(
            action=action, past="did it", from_state="a", to_state="b", to_title="B"
        )
        with world.as_(name) as desk:
            desk.work.record(event, desk.actor, case_of(desk, made).matter)
    with world.as_("system") as desk:
        event = MatterMoved(
            action="close_consultation", past="did it", from_state="a", to_state="b", to_title="B"
        )
        desk.work.record(event, desk.actor, case_of(desk, made).matter)
    [trace] = taken(world)
    assert [act.role for act in trace.acts[-3:]] == ["", "secretary", "system"]


def test_it_ends_where_it_was_agreed_however_many_chunks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(event_log, "CHUNK", 2)
    made = [world.submitted() for _ in range(5)]
    agreement = agreed(world)
    later = world.submitted()
    world.act("author", made[0], "withdraw", reason="Not now.")
    found = taken(world, agreement)
    assert [trace.matter.id for trace in found] == made
    assert later not in made
    assert [len(trace.acts) for trace in found] == [2] * 5
    assert agreement.events == 10


def test_a_matter_that_never_moved_was_opened(world: World) -> None:
    world.draft()
    assert [[act.opens for act in trace.acts] for trace in taken(world)] == [[True]]
    assert [row["activity"] for row in _rows(written(world, "csv"))] == ["matter_opened"]


def test_one_workflow_of_one_organisation(world: World) -> None:
    other = make_world(world.office, code="RQY")
    other.submitted()
    urgent = world.submitted()
    world.act("board_chair", urgent, "declare_urgent", reason="Tonight.")
    both = {trace.matter.workflow for trace in taken(world)}
    assert both == {"board_paper", "urgent_decision"}
    assert {t.matter.workflow for t in taken(world, workflow="board_paper")} == {"board_paper"}
    assert all(t.matter.id == urgent for t in taken(world, workflow="board_paper"))
    with pytest.raises(NotFound, match="board_paper"):
        agreed(world, workflow="bord_paper")
    with world.looking("auditor") as desk:
        choices = event_log.workflow_choices(desk)
    assert choices == [
        ("board_paper", "Board paper", 1),
        ("urgent_decision", "Urgent decision", 1),
    ]


def test_each_act_says_under_which_version_it_was_done(world: World, tmp_path: Path) -> None:
    made = world.submitted()
    later = world.seen_through(office_with(world.office.store, tmp_path / "w", harmless()))
    plan = migrating.Wanted("board_paper", 1, 2, "The board asked for it.")
    agreement = migrating.plan(later.office, later.who("secretary"), later.now, plan)
    assert len(list(migrating.moved(later.office, agreement, later.now))) == 1
    later.act("author", made, "withdraw", reason="Not now.")
    [trace] = taken(later, workflow="board_paper", version=2)
    assert [act.action for act in trace.acts] == ["matter_opened", "submit", "withdraw"]
    assert [act.workflow_version for act in trace.acts] == [1, 1, 2]
    assert trace.matter.workflow_version == 2
    assert taken(later, workflow="board_paper", version=1) == []


def test_only_an_auditor_and_only_on_the_record(world: World) -> None:
    world.submitted()
    for name in ("author", "secretary", "oversight", "administrator"):
        with pytest.raises(WrongRole), world.as_(name) as desk:
            event_log.agree(desk, "xes", Wanted())
    agreed(world, "csv", workflow="board_paper", names=True)
    with world.looking("auditor") as desk:
        [told] = chosen(desk.work, Narrowing(type="trail_exported"))
    assert told.sentence() == "Anil Desai downloaded 2 events of the trail as a CSV event log."
    assert told.facts["filters"] == "moves of workflow board_paper, with names"


def test_statements_do_not_grow_with_the_matters(world: World) -> None:
    counted: list[list[str]] = []
    engine = world.office.store.engine
    for _ in range(2):
        world.submitted()
        agreement = agreed(world, names=True)
        who, counts = world.who("auditor"), list[str]()

        def note(*told: Any, counts: list[str] = counts) -> None:
            counts.append(told[2].split("WHERE")[0])

        sa.event.listen(engine, "before_cursor_execute", note)
        list(event_log.traces(world.office, who, agreement))
        sa.event.remove(engine, "before_cursor_execute", note)
        counted.append(counts)
    assert counted[0]
    assert counted[0] == counted[1]


@pytest.mark.sqlite_only
def test_a_chunk_reads_its_own_events_and_not_the_whole_log(world: World) -> None:
    made = world.submitted()
    read: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        read.append((told[2], told[3]))

    engine = world.office.store.engine
    with world.looking("auditor") as desk:
        sa.event.listen(engine, "before_cursor_execute", note)
        assert steps_of(desk.work, [made], [event_log.MOVED], below_seq=10**9)
        sa.event.remove(engine, "before_cursor_execute", note)
        statement, values = read[-1]
        connection = desk.work.session.connection()
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert "ix_event_matter" in str(plan)
