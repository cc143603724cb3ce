"""A pack that changed after networks were asked: who is asked anew, until when, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.anchoring import Landing, Standing
from govflow.domain.document import Document
from govflow.domain.matter import Owned

# What every network was asked about: a change in one of these concerns them all.
ASKED_ABOUT: dict[str, str] = {
    "summary": "the summary in plain language",
    "options": "the options still open",
    "not_open": "what is not open, and why",
    "questions_to_networks": "the questions to the networks",
    "eia": "the equality impact assessment",
}
ENDINGS: dict[str, str] = {
    "kept": "kept its position",
    "changed": "gave its position anew",
    "waived": "was not heard again",
}


@dataclass(eq=False, kw_only=True)
class PackChange(Owned):
    """What one network was told of one change; both ends of its window are UTC instants.

    `asked` says that its clock began anew at `told_at`. `outcome` is empty until it answered, or
    the board chair went on without it.
    """

    id: str
    organisation_id: str
    request_id: str
    from_version: int
    to_version: int
    material: bool
    asked: bool
    reason: str
    told_at: datetime
    told_by_name: str
    closed_before: datetime
    closes_at: datetime
    outcome: str = ""
    ended_at: datetime | None = None
    waived_reason: str = ""
    waived_by_name: str = ""

    @property
    def waived(self) -> bool:
        """A named person went on without hearing the network about this change."""
        return self.outcome == "waived"


@dataclass(frozen=True)
class Rewording:
    """A paragraph that a network commented on, as it was and as it now is, empty where gone."""

    before: str
    after: str


def parts_changed(before: Document, after: Document) -> list[str]:
    """The parts of the pack, in words, that every network was asked about and that differ."""
    return [
        said for name, said in ASKED_ABOUT.items() if getattr(before, name) != getattr(after, name)
    ]


def reworded(
    quotes: Iterable[tuple[str, str]], was: Mapping[str, Landing], now: Mapping[str, Landing]
) -> list[Rewording]:
    """The paragraphs commented on that differ between two versions, each once.

    `quotes` are comments' ids, each with its paragraph of then; `was` and `now` say where the
    comments stand in the earlier and the later version. Comments on the whole paper have no
    paragraph that could change.
    """
    found: dict[Rewording, None] = {}
    for comment, quote in quotes:
        before, after = (_reads(landing[comment], quote) for landing in (was, now))
        if before != after:
            found[Rewording(before, after)] = None
    return list(found)


def _reads(landing: Landing, quote: str) -> str:
    if landing.standing is Standing.GONE:
        return ""
    return landing.now if landing.standing is Standing.CHANGED else quote
