"""The head of the log in one line, for the foot of whatever is printed or handed out."""

from govflow.domain.outside import said_at
from govflow.services.office import Desk
from govflow.store import checkpoints, trail


def line(desk: Desk) -> str:
    """Size, root and time of the last signed checkpoint; until there is one, of the log's head.

    Kept on paper, it is a copy outside: the same size with another root means a changed record.
    """
    signed = checkpoints.latest(desk.work)
    if signed is None:
        head = trail.head(desk.work)
        return f"Record: {head.size:,} events, root {head.root}, not signed yet."
    when = said_at(signed.signed_at, desk.organisation.zone)
    return f"Record: {signed.size:,} events, root {signed.root}, signed on {when}."
