"""What a mail says: its subject, its plain text and its formatted part, from the same notices.

A mail repeats a notice's sentence and where it leads, never what somebody wrote. By when a reply
is due is read from the request at the moment of writing, not from the day of the notice.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from govflow.config import folder
from govflow.domain.deadline import Deadline
from govflow.domain.notices import KINDS
from govflow.services.office import Desk
from govflow.store import reminders

REPLY_BY = " Reply by "
REQUESTS = "/requests/"


class Told(Protocol):
    """What a mail repeats of a notice: its kind, its sentence, and where it leads."""

    @property
    def kind(self) -> str: ...
    @property
    def sentence(self) -> str: ...
    @property
    def path(self) -> str: ...


@dataclass(frozen=True)
class Written:
    """A mail's words: the formatted part is the inside of a page, which sending frames."""

    subject: str
    body: str
    html: str


def deadlines(desk: Desk, notices: Sequence[Told]) -> dict[str, Deadline]:
    """By when each request that these notices lead to is to be answered, if it still is."""
    asked = {n.path: n.path.removeprefix(REQUESTS) for n in notices if n.path.startswith(REQUESTS)}
    ends = reminders.open_until(desk.work, asked.values())
    zone, calendar = desk.organisation.zone, desk.calendar
    return {
        path: Deadline(ends[request], zone, origin="consultation", calendar=calendar)
        for path, request in asked.items()
        if request in ends
    }


def overtaken(notice: Told, due: Mapping[str, Deadline]) -> bool:
    """A reminder of an end that has moved since: the new end gets a reminder of its own."""
    if notice.kind != reminders.REMINDER or notice.path not in due:
        return False
    return due[notice.path].when() not in notice.sentence


def write(
    desk: Desk,
    name: str,
    notices: Sequence[Told],
    base_url: str,
    *,
    due: Mapping[str, Deadline] | None = None,
    at_once: bool = False,
) -> Written:
    """A mail that carries these notices: for sending, and for a preview."""
    ends = deadlines(desk, notices) if due is None else due
    shown = {
        "name": name,
        "notices": [
            {
                "title": KINDS[n.kind].title,
                "sentence": _sentence(desk, n, ends),
                "link": base_url + n.path,
                "comment": _to_comment(base_url, n, ends),
            }
            for n in notices
        ],
        "at_once": at_once,
        "organisation": desk.organisation.name,
        "base_url": base_url,
    }
    text = _templates(escape=False).get_template("digest.txt").render(shown)
    html = _templates(escape=True).get_template("digest.html").render(shown)
    return Written(_subject(desk, notices, ends), text, html)


def _to_comment(base_url: str, notice: Told, due: Mapping[str, Deadline]) -> str:
    """Straight to the place to comment, when the notice asks for a reply that is still open."""
    asks = KINDS[notice.kind].asks and notice.path in due
    return f"{base_url}{notice.path}?to=comment" if asks else ""


def _sentence(desk: Desk, notice: Told, due: Mapping[str, Deadline]) -> str:
    """One line: a title with a line break in it cannot pretend to be another notice."""
    said = " ".join(notice.sentence.split())
    head, by, _ = said.rpartition(REPLY_BY)
    if not by or not notice.path.startswith(REQUESTS):
        return said
    end = due.get(notice.path)
    return f"{head}{REPLY_BY}{end.sentence(desk.now)}." if end else head


def _subject(desk: Desk, notices: Sequence[Told], due: Mapping[str, Deadline]) -> str:
    """What waits and by when, the soonest first; no title of a paper: screens are read by all."""
    asking = [n for n in notices if n.path in due and KINDS[n.kind].asks]
    if not asking:
        return f"govflow: {KINDS[notices[0].kind].topic}{_more(len(notices) - 1)}"
    first = min(asking, key=lambda n: due[n.path].instant_at)
    when = due[first.path].when()
    return f"govflow: {KINDS[first.kind].topic}, by {when}{_more(len(notices) - 1)}"


def _more(count: int) -> str:
    return "" if not count else f", and {count} more thing{'s' if count > 1 else ''}"


def framed(subject: str, html: str, stop_url: str) -> str:
    """The formatted part as a page of its own, with the way to stop such mails."""
    templates = _templates(escape=True)
    style = templates.get_template("mail.css").render()
    return templates.get_template("frame.html").render(
        subject=subject,
        inside=Markup(html),  # noqa: S704  # drawn by write(), escaped
        style=Markup(f"<style>\n{style}</style>"),  # noqa: S704  # our own file
        stop_url=stop_url,
    )


def ended(body: str, stop_url: str) -> str:
    """The plain text with the way to stop such mails."""
    return f"{body.rstrip()}\n\nNo more of these mails: {stop_url}\n" if stop_url else body


@cache
def _templates(*, escape: bool) -> Environment:
    """Environments of their own: the pages' one draws menus; a plain text must not be escaped."""
    return Environment(
        loader=FileSystemLoader(folder("templates") / "mail"),
        autoescape=escape,  # noqa: S701  # text/plain: an apostrophe would be read as typed
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
