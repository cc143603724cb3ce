"""An invitation of a partner organisation's network to one matter."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """A grant for one request; `id` is that request's id, `organisation_id` who asked.

    `title` is the paper's as it was sent. Instants are UTC.
    """

    id: str
    organisation_id: str
    partner_id: str
    partnership_id: str
    partner_network_id: str
    network_name: str
    title: str
    reason: str
    invited_at: datetime
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
