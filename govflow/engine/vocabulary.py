"""The names a workflow file may use that live outside it: effects, roles, deadlines, matters."""

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

    effects: frozenset[str] | None = None
    roles: frozenset[str] | None = None
    deadlines: frozenset[str] | None = None
    matters: frozenset[str] | None = None


ANY = Vocabulary()

HOUSE = Vocabulary(
    effects=frozenset(
        {
            "freeze_pack",
            "invite_networks",
            "record_waiver",
            "close_consultation",
            "close_requests",
            "print_cover",
            "record_decision",
            "send_feedback",
            "open_urgent_matter",
            "open_ordinary_matter",
            "open_retrospective_consultation",
            "record_ratification",
            "record_owner",
            "record_adoption",
            "record_embedding",
        }
    ),
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
