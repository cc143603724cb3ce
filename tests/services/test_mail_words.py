"""A mail says the deadline of the day it is written, and reminds once of each end."""

from govflow.services import (
    consulting,
    deadlines,
    meetings,
    planning,
)
from govflow.store import erasing
from tests.builders import World
from tests.mailing import CHAIR, at, choose, mails, run


def test_the_reminder_comes_as_many_working_days_before_as_policy_says(world: World) -> None:
    with world.as_("administrator") as desk:
        meetings.set_policy(desk, "reminder_days", 5, starts_on=desk.today)
    world.consulting("race")
    run(world)
    for day in range(3, 17):
        at(world, 10, day=day)
        deadlines.sweep(world.office, world.organisation_id, world.now)
        for letter in run(world):
            # Asked on Monday the 2nd, ten working days end on the 16th: five before is the 9th.
            assert (day, letter.subject) == (
                9, "govflow: your network has not replied yet, by 5pm on Monday 16 March 2026",
            )  # fmt: skip
    assert [m.made_at.day for m in mails(world)] == [9, 2]


def test_a_reminder_of_an_end_that_has_moved_is_not_sent(world: World) -> None:

    request = world.requests(world.consulting("race"))["race"]
    run(world)
    at(world, 9, day=11)
    with world.as_(CHAIR) as desk:
        asked = consulting.ask_extension(desk, request, working_days=5, reason="Nights.").id
    deadlines.sweep(world.office, world.organisation_id, world.now)
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, request, asked, granted=True, answer="Yes.")
    [letter] = run(world)
    assert "has not given its position" not in letter.body
    assert letter.subject == "govflow: about more time, by 5pm on Monday 23 March 2026"
    at(world, 9, day=18)
    deadlines.sweep(world.office, world.organisation_id, world.now)
    [letter] = run(world)
    assert letter.subject.startswith(
        "govflow: your network has not replied yet, by 5pm on Monday 23"
    )


def test_a_mail_says_the_end_of_the_day_it_is_written(world: World) -> None:
    """Asked at nine, given more time before the digest: the mail and the page say one deadline."""

    choose(world, hour="16")
    request = world.requests(world.consulting("race"))["race"]
    with world.as_(CHAIR) as desk:
        asked = consulting.ask_extension(desk, request, working_days=5, reason="Nights.").id
    with world.as_("secretary") as desk:
        planning.answer_extension(desk, request, asked, granted=True, answer="Yes.")
    at(world, 16)
    [letter] = run(world)
    assert letter.body.count("Monday 23 March 2026") == 2
    assert "16 March" not in letter.body + letter.html
    assert letter.subject.endswith("by 5pm on Monday 23 March 2026, and 1 more thing")


def test_what_is_erased_is_erased_from_the_formatted_part_too(world: World) -> None:
    text = 'The case of O\'Brien & "Sons" <Ward 9>'
    world.consulting("race", title=text)
    run(world)
    assert "O&#39;Brien" in mails(world)[0].html
    with world.as_("administrator") as desk:
        assert erasing.copies(desk.work, text)["mail"]
        erasing.overwrite(desk.work, text)
    assert "Brien" not in mails(world)[0].html + mails(world)[0].body
    assert "“[erased]”" in mails(world)[0].html
