"""Lets an auditor read every page as it stood at a chosen instant, and keeps all writing away."""

from datetime import UTC, datetime
from typing import cast

from flask import Flask, current_app, g, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from govflow.domain.errors import NotYet
from govflow.domain.people import Role
from govflow.services.as_at import NotKept, Then, stood
from govflow.services.office import Office
from govflow.web.doors import held_roles

KEY = "as_at"
# These are of the present whatever was chosen: choosing, ending, and leaving.
OF_TODAY = frozenset({"as_at.choose", "as_at.end", "login.sign_out", "static"})
ENDS_FIRST = "You are looking at an earlier date, where nothing can be done. End that first."
# What is not kept as it stood, page by page, in words; anything else is worked out.
CANNOT = {
    "catalogue": "Procedures are shown from the files that are in use today.",
    "auditor.log": "The state of the log and of the scheduled checks is always that of today.",
    "login.account": "Your own account is always that of today.",
}
# Made of versions and events alone, which were kept whole.
KEPT_WHOLE = frozenset({"auditor.matter", "as_seen.served"})


def start(app: Flask) -> None:
    """After everybody is admitted, before any page is drawn."""
    app.before_request(look_back)
    app.teardown_request(_close)


def chosen() -> datetime | None:
    """The instant an auditor chose, UTC; None for the present, and for anybody else."""
    text = session.get(KEY)
    if not text or not current_user.is_authenticated or Role.AUDITOR not in held_roles():
        return None
    return datetime.fromisoformat(text).astimezone(UTC)


def look_back() -> ResponseReturnValue | None:
    """From here on the request's time is the chosen one; raises NotYet for whatever would write."""
    if request.endpoint in OF_TODAY or request.endpoint is None:
        return None
    at = chosen()
    if at is None:
        return None
    if request.method not in {"GET", "HEAD"}:
        raise NotYet(ENDS_FIRST)
    if why := CANNOT.get(request.endpoint) or CANNOT.get(request.blueprint or ""):
        raise NotKept(why)
    g.as_at = g.now = at
    return None


def shown_at() -> datetime | None:
    """The instant this very page is shown as at, or None."""
    return cast("datetime | None", g.get("as_at"))


def office_then(office: Office) -> Office:
    """The house as it stood at the chosen instant, copied once for a page; raises NotKept."""
    if "then" not in g:
        today = current_app.extensions["govflow.house"].clock()
        g.then = stood(office, current_user.who, today, g.as_at)
    then = cast(Then, g.then)
    if request.endpoint not in KEPT_WHOLE:
        for value in (request.view_args or {}).values():
            if value in then.blurred:
                raise NotKept(then.blurred[value])
    return then.office


def _close(_: BaseException | None) -> None:
    if "then" in g:
        g.pop("then").close()
