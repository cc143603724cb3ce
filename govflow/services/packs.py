"""Freezes what a paper says, so that what was served can be shown again byte for byte."""

import hashlib
from typing import Any

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import Request
from govflow.domain.errors import NotFound
from govflow.domain.paper import Paper, PaperVersion
from govflow.domain.trail import canonical
from govflow.services.office import Desk, new_id


def pack_bytes(version: PaperVersion) -> bytes:
    """The exact bytes that the version's hash covers: document and attachments' hashes."""
    return canonical(
        {
            "document": plain(version.document.as_dict()),
            "attachments": [dict(a) for a in version.attachments],
        }
    )


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def attached(paper: Paper) -> tuple[dict[str, str], ...]:
    """The files of the working draft as a version keeps them."""
    return tuple(
        {"name": a.name, "media_type": a.media_type, "sha256": a.sha256, "size": str(a.size)}
        for a in paper.attachments
    )


def freeze(desk: Desk, paper: Paper, *, note: str = "") -> PaperVersion:
    """The latest version if nothing changed since, else a new one."""
    made = to_be_frozen(desk, paper, note=note)
    if made is not paper.latest:
        paper.versions.append(made)
        desk.work.session.flush()
    return made


def to_be_frozen(desk: Desk, paper: Paper, *, note: str = "") -> PaperVersion:
    """What `freeze` would give now, without keeping it: a preview is made of it."""
    made = PaperVersion(
        id=new_id(),
        organisation_id=paper.organisation_id,
        matter_id=paper.id,
        number=len(paper.versions) + 1,
        document=paper.draft,
        sha256="",
        attachments=attached(paper),
        frozen_at=desk.now,
        note=note,
    )
    made.sha256 = hashlib.sha256(pack_bytes(made)).hexdigest()
    if paper.latest is not None and paper.latest.sha256 == made.sha256:
        return paper.latest
    return made


def served(case: PaperCase, request: Request) -> PaperVersion:
    """The version that a network was last sent; raises NotFound."""
    number = case.consultation.served(request) if case.consultation else None
    version = case.paper.numbered(number) if number else case.paper.latest
    if version is None:
        raise NotFound("Nothing has been sent yet.")
    return version
