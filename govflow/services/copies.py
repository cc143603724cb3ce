"""Signed checkpoints as an auditor uses them: the last one, copies taken outside, a kept one."""

from dataclasses import dataclass
from datetime import datetime

from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.events import CheckpointTaken
from govflow.domain.notes import BadNote, Checkpoint, text_of
from govflow.domain.people import Role
from govflow.domain.subtrees import Span, consistency_spans, needed
from govflow.services.office import Desk
from govflow.store import checkpoints, trail
from govflow.store.checkpoints import Signed
from govflow.store.trail import Narrowing

CONSISTENCY = "govflow-consistency/1"


@dataclass(frozen=True)
class Copies:
    """How far the log is signed, and the last copy that left; instants are UTC."""

    signed: Signed | None
    unsigned: int
    last_copy_at: datetime | None
    last_copy_by: str
    last_copy_size: int


def copies(desk: Desk) -> Copies:
    """How far the log is signed, and who last took a checkpoint outside."""
    signed = checkpoints.latest(desk.work)
    head = trail.head(desk.work)
    taken = trail.chosen(
        desk.work, Narrowing(type=CheckpointTaken.name()), newest_first=True, limit=1
    )
    last = taken[0] if taken else None
    return Copies(
        signed=signed,
        unsigned=head.size - (signed.size if signed else 0),
        last_copy_at=last.at if last else None,
        last_copy_by=last.actor if last else "",
        last_copy_size=int(last.facts["size"]) if last else 0,
    )


def take(desk: Desk) -> Signed:
    """The last signed checkpoint, for keeping outside; that it was taken is an event.

    Raises WrongRole, and NotYet when none was ever signed.
    """
    if not desk.actor.holds(Role.AUDITOR):
        raise WrongRole("Only an auditor takes checkpoints outside.")
    signed = checkpoints.latest(desk.work)
    if signed is None:
        raise NotYet("No checkpoint has been signed yet. Ask the administrator about the signer.")
    desk.work.record(CheckpointTaken(size=signed.size, root=signed.root), desk.actor)
    return signed


def proof_from(desk: Desk, kept: str) -> tuple[int, str]:
    """The proof that the newest checkpoint continues a kept one: the newest size, and the file.

    Raises Invalid for a text that is no checkpoint of this log, and NotYet where none is signed
    or the log is shorter than what was kept.
    """
    try:
        old = Checkpoint.parse(tidied(kept).partition("\n\n")[0] + "\n")
    except BadNote as fault:
        raise Invalid({"kept": f"This is not a checkpoint. {fault}"}) from None
    if old.origin.rpartition("/")[2] != desk.organisation.id:
        raise Invalid({"kept": f"This checkpoint is of another log: {old.origin}."})
    latest = checkpoints.latest(desk.work)
    if latest is None or not 0 < old.size <= latest.size:
        raise NotYet("The log has not been signed over as many events as the checkpoint counts.")
    spans = consistency_spans(old.size, latest.size)
    found = checkpoints.hashes(desk.work, needed(spans))
    lines = [CONSISTENCY, f"old {old.size}", f"new {latest.size}"]
    lines += [text_of(span.hash(found)) for span in spans]
    return latest.size, "\n".join(lines) + "\n"


def tidied(kept: str) -> str:
    """A note as it was signed, whatever a browser or mail did to its line ends."""
    return kept.replace("\r\n", "\n").strip() + "\n"


@dataclass(frozen=True)
class Compared:
    """What comparing a kept checkpoint with today's log found, in a sentence."""

    holds: bool
    sentence: str
    signature: str = ""


def compare(desk: Desk, kept: str) -> Compared:
    """Whether the first events of today's log are still those of a checkpoint kept outside.

    The root over as many events as the checkpoint counts is built from the stored subtrees.
    """
    note = tidied(kept)
    try:
        checkpoint = Checkpoint.parse(note.partition("\n\n")[0] + "\n")
    except BadNote as fault:
        return Compared(False, f"This is not a checkpoint that can be compared. {fault}")
    if checkpoint.origin.rpartition("/")[2] != desk.organisation.id:
        return Compared(False, f"This checkpoint is of another log: {checkpoint.origin}.")
    return _compared(desk, checkpoint, note)


def _compared(desk: Desk, checkpoint: Checkpoint, note: str) -> Compared:
    size, head = checkpoint.size, trail.head(desk.work)
    if size > head.size:
        return Compared(
            False,
            f"The kept checkpoint counts {size:,} events, the log has only {head.size:,}. Events "
            "that were there are gone, or an old copy of the database was put back.",
        )
    span = Span(0, size)
    try:
        root = span.hash(checkpoints.hashes(desk.work, needed([span])))
    except KeyError:
        return Compared(False, f"Parts of the tree over the first {size:,} events are missing.")
    if root != checkpoint.root:
        return Compared(
            False, f"The first {size:,} events are not the ones of the kept checkpoint."
        )
    published = {signed.note for signed in checkpoints.of_size(desk.work, size)}
    signature = (
        "It is, letter for letter, the checkpoint that was signed here."
        if note in published
        else "Its signature is not the one published here. Check it with the key you hold."
    )
    return Compared(
        True,
        f"The first {size:,} of today's {head.size:,} events are those of the kept checkpoint: "
        "nothing in them was changed, removed or put in since.",
        signature,
    )
