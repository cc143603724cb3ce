"""Brings matters and what networks were asked back to an earlier moment, by their own events."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from govflow.domain.deadline import STOPPED_AT
from govflow.domain.document import Document
from govflow.store import past_joint
from govflow.store.log import Entry
from govflow.store.past import NOT_KEPT, Past, Row

MOVES = ("matter_moved", "matter_migrated")
BELONG = {
    "paper": "id",
    "procedure": "id",
    "review": "id",
}


def rewind_matters(past: Past) -> None:
    """Matters first, then what hangs on them."""
    before, after = _by_matter(past.before), _by_matter(past.after)
    ids = {row["id"] for row in past.rows["matter"]}
    for table, column in BELONG.items():
        past.keep(table, lambda row, column=column: row[column] in ids)
    rounds = {row["id"] for row in past.rows["consultation"]}
    past.keep("network_choice", lambda row: row["consultation_id"] in rounds)
    said = {row["id"] for row in past.rows["comment"]}
    past.keep("shared_comment", lambda row: row["comment_id"] in said)
    past_joint.rewind(past)
    for row in past.rows["matter"]:
        if later := after.get(row["id"]):
            _matter(past, row, before.get(row["id"], []), later)
    _requests(past)
    _rounds(past)
    _replies(past)
    _evidence(past)
    _promises(past)


def _by_matter(told: Any) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = defaultdict(list)
    for entry in told:
        if entry.matter_id:
            found[entry.matter_id].append(entry)
    return found


def _matter(past: Past, row: Row, before: list[Entry], later: list[Entry]) -> None:
    moved = [entry for entry in later if entry.type in MOVES]
    versions = [e.payload["version"] for e in before if e.payload["version"]]
    row["version"] = versions[-1] if versions else 1
    if moved:
        _state(row, before, moved)
    _decision(past, row, moved)
    if row["kind"] == "paper":
        _paper(past, row, before, later)
    elif moved:
        _other(past, row, moved)


def _state(row: Row, before: list[Entry], moved: list[Entry]) -> None:
    row["state"] = moved[0].facts["from_state"]
    since = [e.at for e in before if e.type == "matter_moved"]
    row["state_since_at"] = since[-1] if since else row["created_at"]
    for entry in reversed(moved):
        if entry.type == "matter_migrated":
            row["workflow_version"] = entry.facts["from_version"]
            row["workflow_hash"] = entry.facts["from_hash"]


def _decision(past: Past, row: Row, moved: list[Entry]) -> None:
    """A paper was decided when its decision was there; how it was ratified is told by the move."""
    made = list(past.by("decision", "matter_id", row["id"]))
    if row["kind"] == "paper":
        row["decided"] = bool(made)
        row["decision_id"] = made[0]["id"] if made else None
    if any("ratified" in e.facts.get("details", {}) for e in moved):
        for decision in made:
            decision.update(ratified=None, ratification_minute="")


def _other(past: Past, row: Row, moved: list[Entry]) -> None:
    """What a later form gave cannot always be told from what stood there before."""
    at = moved[0].seq
    past.blurred[row["id"]] = (
        f"It moved on later (event {at}), and what its forms held before was not kept."
    )


def _paper(past: Past, row: Row, before: list[Entry], later: list[Entry]) -> None:
    """The working text: kept only where a version holds it, or nobody saved over it."""
    lost = next((e for e in later if e.type in {"draft_saved", "attachment_removed"}), None)
    if lost is None:
        _meeting(past, row, before, later)
        return
    what = "The paper was saved again" if lost.type == "draft_saved" else "A file was taken out"
    past.blurred[row["id"]] = (
        f"{what} later (event {lost.seq}), and the working copy that stood before was not kept. "
        "Its versions were: they and its trail can be shown."
    )
    row["title"] = _title(past, row, before)
    for paper in past.by("paper", "id", row["id"]):
        paper.update(
            draft=Document(title=row["title"]), executive_lead_id=None, meeting_id=None,
            executive_lead_name=NOT_KEPT,
        )  # fmt: skip


def _title(past: Past, row: Row, before: list[Entry]) -> str:
    saved = [e for e in before if e.type == "draft_saved"]
    if not saved and before and before[0].type == "paper_started":
        return str(before[0].facts["title"])
    frozen = [v for v in past.by("paper_version", "matter_id", row["id"])]
    newest = max(frozen, key=lambda v: v["number"], default=None)
    if newest and saved and newest["frozen_at"] >= saved[-1].at:
        return str(newest["document"].title)
    return NOT_KEPT


def _meeting(past: Past, row: Row, before: list[Entry], later: list[Entry]) -> None:
    """Another meeting was chosen later: back to the last one that the trail names."""
    if not any(e.type == "meeting_changed" or _scoped(e) for e in later):
        return
    named = [e.facts["meeting"] for e in before if e.type == "meeting_changed"]
    replanned = [e for e in before if _scoped(e) or e.type == "draft_saved"]
    known = named and not any(e.seq > _last_named(before) for e in replanned)
    chosen = next((e for e in later if e.type == "meeting_changed" or _scoped(e)), None)
    if known:
        for paper in past.by("paper", "id", row["id"]):
            paper["meeting_id"] = named[-1]
    elif chosen:
        past.blurred[row["id"]] = (
            f"Its meeting was chosen again later (event {chosen.seq}), "
            "and which one stood before was not kept."
        )


def _last_named(before: list[Entry]) -> int:
    return max(e.seq for e in before if e.type == "meeting_changed")


def _scoped(entry: Entry) -> bool:
    """Whether networks were chosen by this move; the round opens only later."""
    details = entry.facts.get("details", {})
    return "rule" in details and "closes_at" not in details


def _requests(past: Past) -> None:
    touched = {e.facts.get("request") for e in past.after} - {None}
    for row in past.rows["request"]:
        if row["id"] in touched:
            _request(past, row)
    _days_back(past)


def _request(past: Past, row: Row) -> None:
    given = list(past.by("position_taken", "request_id", row["id"]))
    last = max(given, key=lambda each: each["given_at"], default=None)
    if row["positioned_at"] is not None and row["positioned_at"] > past.at:
        row["position"] = last["position"] if last else None
        row["statement"] = last["statement"] if last else ""
        row["positioned_at"] = last["given_at"] if last else None
    for entry in past.later("network_asked_again"):
        if entry.facts["request"] == row["id"]:
            row["delivery"] = "no_chair"
    _renewed(past, row)
    row["closes_at"] = _closes(past, row) or row["closes_at"]


def _renewed(past: Past, row: Row) -> None:
    """Whether it was asked anew about a changed pack then, of which version, and had read it."""
    asked = [c for c in past.by("pack_change", "request_id", row["id"]) if c["asked"]]
    last = max(asked, key=lambda change: change["told_at"], default=None)
    row["version_number"] = last["to_version"] if last else _sent_again(past, row)
    row["renewed_at"] = last["told_at"] if last and last["ended_at"] is None else None
    read = past.last("request_acknowledged", request=row["id"])
    seen = read is not None and (last is None or read.at >= last["told_at"])
    row["acknowledged_at"] = read.at if read and seen else None


def _sent_again(past: Past, row: Row) -> int | None:
    """The version of a network that could only be asked later, when the round's was older."""
    again = past.last("network_asked_again", request=row["id"])
    if again is None:
        return None
    rounds = past.by("consultation", "id", row["consultation_id"])
    first = max((r["paper_version_number"] or 0 for r in rounds), default=0)
    frozen = [
        version["number"]
        for version in past.by("paper_version", "matter_id", row["matter_id"])
        if version["frozen_at"] <= again.at
    ]
    newest = max(frozen, default=0)
    return newest if newest > first else None


def _closes(past: Past, row: Row) -> datetime | None:
    """When this network's window ended, by the last event that says so."""
    found: datetime | None = None
    for entry in past.before:
        if entry.matter_id != row["matter_id"]:
            continue
        facts = entry.facts
        opened = facts.get("details", {}).get("closes_at")
        if opened and entry.at == row["invited_at"]:
            found = datetime.fromisoformat(opened)
        if facts.get("request") != row["id"]:
            continue
        if entry.type == "clock_stopped":
            found = STOPPED_AT
        elif facts.get("closes_at"):
            found = datetime.fromisoformat(facts["closes_at"])
    return found


def _days_back(past: Past) -> None:
    """Days that were granted later to a clock that stood still."""
    for entry in past.later("extension_answered", "clock_restarted"):
        facts = entry.facts
        if facts["closes_at"] or not facts.get("granted", True):
            continue
        past.untold.setdefault(
            "pause",
            f"More time was given later to a clock that stood still (event {entry.seq}), "
            "and how many days it held before was not kept.",
        )


def _rounds(past: Past) -> None:
    for row in past.rows["consultation"]:
        if row["opened_at"] is None:
            row["paper_version_number"] = None
    planned = {r["matter_id"] for r in past.rows["consultation"] if r["opened_at"] is None}
    for entry in past.after:
        if entry.matter_id in planned and _scoped(entry):
            past.blurred.setdefault(
                str(entry.matter_id),
                f"Its networks were chosen again later (event {entry.seq}), "
                "and the earlier choice was not kept.",
            )


def _replies(past: Past) -> None:
    """A reply given anew overwrites the row; the trail keeps the old one."""
    given = {e.facts["comment"]: e for e in past.before if e.type == "comment_answered"}
    marked = {e.facts["comment"]: e for e in past.before if e.type == "reply_marked"}
    past.keep("reply", lambda row: row["comment_id"] in given or row["replied_at"] <= past.at)
    for row in past.rows["reply"]:
        said = given.get(row["comment_id"])
        if said is None:
            continue
        if row["replied_at"] > past.at:
            row.update(
                outcome=said.facts["outcome"],
                reason=said.texts.get("reason", "[erased]"),
                changed_paragraph=said.texts.get("changed_paragraph", ""),
                replied_at=said.at,
                replied_by_name=said.actor_name,
            )
        mark = marked.get(row["comment_id"])
        stands = mark is not None and mark.seq > said.seq
        row["answers_point"] = mark.facts["answers_point"] if mark and stands else None
        row["marked_at"] = mark.at if mark and stands else None


def _evidence(past: Past) -> None:
    for entry in past.later("evidence_withdrawn"):
        for row in past.by("evidence", "id", entry.facts["evidence"]):
            row.update(withdrawn_on=None, withdrawn_reason="")


def _promises(past: Past) -> None:
    for row in past.rows["undertaking"]:
        if row["checked_at"] is None or row["checked_at"] <= past.at:
            continue
        said = past.last("undertaking_checked", undertaking=row["id"])
        row["verdict"] = said.facts["verdict"] if said else None
        row["verdict_words"] = said.texts.get("words", "") if said else ""
        row["checked_at"] = said.at if said else None
