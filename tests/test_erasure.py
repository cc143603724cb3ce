"""Erased words are nowhere any more, and every proof still holds."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.services import consulting, erasure, replying
from govflow.services.erasure import Wanted
from govflow.store import copying, matters
from govflow.store.log import entries
from govflow.store.records import event
from govflow.store.work import open_store
from tests.builders import World
from tests.test_backups import Machine, machine

__all__ = ["machine"]  # the fixture, found here by pytest

WORDS = "Zebedee Quillfeather of Ward Nine told me this in confidence"


def commented(world: World, words: str = WORDS) -> tuple[str, str, int]:
    """A paper with a comment in these words, and the number of its event."""
    made = world.consulting("race")
    with world.as_("race_chair") as desk:
        said = consulting.comment(desk, world.requests(made)["race"], text=words)
    return made, said.id, number_of(world, "comment_made")


def number_of(world: World, kind: str) -> int:
    with world.looking("auditor") as desk:
        own = event.c.organisation_id == world.organisation_id
        return max(e.seq for e in entries(desk.work.session, own, event.c.type == kind))


def wanted(seq: int, *fields: str) -> Wanted:
    return Wanted(seq, fields or ("text",), "17-1-d", "The person asked the trust by telephone.")


def erase(world: World, seq: int, *fields: str) -> bool:
    return erasure.erase(world.office, world.who("administrator"), world.now, wanted(seq, *fields))


def files(url: str) -> list[Path]:
    """Everything that the database itself keeps on disk, PostgreSQL's write-ahead log apart."""
    if copying.kind(url) == "sqlite":
        path = copying.file_of(url)
        return [each for each in path.parent.glob(f"{path.name}*") if each.is_file()]
    place = Path(str(sa.make_url(url).query["host"])) / "data" / "base"
    store = open_store(url)
    with store.engine.connect() as connection:
        number = connection.scalar(
            sa.text("SELECT oid FROM pg_database WHERE datname = current_database()")
        )
    store.engine.dispose()
    return [each for each in (place / str(number)).iterdir() if each.is_file()]


def named(url: str, path: Path) -> str:
    """What lies in a file, for whoever reads the failure."""
    if copying.kind(url) == "sqlite":
        return path.name
    store = open_store(url)
    with store.engine.connect() as connection:
        query = "SELECT relname FROM pg_class WHERE relfilenode = :number"
        found = connection.scalar(sa.text(query), {"number": int(path.name)})
    store.engine.dispose()
    return str(found)


def holding(url: str, words: str) -> list[Path]:
    return [path for path in files(url) if words.encode() in path.read_bytes()]


def test_erased_words_are_in_no_file_and_the_record_holds(machine: Machine) -> None:
    world = machine.world
    made, comment_id, seq = commented(world)
    with world.as_("author") as desk:
        replying.reply(
            desk, comment_id, outcome="not_accepted", reason=f"You say: “{WORDS}”. We differ."
        )
    world.office.store.engine.dispose()
    if copying.kind(machine.live) == "sqlite":
        assert holding(machine.live, WORDS)
    assert erase(world, seq)
    world.office.store.engine.dispose()
    assert [named(machine.live, path) for path in holding(machine.live, WORDS)] == []
    assert machine.run("trail", "verify").exit_code == 0
    with world.looking("secretary") as desk:
        said = matters.comment(desk.work, comment_id)
        assert said.text == "[erased]"
        assert said.reply
        assert said.reply.reason == "You say: “[erased]”. We differ."
    assert machine.run("sign", "--once").exit_code == 0
    bundle = machine.folder / "after.zip"
    assert machine.run("trail", "bundle", "--matter", made, "--out", str(bundle)).exit_code == 0
    told = machine.run("erasures", "list").output
    assert f"erased text of event {seq}: it should never have been recorded." in told
    assert WORDS not in told


def test_a_backup_that_comes_back_is_erased_again(machine: Machine) -> None:
    _, _, seq = commented(machine.world)
    assert machine.run("sign", "--once").exit_code == 0
    path = machine.backup()
    erase(machine.world, seq)
    assert machine.run("sign", "--once").exit_code == 0
    told = machine.restore(path, "--stale", "The newer disk is lost")
    assert told.exit_code == 0, told.output
    assert "1 texts that were erased since were erased again." in told.output
    assert holding(machine.second, WORDS) == []
    assert machine.run("trail", "verify").exit_code == 0


def test_only_what_was_chosen_goes(world: World) -> None:
    _, _, first = commented(world)
    _, other, second = commented(world, "Quite other words that stay where they are")
    erase(world, first)
    with world.looking("administrator") as desk:
        assert [item.there for item in erasure.subject(desk, first).items] == [False]
        assert [item.there for item in erasure.subject(desk, second).items] == [True]
        assert matters.comment(desk.work, other).text.startswith("Quite other words")


def test_a_short_text_is_erased_only_where_it_stands_alone(world: World) -> None:
    made, comment_id, seq = commented(world, "Parking")
    with world.as_("author") as desk:
        replying.reply(desk, comment_id, outcome="not_accepted", reason="Parking is not ours.")
    erase(world, seq)
    with world.looking("secretary") as desk:
        said = matters.comment(desk.work, comment_id)
        assert said.text == "[erased]"
        assert said.reply
        assert said.reply.reason == "Parking is not ours."
    assert world.state(made) == "consulting"


def test_the_page_names_where_else_the_words_stand(world: World) -> None:
    made, comment_id, seq = commented(world)
    with world.as_("author") as desk:
        replying.reply(desk, comment_id, outcome="not_accepted", reason=f"“{WORDS}”: no.")
    with world.looking("administrator") as desk:
        (item,) = erasure.subject(desk, seq).items
    assert [(each.place, each.count) for each in item.copies] == [
        ("comments", 1),
        ("replies", 1),
        ("other events of the record", 1),
    ]
    assert item.stays == []
    assert made


def test_words_in_a_frozen_version_are_named_and_stay(world: World) -> None:
    made = world.consulting("race", body=f"## Why\n\n{WORDS}, says the report.")
    with world.as_("race_chair") as desk:
        consulting.comment(desk, world.requests(made)["race"], text=WORDS)
    seq = number_of(world, "comment_made")
    with world.looking("administrator") as desk:
        (item,) = erasure.subject(desk, seq).items
        before = matters.paper(desk.work, made).versions[-1].sha256
    assert "frozen versions of papers" in {each.place for each in item.stays}
    erase(world, seq)
    with world.looking("auditor") as desk:
        version = matters.paper(desk.work, made).versions[-1]
        assert (version.sha256, WORDS in version.document.body) == (before, True)
        told = entries(desk.work.session, event.c.type == "text_erased")[-1]
    assert "frozen versions of papers" in told.facts["stays"]


@pytest.mark.parametrize("who", ["secretary", "auditor", "race_chair", "author"])
def test_only_an_administrator_erases(world: World, who: str) -> None:
    _, _, seq = commented(world)
    with pytest.raises(WrongRole):
        erasure.erase(world.office, world.who(who), world.now, wanted(seq))


def test_a_ground_a_reason_and_a_text_are_needed(world: World) -> None:
    _, _, seq = commented(world)
    with pytest.raises(Invalid) as refused:
        erasure.erase(
            world.office, world.who("administrator"), world.now, Wanted(seq, (), "because", " ")
        )
    assert set(refused.value.problems) == {"fields", "ground", "reason"}
    erase(world, seq)
    with pytest.raises(Invalid):
        erase(world, seq)
    with pytest.raises(NotFound):
        erase(world, 10_000)
