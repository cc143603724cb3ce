"""What the pages of an evidence bundle say, for a reader who has only a browser."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import pairwise

from govflow.domain.cases import PaperCase
from govflow.domain.paper import PaperVersion
from govflow.services import comparing, gunning
from govflow.services.bundles import Agreed
from govflow.services.comparing import Comparison
from govflow.services.gunning import Sheet
from govflow.services.office import Desk
from govflow.store import bundling, records, trail
from govflow.store.log import Entry, entries
from govflow.store.trail import Name

WITHHELD = "[withheld from this bundle]"
SOMEBODY = "Somebody"


@dataclass(frozen=True)
class Told:
    """One event as a sentence, with the texts beside it; `at` is a UTC instant."""

    seq: int
    at: datetime
    sentence: str
    texts: tuple[str, ...]
    leaf_hash: str
    documents: tuple[str, ...]


@dataclass(frozen=True)
class Served:
    """A version as it was served: its page, its bytes, its files, what changed since the last."""

    file: str
    version: PaperVersion
    files: tuple[tuple[str, str], ...]
    changes: Comparison | None


@dataclass(frozen=True)
class Dossier:
    """What a full bundle tells of a paper beside its events, as stored when it was made."""

    case: PaperCase
    gunning: Sheet
    versions: tuple[Served, ...]


@dataclass(frozen=True)
class MatterPage:
    """One matter's page: its file name, what it is called, where it stands, what happened."""

    file: str
    name: Name
    state: str
    told: list[Told]
    dossier: Dossier | None


def matter_pages(desk: Desk, agreed: Agreed) -> Iterator[MatterPage]:
    """A page for each matter in the bundle, by reference."""
    found = bundling.standing(desk.work, agreed.chosen.matter_ids)
    ids = [each.id for each in found]
    names = trail.names_of(desk.work, ids)
    full = agreed.wanted.form == "full"
    for each in sorted(found, key=lambda one: names[one.id].reference):
        name = names[each.id]
        dossier = _dossier(desk, each.id) if full and name.kind == "paper" else None
        hashes = {v.version.sha256 for v in dossier.versions} if dossier else set()
        told = [_told(entry, agreed, hashes) for entry in _entries(desk, agreed, each.id)]
        if told:
            yield MatterPage(f"matters/{each.id}.html", name, each.state, told, dossier)


def _dossier(desk: Desk, matter_id: str) -> Dossier:
    sheet = gunning.drawn(desk, matter_id)
    versions = sheet.case.paper.versions
    changes = [None, *(comparing.between(old, new) for old, new in pairwise(versions))]
    served = (_served(*pair) for pair in zip(versions, changes, strict=False))
    return Dossier(sheet.case, sheet, tuple(served))


def _served(version: PaperVersion, changes: Comparison | None) -> Served:
    files = tuple((a["name"], bundling.file_name(a)) for a in version.attachments)
    file = f"versions/{version.matter_id}-{version.number}.html"
    return Served(file, version, files, changes)


def _entries(desk: Desk, agreed: Agreed, matter_id: str) -> list[Entry]:
    event = records.event.c
    return entries(
        desk.work.session,
        event.organisation_id == desk.organisation.id,
        event.matter_id == matter_id,
        event.seq < agreed.signed.size,
    )


def as_shown(entry: Entry, agreed: Agreed) -> Entry:
    """The event without names and words, unless the bundle is a full one."""
    if agreed.wanted.form == "full":
        return entry
    hidden = dict.fromkeys(entry.sealed_names(), WITHHELD)
    return replace(entry, actor_name=SOMEBODY, texts=hidden)


def _told(stored: Entry, agreed: Agreed, served: Iterable[str]) -> Told:
    entry = as_shown(stored, agreed)
    facts = {**entry.facts, **(entry.facts.get("details") or {})}
    documents = tuple(sha256 for sha256 in served if sha256 == facts.get("sha256"))
    texts = tuple(text for text in entry.texts.values() if text != WITHHELD)
    return Told(entry.seq, entry.at, entry.sentence(), texts, entry.leaf_hash, documents)
