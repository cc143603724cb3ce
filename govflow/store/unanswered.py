"""The one condition for "this network's word is still awaited", for every list that asks it."""

from typing import Any

import sqlalchemy as sa


def unanswered(request: Any) -> sa.ColumnElement[bool]:
    """Of the request table's columns: no position given, or asked anew about a changed pack."""
    return sa.or_(request.position.is_(None), request.renewed_at.is_not(None))
