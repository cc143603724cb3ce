"""The names a workflow file may use that live outside it: effects, roles, deadlines, matters."""

from collections.abc import Mapping
from dataclasses import dataclass

DECISION = "decision"  # in a promise: every state marked `decision: true`
SYSTEM = "system"  # the role of a scheduled job
OPENER = "opener"  # the role of whoever opened the matter
TITLE = "title"  # the field whose text becomes a matter's title, unless the file says another
REASON = "reason_given"  # the guard an exception to a promise must carry
DIFFERENT_PERSON = "different_person"  # the guard that keeps two acts in two pairs of hands


@dataclass(frozen=True)
class Vocabulary:
    """What the house offers to workflow files; `None` lets a stand-alone file use any name."""

    effects: Mapping[str, str] | None = None  # each with the kind of matter it works on
    roles: frozenset[str] | None = None
    deadlines: frozenset[str] | None = None
    matters: frozenset[str] | None = None


ANY = Vocabulary()

# Each effect with the kind of matter it works on.
EFFECTS: Mapping[str, str] = {
    "freeze_pack": "paper",
    "invite_networks": "paper",
    "record_waiver": "paper",
    "close_consultation": "paper",
    "close_requests": "paper",
    "print_cover": "paper",
    "record_decision": "paper",
    "send_feedback": "paper",
    "open_urgent_matter": "paper",
    "open_ordinary_matter": "paper",
    "open_retrospective_consultation": "paper",
    "record_ratification": "paper",
    "record_owner": "review",
    "record_adoption": "review",
    "record_embedding": "review",
}

HOUSE = Vocabulary(
    effects=EFFECTS,
    roles=frozenset(
        {
            "author",
            "executive_lead",
            "secretary",
            "network_chair",
            "board_chair",
            "equality_lead",
            "auditor",
            "administrator",
            "oversight",
            "manager",
        }
    ),
    deadlines=frozenset(
        {
            "consultation",
            "response",
            "paper_deadline",
            "meeting",
            "feedback",
            "re_review",
            "next_meeting",
        }
    ),
    matters=frozenset({"paper", "review", "procedure"}),
)
