"""On what ground personal text is erased: Article 17(1) of the UK GDPR, in plain words."""

from dataclasses import dataclass

ERASED = "[erased]"
GROUNDS: dict[str, str] = {
    "17-1-a": "It is no longer needed for what it was collected for",
    "17-1-b": "Consent was withdrawn, and nothing else allows keeping it",
    "17-1-c": "The person objected, and no overriding ground stands against it",
    "17-1-d": "It should never have been recorded",
    "17-1-e": "A law requires it to be erased",
}
"""By the article and paragraph, as legislation.gov.uk numbers them."""

LEAST_WITHIN = 20
"""A shorter text is erased only where it stands alone: inside others it may be anybody's words."""


@dataclass(frozen=True)
class Copies:
    """Where a text stands besides the record: `place` as people call it, and how often."""

    place: str
    count: int


PLACES: dict[str, str] = {
    "comment": "comments",
    "comment_draft": "drafts of comments",
    "comment_turn": "what was said under comments",
    "reply": "replies",
    "question": "questions of networks",
    "extension": "requests for more time",
    "request": "statements of networks",
    "network_choice": "reasons for not asking a network",
    "waiver": "waivers",
    "decision": "decisions",
    "evidence": "evidence of reviews",
    "members_voice": "drafts beside members’ notes",
    "undertaking": "promises",
    "progress_note": "notes on promises",
    "notice": "notices",
    "mail": "mails",
    "sealed": "other events of the record",
    "paper_version": "frozen versions of papers",
    "paper": "working copies of papers",
    "matter": "matters",
}


def called(table: str) -> str:
    """A table as people call what lies in it."""
    return PLACES.get(table, table.replace("_", " "))
