"""What the editor of a paper needs: its choices, its gaps, and files brought in from elsewhere."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa

from govflow.domain.cases import PaperCase
from govflow.domain.document import CHARACTERISTICS, KINDS, PARTS, PURPOSES, Document, missing
from govflow.domain.errors import Invalid
from govflow.domain.meeting import Meeting
from govflow.domain.paper import Paper
from govflow.domain.people import Person, Role
from govflow.engine.workflow import State
from govflow.intake import ImportedPaper, clean_name, import_document
from govflow.services import papers
from govflow.services.matters import workflow_of
from govflow.services.office import Desk
from govflow.services.papers import DraftChange
from govflow.store import people, records
from govflow.store.log import Entry, entries


@dataclass(frozen=True)
class WritingPage:
    """A paper its author may change now, with everything the form lets them choose from."""

    case: PaperCase
    state: State
    meetings: list[Meeting]
    leads: list[Person]
    topics: dict[str, str]
    gaps: dict[str, str]
    sent_back: Entry | None

    @property
    def paper(self) -> Paper:
        """The paper."""
        return self.case.paper

    @property
    def drafting(self) -> bool:
        """Whether the paper can be submitted; while replying it is made a version instead."""
        return self.case.state == "draft"


def writing_page(desk: Desk, matter_id: str) -> WritingPage:
    """The paper as its editor shows it; raises Refused when it cannot be changed now."""
    case = papers.editable(desk, matter_id)
    paper = case.paper
    return WritingPage(
        case=case,
        state=workflow_of(desk, paper).states[case.state],
        meetings=_choosable(case),
        leads=people.people_with(desk.work, [Role.EXECUTIVE_LEAD], desk.today),
        topics=dict(desk.office.rules.topics),
        gaps=gaps(paper),
        sent_back=sent_back(desk, paper),
    )


def gaps(paper: Paper) -> dict[str, str]:
    """Each field the paper still needs before it can be submitted."""
    return missing(
        paper.draft, executive_lead_id=paper.executive_lead_id, meeting_id=paper.meeting_id
    )


def _choosable(case: PaperCase) -> list[Meeting]:
    """Meetings to come, and the one chosen even when it has been held."""
    coming = list(case.coming_meetings)
    chosen = case.meeting
    known = chosen is None or any(m.id == chosen.id for m in coming)
    return coming if known or chosen is None else [chosen, *coming]


def sent_back(desk: Desk, paper: Paper) -> Entry | None:
    """The act by which somebody gave the paper back to its author, with their reason."""
    event = records.event.c
    last = entries(
        desk.work.session,
        sa.and_(
            event.organisation_id == desk.work.organisation_id,
            event.matter_id == paper.id,
            event.action.is_not(None),
        ),
        newest_first=True,
        limit=1,
    )
    return next((entry for entry in last if entry.texts.get("reason")), None)


def save(
    desk: Desk, matter_id: str, change: DraftChange, *, seen_version: int | None = None
) -> Paper:
    """Save the draft after checking that every choice is one that exists; raises Invalid too."""
    problems = dict(_unknown(desk, change.document))
    if problems:
        raise Invalid(problems)
    return papers.save_draft(desk, matter_id, change, seen_version=seen_version)


def _unknown(desk: Desk, document: Document) -> Iterator[tuple[str, str]]:
    """Values that no form of ours offers."""
    topics = desk.office.rules.topics
    for name, values, known in (
        ("kind", [document.kind], KINDS),
        ("part", [document.part], PARTS),
        ("purposes", document.purposes, PURPOSES),
        ("topics", document.topics, topics),
        ("eia_characteristics", document.eia.characteristics, CHARACTERISTICS),
    ):
        if set(values) - set(known):
            yield name, "Choose from the list only."


def start(desk: Desk, *, title: str, kind: str) -> Paper:
    """Begin a paper by its title; raises Invalid and WrongRole."""
    if not title:
        raise Invalid({"title": "Enter the paper's title. You can change it later."})
    document = Document(title=title, kind=kind)
    problems = dict(_unknown(desk, document))
    if problems:
        raise Invalid(problems)
    return papers.start_paper(desk, document)


def bring_in(desk: Desk, filename: str, data: bytes) -> tuple[Paper, list[str]]:
    """Begin a paper from a Markdown or Word file, with notes on what did not come across."""
    found = import_document(filename, data, named="document")
    document, notes = _taken(desk, found)
    try:
        paper = papers.start_paper(desk, document, came_from=clean_name(filename))
    except Invalid as invalid:
        raise Invalid({"document": ". ".join(invalid.problems.values()) + "."}) from None
    return paper, [*found.notes, *notes]


def _taken(desk: Desk, found: ImportedPaper) -> tuple[Document, list[str]]:
    """The document, and a note on each word of the file's head that means nothing here."""
    titles = {title.lower(): topic for topic, title in desk.office.rules.topics.items()}
    known = {topic: topic for topic in desk.office.rules.topics} | titles
    topics, strange_topics = _matched(found.topics, known)
    purposes, strange_purposes = _matched(found.purposes, {p: p for p in PURPOSES})
    document = Document(
        title=found.title,
        body=found.body_markdown.strip(),
        purposes=purposes,
        topics=topics,
        recommendations=tuple(found.recommendations),
    )
    notes = [f"“{word[:40]}” is not a topic here and was left out." for word in strange_topics]
    notes += [f"“{word[:40]}” is not a purpose here and was left out." for word in strange_purposes]
    return replace(document, title=document.title or "Untitled paper"), notes


def _matched(words: Iterable[str], known: dict[str, str]) -> tuple[tuple[str, ...], list[str]]:
    matched: dict[str, None] = {}
    strange = []
    for word in words:
        value = known.get(word.lower())
        if value:
            matched[value] = None
        else:
            strange.append(word)
    return tuple(matched), strange
