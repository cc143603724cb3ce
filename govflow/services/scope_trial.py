"""Tries changed scope rules on past papers: which would now be asked of whom."""

from collections import Counter
from dataclasses import dataclass

from govflow.domain.network import StaffNetwork
from govflow.domain.scope_rules import About, ScopeRules, concerned
from govflow.services.office import Desk
from govflow.store import scope_rules
from govflow.store.scope_rules import PastPaper


@dataclass(frozen=True)
class Differs:
    """A past paper for which the draft proposes other networks than the rules in force."""

    paper: PastPaper
    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class Tried:
    """What the draft would have changed; `by_network` counts papers gained and lost."""

    looked_at: int
    papers: list[Differs]
    by_network: list[tuple[str, int, int]]
    nobody: list[PastPaper]


def tried(
    desk: Desk, in_force: ScopeRules, changed: ScopeRules, networks: list[StaffNetwork]
) -> Tried:
    """Changed rules against those in force, on every paper that has left its author's hands."""
    past = scope_rules.past_papers(desk.work, _still_being_written(desk))
    names = {n.id: n.name for n in networks}
    found, nobody = [], []
    for paper in past:
        about = About(paper.topics, paper.kind, paper.money, paper.staff)
        before, after = (concerned(rules, about, networks) for rules in (in_force, changed))
        if before != after:
            found.append(
                Differs(paper, _named(names, after - before), _named(names, before - after))
            )
        if not after:
            nobody.append(paper)
    return Tried(len(past), found, _counted(networks, found), nobody)


def _still_being_written(desk: Desk) -> list[str]:
    """The states in which a paper begins and its author has not yet submitted it."""
    begun = [w for w in desk.office.workflows.all() if "submit" in w.actions]
    return sorted({workflow.initial for workflow in begun})


def _named(names: dict[str, str], ids: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(names[each] for each in ids))


def _counted(networks: list[StaffNetwork], found: list[Differs]) -> list[tuple[str, int, int]]:
    gained = Counter(name for each in found for name in each.added)
    lost = Counter(name for each in found for name in each.removed)
    names = sorted(n.name for n in networks if gained[n.name] or lost[n.name])
    return [(name, gained[name], lost[name]) for name in names]
