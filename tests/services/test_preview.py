"""What the secretary sees before sending is what is sent: pack, notice, link, deadline, mail."""

from datetime import timedelta

import pytest

from govflow.domain.errors import NotYet, WrongRole
from govflow.domain.people import system_actor
from govflow.services import digests, mail_choices, matters, papers, scoping
from govflow.services.load import NetworkLoad
from govflow.services.office import Who
from govflow.services.papers import DraftChange
from govflow.services.preview import Preview, preview
from govflow.store import outbox
from tests.builders import World, complete_document

BASE = "https://govflow.example"


def previewed(world: World, matter_id: str) -> Preview:
    with world.looking("secretary") as desk:
        return preview(desk, matter_id, BASE)


def test_the_preview_is_what_was_sent(world: World) -> None:
    made = world.scoped("race", "women")
    world.now += timedelta(days=1)
    before = previewed(world, made)
    world.act("secretary", made, "send_to_networks")
    with world.looking("secretary") as desk:
        case = matters.paper_case(desk, made)
        waiting = [n for n in outbox.waiting(desk.work) if n.kind == "invited"]
    round_ = case.consultation
    assert round_ is not None
    assert case.paper.latest is not None
    assert case.paper.latest.sha256 == before.version.sha256
    assert case.paper.latest.number == before.version.number
    assert case.paper.latest.attachments == before.version.attachments
    assert {r.network_id: r.closes_at for r in round_.requests} == {
        each.network_id: each.invitation.deadline.instant_at for each in before.receives
    }
    assert {f"/requests/{r.id}" for r in round_.requests} == {n.path for n in waiting}
    assert {(n.sentence, n.path) for n in waiting} == {
        (each.invitation.sentence, each.invitation.path) for each in before.receives
    }


def test_the_mail_previewed_is_the_mail_made(world: World) -> None:
    made = world.scoped("race")
    [each] = previewed(world, made).receives
    world.act("secretary", made, "send_to_networks")
    digests.make(world.office, world.organisation_id, world.now, base_url=BASE)
    who = Who(world.organisation_id, system_actor("test"))
    with world.office.reading(who, world.now) as desk:
        mails = outbox.mails(desk.work, limit=50, offset=0)
        [mail] = [m for m in mails if m.person_id == world.ids["race_chair"]]
    assert mail.subject == each.subject
    assert mail.body == each.body.replace(
        "(each officer of the Race Equality Network)", "Rashida Khan"
    )


def test_a_network_that_takes_no_mails_is_named_before_sending(world: World) -> None:
    made = world.scoped("race", "women")
    assert [each.unmailed for each in previewed(world, made).receives] == [False, False]
    with world.as_("race_chair") as desk:
        mail_choices.save(desk, wanted="no", hour="", at_once=[])
    found = {each.network_name: each.unmailed for each in previewed(world, made).receives}
    assert found == {"Race Equality Network": True, "Women's Network": False}


def test_a_changed_paper_is_a_changed_preview_and_keeps_nothing(world: World) -> None:
    made = world.scoped("race")
    first = previewed(world, made).version.sha256
    assert previewed(world, made).version.sha256 == first
    world.act("secretary", made, "return_to_author", reason="Shorter, please.")
    with world.as_("author") as desk:
        text = complete_document(summary="Shorter.")
        papers.save_draft(desk, made, DraftChange(text, world.ids["lead"], world.meeting_ids[1]))
    second = previewed(world, made)
    assert second.version.sha256 != first
    assert second.case.paper.versions == []


def test_who_may_look_and_when(world: World) -> None:
    with pytest.raises(NotYet, match="Choose the networks first"):
        previewed(world, world.submitted())
    with pytest.raises(NotYet, match="sent already"):
        previewed(world, world.consulting())
    made = world.scoped()
    for name in ("author", "board_chair", "race_chair", "auditor"):
        with pytest.raises(WrongRole), world.looking(name) as desk:
            preview(desk, made, BASE)


def test_the_load_is_warned_of_and_never_bars(world: World) -> None:
    long = "word " * 40_000
    world.consulting("race", body=long)
    made = world.submitted(body=long)
    with world.looking("secretary") as desk:
        loads = {c.proposal.network_name: c.reading for c in scoping.scoping(desk, made).candidates}
    race, women = loads["Race Equality Network"], loads["Women's Network"]
    assert race.sentence.startswith(
        "This paper adds about 101 pages to 1 open request of about 101"
    )
    assert race.warning.startswith("Reading alone takes about 6 hours 41 minutes; its chair has 6")
    assert (
        women.sentence == "This paper adds about 101 pages; nothing else is open with this network."
    )
    assert women.warning == ""
    assert "No protected hours" in NetworkLoad(0, 0, 400, 0).warning
    world.scoped("race", body=long)  # a warning, not a bar


@pytest.mark.parametrize(
    ("gap", "needs"),
    [
        ({"not_open": ""}, "what is not open and why"),
        ({"questions_to_networks": ()}, "the questions to the networks"),
        ({"summary": "", "body": ""}, "a summary in plain language and the paper's text"),
    ],
)
def test_an_incomplete_pack_is_not_sent(world: World, gap: dict[str, object], needs: str) -> None:
    made = world.scoped()
    with world.as_("system") as desk:
        matters.paper_case(desk, made).paper.draft = complete_document(**gap)
    with pytest.raises(NotYet, match=f"still needs {needs}: return the paper"):
        world.act("secretary", made, "send_to_networks")
