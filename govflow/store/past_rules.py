"""How each kind of row is brought back to an earlier moment; what nobody kept is said, not guessed.

Every kind of event is either undone here, or changes nothing that is copied, or makes the tables
it touched untold. An event that is in none of the three makes every table untold.
"""

from datetime import datetime
from typing import Any

from govflow.domain.trail import Frontier
from govflow.store import past_offices
from govflow.store.log import Entry
from govflow.store.past import NOT_KEPT, Past, Row

# Rows that were not there yet go, by the instant that they carry. Until a joint response is sent
# nobody but the networks reads it: for whoever looks back it begins then.
BORN = {
    "person": "created_at",
    "matter": "created_at",
    "attachment": "added_at",
    "paper_version": "frozen_at",
    "decision": "decided_at",
    "waiver": "approved_at",
    "consultation": "planned_at",
    "comment": "made_at",
    "hand_over": "made_at",
    "joint_response": "sent_at",
    "pack_change": "told_at",
    "comment_turn": "said_at",
    "question": "asked_at",
    "extension": "asked_at",
    "format_wanted": "asked_at",
    "pause": "started_at",
    "position_taken": "given_at",
    "undertaking": "made_at",
    "progress_note": "noted_at",
    "evidence": "added_at",
    "partnership": "proposed_at",
    "partner_invitation": "invited_at",
    "request": "invited_at",
    "scope_rules_version": "saved_at",
    "checkpoint": "signed_at",
    "checkpoint_keeper": "named_at",
    "trail_check": "finished_at",
}
# What was written into a row later, with the instant of it: taken out again.
FILLED: dict[str, dict[str, Row]] = {
    "question": {"answered_at": {"answer": "", "answered_by_name": ""}},
    "extension": {"answered_at": {"granted": None, "answer": "", "answered_by_name": ""}},
    "format_wanted": {"answered_at": {"answer": "", "answered_by_name": ""}},
    "hand_over": {"read_at": {}},
    "pack_change": {"ended_at": {"outcome": "", "waived_reason": "", "waived_by_name": ""}},
    "pause": {"ended_at": {"ended_by_name": "", "end_reason": ""}},
    "partnership": {"agreed_at": {}, "ended_at": {"end_reason": "", "ended_by_id": None}},
    "partner_invitation": {"withdrawn_at": {"withdrawn_reason": ""}},
    "decision": {"feedback_sent_at": {"feedback": ""}},
    "consultation": {"closed_at": {}, "opened_at": {"closes_at": None}},
    "request": {
        "acknowledged_at": {},
        "waived_at": {},
        "withdrawn_at": {},
        "co_signed_at": {},
    },
}
UNDONE = frozenset(
    {
        "attachment_added",
        "attachment_removed",
        "change_waived",
        "checkpoint_keeper_named",
        "clock_restarted",
        "clock_resumed",
        "clock_stopped",
        "comment_answered",
        "comment_explained",
        "comment_made",
        "comment_queried",
        "committee_entered",
        "draft_saved",
        "evidence_added",
        "evidence_withdrawn",
        "extension_answered",
        "extension_asked",
        "format_asked",
        "format_delivered",
        "hand_over_read",
        "invitation_withdrawn",
        "joint_reply_marked",
        "joint_response_answered",
        "joint_response_rewritten",
        "joint_response_sent",
        "joint_response_started",
        "joint_response_withdrawn",
        "matter_migrated",
        "matter_moved",
        "matter_opened",
        "meeting_arranged",
        "meeting_changed",
        "network_asked_again",
        "network_registered",
        "network_waived",
        "officer_appointed",
        "office_handed_over",
        "officer_stood_down",
        "pack_change_judged",
        "paper_handed_over",
        "paper_started",
        "partner_network_invited",
        "partnership_agreed",
        "partnership_ended",
        "partnership_proposed",
        "person_added",
        "policy_set",
        "position_given",
        "position_kept",
        "question_answered",
        "question_asked",
        "reply_marked",
        "request_acknowledged",
        "review_opened",
        "role_ended",
        "role_given",
        "scope_rules_saved",
        "substitute_named",
        "undertaking_checked",
        "undertaking_made",
        "undertaking_noted",
        "version_made",
    }
)
NOTHING = frozenset(
    {
        "action_refused",
        "bundle_made",
        "calendar_feed_ended",
        "calendar_feed_made",
        "checkpoint_compared",
        "checkpoint_mailed",
        "checkpoint_taken",
        "digest_sent",
        "evidence_sheet_exported",
        "invitation_used",
        "ledger_exported",
        "mail_choice_saved",
        "mail_resent",
        "mails_stopped",
        "matter_tested",
        "members_link_closed",
        "members_link_made",
        "members_notes_destroyed",
        "members_notes_shown",
        "population_exported",
        "register_exported",
        "restriction_lifted",
        "sample_drawn",
        "sample_sheet_exported",
        "sample_sheet_filed",
        "share_link_ended",
        "share_link_made",
        "signed_out_everywhere",
        "text_erased",
        "text_restricted",
        "trail_exported",
    }
)
EVERY_TABLE = "*"
UNTOLD: dict[str, tuple[str, tuple[str, ...]]] = {
    "database_restored": ("The database was brought back from a backup", (EVERY_TABLE,)),
    "comments_shared": ("What a network shares was changed", ("shared_comment",)),
    "undertaking_handed_over": ("A promise was given to another owner", ("undertaking",)),
    "checkpoint_keeper_ended": (
        "Who is mailed the checkpoint was changed",
        ("checkpoint_keeper",),
    ),
    "verdict_given": ("A network gave its verdict on a review", ("review",)),
    "network_changed": ("The details of a network were changed", ("staff_network",)),
    "network_meeting_entered": ("A network's meetings were changed", ("network_meeting",)),
    "network_meeting_removed": ("A network's meetings were changed", ("network_meeting",)),
    "local_date_entered": ("The dates kept locally were changed", ("local_date",)),
    "local_date_removed": ("The dates kept locally were changed", ("local_date",)),
}


def rewind_rows(past: Past) -> None:
    """Everything but matters and what networks were asked, which have rules of their own."""
    past_offices.rewind(past)
    for table, column in BORN.items():
        past.keep(table, lambda row, column=column: row[column] and row[column] <= past.at)
    for table, filled in FILLED.items():
        for row in past.rows[table]:
            _emptied(row, filled, past.at)
    _log(past)
    _house(past)
    for row in past.rows["person"]:
        row["password_hash"] = None
    for row in past.rows["restricted"]:
        # That something is restricted today is shown at every date; the words never are.
        row.update(salt=b"", data=b"")
    for entry in past.after:
        _say_untold(past, entry)


def _emptied(row: Row, filled: dict[str, Row], at: datetime) -> None:
    for column, others in filled.items():
        if row[column] is not None and row[column] > at:
            row.update({column: None, **others})


def _log(past: Past) -> None:
    """The log was as long as its events up to then; its head is built anew from their hashes."""
    size, frontier = len(past.before), Frontier()
    for table in ("event", "sealed", "restricted"):
        past.keep(table, lambda row: row["seq"] < size)
    past.keep("trail_node", lambda row: (row["place"] + 1) << row["level"] <= size)
    past.keep("checkpoint", lambda row: row["size"] <= size)
    for entry in past.before:
        frontier = frontier.append(bytes.fromhex(entry.leaf_hash))
    for head in past.rows["trail_head"]:
        head.update(size=size, root=frontier.root().hex(), frontier=frontier.to_hex())


def _say_untold(past: Past, entry: Entry) -> None:
    if entry.type in UNDONE | NOTHING:
        return
    if entry.type == "person_changed":
        past.untold |= _person(entry)
        return
    if entry.type == "meeting_rearranged":
        return
    why, touched = UNTOLD.get(entry.type, ("Something was changed", (EVERY_TABLE,)))
    for table in touched:
        past.untold.setdefault(table, _since(why, entry))


def _since(why: str, entry: Entry) -> str:
    return f"{why} later (event {entry.seq}), and what stood before was not kept."


def _person(entry: Entry) -> dict[str, str]:
    if entry.facts["what"] == "password set":
        return {}
    return {"person": _since("The details of a person were changed", entry)}


def _house(past: Past) -> None:
    for entry in reversed(past.after):
        if undo := HOUSE.get(entry.type):
            undo(past, entry)


def _gone(table: str, fact: str) -> Any:
    def undo(past: Past, entry: Entry) -> None:
        past.keep(table, lambda row: row["id"] != entry.facts[fact])

    return undo


def _rearranged(past: Past, entry: Entry) -> None:
    """Back to what the last change before then said; the first times of a meeting were not kept."""
    said = past.last("meeting_rearranged", meeting=entry.facts["meeting"])
    if said is None:
        past.untold.setdefault("meeting", _since("A meeting was moved", entry))
        return
    for row in past.by("meeting", "id", entry.facts["meeting"]):
        row["place"] = said.facts["place"]
        for name in ("held_at", "paper_deadline_at"):
            row[name] = datetime.fromisoformat(said.facts[name])


def _policy(past: Past, entry: Entry) -> None:
    same = {name: entry.facts[name] for name in ("policy", "starts_on")}
    earlier = past.last("policy_set", **same)

    def is_it(row: Row) -> bool:
        return (row["name"], str(row["starts_on"])) == (same["policy"], same["starts_on"])

    if earlier is None:
        past.keep("policy_value", lambda row: not is_it(row))
    for row in filter(is_it, past.rows["policy_value"]):
        row["value"], row["set_by_name"] = (
            entry_value(earlier, "value"),
            earlier.actor_name if earlier else NOT_KEPT,
        )


def entry_value(entry: Entry | None, name: str) -> Any:
    """A fact of an event, or None without one."""
    return entry.facts.get(name) if entry else None


HOUSE: dict[str, Any] = {
    "network_registered": _gone("staff_network", "network_id"),
    "committee_entered": _gone("committee", "committee"),
    "meeting_arranged": _gone("meeting", "meeting"),
    "meeting_rearranged": _rearranged,
    "policy_set": _policy,
    **past_offices.HOUSE,
}
