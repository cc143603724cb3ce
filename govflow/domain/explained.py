"""What may have become of one network on one paper: asked, silent, left out, waived, or neither."""

from govflow.domain.consultation import POSITIONS, STATUS_TITLES

NOT_CHOSEN = "not_chosen"
NOBODY_IN_SCOPE = "nobody_in_scope"
LEFT_OUT = "left_out"
ENDED = "ended"

# Positions that are a state of their own; every other position counts as an answer.
OWN_STATES = tuple(name for name in POSITIONS if name in STATUS_TITLES)

OUTCOME_TITLES: dict[str, str] = {
    NOT_CHOSEN: "no network chosen yet",
    NOBODY_IN_SCOPE: "no network was in scope",
    LEFT_OUT: "left out, reason recorded",
    ENDED: "not asked: the paper ended first",
    **STATUS_TITLES,
    "commented": "commented, gave no position",
    "invited": "asked, the window is open",
    "acknowledged": "opened by the network, the window is open",
}

NEITHER: dict[str, str] = {
    NOT_CHOSEN: "It was decided without any network having been chosen, and no reason is recorded.",
    "planned": "It was decided without this network having been asked, and no reason is recorded.",
    "no_chair": "Nobody was in post to answer for the network, and no reason is recorded yet.",
    "not_delivered": "The request was not delivered, and no reason is recorded yet.",
}
"""Outcomes that are neither a consultation nor an explanation; the first two only once decided."""

ONLY_ONCE_DECIDED = (NOT_CHOSEN, "planned")


def unexplained(outcome: str, *, decided: bool) -> bool:
    """Whether the record shows neither that the network was reached nor anybody's reason why not.

    Silence is not unexplained: the network was asked, had its window, and gave no reply.
    """
    return outcome in NEITHER and (decided or outcome not in ONLY_ONCE_DECIDED)
