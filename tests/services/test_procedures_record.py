"""What the record of a procedure shows, what it seals, and that replaying it gives what is kept."""

from typing import Any

from govflow.domain.matter import Matter
from govflow.services import matters, procedures
from govflow.services.timeline import timeline
from govflow.store.log import Entry, entries
from govflow.store.records import event
from tests.begun import begun
from tests.builders import World


def matter(world: World, matter_id: str) -> Matter:
    with world.looking("auditor") as desk:
        return matters.case_of(desk, matter_id).matter


def trail(world: World, matter_id: str) -> list[Entry]:
    with world.looking("auditor") as desk:
        return list(
            entries(
                desk.work.session,
                event.c.organisation_id == world.organisation_id,
                event.c.matter_id == matter_id,
            )
        )


def agree(world: World, made: str, person: str, action: str) -> None:
    world.act(person, made, action, reason="It is the exception.")


def test_free_text_and_names_stand_sealed(world: World) -> None:
    made = begun(world, "recruitment_divergence")
    agree(world, made, "manager", "agree_as_manager")
    for entry in trail(world, made):
        open_ = str(entry.payload)
        for secret in ("Advertised twice", "Maryam", "Cedar ward", "It is the exception"):
            assert secret not in open_
    opened = trail(world, made)[0]
    assert opened.facts["kept"]["recruiting_manager"] == world.ids["manager"]
    assert "Maryam Sesay" in opened.texts["statement"]
    with world.looking("manager") as desk:
        told = timeline(desk, made)[-1]
    assert ("Post reference", "VAC-2026/118") in told.details


def test_the_page_shows_facts_path_and_proofs(world: World) -> None:
    made = begun(world, "recruitment_divergence")
    agree(world, made, "manager", "agree_as_manager")
    with world.looking("equality_lead") as desk:
        page = procedures.page(desk, made)
        [line] = procedures.listing(desk, waiting_only=True)
    assert page.visited == ("requested", "manager_agreed")
    assert [offer.action for offer in page.offers] == ["agree_as_lead", "refuse_as_lead"]
    assert all(proof.holds for proof in page.proofs)
    assert ("Recruiting manager", "Maryam Sesay") in page.facts
    assert page.waits_for == "the board-level equality lead"
    assert line.mine
    assert not page.is_paper


def test_replaying_the_trail_gives_state_and_kept_facts(world: World) -> None:
    made = begun(world, "commitment")
    world.act("lead", made, "hand_over", owner=world.ids["author"])
    world.act("author", made, "give_evidence", evidence="A table.", evidence_on="2026-03-01")
    world.act("secretary", made, "judge_met")
    state = "no_evidence"
    kept: dict[str, Any] = {}
    for entry in trail(world, made):
        kept.update(entry.facts.get("kept") or {})
        if entry.type == "matter_moved":
            assert entry.facts["from_state"] == state
            state = entry.facts["to_state"]
    stored = matter(world, made)
    sealed = {"title", "raw", "measure", "evidence", "owner_name"}
    assert (state, set(stored.facts) - set(kept)) == (stored.state, sealed)
    assert kept == {name: value for name, value in stored.facts.items() if name not in sealed}
