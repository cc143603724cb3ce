"""How much a network would have to read, against the hours its chair is given: a plain warning."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from govflow.domain.document import Document
from govflow.services.network_desk import WORDS_A_MINUTE, WORDS_A_PAGE, words_of
from govflow.services.office import Desk
from govflow.store.load import open_packs

ASSUMED = (
    f"Pages and reading time are estimates. We assume {WORDS_A_PAGE} words on a page and "
    f"{WORDS_A_MINUTE} words read in a minute; attachments are not counted."
)


@dataclass(frozen=True)
class NetworkLoad:
    """Words open with a network and words of this paper; hours are those of one month."""

    open_requests: int
    open_words: int
    paper_words: int
    protected_hours: int

    @property
    def minutes(self) -> int:
        """Reading time of all of it, this paper included."""
        return max(1, -(-(self.open_words + self.paper_words) // WORDS_A_MINUTE))

    @property
    def sentence(self) -> str:
        """What is open and what this paper adds."""
        n = self.open_requests
        open_ = f"{n} open {'request' if n == 1 else 'requests'} of about {_pages(self.open_words)}"
        adds = f"This paper adds about {_pages(self.paper_words)}"
        return f"{adds} to {open_}." if n else f"{adds}; nothing else is open with this network."

    @property
    def hours_said(self) -> str:
        """The chair's own time; said by the warning where there is none."""
        n = self.protected_hours
        return f"Its chair has {n} protected {'hour' if n == 1 else 'hours'} a month." if n else ""

    @property
    def warning(self) -> str:
        """Why this is more than the network can be expected to read, or nothing. Never a bar."""
        if not self.protected_hours:
            return "No protected hours are recorded for its chair: this is read in their own time."
        if self.minutes <= self.protected_hours * 60:
            return ""
        hours = "hour" if self.protected_hours == 1 else "hours"
        return (
            f"Reading alone takes about {_hours(self.minutes)}; its chair has "
            f"{self.protected_hours} protected {hours} this month. Think of a longer window."
        )


def _pages(words: int) -> str:
    count = max(1, -(-words // WORDS_A_PAGE))
    return f"{count:,} {'page' if count == 1 else 'pages'}"


def _hours(minutes: int) -> str:
    whole, rest = divmod(minutes, 60)
    said = [f"{whole} {'hour' if whole == 1 else 'hours'}"] if whole else []
    return " ".join([*said, *([f"{rest} minutes"] if rest else [])])


def loads(desk: Desk, document: Document, hours: Mapping[str, int]) -> dict[str, NetworkLoad]:
    """For each network of `hours` (its protected hours a month), its load with this paper."""
    words: defaultdict[str, list[int]] = defaultdict(list)
    for pack in open_packs(desk.work):
        words[pack.network_id].append(words_of(pack.document))
    paper = words_of(document)
    return {
        network: NetworkLoad(len(words[network]), sum(words[network]), paper, given)
        for network, given in hours.items()
    }
