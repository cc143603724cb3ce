"""What a network is shown of each change of its pack: the words that came and went, and why."""

from dataclasses import dataclass

from govflow.domain.consultation import Request
from govflow.domain.pack_changes import PackChange
from govflow.domain.paper import Paper
from govflow.domain.redline import Paragraph, changes_only, compare
from govflow.services.comparing import Change, between
from govflow.services.rewording import reworded_for


@dataclass(frozen=True)
class Told:
    """One change; `paragraphs` are only those it commented on, when `own`, else all that changed.

    Who keeps its deadline is told why, and reads no redline here.
    """

    change: PackChange
    front_sheet: tuple[Change, ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    own: bool = False


def told(paper: Paper, request: Request) -> list[Told]:
    """What this network was told of changes, the newest first."""
    return [_told(paper, request, change) for change in reversed(request.changes)]


def _told(paper: Paper, request: Request, change: PackChange) -> Told:
    old, new = paper.numbered(change.from_version), paper.numbered(change.to_version)
    if not change.asked or old is None or new is None:
        return Told(change)
    found = between(old, new)
    own = reworded_for(paper, request, old.document.body, new.document.body)
    paragraphs = [p for each in own for p in compare(each.before, each.after)]
    shown = paragraphs or changes_only(found.body)
    return Told(change, found.front_sheet, tuple(shown), own=bool(own))
