"""What an author's pages are made of: tasks, drafts, files brought in, comments in order."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from govflow.domain.document import Considered, Document, EqualityImpactAssessment, Option
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.services import author_desk, author_replies, author_writing, consulting, papers
from govflow.services.author_desk import MyPapers
from govflow.services.author_replies import Answer
from govflow.services.papers import DraftChange
from tests.builders import World, complete_document

NO = Answer("not_accepted", "Because of the law.", "")


def mine(world: World, name: str = "author", page: int = 1) -> MyPapers:
    with world.looking(name) as desk:
        return author_desk.my_papers(desk, page=page)


def tasks(found: MyPapers) -> list[str]:
    return [task.sentence for own in found.waiting for task in own.tasks]


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    sent: list[str] = []

    def note(_c: Any, _k: Any, statement: str, *_rest: Any) -> None:
        sent.append(statement)

    engine = world.office.store.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    yield sent
    sa.event.remove(engine, "before_cursor_execute", note)


def test_a_person_without_papers_has_none(world: World) -> None:
    assert mine(world).none


def test_a_draft_says_how_much_is_missing(world: World) -> None:
    with world.as_("author") as desk:
        author_writing.start(desk, title="Half a paper", kind="ordinary")
    assert tasks(mine(world)) == ["Fill in 17 fields of the front sheet"]


def test_a_complete_draft_waits_to_be_submitted(world: World) -> None:
    world.draft()
    assert tasks(mine(world)) == ["Submit it to the secretary: the front sheet is complete"]
    assert mine(world, "lead").waiting == []


def test_what_others_must_do_is_no_task(world: World) -> None:
    world.consulting()
    assert tasks(mine(world)) == []
    assert len(mine(world).elsewhere) == 1


def test_questions_and_comments_are_tasks(world: World) -> None:
    made = world.consulting("race")
    request = world.requests(made)["race"]
    with world.as_("race_chair") as desk:
        consulting.ask_question(desk, request, text="How many posts?")
        consulting.comment(desk, request, text="Panels stay.")
    assert tasks(mine(world)) == ["Answer 1 question of the networks"]
    world.wait(15)
    world.act("secretary", made, "close_consultation")
    assert tasks(mine(world)) == ["Answer 1 question of the networks", "Reply to 1 comment"]
    world.reply_to_all(made)
    assert "Finish the replies: every comment has one" in tasks(mine(world))


def test_the_lead_is_asked_when_the_replies_are_done(world: World) -> None:
    world.answered()
    assert tasks(mine(world, "lead")) == ["Read the replies, then accept or return them"]
    assert tasks(mine(world)) == []


def test_ended_papers_stand_apart(world: World) -> None:
    made = world.draft()
    world.act("author", made, "withdraw", reason="Not now.")
    found = mine(world)
    assert (found.waiting, found.elsewhere, found.ended) == ([], [], 1)
    assert [own.line.id for own in found.over] == [made]
    assert mine(world, page=2).over == []


def test_another_authors_papers_are_not_mine(world: World) -> None:
    world.draft()
    assert mine(world, "secretary").none


def test_the_number_of_statements_does_not_grow(world: World) -> None:
    def look() -> int:
        with statements(world) as sent:
            mine(world)
        return len(sent)

    for _ in range(5):
        world.draft()
    few = look()
    for _ in range(20):
        world.draft()
    assert look() == few <= 15


def test_the_comments_page_costs_the_same_for_many(world: World) -> None:
    made = world.consulting("race")
    request = world.requests(made)["race"]

    def look(comments: int) -> int:
        for number in range(comments):
            with world.as_("race_chair") as desk:
                consulting.comment(desk, request, text=f"Point {number}.")
        with statements(world) as sent, world.looking("author") as desk:
            author_replies.replies_page(desk, made)
        return len(sent)

    assert look(5) == look(20)


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("kind", {"kind": "sermon"}),
        ("part", {"part": "secret"}),
        ("purposes", {"purposes": ("approve", "applaud")}),
        ("topics", {"topics": ("gardens",)}),
        ("eia_characteristics", {"eia": EqualityImpactAssessment(characteristics=("height",))}),
        ("title", {"title": "x" * 201}),
        ("body", {"body": "x" * 400_001}),
        ("recommendations", {"recommendations": ("x" * 1001,)}),
        ("options", {"options": (Option(title="x" * 201),)}),
        ("options", {"options": (Option(title="x"),) * 21}),
        ("previously_considered", {"previously_considered": (Considered(body="x" * 201),)}),
        ("eia_evidence", {"eia": EqualityImpactAssessment(evidence="x" * 8001)}),
    ],
)
def test_a_draft_takes_no_value_beyond_its_bounds(
    world: World, name: str, changes: dict[str, Any]
) -> None:
    made = world.draft()
    change = DraftChange(complete_document(**changes), None, None)
    with pytest.raises(Invalid) as refused, world.as_("author") as desk:
        author_writing.save(desk, made, change)
    assert name in refused.value.problems


def test_only_the_author_writes_and_only_while_it_is_theirs(world: World) -> None:
    made = world.draft()
    with pytest.raises(WrongRole), world.looking("secretary") as desk:
        author_writing.writing_page(desk, made)
    world.act("author", made, "submit")
    with pytest.raises(NotYet, match="With the secretary"), world.looking("author") as desk:
        author_writing.writing_page(desk, made)


def test_the_reason_for_sending_it_back_is_there(world: World) -> None:
    made = world.submitted()
    world.act("secretary", made, "return_to_author", reason="Shorter, please.")
    with world.looking("author") as desk:
        page = author_writing.writing_page(desk, made)
    assert page.sent_back is not None
    assert page.sent_back.texts["reason"] == "Shorter, please."


def test_a_markdown_file_becomes_a_draft(world: World) -> None:
    head = (
        "---\npurpose: Approve, applaud\ntopics: [workforce, Finance]\nrecommendation: Say yes\n---"
    )
    with world.as_("author") as desk:
        paper, notes = author_writing.bring_in(desk, "a/Car-parking.md", f"{head}\nWhy.\n".encode())
    assert paper.draft == Document(
        title="Car parking",
        body="Why.",
        purposes=("approve",),
        topics=("workforce", "finance"),
        recommendations=("Say yes",),
    )
    assert notes == ["“applaud” is not a purpose here and was left out."]


def test_a_file_beyond_the_bounds_starts_nothing(world: World) -> None:
    words = "word " * 100_000
    with pytest.raises(Invalid) as refused, world.as_("author") as desk:
        author_writing.bring_in(desk, "long.md", words.encode())
    assert list(refused.value.problems) == ["document"]
    assert mine(world).none


def test_comments_stand_in_the_order_of_the_paper(world: World) -> None:
    made = world.consulting("race")
    request = world.requests(made)["race"]
    for anchor in ("p-3", "", "p-2", "p-3"):
        with world.as_("race_chair") as desk:
            consulting.comment(desk, request, text=f"On {anchor or 'all'}.", anchor=anchor)
    with world.looking("author") as desk:
        page = author_replies.replies_page(desk, made)
    assert [p.anchor for p in page.voices[0].paragraphs] == ["", "p-2", "p-3"]
    assert [len(p.comments) for p in page.voices[0].paragraphs] == [1, 1, 2]
    assert len(page.unanswered) == 4


def test_who_reads_and_who_replies(world: World) -> None:
    made = world.responding()
    for name, replies in (("author", True), ("lead", False), ("secretary", False)):
        with world.looking(name) as desk:
            assert author_replies.replies_page(desk, made).may_reply is replies
    with pytest.raises(WrongRole), world.looking("auditor") as desk:
        author_replies.replies_page(desk, made)


def test_a_comment_of_another_paper_is_not_found(world: World) -> None:
    made, other = world.responding(), world.draft()
    with world.looking("author") as desk:
        comment = author_replies.replies_page(desk, made).comments[0].id
    with pytest.raises(NotFound), world.as_("author") as desk:
        author_replies.reply(desk, other, comment, NO)
    with pytest.raises(NotFound), world.as_("author") as desk:
        author_replies.answer_question(desk, made, "f" * 32, "Yes.")


def test_a_changed_draft_is_in_no_version_until_one_is_made(world: World) -> None:
    made = world.responding()

    def unfrozen() -> bool:
        with world.looking("author") as desk:
            return author_replies.replies_page(desk, made).unfrozen

    assert not unfrozen()
    change = DraftChange(
        complete_document(body="All new."), world.ids["lead"], world.meeting_ids[1]
    )
    with world.as_("author") as desk:
        author_writing.save(desk, made, change)
    assert unfrozen()
    with pytest.raises(Invalid), world.as_("author") as desk:
        papers.make_version(desk, made, note="x" * 501)
    with world.as_("author") as desk:
        papers.make_version(desk, made, note="Written anew.")
    assert not unfrozen()
