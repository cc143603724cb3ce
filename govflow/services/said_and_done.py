"""*You said, we did*: what a network chose to share and what became of it, without names."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from govflow.domain.consultation import OUTCOMES
from govflow.domain.deadline import local_day
from govflow.domain.errors import WrongRole
from govflow.domain.ledger import Change
from govflow.domain.ledger_names import Names, names
from govflow.domain.redline import Run
from govflow.domain.undertakings import STANDINGS, Undertaking
from govflow.services import ledger, log_head, papers
from govflow.services.ledger import MARKS, WIDE, Line
from govflow.services.matters import paper_case
from govflow.services.office import Desk
from govflow.store import ledger as stored
from govflow.store import people, sharing, undertakings
from govflow.store.consulted import own_networks
from govflow.store.ledger import Row, Wanted

NETWORK, PAPER = "network", "paper"


@dataclass(frozen=True)
class Promise:
    """A promise as it may be read outside: its owner is a role."""

    text: str
    owner: str
    check_back_on: date
    standing: str
    title: str
    words: str


@dataclass(frozen=True)
class Said:
    """One comment and what was done."""

    network: str
    paragraph: str
    text: str
    outcome: str
    title: str
    reason: str
    change: Change | None
    mark: str
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class About:
    """One decided paper with the comments shared on it."""

    reference: str
    title: str
    decision: str
    decided_on: date
    minute: str
    text: str
    feedback: str
    said: tuple[Said, ...]
    promises: tuple[Promise, ...]


@dataclass(frozen=True)
class Page:
    """The whole page; `up_to` is the day of the newest thing on it, `left` what may be names.

    `record` is the head of the log, so that what was handed out can be tied to it later.
    """

    kind: str
    subject: str
    organisation: str
    papers: tuple[About, ...]
    networks: tuple[str, ...]
    up_to: date | None
    left: tuple[str, ...]
    record: str = ""


def of_network(desk: Desk, network_id: str) -> Page:
    """A network's page, for its officers and those who read every ledger; raises Refused."""
    own = own_networks(desk.work, desk.actor.id, desk.today)
    if not (network_id in own or desk.actor.holds(*WIDE)):
        raise WrongRole("This page is read by the network’s officers, secretary and board.")
    return made(desk, network_id=network_id)


def of_paper(desk: Desk, matter_id: str) -> Page:
    """A paper's page, for the readers of its ledger and the networks asked; raises Refused."""
    case = papers.readable(desk, matter_id)
    if not case.asked_networks(desk.actor, desk.today):
        ledger.readable(desk, matter_id)
    return made(desk, matter_id=matter_id)


def made(desk: Desk, *, network_id: str = "", matter_id: str = "") -> Page:
    """The page itself: decided and public papers, comments their networks share, no names."""
    wanted = Wanted(network_id=network_id, matter_id=matter_id, released=True, shared=True)
    rows = stored.rows(desk.work, wanted)
    promised = undertakings.of_matters(desk.work, {row.matter_id for row in rows})
    page = _Maker(desk, names(sharing.known_names(desk.work)), promised)
    about = tuple(page.abouts(ledger.lines(desk, rows, promised)))
    return Page(
        kind=NETWORK if network_id else PAPER,
        subject=_subject(desk, page.names, network_id, matter_id),
        organisation=desk.organisation.name,
        papers=about,
        networks=tuple(sorted({row.network_name for row in rows})),
        up_to=max(page.days, default=None),
        left=tuple(page.names.left(" ".join(_texts(about)))),
        record=log_head.line(desk),
    )


def _subject(desk: Desk, known: Names, network_id: str, matter_id: str) -> str:
    if network_id:
        return people.network(desk.work, network_id).name
    paper = paper_case(desk, matter_id).paper
    return f"{paper.reference} {known.neutral(paper.title)}"


def _texts(found: Iterable[About]) -> Iterator[str]:
    """Everything on the page that somebody typed."""
    for about in found:
        yield from (about.title, about.text, about.feedback, about.minute)
        for said in about.said:
            yield from (said.text, said.paragraph, said.reason)
            yield from (run.text for run in (said.change.runs if said.change else ()))
        for promise in (*about.promises, *(p for said in about.said for p in said.promises)):
            yield from (promise.text, promise.words)


def _in_the_paper(line: Line) -> tuple[str, int, str]:
    """By network, then as the paper reads, the whole of it first; never by when it was said."""
    number = line.row.anchor.removeprefix("p-")
    return line.row.network_name, int(number) if number.isdigit() else 0, line.row.text


class _Maker:
    """Puts lines of the ledger into the words of the page."""

    def __init__(self, desk: Desk, known: Names, promised: Iterable[Undertaking]) -> None:
        self.desk = desk
        self.names = known
        self.zone = desk.organisation.zone
        self.days: list[date] = []
        self.further: dict[tuple[str, str], list[Undertaking]] = defaultdict(list)
        for each in promised:
            if each.comment_id is None:
                self.further[each.matter_id, each.network_id].append(each)

    def abouts(self, lines: Iterable[Line]) -> Iterator[About]:
        for _, found in groupby(lines, key=lambda line: line.row.matter_id):
            yield self._about(sorted(found, key=_in_the_paper))

    def _about(self, lines: list[Line]) -> About:
        row, say = lines[0].row, self.names.neutral
        on = local_day(row.decided_at or self.desk.now, self.zone)
        self.days.append(on)
        feedback = row.feedback if row.feedback_sent_at else ""
        if row.feedback_sent_at:
            self.days.append(local_day(row.feedback_sent_at, self.zone))
        sharing_here = sorted({line.row.network_id for line in lines})
        further = [u for each in sharing_here for u in self.further[row.matter_id, each]]
        return About(
            reference=row.reference,
            title=say(row.title),
            decision=self._decision(row),
            decided_on=on,
            minute=say(row.minute or ""),
            text=say(row.decision_text or ""),
            feedback=say(feedback or ""),
            said=tuple(self._said(line) for line in lines),
            promises=self._promises(further),
        )

    def _decision(self, row: Row) -> str:
        if row.decision == "urgent":
            ratified = {True: ", ratified", False: ", not ratified", None: ", not yet ratified"}
            return f"Decided urgently{ratified[row.ratified]}"
        states = self.desk.workflow(row.workflow, row.workflow_version).states
        known = states.get(row.decision or "")
        return known.title if known else (row.decision or "").replace("_", " ").capitalize()

    def _said(self, line: Line) -> Said:
        row, say = line.row, self.names.neutral
        outcome = row.outcome or ""
        return Said(
            network=row.network_name,
            paragraph=say(row.quote),
            text=say(row.text),
            outcome=outcome,
            title=OUTCOMES[outcome],
            reason=say(row.reason or ""),
            change=self._change(line.change),
            mark=MARKS[line.mark],
            promises=self._promises(line.promises),
        )

    def _change(self, change: Change | None) -> Change | None:
        """Names are taken out of before and after as wholes: a run may cut a name in two."""
        if change is None or not change.shown:
            return change
        before, after = self.names.neutral(change.before), self.names.neutral(change.after)
        if (before, after) == (change.before, change.after):
            return change
        whole = (Run("removed", before), Run("added", after))
        return replace(change, runs=tuple(run for run in whole if run.text))

    def _promises(self, made: Iterable[Undertaking]) -> tuple[Promise, ...]:
        return tuple(self._promise(each) for each in made)

    def _promise(self, each: Undertaking) -> Promise:
        if each.checked_at:
            self.days.append(local_day(each.checked_at, self.zone))
        standing = each.standing(self.desk.today)
        return Promise(
            text=self.names.neutral(each.text),
            owner=self.names.neutral(each.owner_role),
            check_back_on=each.check_back_on,
            standing=standing,
            title=STANDINGS[standing],
            words=self.names.neutral(each.verdict_words),
        )
