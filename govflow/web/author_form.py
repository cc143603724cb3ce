"""The front-sheet form: read as it was typed, shown again as it was typed, or made a document."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Any

from werkzeug.datastructures import MultiDict

from govflow.domain.calendar import said
from govflow.domain.document import Considered, Document, EqualityImpactAssessment, Option
from govflow.domain.errors import Invalid
from govflow.domain.paper import Paper
from govflow.services.papers import DraftChange
from govflow.web.amounts import amount_of, said_amount
from govflow.web.typed import DATE_FORMATS

LINES = (
    "title",
    "kind",
    "presenter",
    "agenda_reference",
    "strategic_objective",
    "baf_references",
    "part",
    "disclosure",
)
TEXTS = (
    "financial_implications",
    "legal_implications",
    "quality_implications",
    "private_reason",
    "summary",
    "body",
    "not_open",
)
AMOUNTS = ("money_pounds", "staff_affected")
QUESTIONS = "questions_to_networks"
ASSESSMENT = ("summary", "evidence", "mitigation")
CHOSEN = ("executive_lead_id", "meeting_id")
MOST_ROWS = 60
LEAST_ROWS = {"recommendations": 1, "options": 2, "considered": 1}
UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")

Row = dict[str, str]


def text_of(typed: str) -> str:
    """Several lines as people mean them: plain line ends, nothing that no one can read."""
    plain = typed.replace("\r\n", "\n").replace("\r", "\n")
    return UNREADABLE.sub("", plain).strip("\n").rstrip()


def line_of(typed: str) -> str:
    """One line, its spaces single."""
    return " ".join(text_of(typed).split())


@dataclass
class DraftForm:
    """Every field of the form as text; `more` names the rows that get an empty one more."""

    fields: dict[str, str]
    purposes: list[str]
    topics: list[str]
    characteristics: list[str]
    recommendations: list[Row]
    considered: list[Row]
    options: list[Row]
    more: str = ""
    version: str = ""

    def rows(self, name: str) -> list[Row]:
        """The rows to show: what there is, and at least as many as a paper needs."""
        filled: list[Row] = getattr(self, name)
        least = max(LEAST_ROWS[name], len(filled) + (self.more == name))
        return [*filled, *({} for _ in range(least - len(filled)))]

    def change(self) -> DraftChange:
        """What the form says; raises Invalid for rows that make no sense."""
        problems = dict(self._senseless())
        if problems:
            raise Invalid(problems)
        simple: dict[str, Any] = {name: line_of(self.fields[name]) for name in LINES}
        simple |= {name: text_of(self.fields[name]) for name in TEXTS}
        simple |= {name: amount_of(name, self.fields[name]) for name in AMOUNTS}
        simple[QUESTIONS] = tuple(_lines(self.fields[QUESTIONS]))
        assessment = {name: text_of(self.fields[f"eia_{name}"]) for name in ASSESSMENT}
        document = Document(
            **simple,
            purposes=tuple(self.purposes),
            topics=tuple(self.topics),
            recommendations=tuple(line_of(row["text"]) for row in self.recommendations),
            previously_considered=tuple(_considered(row) for row in self.considered),
            options=tuple(_option(row) for row in self.options),
            eia=EqualityImpactAssessment(**assessment, characteristics=tuple(self.characteristics)),
        )
        chosen = {name: self.fields[name] or None for name in CHOSEN}
        return DraftChange(document, chosen["executive_lead_id"], chosen["meeting_id"])

    def _senseless(self) -> Iterator[tuple[str, str]]:
        for name in AMOUNTS:
            try:
                amount_of(name, self.fields[name])
            except Invalid as invalid:
                yield from invalid.problems.items()
        for number, row in enumerate(self.options, 1):
            if not _option(row).title:
                yield row_id("options", number), f"Give option {number} a name"
        for number, row in enumerate(self.considered, 1):
            if not line_of(row["body"]):
                yield row_id("previously_considered", number), "Enter which body considered it"
            if _day(row["on"]) is None:
                yield (
                    row_id("considered_on", number),
                    "Enter when it was considered as a real date, such as 24 November 2026",
                )


def form_of(paper: Paper) -> DraftForm:
    """The form of what is stored."""
    draft = paper.draft
    fields = {name: str(getattr(draft, name)) for name in LINES + TEXTS}
    fields |= {name: said_amount(getattr(draft, name)) for name in AMOUNTS}
    fields[QUESTIONS] = "\n".join(draft.questions_to_networks)
    fields |= {f"eia_{name}": str(getattr(draft.eia, name)) for name in ASSESSMENT}
    fields |= {name: str(getattr(paper, name) or "") for name in CHOSEN}
    return DraftForm(
        fields=fields,
        purposes=list(draft.purposes),
        topics=list(draft.topics),
        characteristics=list(draft.eia.characteristics),
        recommendations=[{"text": each} for each in draft.recommendations],
        considered=[
            {"body": c.body, "on": c.on, "outcome": c.outcome} for c in draft.previously_considered
        ],
        options=[
            {"title": o.title, "description": o.description, "do_nothing": "yes" * o.do_nothing}
            for o in draft.options
        ],
        version=str(paper.version),
    )


def form_typed(typed: MultiDict[str, str]) -> DraftForm:
    """The form as it came, empty rows left out."""
    names = (*LINES, *TEXTS, *AMOUNTS, QUESTIONS, *CHOSEN, *(f"eia_{name}" for name in ASSESSMENT))
    nothing = typed.getlist("option_do_nothing")
    options = [
        {**row, "do_nothing": "yes" if str(number) in nothing else ""}
        for number, row in enumerate(_rows(typed, "option", ("title", "description")), 1)
    ]
    return DraftForm(
        fields={name: typed.get(name, "") for name in names},
        purposes=typed.getlist("purposes"),
        topics=typed.getlist("topics"),
        characteristics=typed.getlist("eia_characteristics"),
        recommendations=_filled(_rows(typed, "recommendation", ("text",))),
        considered=_filled(_rows(typed, "considered", ("body", "on", "outcome"))),
        options=_filled(options),
        version=typed.get("version", ""),
    )


def _rows(typed: MultiDict[str, str], prefix: str, parts: Iterable[str]) -> list[Row]:
    names = list(parts)
    columns = [typed.getlist(f"{prefix}_{name}")[:MOST_ROWS] for name in names]
    return [dict(zip(names, values, strict=True)) for values in zip_longest(*columns, fillvalue="")]


def _lines(typed: str) -> list[str]:
    return [line for each in text_of(typed).split("\n") if (line := line_of(each))]


def _filled(rows: list[Row]) -> list[Row]:
    return [row for row in rows if any(value.strip() for value in row.values())]


def _option(row: Row) -> Option:
    nothing = row["do_nothing"] == "yes"
    return Option(
        title=line_of(row["title"]) or ("Do nothing" if nothing else ""),
        description=text_of(row["description"]),
        do_nothing=nothing,
    )


def _considered(row: Row) -> Considered:
    return Considered(
        body=line_of(row["body"]), on=_day(row["on"]) or "", outcome=line_of(row["outcome"])
    )


def _day(typed: str) -> str | None:
    """The day in words, as every page and the pack show it; None when it is no day."""
    words = line_of(typed)
    for style in DATE_FORMATS if words else ():
        try:
            return said(datetime.strptime(words, style).date())
        except ValueError:
            continue
    return None if words else ""


def row_id(base: str, number: int) -> str:
    """The id of a repeated field, so that an error can point at its row."""
    return base if number == 1 else f"{base}-{number}"


IN_PAGE_ORDER = (
    *("title", "kind", "meeting_id", "agenda_reference", "executive_lead_id", "presenter"),
    *("purposes", "recommendations", "topics", "previously_considered", "considered_on"),
    *("strategic_objective", "baf_references", "financial_implications", "legal_implications"),
    *(
        "quality_implications",
        "money_pounds",
        "staff_affected",
        "part",
        "private_reason",
        "disclosure",
        "summary",
        "options",
    ),
    *(
        "not_open",
        "questions_to_networks",
        "eia_summary",
        "eia_characteristics",
        "eia_evidence",
        "eia_mitigation",
        "body",
    ),
)


def in_page_order(problems: Mapping[str, str]) -> dict[str, str]:
    """Problems in the order in which a reader meets their fields."""
    return dict(sorted(problems.items(), key=lambda problem: _place(problem[0])))


def _place(name: str) -> int:
    base = name.split("-")[0]
    return IN_PAGE_ORDER.index(base) if base in IN_PAGE_ORDER else len(IN_PAGE_ORDER)
