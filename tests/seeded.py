"""A year of a trust in which everything that anybody writes holds a word found nowhere else."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

import sqlalchemy as sa

from govflow.services import (
    consulting,
    formats,
    handing_over,
    joint_answering,
    joint_sending,
    joint_writing,
    meetings,
    members_voice,
    networks,
    planning,
    replying,
    substitutes,
    threads,
)
from govflow.services.handing_over import Successor
from govflow.services.joint_answering import Given
from govflow.store import people, tables
from tests.begun import begun
from tests.builders import World
from tests.services.changing import change, judge
from tests.services.influence import Heard, promised
from tests.voices import linked, past_the_window, seen, sweep, write


@dataclass
class Seeded:
    """The words sown so far, each by what it stands in; `deliver` lets the jobs run."""

    world: World
    deliver: Callable[[], None]
    words: dict[str, str] = field(default_factory=dict)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))

    def say(self, what: str) -> str:
        """A sentence with a new word in it."""
        word = f"zyx{next(self._numbers)}qvw"
        self.words[word] = what
        return f"It is {word} that we mean."

    def days(self, number: int) -> None:
        """Days pass, and the jobs run on each."""
        for _ in range(number):
            self.world.wait(1)
            self.deliver()


def sown(world: World, deliver: Callable[[], None]) -> Seeded:
    """Everything there is to write, written; at the end every kind of notice has been told."""
    seeded = Seeded(world, deliver)
    made = world.consulting(summary=seeded.say("a paper's summary"), body=seeded.say("a paper"))
    deliver()
    _prepared(seeded)
    _urgent(seeded)
    _withdrawn(seeded)
    _asked(seeded, made)
    _members(seeded, made)
    _changed(seeded, made)
    _together(seeded, made)
    comment = _spoken(seeded, made)
    seeded.days(13)  # the reminder, then the window's end without a word of two networks
    _answered(seeded, made, comment)
    _rest(seeded)
    return seeded


def _prepared(seeded: Seeded) -> None:
    """A meeting is moved, an action is due soon, a chair's term ends with nobody to follow."""
    world = seeded.world
    with world.as_("secretary") as desk:
        meetings.change_meeting(
            desk,
            world.meeting_ids[1],
            held_on=date(2026, 5, 6),
            starts=time(14),
            place=seeded.say("a place"),
        )
    begun(world, "action")
    begun(world, "commitment", measure=seeded.say("a measure"), raw=seeded.say("a source"))
    begun(world, "recruitment_divergence", case_made=seeded.say("a manager's case"))
    with world.as_("administrator") as desk:
        women = people.network(desk.work, world.network_ids["women"])
        networks.stand_down(desk, women.id, women.officers[0].id, ends_on=date(2026, 3, 20))
    with world.as_("administrator") as desk:
        disability = people.network(desk.work, world.network_ids["disability"])
        place = substitutes.post(desk, disability.id, disability.officers[0].id)
        day, note = desk.today + timedelta(days=1), seeded.say("a note for a successor")
        handing_over.hand_over(desk, place, Successor(world.ids["women_chair"], day, note))
    seeded.deliver()


def _asked(seeded: Seeded, made: str) -> None:
    """Questions, another format and more time, and what is said to each."""
    world, request = seeded.world, seeded.world.requests(made)["race"]
    with world.as_("race_chair") as desk:
        question = consulting.ask_question(desk, request, text=seeded.say("a question")).id
    with world.as_("author") as desk:
        replying.answer_question(desk, request, question, text=seeded.say("an answer"))
    with world.as_("race_chair") as desk:
        wanted = formats.ask(desk, request, seeded.say("a format")).id
    with world.as_("secretary") as desk:
        formats.deliver(desk, made, request, wanted, answer=seeded.say("an answer about a format"))
    with world.as_("race_chair") as desk:
        reason = seeded.say("a reason for more time")
        asked = consulting.ask_extension(desk, request, working_days=2, reason=reason).id
    with world.as_("secretary") as desk:
        said = seeded.say("an answer about more time")
        planning.answer_extension(desk, request, asked, granted=True, answer=said)
    seeded.deliver()


def _members(seeded: Seeded, made: str) -> None:
    world, request = seeded.world, seeded.world.requests(made)["race"]
    token = linked(world, request, question=seeded.say("a question to members"))
    write(world, token, *(seeded.say("a member's note") for _ in range(23)))
    sweep(world)
    version = seen(world, request).voice.draft_version
    with world.as_("race_chair") as desk:
        members_voice.save_draft(desk, request, text=seeded.say("a draft"), seen=version)
    seeded.deliver()


def _changed(seeded: Seeded, made: str) -> None:
    """The pack changes while it is read: one network is asked again, the others told why not."""
    change(seeded.world, made, summary=seeded.say("a new summary"), body=seeded.say("a new text"))
    judge(seeded.world, made, "race", reason=seeded.say("why a change is material"))
    seeded.deliver()


def _together(seeded: Seeded, made: str) -> None:
    """The race network begins a joint response; the disability network differs, and it is sent."""
    world, ids = seeded.world, seeded.world.requests(made)
    text = f"{seeded.say('a joint text')}\n\n{seeded.say('its second paragraph')}"
    with world.as_("race_chair") as desk:
        joint = joint_writing.start(desk, ids["race"], text=text, others=[ids["disability"]])
    with world.as_("women_chair") as desk:  # to whom that office went over
        views = {joint.paragraphs[1].id: Given("differs", seeded.say("words that differ"))}
        joint_answering.answer(
            desk, ids["disability"], joint.id, signs=True, views=views, edition=1
        )
    with world.as_("race_chair") as desk:
        joint_sending.send(desk, ids["race"], joint.id, edition=1)
    seeded.deliver()


def _spoken(seeded: Seeded, made: str) -> str:
    world, request = seeded.world, seeded.world.requests(made)["race"]
    with world.as_("race_chair") as desk:
        comment = consulting.comment(desk, request, text=seeded.say("a comment")).id
    with world.as_("author") as desk:
        threads.ask(desk, made, comment, text=seeded.say("an author's question"))
    with world.as_("race_chair") as desk:
        threads.answer(desk, request, comment, text=seeded.say("a turn of a thread"))
    with world.as_("race_chair") as desk:
        consulting.take_position(
            desk, request, position="concern", statement=seeded.say("a statement")
        )
    seeded.deliver()
    return comment


def _answered(seeded: Seeded, made: str, comment: str) -> None:
    """Closed, unanswered past the paper deadline, then replied to, promised and decided."""
    world, request = seeded.world, seeded.world.requests(made)["race"]
    past_the_window(world, request)
    sweep(world)
    seeded.deliver()
    seeded.deliver()
    world.now = datetime(2026, 4, 24, 9, tzinfo=UTC)
    seeded.deliver()
    with world.as_("author") as desk:
        replying.reply(desk, comment, outcome="not_accepted", reason=seeded.say("a reply"))
    world.reply_to_all(made)
    heard = Heard(made, request, comment, comment)
    promised(world, heard, text=seeded.say("a promise"), days=20)
    world.act("author", made, "finish_responses")
    world.act("lead", made, "accept_responses")
    world.act("secretary", made, "issue")
    world.act("board_chair", made, "approve", attestation="yes", minute_reference="2026/41")
    world.act("secretary", made, "send_feedback", feedback=seeded.say("feedback"))
    seeded.days(30)


def _urgent(seeded: Seeded) -> None:
    world = seeded.world
    made = world.submitted(title="Extend the contract")
    world.act("board_chair", made, "declare_urgent", reason=seeded.say("why it is urgent"))
    m = tables.matter.c
    with world.looking("secretary") as desk:
        found = desk.work.session.scalars(sa.select(m.id).where(m.continues_matter_id == made))
        urgent = str(found.one())
    seeded.deliver()
    world.act("equality_lead", urgent, "refuse_urgency", reason=seeded.say("why it is not"))
    seeded.deliver()


def _withdrawn(seeded: Seeded) -> None:
    world = seeded.world
    made = world.consulting(title="Parking")
    world.act("author", made, "withdraw", reason=seeded.say("why it is withdrawn"))
    seeded.days(1)


def _rest(seeded: Seeded) -> None:
    """The calendar of working days comes to its end."""
    with seeded.world.looking("administrator") as desk:
        until = desk.calendar.until_on
    seeded.world.now = datetime.combine(until - timedelta(days=100), time(9), UTC)
    seeded.deliver()
