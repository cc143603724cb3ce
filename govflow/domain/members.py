"""Members' voices: which unsigned notes may be shown, when, in what order, and told in what bands.

Notes carry no author, no time and no number. Everything here depends on their words alone, never
on who wrote them, in what order, or when.
"""

import hashlib
import hmac
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from govflow.domain.deadline import end_of_day, local_day
from govflow.domain.network import SIZE_BANDS

SMALLEST_BATCH = 10
MOST_NOTES = 2_000
LONGEST_NOTE = 4_000
LONGEST_QUESTION = 1_000
DESTROYED_AFTER_DAYS = 28
EARLY_DAYS = (0, 1, 2, 3, 5, 7)
SMALL_NETWORK = SIZE_BANDS[0]
BANDS = (
    (SMALLEST_BATCH, "fewer than 10"),
    (25, "10 to 24"),
    (50, "25 to 49"),
    (100, "50 to 99"),
    (250, "100 to 249"),
)
MOST = "250 or more"


@dataclass(frozen=True, kw_only=True)
class Voice:
    """What one request keeps for its network's members and officers; the notes lie apart.

    `early_days` and `small` are settled when the first link is made and never change, so that
    nobody can move the moment of showing once somebody has written.
    """

    id: str
    organisation_id: str
    request_id: str
    token_hash: str | None = None
    seed: str = ""
    order_key: str = ""
    question: str = ""
    early_days: int = 0
    small: bool = False
    looked_on: date | None = None
    shown_at_close: bool = False
    draft: str = ""
    draft_version: int = 0
    destroyed_at: datetime | None = None

    @property
    def ever_linked(self) -> bool:
        """Whether members were ever given a link."""
        return bool(self.seed)


@dataclass(frozen=True)
class Note:
    """Words somebody left; `batch` is the round of showing they belong to, None while kept back."""

    id: str
    text: str
    batch: int | None = None


@dataclass(frozen=True)
class Piece:
    """Words as the officers read them; `ref` names the words, not the note they came in."""

    ref: str
    text: str


def band(count: int) -> str:
    """A number of notes as it may be told to anybody."""
    return next((words for below, words in BANDS if count < below), MOST)


def place(key: str, purpose: str, words: str) -> str:
    """Where words stand in a shuffle that only this request's own key decides."""
    said = f"{purpose}\n{words}".encode(errors="surrogatepass")
    return hmac.new(bytes.fromhex(key), said, hashlib.sha256).hexdigest()


def to_show(waiting: Iterable[Note], key: str) -> list[Note]:
    """The batch that may be shown while the link is open; empty while too few wait.

    As many as the smallest batch are always kept back: so what is shown at close is never fewer
    either, and no two moments differ by fewer notes than a batch holds.
    """
    shuffled = sorted(waiting, key=lambda note: (place(key, "hold", note.text), note.id))
    if len(shuffled) < 2 * SMALLEST_BATCH:
        return []
    return shuffled[:-SMALLEST_BATCH]


def pieces(texts: Sequence[str], key: str) -> list[Piece]:
    """Shown notes in their shuffle; fewer than a batch run together, so that none stands alone.

    Run together, the reader sees paragraphs and not where one note ends and the next begins.
    """
    shuffled = sorted(texts, key=lambda text: place(key, "order", text))
    if len(shuffled) < SMALLEST_BATCH:
        shuffled = [line for text in shuffled for line in text.splitlines() if line.strip()]
    return [Piece(place(key, "piece", words)[:32], words) for words in shuffled]


def tidied(text: str) -> str:
    """A note without what the writer's machine left in it: line ends, tabs, spaces at the edges."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(lines).strip()


def quoted(text: str) -> str:
    """A member's words as the network may use them: nobody is named, because nobody is known."""
    return f"“{text}”"


def closes(request_closes_at: datetime, early_days: int, zone: str) -> datetime:
    """When the link closes (UTC): so many days before the window ends, by the clock on the wall."""
    wall = request_closes_at.astimezone(ZoneInfo(zone))
    return end_of_day(wall.date() - timedelta(days=early_days), zone, wall.time())


def destroyed_on(closed_at: datetime, zone: str) -> date:
    """The local day on which the notes of a closed consultation are destroyed."""
    return local_day(closed_at, zone) + timedelta(days=DESTROYED_AFTER_DAYS)


def fingerprint(token: str) -> str:
    """What is stored of a link: enough to know it again, not enough to make it."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def token_of(secret: str, seed: str) -> str:
    """The link's own word, made again whenever an officer asks: it is stored nowhere."""
    return _keyed(secret, f"members-link/v1:{seed}")[:40]


def form_key(secret: str, token: str) -> str:
    """The hidden key of the form behind a link; it needs no session and so no cookie."""
    return _keyed(secret, f"members-form/v1:{fingerprint(token)}")


def _keyed(secret: str, words: str) -> str:
    return hmac.new(secret.encode(), words.encode(), hashlib.sha256).hexdigest()
