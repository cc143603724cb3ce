"""Who held which office at an earlier moment: roles, posts, substitutes, hand-overs."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from govflow.store.log import Entry
from govflow.store.past import Past, Row

HELD = ("officer", "role_held")


def rewind(past: Past) -> None:
    """Take back hand-overs and substitutes, the latest first; before their own rows are gone."""
    for entry in reversed(past.after):
        if entry.type == "office_handed_over":
            _handed_over(past, entry)
        elif entry.type == "paper_handed_over":
            _paper(past, entry)
        elif entry.type == "substitute_named":
            _substitute(past, entry)


def _handed_over(past: Past, entry: Entry) -> None:
    facts = entry.facts
    made = next(past.by("hand_over", "id", facts["hand_over"]), None)
    if made is None or made["office"] == "author":
        return
    if facts.get("also_ended", 1):
        why = f"An office was handed over later (event {entry.seq}), and with it other terms ended"
        for table in HELD:
            past.untold.setdefault(table, f"{why}: until when they ran was not kept.")
        return
    table, place = ("officer", "network_id") if made["network_id"] else ("role_held", "role")
    value = made["network_id"] or "secretary"
    for row in list(past.by(table, place, value)):
        if row["person_id"] == made["to_id"] and row["starts_on"] == made["starts_on"]:
            past.rows[table].remove(row)
        elif row["person_id"] == made["from_id"] and _ends_before(row, made["starts_on"]):
            row["ends_on"] = _day(facts["ended_before"])


def _ends_before(row: Row, day: date) -> bool:
    return row["ends_on"] is not None and (day - row["ends_on"]).days == 1


def _day(said: str) -> date | None:
    return date.fromisoformat(said) if said else None


def _paper(past: Past, entry: Entry) -> None:
    for made in past.by("hand_over", "id", entry.facts["hand_over"]):
        for paper in past.by("paper", "id", entry.matter_id):
            paper.update(author_id=made["from_id"], author_name=made["from_name"])


def _substitute(past: Past, entry: Entry) -> None:
    other, starts_on = entry.texts.get("stands_for_name", ""), entry.facts["starts_on"]
    for table in HELD:
        for row in _matching(past.rows[table], {"stands_for_name": other}):
            if row["stands_for_id"] and str(row["starts_on"]) == starts_on:
                past.rows[table].remove(row)


def _role(past: Past, entry: Entry) -> None:
    facts = entry.facts
    wanted = {"person_id": facts["person"], "role": facts["role"]}
    for row in _matching(past.rows["role_held"], wanted):
        if entry.type == "role_given" and str(row["starts_on"]) == facts["starts_on"]:
            past.rows["role_held"].remove(row)
        elif entry.type == "role_ended" and str(row["ends_on"]) == facts["ends_on"]:
            row["ends_on"] = None


def _officer(past: Past, entry: Entry) -> None:
    facts = entry.facts
    wanted = {
        "network_id": facts["network_id"],
        "post": facts["post"],
        "person_name": entry.texts.get("person_name", ""),
    }
    for row in _matching(past.rows["officer"], wanted):
        if entry.type == "officer_appointed" and str(row["starts_on"]) == facts["starts_on"]:
            past.rows["officer"].remove(row)
        elif entry.type == "officer_stood_down" and str(row["ends_on"]) == facts["ends_on"]:
            row["ends_on"] = None


def _matching(rows: Iterable[Row], wanted: Row) -> list[Row]:
    return [row for row in rows if all(row[name] == value for name, value in wanted.items())]


HOUSE: dict[str, Any] = {
    "role_given": _role,
    "role_ended": _role,
    "officer_appointed": _officer,
    "officer_stood_down": _officer,
}
