"""What the pages of an evidence bundle say, for a reader who has only a browser."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from govflow.services.bundles import Agreed
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
class MatterPage:
    """One matter's page: its file name, what it is called, where it stands, what happened."""

    file: str
    name: Name
    state: str
    told: list[Told]


def matter_pages(desk: Desk, agreed: Agreed) -> Iterator[MatterPage]:
    """A page for each matter in the bundle, by reference."""
    found = bundling.standing(desk.work, agreed.chosen.matter_ids)
    ids = [each.id for each in found]
    names = trail.names_of(desk.work, ids)
    full = agreed.wanted.form == "full"
    served = frozenset(trail.version_hashes(desk.work, ids).values() if full else ())
    for each in sorted(found, key=lambda one: names[one.id].reference):
        told = [_told(entry, agreed, served) for entry in _entries(desk, agreed, each.id)]
        if told:
            yield MatterPage(f"matters/{each.id}.html", names[each.id], each.state, told)


def _entries(desk: Desk, agreed: Agreed, matter_id: str) -> list[Entry]:
    event = records.event.c
    return entries(
        desk.work.session,
        event.organisation_id == desk.organisation.id,
        event.matter_id == matter_id,
        event.seq < agreed.signed.size,
    )


def _told(entry: Entry, agreed: Agreed, served: frozenset[str]) -> Told:
    if agreed.wanted.form != "full":
        hidden = dict.fromkeys(entry.sealed_names(), WITHHELD)
        entry = replace(entry, actor_name=SOMEBODY, texts=hidden)
    facts = {**entry.facts, **(entry.facts.get("details") or {})}
    documents = tuple(served & {facts.get("sha256", "")})
    texts = tuple(text for text in entry.texts.values() if text != WITHHELD)
    return Told(entry.seq, entry.at, entry.sentence(), texts, entry.leaf_hash, documents)
