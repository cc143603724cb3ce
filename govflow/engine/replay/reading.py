"""Makes an entry of an event's attributes, or says in a sentence why none can be made."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from govflow.engine.replay.mapping import LogMap
from govflow.engine.replay.record import Entry
from govflow.engine.replay.times import Unreadable
from govflow.engine.words import listed

LONGEST_WORD = 300  # characters of an id, an activity, an actor or a role


class Reading:
    """How one map reads events: which attributes it wants, and what it makes of them."""

    def __init__(self, log_map: LogMap) -> None:
        keys = log_map.attributes
        self.activity, self.time, self.case = keys.activity, keys.time, keys.case
        self.actor, self.role = keys.actor or "", keys.role or ""
        self.lifecycle = keys.lifecycle or ""
        self.facts = log_map.facts
        self._times = log_map.times
        said = {self.activity, self.time, self.actor, self.role, self.lifecycle}
        self.of_event = frozenset({*said, *self.facts.values()} - {""})
        self.of_case = frozenset({self.case, *self.facts.values()})

    def entry(self, number: int, line: int, values: Mapping[str, str], problem: str = "") -> Entry:
        """The entry that an event's attributes make; malformed ones carry their problem."""
        get = values.get
        activity = get(self.activity, "").strip()
        actor, role = get(self.actor, "").strip(), get(self.role, "").strip()
        problems = [problem] if problem else []
        at = self._at(get(self.time, "").strip(), problems) if values or not problem else None
        if not activity and (values or not problem):
            problems.append(f"it has no activity ({self.activity})")
        if len(activity) + len(actor) + len(role) > LONGEST_WORD:
            problems.extend(_too_long(activity=activity, actor=actor, role=role))
        facts = self.kept(values) if self.facts else None
        return Entry(
            number,
            line,
            activity[:LONGEST_WORD],
            at,
            actor[:LONGEST_WORD],
            role[:LONGEST_WORD],
            get(self.lifecycle, "")[:LONGEST_WORD],
            _sentence(problems) if problems else "",
            facts,
        )

    def kept(self, values: Mapping[str, str]) -> dict[str, str]:
        """The facts among an event's or a case's attributes, by their own names."""
        return {
            fact: values[key][:LONGEST_WORD] for fact, key in self.facts.items() if values.get(key)
        }

    def _at(self, text: str, problems: list[str]) -> datetime | None:
        if not text:
            problems.append(f"it has no time ({self.time})")
            return None
        try:
            return self._times.read(text)
        except Unreadable as error:
            problems.append(str(error))
            return None


def _too_long(**words: str) -> Iterator[str]:
    for name, word in words.items():
        if len(word) > LONGEST_WORD:
            yield f"its {name} is longer than {LONGEST_WORD} characters"


def _sentence(problems: list[str]) -> str:
    said = listed(problems)
    return f"{said[0].upper()}{said[1:]}."
