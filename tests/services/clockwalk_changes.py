"""The verbs of a walk that change the pack: judged, asked again, kept, gone on without."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from govflow.domain.errors import NotYet
from govflow.services import renewed
from tests.builders import START, World
from tests.services.changing import change, judge

SUMMARIES = count(1)


@dataclass
class Expected:
    """What the record must say of one request; `asked_at` is None until somebody was reached.

    `position` holds for the pack it was last asked about; `given` that one was ever given;
    `renewed` while it is asked about a change; `told_at` is the latest such asking, and
    `closed_before` when its window would have ended without it.
    """

    network: str
    asked_at: datetime | None
    closes_at: datetime
    comments: dict[str, bool] = field(default_factory=dict)
    position: bool = False
    waived: bool = False
    extension: tuple[str, int] | None = None
    given: bool = False
    renewed: bool = False
    told_at: datetime = START - timedelta(days=1)
    closed_before: datetime = START - timedelta(days=1)

    def heard(self, now: datetime) -> bool:
        """Whether the board may go on without this network."""
        over = self.asked_at is not None and now >= self.closes_at
        return self.position or self.waived or over


class ChangeVerbs:
    """What the author, the secretary, a network and the board chair do about a changed pack."""

    world: World
    paper: str
    chairs: dict[str, str]
    expected: dict[str, Expected]
    seen: set[int]
    restarted, position_kept, gone_on = range(7, 10)

    def of(self, network: str) -> tuple[str, Expected]:
        raise NotImplementedError

    def window_from_now(self) -> datetime:
        raise NotImplementedError

    def take_position(self, network: str) -> None:
        raise NotImplementedError

    def change(self, network: str, material: bool, then: str) -> None:
        """The author makes a version and the secretary judges it: nobody else's clock moves.

        Then, so that most walks try it, the network keeps its position or the board chair goes on.
        """
        network = self.reached(network)
        if then:
            self.take_position(network)
        self._change(network, material or bool(then))
        if then:
            getattr(self, then)(network)

    def reached(self, other: str) -> str:
        """A network that was asked and can answer, if there is one: the wanted one at best."""
        found = [
            held.network
            for held in self.expected.values()
            if held.asked_at and not held.waived and held.network in self.chairs
        ]
        return other if other in found or not found else found[0]

    def _change(self, network: str, material: bool) -> None:
        held = self.of(network)[1]
        if held.asked_at is None or held.waived:
            return
        change(self.world, self.paper, summary=f"We want another thing: {next(SUMMARIES)}.")
        judge(self.world, self.paper, *([network] if material else []))
        if material:
            held.closed_before = held.closes_at
            held.closes_at = max(held.closes_at, self.window_from_now())
            held.position, held.renewed, held.told_at = False, True, self.world.now
            self.seen.add(self.restarted)

    def keep(self, network: str) -> None:
        """Asked anew, a network keeps the position it gave; without one it cannot."""
        request, held = self.of(network)
        if network not in self.chairs:
            return
        try:
            with self.world.as_(self.chairs[network]) as desk:
                renewed.keep(desk, request)
        except NotYet:
            assert not (held.renewed and held.given)
            return
        assert held.renewed
        assert held.given
        held.position, held.renewed = True, False
        self.seen.add(self.position_kept)

    def go_on(self, network: str) -> None:
        """The board chair goes on without an answer to a change: never past a first window."""
        request, held = self.of(network)
        first = not held.given and held.closed_before > held.told_at
        due = held.renewed and not first and not held.heard(self.world.now)
        try:
            with self.world.as_("board_chair") as desk:
                renewed.waive(desk, request, reason="It cannot wait.")
        except NotYet:
            assert not due
            return
        assert due
        if held.given:
            held.position = True
        else:
            held.closes_at = self.world.now
        held.renewed = False
        self.seen.add(self.gone_on)
