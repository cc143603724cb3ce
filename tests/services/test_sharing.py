"""*You said, we did*: only what is decided and chosen, no names, by links that can be ended."""

from datetime import date

import pytest

from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.services import said_and_done, sharing
from govflow.services.said_and_done import Page
from govflow.services.sharing import Sharing
from tests.builders import World, make_world
from tests.services.influence import changed, decided, heard, promised, replied, whole


def page_of(world: World, name: str = "race_chair") -> Page:
    with world.looking(name) as desk:
        return said_and_done.of_network(desk, world.network_ids["race"])


def share(world: World, *comment_ids: str) -> int:
    with world.as_("race_chair") as desk:
        return sharing.choose(desk, world.network_ids["race"], comment_ids)


def link(world: World, name: str = "race_chair", *, matter_id: str = "", days: int = 30) -> str:
    network_id = "" if matter_id else world.network_ids["race"]
    with world.as_(name) as desk:
        return sharing.make_link(desk, network_id=network_id, matter_id=matter_id, days=days)[1]


def links(world: World) -> Sharing:
    with world.looking("race_chair") as desk:
        return sharing.of_network(desk, world.network_ids["race"])


def test_nothing_is_shared_until_decided_and_chosen(world: World) -> None:
    found = heard(world)
    assert page_of(world).papers == ()
    with pytest.raises(Invalid):
        share(world, found.comment_id)  # not decided yet
    replied(world, found)
    decided(world, found)
    assert page_of(world).papers == ()
    assert share(world, found.comment_id) == 1
    shown = page_of(world).papers[0]
    assert [said.text for said in shown.said] == ["Panels must ask everybody the same."]
    assert shown.feedback == "Your words changed it."
    assert share(world) == 0
    assert page_of(world).papers == ()


def test_a_private_paper_is_never_shared(world: World) -> None:
    found = heard(world, part="private", private_reason="It names a contract.")
    replied(world, found)
    decided(world, found)
    with pytest.raises(Invalid):
        share(world, found.comment_id)
    with world.looking("race_chair") as desk:
        assert sharing.choice(desk, world.network_ids["race"]).lines == []


def test_only_its_officers_choose(world: World) -> None:
    found = whole(world)
    for name in ("women_chair", "secretary", "author", "board_chair"):
        with world.as_(name) as desk, pytest.raises(WrongRole):
            sharing.choose(desk, world.network_ids["race"], [found.comment_id])
    with world.as_("women_chair") as desk, pytest.raises(Invalid):
        sharing.choose(desk, world.network_ids["women"], [found.comment_id])


def test_a_page_has_an_end(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    found = whole(world)
    monkeypatch.setattr(sharing, "MOST_SHARED", 1)
    with pytest.raises(Invalid, match="at most 1 comments"):
        share(world, found.comment_id, found.other_id)


def test_who_reads_the_page(world: World) -> None:
    found = whole(world)
    for name in ("race_chair", "secretary", "board_chair", "auditor"):
        assert len(page_of(world, name).papers) == 1
    for name in ("women_chair", "author", "manager"):
        with pytest.raises(WrongRole):
            page_of(world, name)
    for name in ("author", "lead", "women_chair", "race_chair", "auditor"):
        with world.looking(name) as desk:
            assert len(said_and_done.of_paper(desk, found.matter_id).papers) == 1
    for name in ("manager", "equality_lead"):
        with world.looking(name) as desk, pytest.raises(WrongRole):
            said_and_done.of_paper(desk, found.matter_id)


def test_a_link_opens_the_page_until_it_is_ended(world: World) -> None:
    whole(world)
    secret = link(world)
    opened = sharing.opened(world.office, secret, world.now)
    assert opened == page_of(world)
    made = links(world).links[0]
    assert made.made_by == "the Race Equality Network"
    assert secret not in str(vars(made))
    with world.as_("race_chair") as desk:
        sharing.end_link(desk, made.id)
    with pytest.raises(NotFound):
        sharing.opened(world.office, secret, world.now)
    with world.as_("race_chair") as desk, pytest.raises(NotYet):
        sharing.end_link(desk, made.id)


def test_a_link_expires(world: World) -> None:
    whole(world)
    secret = link(world, "secretary", days=30)
    assert links(world).links[0].made_by == "the company secretary"
    world.wait(30)
    assert sharing.opened(world.office, secret, world.now).papers
    world.wait(1)
    with pytest.raises(NotFound):
        sharing.opened(world.office, secret, world.now)
    for guess in ("", "x", secret[:-1], secret + "x"):
        with pytest.raises(NotFound):
            sharing.opened(world.office, guess, world.now)


def test_what_is_taken_back_is_gone_from_the_link(world: World) -> None:
    found = whole(world)
    secret = link(world, matter_id=found.matter_id)
    assert len(sharing.opened(world.office, secret, world.now).papers[0].said) == 2
    share(world, found.other_id)
    assert len(sharing.opened(world.office, secret, world.now).papers[0].said) == 1
    share(world)
    assert sharing.opened(world.office, secret, world.now).papers == ()


def test_an_empty_page_has_no_link_and_a_link_has_its_length(world: World) -> None:
    with pytest.raises(NotYet, match="Nothing is shared yet"):
        link(world)
    whole(world)
    with pytest.raises(Invalid):
        link(world, days=3)
    for name in ("women_chair", "author", "auditor", "board_chair"):
        with pytest.raises(WrongRole):
            link(world, name)


def test_another_organisation_cannot_end_or_open_by_id(world: World) -> None:
    whole(world)
    link(world)
    made = links(world).links[0]
    other = make_world(world.office, code="RQY")
    with other.as_("secretary") as desk, pytest.raises(NotFound):
        sharing.end_link(desk, made.id)


def test_promises_stand_with_the_networks_word_and_unchecked_is_never_kept(world: World) -> None:
    whole(world)
    promise = page_of(world).papers[0].said[1].promises[0]
    assert (promise.title, promise.owner) == ("Not due yet", "the executive lead")
    world.wait(31)
    promise = page_of(world).papers[0].said[1].promises[0]
    assert (promise.standing, promise.title) == ("to_check", "Not yet checked by the network")


def test_a_promise_to_a_network_that_shares_nothing_is_not_shared(world: World) -> None:
    found = whole(world)
    promised(world, found, comment_id="", network_id=world.network_ids["women"], text="Theirs.")
    promised(world, found, comment_id="", network_id=world.network_ids["race"], text="Ours.")
    with world.looking("secretary") as desk:
        page = said_and_done.of_paper(desk, found.matter_id)
    assert [each.text for each in page.papers[0].promises] == ["Ours."]


def test_names_become_roles_wherever_they_stand(world: World) -> None:
    found = heard(world)
    changed(world, found, "Panels differ, says Amara Osei.")
    reason = "Mrs Osei and LEILA  HADDAD agree; ask r.khan@rqx.example or Ms Khan."
    replied(world, found, typed="Panels differ, says Amara Osei.", reason=reason)
    decided(world, found, feedback="Bernard Achebe thanks Rashida Khan’s network.")
    promised(world, found, text="Tomos Vale trains every panel, with Vale’s team of the Ward.")
    share(world, found.comment_id)
    page = page_of(world)
    about = page.papers[0]
    assert about.said[0].reason == (
        "the author and the executive lead agree; ask an e-mail address or an officer of a network."
    )
    assert about.feedback == "the board chair thanks an officer of a network’s network."
    assert about.said[0].change is not None
    assert about.said[0].change.after == "Panels differ, says the author."
    assert about.said[0].promises[0].text == (
        "a colleague trains every panel, with a colleague’s team of the Ward."
    )
    assert page.left == ()


def test_the_page_is_dated_by_its_content(world: World) -> None:
    whole(world)
    first = page_of(world)
    world.wait(3)
    assert first == page_of(world)
    assert first.up_to == date(2026, 3, 2)
