"""A partner organisation's network: agreed, invited, answering as a guest, replied to, ended."""

from playwright.sync_api import Page, expect

from tests.builders import PASSWORD, World, make_world
from tests.journeys.conftest import NewPerson, See, Town
from tests.journeys.hands import press, told
from tests.partners import Pair, paired

NAME = "Race Equality Network of Trust RQX"
WHY = "Your network went through the same change last year."


def at_host(page: Page, name: str, path: str) -> None:
    """Somebody of the other trust signs in by hand and goes to a page."""
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(f"{name}@rzz.example")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    page.goto(path)


def test_two_administrators_agree(town: Town, new_person: NewPerson, see: See) -> None:
    make_world(town.world.office, code="RZZ")
    ours, theirs = new_person(), new_person((375, 800))
    town.enter(ours, "administrator", "/admin/partners")
    see(ours, "partners-none-desk")
    ours.get_by_label("ODS code of the other organisation").fill("XYZ")
    press(ours, "Propose an agreement")
    expect(ours.get_by_role("alert")).to_contain_text("another organisation in this system")
    ours.get_by_label("ODS code of the other organisation").fill("RZZ")
    press(ours, "Propose an agreement")
    told(ours, "The agreement is proposed.")
    at_host(theirs, "administrator", "/admin/partners")
    see(theirs, "partners-proposed-phone")
    press(theirs, "Agree to be partners with Trust RQX")
    told(theirs, "are partners from now on")
    see(theirs, "partners-agreed-phone")


def test_from_invitation_to_reply(town: Town, new_person: NewPerson, see: See) -> None:
    host = make_world(town.world.office, code="RZZ")
    pair = paired(host, town.world)
    paper = host.consulting()
    secretary, chair = new_person(), new_person((375, 800))
    invited(secretary, paper, see)
    answered(town, chair, see)
    replied(pair, paper)
    marked(town, chair, see)
    at_host(secretary, "secretary", f"/papers/{paper}/cover")
    expect(secretary.get_by_text(NAME).first).to_be_visible()
    expect(secretary.get_by_text("Not without those who left.")).to_be_visible()
    see(secretary, "partner-cover-desk")
    withdrawn(secretary, chair, paper, see)


def invited(secretary: Page, paper: str, see: See) -> None:
    at_host(secretary, "secretary", f"/papers/{paper}")
    secretary.get_by_role("link", name="invite one to this paper").click()
    see(secretary, "partner-invite-desk")
    press(secretary, "Invite this network")
    expect(secretary.get_by_role("alert")).to_contain_text("Choose a network of a partner")
    secretary.get_by_label("Race Equality Network").check()
    secretary.get_by_label("Why do you ask it?").fill(WHY)
    press(secretary, "Invite this network")
    told(secretary, "is invited, with a full window of its own")
    see(secretary, "partner-invited-desk")


def answered(town: Town, chair: Page, see: See) -> None:
    town.enter(chair, "race_chair", "/waiting")
    expect(chair.get_by_text("Trust RZZ asks the Race Equality Network")).to_be_visible()
    see(chair, "guest-waiting-phone")
    chair.get_by_role("link", name="A fairer route into senior posts").click()
    expect(chair.get_by_text(WHY)).to_be_visible()
    see(chair, "guest-request-phone")
    chair.get_by_role("link", name="Comment on this paragraph").first.click()
    chair.get_by_label("Your network's comment").fill("Ask those who left.")
    press(chair, "Send the comment")
    told(chair, "Your comment is in the record.")
    chair.get_by_label("Object", exact=True).check()
    press(chair, "Give the position")
    told(chair, "Your network's position is in the record: object.")
    press(chair, "Send the question")
    expect(chair.get_by_role("alert")).to_contain_text("Write your question.")
    chair.get_by_label("In your network's own words").fill("Not without those who left.")
    press(chair, "Change the position")
    told(chair, "Your network's position is in the record: object.")


def replied(pair: Pair, paper: str) -> None:
    pair.wait(20)
    host: World = pair.host
    host.act("secretary", paper, "close_consultation")
    host.reply_to_all(paper)


def marked(town: Town, chair: Page, see: See) -> None:
    town.enter(chair, "race_chair", "/waiting")
    chair.get_by_role("link", name="A fairer route into senior posts").click()
    expect(chair.get_by_text("Because of the law.")).to_be_visible()
    press(chair, "No, it does not")
    told(chair, "the reply does not answer your network's point")
    see(chair, "guest-replied-phone")


def withdrawn(secretary: Page, chair: Page, paper: str, see: See) -> None:
    secretary.goto(f"/papers/{paper}/invite")
    secretary.get_by_role("link", name="Withdraw the invitation").click()
    secretary.get_by_label("Why?").fill("The programme ended.")
    see(secretary, "partner-withdraw-desk")
    press(secretary, "Withdraw the invitation")
    told(secretary, "is withdrawn. What it said stays here.")
    chair.reload()
    expect(chair.get_by_text("The programme ended.")).to_be_visible()
    see(chair, "guest-withdrawn-phone")
