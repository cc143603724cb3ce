"""Evidence bundles: part of the trail or all of it, for somebody outside to check alone."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from govflow.domain import sampling
from govflow.domain.errors import Invalid, NotFound, NotYet
from govflow.domain.events import BundleMade
from govflow.domain.notes import text_of
from govflow.domain.subtrees import inclusion_spans, needed
from govflow.domain.trail import canonical
from govflow.engine.sheet import read_text
from govflow.services import bundle_scope
from govflow.services.bundle_scope import FORMS, Wanted
from govflow.services.office import Desk, Office, Who
from govflow.store import bundling, checkpoints, workflow_sources
from govflow.store.bundling import Chosen, Standing, Stored
from govflow.store.checkpoints import Signed
from govflow.store.log import application_version, stamp
from govflow.store.work import Work

FORMAT = "govflow-bundle/2"


class Sink(Protocol):
    """Where the files of a bundle go, one after the other."""

    def whole(self, name: str, data: bytes) -> None:
        """A file given whole."""

    def piece(self, name: str, data: bytes) -> None:
        """The next bytes of a long file."""


@dataclass(frozen=True)
class Agreed:
    """A bundle that was agreed on and recorded; everything in it lies under `signed`."""

    organisation_id: str
    wanted: Wanted
    chosen: Chosen
    signed: Signed
    events: int
    scope: dict[str, Any] = field(default_factory=dict)


def agree(desk: Desk, wanted: Wanted) -> Agreed:
    """Fix what the bundle holds and record that it leaves; raises Invalid, NotFound, NotYet."""
    if wanted.form not in FORMS:
        raise Invalid({"form": "A bundle is either full or disclosure-safe."})
    signed = checkpoints.latest(desk.work)
    if signed is None:
        raise NotYet(
            "No checkpoint has been signed yet, so nobody could check a bundle. Run: govflow sign"
        )
    chosen, scope = bundle_scope.chosen(desk, wanted, signed.size)
    events = bundling.count(desk.work, chosen)
    if not events:
        raise NotFound("There is no signed event in what you chose.")
    made = BundleMade(
        scope=wanted.said,
        form=wanted.form,
        events=events,
        population_sha256=scope.get("population_sha256", ""),
        method=scope.get("method", ""),
    )
    desk.work.record(made, desk.actor)
    return Agreed(desk.work.organisation_id, wanted, chosen, signed, events, scope)


def write(office: Office, who: Who, now: datetime, agreed: Agreed, sink: Sink) -> None:
    """Write every file of the bundle but its pages, in one reading of the database."""
    with office.store.reading(who.organisation_id, now) as work:
        found = bundling.standing(work, agreed.chosen.matter_ids)
        settled = [each for each in found if each.last_seq < agreed.signed.size]
        hashes = _write_events(work, agreed, sink)
        _write_workflows(work, hashes | {each.workflow_hash for each in settled}, sink)
        if agreed.wanted.form == "full":
            for name, data in bundling.served(work, agreed.chosen.matter_ids):
                sink.whole(f"documents/{name}", data)
        sink.piece("states.jsonl", b"".join(_states(found, agreed.signed.size)))
        if agreed.chosen.population:
            sink.whole("population.txt", sampling.population_text(agreed.chosen.population))
        sink.whole("checkpoint.txt", agreed.signed.note.encode())
        sink.whole("manifest.json", canonical(_manifest(agreed, now)))


def _states(found: Iterable[Standing], size: int) -> Iterator[bytes]:
    """A line for each matter; of one that moved on after the checkpoint only that it did."""
    for each in found:
        moved_on = each.last_seq >= size
        told = (
            {"later": True} if moved_on else {"state": each.state, "workflow": each.workflow_hash}
        )
        yield canonical({"matter": each.id, **told}) + b"\n"


def _manifest(agreed: Agreed, now: datetime) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "organisation": agreed.organisation_id,
        "origin": agreed.signed.note.partition("\n")[0],
        "scope": agreed.scope,
        "form": agreed.wanted.form,
        "events": agreed.events,
        "size": agreed.signed.size,
        "made_at": stamp(now),
        "application": application_version(),
    }


def _write_events(work: Work, agreed: Agreed, sink: Sink) -> set[str]:
    """Payloads, proofs and texts; answers with the workflow hashes the events name."""
    hashes: set[str] = set()
    for chunk in bundling.events(work, agreed.chosen):
        sink.piece("events.jsonl", b"".join(each.payload + b"\n" for each in chunk))
        if not agreed.chosen.whole:
            sink.piece("proofs.txt", _proofs(work, chunk, agreed.signed.size))
        for each in chunk:
            payload = json.loads(each.payload)
            hashes |= _named(payload)
            if agreed.wanted.form == "full":
                sink.piece("texts.jsonl", b"".join(_texts(each, payload)))
    return hashes


def _named(payload: Mapping[str, Any]) -> set[str]:
    facts = payload["facts"]
    named = (payload.get("workflow"), facts.get("from_hash"), facts.get("to_hash"))
    return {each for each in named if each}


def _proofs(work: Work, chunk: list[Stored], size: int) -> bytes:
    spans = {each.seq: inclusion_spans(each.seq, size) for each in chunk}
    found = checkpoints.hashes(work, needed(s for own in spans.values() for s in own))
    return b"".join(
        " ".join([str(seq), *(text_of(span.hash(found)) for span in own)]).encode() + b"\n"
        for seq, own in spans.items()
    )


def _texts(stored: Stored, payload: Mapping[str, Any]) -> Iterator[bytes]:
    """The texts still kept; never who inside a network spoke."""
    for name, (salt, text) in sorted(stored.seals.items()):
        if name == "actor" and payload["facts"].get("network"):
            continue
        line = {"seq": stored.seq, "field": name, "salt": salt.hex(), "text": text}
        yield json.dumps(line, ensure_ascii=False).encode() + b"\n"


def _write_workflows(work: Work, hashes: set[str], sink: Sink) -> None:
    for hash_, source in sorted(workflow_sources.texts(work, hashes).items()):
        content = read_text(source).content
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        sink.whole(f"workflows/{hash_}.json", text.encode())
