"""How a secretary changes the scope rules: a draft, a trial on past papers, a numbered version."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from govflow.domain.document import KINDS
from govflow.domain.errors import Invalid, NotFound, NotYet, Stale, WrongRole
from govflow.domain.events import ScopeRulesSaved
from govflow.domain.network import StaffNetwork
from govflow.domain.people import Role
from govflow.domain.scope_rules import (
    EVERY_REMIT,
    LONGEST_WHY,
    MOST_RULES,
    Rule,
    ScopeRules,
    rule_said,
)
from govflow.domain.trail import canonical
from govflow.services.office import Desk, new_id
from govflow.services.packs import plain
from govflow.services.scope_trial import Tried, tried
from govflow.store import people, scope_rules
from govflow.store.scope_rules import Draft, Kept

LONGEST_REASON = 4000
Rules = list[Rule]


@dataclass(frozen=True)
class Editing:
    """The rules as the page shows them: the draft where there is one, else those in force."""

    in_force: ScopeRules
    rules: ScopeRules
    draft: Draft | None
    networks: list[StaffNetwork]

    @property
    def revision(self) -> int:
        """How often the draft was changed; 0 while there is none."""
        return self.draft.revision if self.draft else 0

    @property
    def changed(self) -> bool:
        """Whether the draft says anything else than the rules in force."""
        return self.rules.rules != self.in_force.rules

    @property
    def unspoken(self) -> list[str]:
        """Topics that no rule speaks of: a paper on one of them alone may propose nobody."""
        spoken = {topic for rule in self.rules.rules for topic in rule.topics}
        return [title for topic, title in self.rules.topics.items() if topic not in spoken]


def editing(desk: Desk) -> Editing:
    """The rules in force and the draft of the next version; raises WrongRole."""
    _secretary_only(desk)
    draft = scope_rules.draft(desk.work)
    rules = desk.rules
    if draft:
        rules = replace(rules, rules=tuple(Rule.from_dict(each) for each in draft.rules))
    return Editing(desk.rules, rules, draft, current_networks(desk))


def _secretary_only(desk: Desk) -> None:
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may change the scope rules.")


def current_networks(desk: Desk) -> list[StaffNetwork]:
    """The networks of today, by name."""
    found = people.networks(desk.work)
    return [n for n in found if n.ended_on is None or n.ended_on >= desk.today]


def put(desk: Desk, number: int | None, rule: Rule, *, seen: int) -> None:
    """Put a rule in the place of rule `number` (from 1), or last; raises Invalid, Stale."""
    _check(desk, rule)

    def change(rules: Rules) -> None:
        if number is None:
            if len(rules) >= MOST_RULES:
                raise Invalid({"why": f"There can be at most {MOST_RULES} rules: merge some."})
            rules.append(rule)
        else:
            rules[_place(rules, number)] = rule

    _change(desk, seen, change)


def remove(desk: Desk, number: int, *, seen: int) -> None:
    """Take a rule out of the draft; raises NotFound and Stale."""

    def change(rules: Rules) -> None:
        del rules[_place(rules, number)]

    _change(desk, seen, change)


def shift(desk: Desk, number: int, by: int, *, seen: int) -> None:
    """Move a rule up (-1) or down (1); the reasons on a paper stand in the order of the rules."""

    def change(rules: Rules) -> None:
        rule = rules.pop(place := _place(rules, number))
        rules.insert(max(place + by, 0), rule)

    _change(desk, seen, change)


def rule_at(editing: Editing, number: int) -> Rule:
    """Rule `number` (from 1) as the page shows it; raises NotFound."""
    return editing.rules.rules[_place(editing.rules.rules, number)]


def _place(rules: Sequence[Rule], number: int) -> int:
    if not 1 <= number <= len(rules):
        raise NotFound("There is no such rule.")
    return number - 1


def _change(desk: Desk, seen: int, change: Callable[[Rules], None]) -> None:
    now = editing(desk)
    if seen != now.revision:
        raise Stale("Somebody else changed the draft of the scope rules while you were reading.")
    rules = list(now.rules.rules)
    change(rules)
    _keep_draft(desk, now, rules)


def _keep_draft(desk: Desk, now: Editing, rules: Rules) -> None:
    made = Draft(
        organisation_id=desk.work.organisation_id,
        rules=tuple(rule.as_dict() for rule in rules),
        based_on=now.draft.based_on if now.draft else now.in_force.version,
        revision=now.revision + 1,
        changed_at=desk.now,
        changed_by_name=desk.actor.name,
    )
    scope_rules.keep_draft(desk.work, made)


def _check(desk: Desk, rule: Rule) -> None:
    problems: dict[str, str] = {}
    if not (rule.topics or rule.kinds or rule.money_at_least or rule.staff_at_least):
        problems["topics"] = "Choose a topic or kind, or enter money or staff: a rule needs one"
    if not (rule.remits or rule.networks):
        problems["remits"] = "Choose which networks are asked, by what they speak for or by name"
    if not rule.why.strip():
        problems["why"] = "Say why these networks are asked: the sentence is shown with each paper"
    if len(rule.why) > LONGEST_WHY:
        problems["why"] = f"Use {LONGEST_WHY} characters or fewer"
    problems |= _unknown(desk, rule)
    if problems:
        raise Invalid(problems)


def _unknown(desk: Desk, rule: Rule) -> dict[str, str]:
    known = {
        "topics": (rule.topics, desk.office.rules.topics),
        "kinds": (rule.kinds, KINDS),
        "remits": (rule.remits, {EVERY_REMIT, *desk.office.rules.remits}),
    }
    return {
        name: "One of the choices is not known any more: choose again"
        for name, (chosen, choices) in known.items()
        if not set(chosen) <= set(choices)
    }


def discard(desk: Desk) -> None:
    """Forget the draft: the rules in force stay as they are."""
    _secretary_only(desk)
    scope_rules.drop_draft(desk.work)


def save(desk: Desk, *, reason: str, seen: int) -> Kept:
    """Save the draft as the next version, with who, when and why; raises Refused and Invalid."""
    now = editing(desk)
    if seen != now.revision:
        raise Stale("Somebody else changed the draft of the scope rules while you were reading.")
    if not now.changed:
        raise NotYet("The draft says the same as the rules in force: there is nothing to save.")
    if not now.rules.rules:
        raise NotYet("The draft has no rule: no network would ever be proposed.")
    if now.draft and now.draft.based_on != now.in_force.version:
        raise NotYet("A newer version was saved meanwhile: discard this draft and begin again.")
    said = reason.strip()
    if not said:
        raise Invalid({"reason": "Say why the rules change: it stays in the record."})
    if len(said) > LONGEST_REASON:
        raise Invalid({"reason": f"Use {LONGEST_REASON:,} characters or fewer."})
    return _keep(desk, now, said)


def _keep(desk: Desk, now: Editing, reason: str) -> Kept:
    rules = tuple(rule.as_dict() for rule in now.rules.rules)
    kept = Kept(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        number=now.in_force.version + 1,
        rules=rules,
        sha256=hashlib.sha256(canonical({"rules": plain(rules)})).hexdigest(),
        reason=reason,
        saved_at=desk.now,
        saved_by_id=desk.actor.id,
        saved_by_name=desk.actor.name,
    )
    event = ScopeRulesSaved(
        number=kept.number,
        sha256=kept.sha256,
        based_on=now.in_force.version,
        rules=len(rules),
        asked_differently=len(trial(desk, now).papers),
        reason=reason,
    )
    scope_rules.keep(desk.work, kept)
    scope_rules.drop_draft(desk.work)
    desk.work.record(event, desk.actor)
    return kept


def trial(desk: Desk, now: Editing) -> Tried:
    """What the draft would have changed for past papers."""
    return tried(desk, now.in_force, now.rules, now.networks)


def said(rules: ScopeRules) -> list[str]:
    """Every rule in a sentence, in order."""
    return [rule_said(rules, rule) for rule in rules.rules]
