"""What a board paper says: front sheet, summary, options, equality impact assessment and body."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

PURPOSES = ("approve", "ratify", "assure", "discuss", "note")
KINDS: dict[str, str] = {
    "ordinary": "Ordinary paper",
    "policy": "Policy",
    "organisational_change": "Organisational change",
}
PARTS = {"public": "Part one (public)", "private": "Part two (private)"}
CHARACTERISTICS = (
    "age",
    "disability",
    "gender reassignment",
    "marriage and civil partnership",
    "pregnancy and maternity",
    "race",
    "religion or belief",
    "sex",
    "sexual orientation",
)
BOUNDS: dict[str, int] = {
    "title": 200,
    "presenter": 120,
    "agenda_reference": 40,
    "strategic_objective": 300,
    "baf_references": 200,
    "financial_implications": 4000,
    "legal_implications": 4000,
    "quality_implications": 4000,
    "private_reason": 2000,
    "disclosure": 300,
    "summary": 4000,
    "body": 400_000,
    "not_open": 4000,
}
LONGEST_ASSESSMENT = 8000
MOST_MONEY = 100_000_000_000  # pounds: more than any trust has
MOST_STAFF = 2_000_000  # people: more than the service employs
ADDED_LATER = frozenset({"questions_to_networks", "money_pounds", "staff_affected"})
# For each repeated field: the most rows, and the bound of each part of a row.
ROW_BOUNDS: dict[str, tuple[int, dict[str, int]]] = {
    "recommendations": (20, {"": 1000}),
    "options": (20, {"title": 200, "description": 4000}),
    "previously_considered": (20, {"body": 200, "on": 40, "outcome": 500}),
    "questions_to_networks": (10, {"": 500}),
}
ROW_NAMES = {
    "recommendations": "Recommendation",
    "options": "Option",
    "previously_considered": "Earlier meeting",
    "questions_to_networks": "Question",
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One course still open when the networks are asked."""

    title: str
    description: str = ""
    do_nothing: bool = False


@dataclass(frozen=True, kw_only=True)
class Considered:
    """An earlier body that saw the paper, when, and with what outcome."""

    body: str
    on: str = ""
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class EqualityImpactAssessment:
    """The draft or final assessment that must be before the networks and the board."""

    summary: str = ""
    characteristics: tuple[str, ...] = ()
    evidence: str = ""
    mitigation: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """The whole text of a paper at one moment; a version freezes one of these."""

    title: str = ""
    kind: str = "ordinary"
    purposes: tuple[str, ...] = ()
    recommendations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    presenter: str = ""
    agenda_reference: str = ""
    previously_considered: tuple[Considered, ...] = ()
    strategic_objective: str = ""
    baf_references: str = ""
    financial_implications: str = ""
    legal_implications: str = ""
    quality_implications: str = ""
    part: str = "public"
    private_reason: str = ""
    disclosure: str = ""
    summary: str = ""
    body: str = ""
    options: tuple[Option, ...] = ()
    not_open: str = ""
    questions_to_networks: tuple[str, ...] = ()
    money_pounds: int | None = None
    staff_affected: int | None = None
    eia: EqualityImpactAssessment = field(default_factory=EqualityImpactAssessment)

    def as_dict(self) -> dict[str, Any]:
        """Plain values, for storing and hashing; what was added later is left out where empty.

        So a version frozen before a field was there keeps its bytes, and with them its hash.
        """
        plain = asdict(self)
        return {n: v for n, v in plain.items() if n not in ADDED_LATER or v not in ((), None)}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Document":
        """The document that `as_dict` gave."""
        plain = dict(values)
        plain["previously_considered"] = tuple(
            Considered(**c) for c in plain.get("previously_considered", ())
        )
        plain["options"] = tuple(Option(**o) for o in plain.get("options", ()))
        eia = dict(plain.get("eia") or {})
        eia["characteristics"] = tuple(eia.get("characteristics", ()))
        plain["eia"] = EqualityImpactAssessment(**eia)
        for name in ("purposes", "recommendations", "topics", "questions_to_networks"):
            plain[name] = tuple(plain.get(name, ()))
        return cls(**plain)


REQUIRED: tuple[tuple[str, str], ...] = (
    ("title", "Enter the paper's title"),
    ("purposes", "Choose what the paper asks for: approve, ratify, assure, discuss or note"),
    ("recommendations", "Enter at least one recommendation: “The Board is asked to…”"),
    ("topics", "Choose at least one topic, so that the right networks are proposed"),
    ("presenter", "Enter who will present the paper"),
    ("strategic_objective", "Enter the strategic objective the paper serves"),
    ("financial_implications", "Enter the financial implications, or say that there are none"),
    ("legal_implications", "Enter the legal implications, or say that there are none"),
    ("quality_implications", "Enter the quality implications, or say that there are none"),
    ("summary", "Write a summary in plain language for the networks"),
    ("not_open", "Say what is not open and why, or that nothing is closed"),
    ("questions_to_networks", "Ask the networks at least one question"),
    ("body", "Write the paper's text"),
)


def missing(
    document: Document, *, executive_lead_id: str | None, meeting_id: str | None
) -> dict[str, str]:
    """Each field a paper needs before it can be submitted, with what to do about it."""
    gaps = {name: say for name, say in REQUIRED if not getattr(document, name)}
    gaps.update(_missing_conditions(document))
    if not executive_lead_id:
        gaps["executive_lead_id"] = "Choose the executive lead"
    if not meeting_id:
        gaps["meeting_id"] = "Choose the meeting the paper is for"
    return gaps


def _missing_conditions(document: Document) -> dict[str, str]:
    gaps: dict[str, str] = {}
    if not document.eia.summary:
        gaps["eia_summary"] = "Summarise the equality impact assessment"
    if not document.eia.evidence:
        gaps["eia_evidence"] = "Enter the evidence behind the equality impact assessment"
    if len(document.options) < 2 or not any(o.do_nothing for o in document.options):
        gaps["options"] = (
            "Enter at least two options that are still open, one of them to do nothing"
        )
    if document.part == "private" and not document.private_reason:
        gaps["private_reason"] = "Say why the paper is private"
    return gaps


def too_long(document: Document) -> dict[str, str]:
    """Each field beyond its bound, in characters or rows."""
    problems = {
        name: f"{name.replace('_', ' ').capitalize()} must be {bound:,} characters or fewer"
        for name, bound in BOUNDS.items()
        if len(getattr(document, name)) > bound
    }
    for name in ("summary", "evidence", "mitigation"):
        if len(getattr(document.eia, name)) > LONGEST_ASSESSMENT:
            problems[f"eia_{name}"] = (
                f"The assessment’s {name} must be {LONGEST_ASSESSMENT:,} characters or fewer"
            )
    return {**problems, **_rows_too_long(document)}


def _rows_too_long(document: Document) -> dict[str, str]:
    problems: dict[str, str] = {}
    for name, (most, bounds) in ROW_BOUNDS.items():
        rows = getattr(document, name)
        if len(rows) > most:
            problems[name] = f"{name.replace('_', ' ').capitalize()}: at most {most} are taken"
        for number, row in enumerate(rows, 1):
            for part, bound in bounds.items():
                if len(getattr(row, part) if part else row) > bound:
                    what = f"{ROW_NAMES[name]} {number}{f', {part}' if part else ''}"
                    problems[name] = f"{what}: use {bound:,} characters or fewer"
    return problems
