"""What lies on an author's or executive lead's desk: their papers, and what each needs of them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from govflow.domain.document import missing
from govflow.domain.people import Role
from govflow.services.listing import Item, Lister
from govflow.services.office import Desk
from govflow.store import authoring
from govflow.store.authoring import Place, Working
from govflow.store.lines import Line

ENDED_ON_A_PAGE = 20
DRAFTED = "draft"  # the state, in every workflow of papers, in which the author writes


@dataclass(frozen=True)
class Task:
    """One thing to do next; `where` says on which page: edit, comments or paper."""

    sentence: str
    where: str
    part: str = ""


@dataclass(frozen=True)
class Own:
    """A paper of this person, in which part, and what it needs of them now."""

    item: Item
    author: bool
    lead: bool
    tasks: tuple[Task, ...] = ()

    @property
    def line(self) -> Line:
        """The paper as a line of a list."""
        return self.item.line


@dataclass(frozen=True)
class MyPapers:
    """Everything the page shows; `over` is one page of those that have ended."""

    waiting: list[Own]
    elsewhere: list[Own]
    over: list[Own]
    ended: int

    @property
    def none(self) -> bool:
        """Whether this person never had a paper."""
        return not (self.waiting or self.elsewhere or self.ended)


def my_papers(desk: Desk, *, page: int = 1) -> MyPapers:
    """The papers somebody writes or leads, in a fixed number of statements."""
    me, ended, lister = desk.actor.id, _ended(desk), Lister(desk)
    moving = authoring.in_motion(desk.work, me, ended)
    own = list(_own(desk, lister, moving))
    offset = (page - 1) * ENDED_ON_A_PAGE
    over = authoring.over(desk.work, me, ended, limit=ENDED_ON_A_PAGE, offset=offset)
    return MyPapers(
        waiting=[each for each in own if each.tasks],
        elsewhere=[each for each in own if not each.tasks],
        over=list(_own(desk, lister, over)),
        ended=authoring.count_ended(desk.work, me, ended),
    )


def _ended(desk: Desk) -> list[Place]:
    return [
        (workflow.key, state.name)
        for workflow in desk.office.workflows.all()
        for state in workflow.states.values()
        if state.final
    ]


def _own(desk: Desk, lister: Lister, lines: list[Line]) -> Iterator[Own]:
    me = desk.actor.id
    mine = [line for line in lines if line.author_id == me]
    questions = authoring.open_questions(desk.work, [line.id for line in mine])
    drafts = authoring.working_copies(desk.work, [line.id for line in mine if _drafted(line)])
    for line in lines:
        item = lister.item(line)
        author, lead = line.author_id == me, line.executive_lead_id == me
        tasks = _tasks(item, questions, drafts, author=author, lead=lead)
        yield Own(item, author, lead, tuple(tasks))


def _drafted(line: Line) -> bool:
    return line.state == DRAFTED


def _tasks(
    item: Item,
    questions: Mapping[str, int],
    drafts: Mapping[str, Working],
    *,
    author: bool,
    lead: bool,
) -> Iterator[Task]:
    """What this person must do next; what somebody else must do is no task."""
    if item.state.final:
        return
    if author:
        yield from _questions(questions.get(item.line.id, 0))
        yield from _writing(drafts.get(item.line.id))
        yield from _replying(item)
    if lead and item.state.waits_for == Role.EXECUTIVE_LEAD:
        yield Task("Read the replies, then accept or return them", "paper", "doing")


def _questions(number: int) -> Iterator[Task]:
    if number:
        yield Task(f"Answer {_counted(number, 'question')} of the networks", "comments", "waiting")


def _writing(working: Working | None) -> Iterator[Task]:
    if working is None:
        return
    gaps = missing(
        working.document,
        executive_lead_id=working.executive_lead_id,
        meeting_id=working.meeting_id,
    )
    if gaps:
        yield Task(f"Fill in {_counted(len(gaps), 'field')} of the front sheet", "edit")
    else:
        yield Task("Submit it to the secretary: the front sheet is complete", "edit", "send")


def _replying(item: Item) -> Iterator[Task]:
    if item.line.unanswered and item.state.waits_for != Role.NETWORK_CHAIR:
        number = _counted(item.line.unanswered, "comment")
        yield Task(f"Reply to {number}", "comments", "waiting")
    elif item.line.state == "responding":
        yield Task("Finish the replies: every comment has one", "comments", "finish")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
