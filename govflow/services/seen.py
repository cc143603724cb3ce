"""The record as each reader saw it: which bytes lay before whom when they acted, by their hash."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.document import Document
from govflow.domain.errors import NotFound
from govflow.services import audit
from govflow.services.audit import Told
from govflow.services.office import Desk
from govflow.store import bundling, matters, trail
from govflow.store.trail import Name, Narrowing


@dataclass(frozen=True)
class Sight:
    """One version that lay before a reader, with every act that says so, in order."""

    reader: str
    words: str
    sha256: str
    acts: Sequence[Told]


@dataclass(frozen=True)
class Unopened:
    """A network that was sent a version and never opened it here; `sent_at` is a UTC instant."""

    network: str
    sent_at: datetime
    version: int | None


@dataclass(frozen=True)
class Sights:
    """What each reader of a matter had before them, and what is not known."""

    matter_id: str
    name: Name
    sights: Sequence[Sight]
    unopened: Sequence[Unopened]
    not_kept: int


@dataclass(frozen=True)
class Pack:
    """A version as it was served; `recomputed` is the hash of the stored bytes just now."""

    number: int
    frozen_at: datetime
    sha256: str
    data: bytes
    document: Document
    attachments: Sequence[dict[str, str]]

    @property
    def recomputed(self) -> str:
        """The SHA-256 of the bytes as they are stored now."""
        return hashlib.sha256(self.data).hexdigest()


def of_matter(desk: Desk, matter_id: str) -> Sights:
    """What each reader of the matter had before them; raises NotFound."""
    name = audit.name_of(desk, matter_id)
    if name is None:
        raise NotFound("There is no such matter.")
    told = audit.told(desk, trail.chosen(desk.work, Narrowing(matter_id=matter_id)))
    stored = set(trail.version_hashes(desk.work, [matter_id]).values())
    named = [entry for entry in told if entry.seen and entry.seen.sha256]
    kept = [entry for entry in named if entry.seen and entry.seen.sha256 in stored]
    sights = _by_reader(kept)
    readers = {sight.reader for sight in sights}
    unopened = [each for each in _unopened(desk, matter_id) if f"The {each.network}" not in readers]
    return Sights(matter_id, name, sights, unopened, len(named) - len(kept))


def _by_reader(found: Sequence[Told]) -> list[Sight]:
    """By reader and version, in the order of their first acts."""
    together: dict[tuple[str, str], list[Told]] = {}
    for entry in found:
        if entry.seen:
            together.setdefault((entry.actor, entry.seen.sha256), []).append(entry)
    return [
        Sight(reader, acts[0].seen.words if acts[0].seen else "", sha256, acts)
        for (reader, sha256), acts in together.items()
    ]


def _unopened(desk: Desk, matter_id: str) -> list[Unopened]:
    round_ = matters.consultation_of(desk.work, matter_id, with_words=False)
    return [
        Unopened(request.network_name, request.renewed_at or request.invited_at, served)
        for request in (round_.requests if round_ else [])
        if request.acknowledged_at is None and request.withdrawn_at is None
        for served in [round_.served(request) if round_ else None]
    ]


def by_whom(found: Sights, sha256: str) -> list[Sight]:
    """The readers who had this version before them."""
    return [sight for sight in found.sights if sight.sha256 == sha256]


def pack(desk: Desk, matter_id: str, sha256: str) -> Pack:
    """The version of a matter with this hash, its bytes as stored; raises NotFound."""
    row = bundling.version(desk.work, matter_id, sha256)
    if row is None:
        raise NotFound("No version of this matter was served with this hash.")
    return Pack(
        number=row.number,
        frozen_at=row.frozen_at,
        sha256=row.sha256,
        data=row.data,
        document=Document.from_dict(row.document),
        attachments=row.attachments,
    )
