"""Signed checkpoints as an auditor uses them: the last one, copies taken outside, a kept one."""

from dataclasses import dataclass

from govflow.domain.deadline import local_day
from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.events import CheckpointCompared, CheckpointMailed, CheckpointTaken
from govflow.domain.notes import BadNote, Checkpoint, text_of
from govflow.domain.outside import COMPARED, DOWNLOADED, MAILED, Copy
from govflow.domain.people import Role
from govflow.domain.subtrees import Span, consistency_spans, needed
from govflow.services.office import Desk
from govflow.store import checkpoints, outside, trail
from govflow.store.checkpoints import Signed
from govflow.store.log import Entry

CONSISTENCY = "govflow-consistency/1"
KEPT_IN_VIEW = 20
HOW = {
    CheckpointTaken.name(): DOWNLOADED,
    CheckpointMailed.name(): MAILED,
    CheckpointCompared.name(): COMPARED,
}


@dataclass(frozen=True)
class Copies:
    """How far the log is signed, and the last copy that left; instants are UTC."""

    signed: Signed | None
    unsigned: int
    last: Copy | None


def copies(desk: Desk) -> Copies:
    """How far the log is signed, and who last took a checkpoint outside."""
    signed = checkpoints.latest(desk.work)
    head = trail.head(desk.work)
    return Copies(
        signed=signed,
        unsigned=head.size - (signed.size if signed else 0),
        last=next(iter(taken_outside(desk)), None),
    )


def taken_outside(desk: Desk) -> list[Copy]:
    """The last copies that are known to be outside, the newest first."""
    return [_copy(entry) for entry in outside.newest_of(desk.work, HOW, KEPT_IN_VIEW)]


def _copy(entry: Entry) -> Copy:
    mailed = entry.type == CheckpointMailed.name()
    who = entry.texts.get("person_name", "somebody whose name was erased")
    return Copy(
        size=int(entry.facts["size"]),
        at=entry.at,
        who=who if mailed else entry.actor,
        how=HOW[entry.type],
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
    published: bool = False


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


def compare_and_note(desk: Desk, kept: str) -> Compared:
    """The same; a copy that was signed here and still holds is recorded, once a day.

    Raises WrongRole.
    """
    if not desk.actor.holds(Role.AUDITOR):
        raise WrongRole("Only an auditor compares checkpoints here.")
    found = compare(desk, kept)
    if found.holds and found.published:
        checkpoint = Checkpoint.parse(tidied(kept).partition("\n\n")[0] + "\n")
        event = CheckpointCompared(size=checkpoint.size, root=checkpoint.root.hex())
        if not _noted(desk, event):
            desk.work.record(event, desk.actor)
    return found


def _noted(desk: Desk, event: CheckpointCompared) -> bool:
    """Whether the comparison stands in the trail of today: a page that is read again adds none."""
    zone = desk.organisation.zone
    return any(
        entry.facts["size"] == event.size and local_day(entry.at, zone) == desk.today
        for entry in outside.newest_of(desk.work, [event.name()], KEPT_IN_VIEW)
    )


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
        note in published,
    )
