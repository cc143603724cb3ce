"""What a network's officers see of many papers: what waits for them, and all they ever said."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from govflow.domain.consultation import OUTCOMES, POSITIONS, STATUS_TITLES, Comment, Request
from govflow.domain.deadline import Deadline
from govflow.domain.document import Document
from govflow.domain.errors import NotFound
from govflow.domain.network import StaffNetwork
from govflow.domain.paper import Decision, PaperVersion
from govflow.engine.workflow import State
from govflow.services.office import Desk
from govflow.services.undertaking_pages import Listed, listed
from govflow.store import network_lists, people, undertakings
from govflow.store.network_lists import About

# A careful reader of board papers, and a page of A4 in the type that papers are printed in.
WORDS_A_MINUTE = 200
WORDS_A_PAGE = 400
EARLIER_SHOWN = 10
ANSWERING = "Marked as answering our point"
NOT_ANSWERING = "Marked as not answering our point"


@dataclass(frozen=True)
class PackSize:
    """How much there is to read, so that an officer can plan protected time."""

    words: int
    attachments: int

    @property
    def pages(self) -> int:
        """An estimate; attachments are not in it."""
        return max(1, -(-self.words // WORDS_A_PAGE))

    @property
    def minutes(self) -> int:
        """An estimate; attachments are not in it."""
        return max(1, -(-self.words // WORDS_A_MINUTE))


def size_of(version: PaperVersion) -> PackSize:
    """The size of a pack as it was sent."""
    return PackSize(words_of(version.document), len(version.attachments))


def words_of(document: Document) -> int:
    """How many words there are to read, attachments aside."""
    return sum(len(text.split()) for text in _texts(document))


def _texts(document: Document) -> Iterable[str]:
    eia = document.eia
    yield from (document.summary, document.body, document.not_open)
    yield from (eia.summary, eia.evidence, eia.mitigation)
    yield from document.recommendations
    yield from document.questions_to_networks
    for option in document.options:
        yield from (option.title, option.description)


@dataclass(frozen=True)
class Item:
    """One request on a list, with as much of its paper as a list needs."""

    request: Request
    about: About
    state: State
    deadline: Deadline
    status: str
    version: PaperVersion | None = None
    decision: Decision | None = None

    @property
    def status_title(self) -> str:
        """The status in words; a position by its own name."""
        return POSITIONS.get(self.request.position or "", STATUS_TITLES[self.status])

    @property
    def size(self) -> PackSize | None:
        """How much there is to read."""
        return size_of(self.version) if self.version else None

    @property
    def to_mark(self) -> int:
        """Replies that wait for the network's own mark."""
        return len(unmarked(self.request))

    @property
    def questions_answered(self) -> int:
        """Questions of the network that have an answer."""
        return sum(q.answered_at is not None for q in self.request.questions)

    @property
    def spoken(self) -> bool:
        """Whether the network said anything at all."""
        return bool(self.request.position or self.request.comments)


def unmarked(request: Request) -> list[Comment]:
    """Comments whose reply the network has not judged yet."""
    return [c for c in request.comments if c.reply and c.reply.answers_point is None]


@dataclass(frozen=True)
class Load:
    """What is open for one network to read, against the time its officers are given."""

    network: str
    minutes: int
    protected_hours: int


@dataclass(frozen=True)
class WaitingPage:
    """Everything that waits for an officer today, and the latest of what does not."""

    networks: list[StaffNetwork]
    to_answer: list[Item]
    late: list[Item]
    to_mark: list[Item]
    earlier: list[Item]
    to_check: list[Listed]

    @property
    def loads(self) -> list[Load]:
        """Reading time for each network of whom something is asked."""
        minutes: Counter[str] = Counter()
        for item in self.to_answer:
            minutes[item.request.network_id] += item.size.minutes if item.size else 0
        return [
            Load(n.name, minutes[n.id], n.protected_hours_per_month)
            for n in self.networks
            if minutes[n.id]
        ]

    @property
    def nothing_waits(self) -> bool:
        """True when the officer can close the page again."""
        return not (self.to_answer or self.late or self.to_mark or self.to_check)


def own_networks(desk: Desk) -> list[StaffNetwork]:
    """The networks for which this person may speak today."""
    return [
        network
        for network in people.networks(desk.work)
        if any(o.person_id == desk.actor.id for o in network.officers_on(desk.today))
    ]


def waiting(desk: Desk) -> WaitingPage:
    """What waits for this officer, in the order in which windows end."""
    networks = own_networks(desk)
    ids = [network.id for network in networks]
    final = _final_states(desk)
    live = network_lists.live(desk.work, ids, final)
    past = network_lists.earlier(desk.work, ids, final, limit=EARLIER_SHOWN)
    versions = network_lists.served(desk.work, live)
    items = _items(desk, [*live, *past], versions)
    due = listed(desk, undertakings.due(desk.work, desk.today, ids))
    page = WaitingPage(networks, [], [], [], [items[r.id] for r in past], due)
    for request in live:
        item = items[request.id]
        _place(page, item, desk.now).append(item)
    return page


def _place(page: WaitingPage, item: Item, now: datetime) -> list[Item]:
    request = item.request
    if request.answered() or request.withdrawn_at or request.waived_at or item.state.final:
        return page.to_mark
    return page.late if request.heard(now) else page.to_answer


def _final_states(desk: Desk) -> list[network_lists.State]:
    return [
        (workflow.key, workflow.version, name)
        for workflow in desk.office.workflows.all()
        for name, state in workflow.states.items()
        if state.final
    ]


def _items(
    desk: Desk, requests: Sequence[Request], versions: dict[str, PaperVersion]
) -> dict[str, Item]:
    abouts = network_lists.about(desk.work, requests)
    taken = network_lists.decisions(desk.work, {r.matter_id for r in requests})
    return {
        r.id: Item(
            request=r,
            about=abouts[r.id],
            state=_state(desk, abouts[r.id]),
            deadline=_deadline(desk, r.closes_at),
            status=r.status(desk.now),
            version=versions.get(r.id),
            decision=taken.get(r.matter_id),
        )
        for r in requests
    }


def _state(desk: Desk, about: About) -> State:
    return desk.workflow(about.workflow, about.workflow_version).states[about.state]


def _deadline(desk: Desk, at: datetime) -> Deadline:
    return Deadline(
        instant_at=at, zone=desk.organisation.zone, origin="consultation", calendar=desk.calendar
    )


@dataclass(frozen=True)
class Voice:
    """A page of everything that networks said, and counts of what became of their comments."""

    networks: list[StaffNetwork]
    items: list[Item]
    counts: list[tuple[str, int]]


def count_spoken(desk: Desk, network_id: str = "") -> int:
    """How many papers the ledger holds; raises NotFound for a network that is not one's own."""
    return network_lists.count_spoken_about(desk.work, _chosen(desk, network_id))


def ledger(desk: Desk, network_id: str = "", *, limit: int, offset: int = 0) -> Voice:
    """All that one's networks ever said, newest paper first; raises NotFound as above."""
    ids = _chosen(desk, network_id)
    found = network_lists.spoken_about(desk.work, ids, limit=limit, offset=offset)
    items = _items(desk, found, {})
    counts = _counts(network_lists.outcomes(desk.work, ids))
    return Voice(own_networks(desk), [items[r.id] for r in found], counts)


def _chosen(desk: Desk, network_id: str) -> list[str]:
    own = [network.id for network in own_networks(desk)]
    if network_id and network_id not in own:
        raise NotFound("There is no such network.")
    return [network_id] if network_id else own


def _counts(rows: list[tuple[str | None, bool | None, int]]) -> list[tuple[str, int]]:
    """Plain counts, never a percentage: consulted is not agreed."""
    found: Counter[str] = Counter()
    for outcome, answers_point, number in rows:
        found["Comments made"] += number
        found[OUTCOMES[outcome] if outcome else "Waiting for a reply"] += number
        if answers_point is not None:
            found[ANSWERING if answers_point else NOT_ANSWERING] += number
    order = ("Comments made", *OUTCOMES.values(), "Waiting for a reply", ANSWERING, NOT_ANSWERING)
    return [(name, found[name]) for name in order if found[name]]
