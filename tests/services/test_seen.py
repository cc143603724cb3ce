"""An auditor sees which bytes lay before whom, and whether they are still the same."""

import pytest

from govflow.domain.errors import NotFound
from govflow.services import consulting, seen
from govflow.services.seen import Sights
from tests.builders import World
from tests.tampering import tamper


def sights(world: World, matter_id: str) -> Sights:
    with world.looking("auditor") as desk:
        return seen.of_matter(desk, matter_id)


def test_each_reader_with_the_version_they_had_and_what_they_did(world: World) -> None:
    made = world.consulting("race", "women")
    request = world.requests(made)["race"]
    with world.as_("race_chair") as desk:
        consulting.acknowledge(desk, request)
    world.wait(1)
    with world.as_("race_chair") as desk:
        consulting.comment(desk, request, text="Why so late?")
    found = sights(world, made)
    race = [sight for sight in found.sights if "Race" in sight.reader]
    assert [(sight.words, [act.type for act in sight.acts]) for sight in race] == [
        ("Version 1 as served", ["request_acknowledged", "comment_made"])
    ]
    assert "Rashida" not in str([sight.reader for sight in found.sights])
    assert [each.network for each in found.unopened] == ["Women's Network"]
    assert found.unopened[0].version == 1
    assert found.not_kept > 0
    assert race[0] in seen.by_whom(found, race[0].sha256)


def test_the_bytes_of_a_version_have_the_hash_until_somebody_changes_them(world: World) -> None:
    made = world.approved()
    sha256 = sights(world, made).sights[0].sha256
    with world.looking("auditor") as desk:
        pack = seen.pack(desk, made, sha256)
    assert pack.recomputed == pack.sha256 == sha256
    text = "replace(CAST(document AS text), 'Shortlists', 'Panels')"
    sqlite = world.office.store.engine.dialect.name == "sqlite"
    tamper(world, f"UPDATE paper_version SET document = {text if sqlite else f'({text})::json'}")
    with world.looking("auditor") as desk:
        changed = seen.pack(desk, made, sha256)
        assert changed.recomputed != changed.sha256
        with pytest.raises(NotFound, match="No version"):
            seen.pack(desk, made, "0" * 64)
        with pytest.raises(NotFound, match="no such matter"):
            seen.of_matter(desk, "0" * 32)
