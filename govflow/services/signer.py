"""Signs the head of each organisation's log, and refuses what does not continue what it signed.

The signer believes nothing in the database but the payloads of the new events: it hashes them
itself onto the tree it remembers. So whatever it signs contains all that it signed before.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from govflow.clock import Clock
from govflow.domain import notes
from govflow.domain.events import RestrictionLifted, TextErased, TextRestricted
from govflow.domain.notes import BadNote, Checkpoint, VerifierKey
from govflow.domain.trail import Frontier, leaf_hash
from govflow.services import health
from govflow.services.office import Office
from govflow.services.organisations import all_organisations
from govflow.store import checkpoints, trail
from govflow.store.checkpoints import Signed
from govflow.store.work import Work

REMEMBERED = tuple(
    f'"{kind.name()}"'.encode() for kind in (TextErased, TextRestricted, RestrictionLifted)
)


class Key(Protocol):
    """A private key."""

    @property
    def public(self) -> bytes:
        """The 32 bytes of the public key."""

    def sign(self, message: bytes) -> bytes:
        """The Ed25519 signature over the message."""


class Memory(Protocol):
    """What the signer remembers of each log, kept outside the database."""

    def recall(self, origin: str) -> Frontier | None:
        """The tree as it was last signed, or None for a log never signed."""

    def keep(
        self, origin: str, frontier: Frontier, at: datetime, erased: Sequence[str] = ()
    ) -> None:
        """Remember it, and what was erased since, on disk before this returns."""

    def erased(self, origin: str) -> list[str]:
        """Every event:field ever erased of this log, as far as it was signed."""


class Inconsistent(Exception):
    """The log in the database does not continue what was signed; the text says how."""


@dataclass(frozen=True)
class Signing:
    """How a signer is set up: its keys, its memory, and the host that origins name."""

    keys: tuple[Key, ...]
    memory: Memory
    host: str

    def origin(self, organisation_id: str) -> str:
        """The name of an organisation's log and of the keys that sign it."""
        return f"govflow/{self.host}/{organisation_id}"

    def verifier_keys(self, organisation_id: str) -> list[VerifierKey]:
        """The public keys for this organisation's log."""
        name = self.origin(organisation_id)
        return [VerifierKey(name, key.public) for key in self.keys]


@dataclass(frozen=True)
class Outcome:
    """What came of one organisation's log: signed at this size, or refused in this sentence."""

    code: str
    size: int = 0
    refused: str = ""


def waiting(office: Office, clock: Clock) -> bool:
    """Whether any log has events that no checkpoint covers yet."""
    with office.everywhere(clock()) as work:
        return checkpoints.behind(work)


def sign_all(office: Office, clock: Clock, signing: Signing) -> list[Outcome]:
    """Sign every log that has grown; leaves a heartbeat. Refusals are outcomes, never raised."""
    outcomes = []
    for each in all_organisations(office, clock()):
        try:
            size = sign_log(office, clock, signing, each.id)
            outcomes += [Outcome(each.code, size=size)] if size else []
        except Inconsistent as fault:
            outcomes.append(Outcome(each.code, refused=str(fault)))
    _beat(office, clock(), outcomes)
    return outcomes


def _beat(office: Office, now: datetime, outcomes: list[Outcome]) -> None:
    refused = [f"{each.code}: {each.refused}" for each in outcomes if each.refused]
    signed = sum(1 for each in outcomes if each.size)
    said = f"Done: {signed} {'log' if signed == 1 else 'logs'} signed."
    if refused:
        said = f"{health.FAILED}: nothing was signed for {' '.join(refused)}"
    health.note_run(office, now, health.SIGNER, said)


def sign_log(office: Office, clock: Clock, signing: Signing, organisation_id: str) -> int:
    """Sign one log if it has grown, and answer with the size signed, or 0; raises Inconsistent."""
    origin = signing.origin(organisation_id)
    with office.store.reading(organisation_id, clock()) as work:
        known = signing.memory.recall(origin)
        published = checkpoints.latest(work)
        if known is None and published is not None:
            raise Inconsistent(
                f"{published.size:,} events were signed before, but the signer remembers nothing "
                "of them. Give it back its memory, or let it begin from a checkpoint kept outside."
            )
        grown, erased = continued(work, known or Frontier())
    if grown.size == (published.size if published else 0):
        return 0
    # Remembered first: killed between the two, it signs the same head again, never another.
    signing.memory.keep(origin, grown, clock(), erased)
    note = _note(signing, origin, grown)
    with office.store.writing(organisation_id, clock()) as work:
        checkpoints.put(work, Signed(grown.size, grown.root().hex(), note, clock()))
    return grown.size


def continued(work: Work, known: Frontier) -> tuple[Frontier, list[str]]:
    """The remembered tree with the events since, hashed from their payloads, and what they erased.

    Raises Inconsistent.
    """
    head = trail.head(work)
    if head.size < known.size:
        raise Inconsistent(
            f"{known.size:,} events were signed, but the database has only {head.size:,}: "
            "it is older than what was signed, or events were removed."
        )
    frontier, erased = known, []
    for seq, payload in checkpoints.payloads(work, known.size, head.size):
        if seq != frontier.size:
            raise Inconsistent(f"Event {frontier.size} is missing.")
        frontier = frontier.append(leaf_hash(payload))
        erased += gone_by(payload)
    if frontier.size != head.size:
        raise Inconsistent(f"Event {frontier.size} is missing.")
    if frontier.root().hex() != head.root:
        raise Inconsistent(
            f"The database's root over {head.size:,} events is not the one that follows from "
            "what was signed: history was rewritten."
        )
    return frontier, erased


def gone_by(payload: bytes) -> list[str]:
    """What an event erased, as event:field, and what it restricted or brought back.

    A restriction is remembered as `held event:field ground`, its end as `back event:field`.
    """
    if not any(name in payload for name in REMEMBERED):
        return []
    told = json.loads(payload)
    facts = told["facts"]
    if told["type"] == TextErased.name():
        return list(facts["texts_gone"])
    if told["type"] == TextRestricted.name():
        return [f"held {facts['of_event']}:{facts['name_of_text']} {facts['ground']}"]
    if told["type"] == RestrictionLifted.name():
        return [f"back {facts['of_event']}:{facts['name_of_text']}"]
    return []


def _note(signing: Signing, origin: str, grown: Frontier) -> str:
    text = Checkpoint(origin, grown.size, grown.root()).text()
    first, *rest = signing.keys
    note = notes.signed(text, origin, first.public, first.sign)
    for key in rest:
        note = notes.also_signed(note, origin, key.public, key.sign)
    return note


def begin_from(
    office: Office, clock: Clock, signing: Signing, kept: str, verify: notes.Verify
) -> int:
    """Take up signing again from a checkpoint kept outside, after the memory was lost.

    The log is hashed anew from its first event and must give the kept root on the way. Returns
    the size it was taken up at; raises BadNote and Inconsistent.
    """
    for each in all_organisations(office, clock()):
        keys = signing.verifier_keys(each.id)
        if not kept.startswith(f"{signing.origin(each.id)}\n"):
            continue
        checkpoint = Checkpoint.parse(notes.opened(kept, keys, verify))
        with office.store.reading(each.id, clock()) as work:
            frontier, erased = _upto(work, checkpoint)
        signing.memory.keep(checkpoint.origin, frontier, clock(), erased)
        return frontier.size
    raise BadNote("The checkpoint is of no log in this database.")


def _upto(work: Work, checkpoint: Checkpoint) -> tuple[Frontier, list[str]]:
    frontier, erased = Frontier(), []
    for _, payload in checkpoints.payloads(work, 0, checkpoint.size):
        frontier = frontier.append(leaf_hash(payload))
        erased += gone_by(payload)
    if (frontier.size, frontier.root()) != (checkpoint.size, checkpoint.root):
        raise Inconsistent(
            f"The first {checkpoint.size:,} events in the database are not those of the "
            "checkpoint that was kept."
        )
    return frontier, erased
