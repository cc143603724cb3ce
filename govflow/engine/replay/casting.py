"""One case's findings as a line of JSON, written out at once so that no list grows in memory."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from govflow.engine.replay.judging import Verdict
from govflow.engine.replay.report import LEFT, LEGAL, NOTHING_MAPPED, Breach
from govflow.engine.replay.timekeeping import Kept
from govflow.engine.replay.walking import Step, Walk


def outcome_of(walk: Walk) -> str:
    """Legal, left the rules, or nothing mapped."""
    if not walk.touched:
        return NOTHING_MAPPED
    return LEFT if walk.refusal else LEGAL


def breach(case: str, step: Step | None, sentence: str) -> Breach:
    """A finding at one step of a case; without a step it stands at its beginning."""
    if step is None:
        return Breach(case, "", "", "", sentence)
    return Breach(case, step.entry.place, iso(step.at), step.action, sentence)


def iso(at: datetime) -> str:
    """An instant (UTC) as reports write it."""
    return at.isoformat().replace("+00:00", "Z")


def line(
    case: str,
    walk: Walk,
    broken: Iterable[tuple[str, Verdict]],
    missed: Iterable[Kept],
) -> str:
    """The case as one line of JSON."""
    found: dict[str, Any] = {
        "case": case,
        "outcome": outcome_of(walk),
        "state": walk.state if walk.touched else None,
        "events": len(walk.trace.entries),
        "first_illegal": _refusal(case, walk),
        "promises_broken": [
            {"promise": name, **_at(case, verdict.step, verdict.sentence)}
            for name, verdict in broken
        ],
        "deadlines_missed": [
            {"state": kept.stay.state, **_at(case, kept.stay.left, kept.sentence)}
            for kept in missed
        ],
        "out_of_order": walk.out_of_order,
    }
    return json.dumps(found, ensure_ascii=False)


def _refusal(case: str, walk: Walk) -> dict[str, str] | None:
    if walk.refusal is None:
        return None
    found = _at(case, walk.refusal.step, walk.refusal.sentence)
    return {"state": walk.refusal.state, **found}


def _at(case: str, step: Step | None, sentence: str) -> dict[str, str]:
    found = breach(case, step, sentence)
    return {
        "place": found.place,
        "at": found.at,
        "action": found.action,
        "sentence": found.sentence,
    }
