"""An officer's unsent comments: saved as they are typed, seen by nobody else, never recorded."""

from datetime import datetime, timedelta

from govflow.domain.errors import Invalid
from govflow.domain.members import DESTROYED_AFTER_DAYS
from govflow.services.anchored import places
from govflow.services.consulting import LONGEST_TEXT, Asked, open_item
from govflow.services.office import Desk, Office, Who, new_id
from govflow.store import reading
from govflow.store.reading import Draft

__all__ = ["Draft", "mine", "save", "sweep"]


def mine(desk: Desk, item: Asked) -> list[Draft]:
    """This officer's own drafts for a request, in the order of the paper."""
    order = {place.anchor: n for n, place in enumerate(places(item.version))}
    found = reading.drafts(desk.work, item.request.id, desk.actor.id)
    return sorted(found, key=lambda draft: order.get(draft.anchor, -1))


def save(
    desk: Desk, request_id: str, *, text: str, anchor: str = "", passage: str = ""
) -> Draft | None:
    """Keep what is typed so far in place of what was kept before; nothing typed, or sent already,
    keeps nothing.

    Raises NotFound, WrongRole, NotYet, and Invalid for too long a text or no such paragraph.
    """
    item = open_item(desk, request_id)
    if len(text) > LONGEST_TEXT or len(passage) > LONGEST_TEXT:
        raise Invalid({"text": f"The text must be {LONGEST_TEXT:,} characters or fewer."})
    if anchor and all(place.anchor != anchor for place in places(item.version)):
        raise Invalid({"anchor": "That paragraph is not in the version you were sent."})
    draft = Draft(anchor, passage.strip(), text, desk.now)
    # A save that was on its way while the comment was sent must not bring it back as a draft.
    if not text.strip() or reading.is_sent(desk.work, item.request.id, desk.actor.id, draft):
        reading.drop(desk.work, item.request.id, desk.actor.id, anchor)
        return None
    reading.keep(desk.work, new_id(), item.request.id, desk.actor.id, draft)
    return draft


def sweep(office: Office, who: Who, now: datetime) -> int:
    """Destroy the drafts of consultations closed as long ago as members' notes are kept."""
    before = now - timedelta(days=DESTROYED_AFTER_DAYS)
    with office.writing(who, now) as desk:
        return reading.drop_of_rounds_closed_before(desk.work, before)
