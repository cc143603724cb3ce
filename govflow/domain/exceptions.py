"""What went off the ordinary path, by kind: where an auditor looks first."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of exception, as events of the log that fit it.

    `types` are kinds of event; with `actions` or `to_states` only moves that do or reach one of
    these, with `facts` only events in whose canonical payload one of these stands.
    """

    title: str
    means: str
    types: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    to_states: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


# In the order in which they are shown. An event that fits two kinds counts in the first.
KINDS: dict[str, Kind] = {
    "waived": Kind(
        "Gone on without a network",
        "Somebody answers by name for not asking a network, or for not waiting for it.",
        types=("network_waived", "change_waived"),
        actions=("waive_consultation",),
    ),
    "urgent": Kind(
        "Decided urgently",
        "Decided before the networks were heard. They are asked afterwards, and the board "
        "ratifies or does not.",
        to_states=("decided_urgently",),
    ),
    "objection": Kind(
        "Gone to the board with an objection that stands",
        "The cover sheet prints it in the network’s own words.",
        types=("matter_moved",),
        facts=('"unresolved_objections":["',),
    ),
    "unreached": Kind(
        "A network that could not be asked at first",
        "Nobody was in post when the paper was sent; it was asked again with a full window.",
        types=("network_asked_again",),
    ),
    "late_words": Kind(
        "Said after the window",
        "A comment or a position of a network that came late. It is answered all the same.",
        types=("comment_made", "position_given"),
        facts=('"late":true',),
    ),
    "late_replies": Kind(
        "Answered after the day it was due",
        "The author’s reply came after the deadline of the step in which replies are given.",
        types=("comment_answered",),
        facts=('"late":true',),
    ),
    "not_answered": Kind(
        "A reply that does not answer the point",
        "The network itself says so. Nobody else can.",
        types=("reply_marked", "joint_reply_marked"),
        facts=('"answers_point":false',),
    ),
    "broken": Kind(
        "A promise not kept",
        "The network to which it was made says that it was not kept, or only in part.",
        types=("undertaking_checked",),
        facts=('"verdict":"not_kept"', '"verdict":"partly"'),
    ),
    "no_time": Kind(
        "More time refused",
        "A network asked for more time and did not get it. The reason stands beside it.",
        types=("extension_answered",),
        facts=('"granted":false',),
    ),
    "refused": Kind(
        "Tried and refused",
        "Somebody tried to move a matter past a rule, and the engine refused.",
        types=("action_refused",),
    ),
    "record": Kind(
        "The record itself",
        "A text was erased, a backup was brought back, or a matter was moved to another version "
        "of its procedure.",
        types=(
            "text_erased",
            "text_restricted",
            "restriction_lifted",
            "database_restored",
            "matter_migrated",
        ),
    ),
}
ANY = "any"
