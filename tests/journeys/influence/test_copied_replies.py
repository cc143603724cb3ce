"""A secretary finds replies that were copied, on a desk and on a phone."""

from playwright.sync_api import expect

from govflow.services import consulting
from tests.journeys.conftest import PHONE, NewPerson, See, Town

SAID = ("Panels stay as they were.", "Adverts are never seen.", "Rooms without a lift.")


def test_a_secretary_reads_where_one_reply_stands_under_many_comments(
    new_person: NewPerson, see: See, town: Town
) -> None:
    made = town.world.consulting("race")
    request = town.world.requests(made)["race"]
    for text in SAID:
        with town.world.as_("race_chair") as desk:
            consulting.comment(desk, request, text=text)
    town.world.reply_to_all(made)
    for person, name in ((new_person(), "copied-replies"), (new_person(PHONE), "copied-phone")):
        page = town.enter(person, "secretary", f"/papers/{made}/comments")
        flag = page.get_by_role("note").filter(has_text="The same reply stands under 3 comments.")
        expect(flag).to_be_visible()
        see(page, name)
        flag.get_by_role("link", name=SAID[1]).click()
        expect(
            page.get_by_role("article", name="Comment").filter(has_text=SAID[1])
        ).to_be_in_viewport()
