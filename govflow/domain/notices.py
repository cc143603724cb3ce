"""The kinds of notice there are, in plain words, and how a person chose to be written to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from govflow.domain.deadline import end_of_day, local_day
from govflow.domain.errors import Invalid
from govflow.domain.people import Role

EARLIEST = time(7)  # local: who chose no hour is not written to at night
HOURS = range(6, 22)


@dataclass(frozen=True)
class Kind:
    """A kind of notice: `title` on the page of choices, `topic` (ASCII, so that
    a subject travels uncoded) in a subject; whom it concerns.

    No roles means everybody. `asks` marks kinds that ask a network to reply by a deadline.
    """

    title: str
    topic: str
    roles: frozenset[str] = frozenset()
    asks: bool = False


def _kind(title: str, topic: str, *roles: Role, asks: bool = False) -> Kind:
    return Kind(title, topic, frozenset(str(role) for role in roles), asks)


CHAIR, AUTHOR, LEAD = Role.NETWORK_CHAIR, Role.AUTHOR, Role.EXECUTIVE_LEAD
SECRETARY, ADMINISTRATOR = Role.SECRETARY, Role.ADMINISTRATOR

# Every notice has one of these kinds. A new kind stands here first, with its words.
KINDS: dict[str, Kind] = {
    "invited": _kind(
        "A paper is sent to your network", "your network is asked to reply", CHAIR, asks=True
    ),
    "due": _kind(
        "The reminder before your network’s reply is due",
        "your network has not replied yet",
        CHAIR,
        asks=True,
    ),
    "extension": _kind(
        "More time is asked for or answered", "about more time", CHAIR, SECRETARY, asks=True
    ),
    "changed": _kind(
        "A paper that was sent to your network changes",
        "a paper sent to your network changed",
        CHAIR,
        asks=True,
    ),
    "joint": _kind(
        "Networks write a joint response with yours", "about a joint response", CHAIR
    ),
    "reply": _kind(
        "An author replies to your network’s comment", "a reply to a comment of your network", CHAIR
    ),
    "thread": _kind(
        "An author asks about your network’s comment", "a question about your comment", CHAIR
    ),
    "answer": _kind(
        "A question of your network is answered", "an answer to your network", CHAIR
    ),
    "members_notes": _kind(
        "Notes of your members can be read", "notes of your members can be read", CHAIR
    ),
    "feedback": _kind(
        "What became of what your network said", "what became of what your network said", CHAIR
    ),
    "withdrawn": _kind(
        "A paper no longer waits for your network", "a paper no longer waits for you", CHAIR
    ),
    "promise": _kind(
        "A promise to a network is made, checked or to be checked",
        "about a promise to a network",
        CHAIR, AUTHOR, LEAD, SECRETARY,
    ),
    "comment": _kind("A network comments on your paper", "a network commented", AUTHOR),
    "explained": _kind(
        "A network answers your question about its comment", "a network answered you", AUTHOR
    ),
    "question": _kind("A network asks you a question", "a network asks a question", AUTHOR),
    "position": _kind("A network gives its position", "a network gave its position", AUTHOR),
    "unanswered": _kind(
        "Comments have no reply when the paper is due",
        "comments without a reply",
        AUTHOR, SECRETARY,
    ),
    "ordinary": _kind(
        "Your paper takes the ordinary course", "a paper takes the ordinary course", AUTHOR
    ),
    "meeting_moved": _kind(
        "A meeting that your paper goes to is moved", "a meeting was moved", AUTHOR, LEAD
    ),
    "overdue": _kind("A window ends without a reply", "a window ended without a reply", SECRETARY),
    "format": _kind(
        "A network asks for another format", "a network asks for another format", SECRETARY
    ),
    "review": _kind(
        "The governance review comes due", "the governance review comes due", SECRETARY
    ),
    "vacant": _kind(
        "A network has no chair", "a network has no chair", ADMINISTRATOR, SECRETARY
    ),
    "term": _kind(
        "A chair’s term ends and nobody follows", "a term as chair ends", ADMINISTRATOR, SECRETARY
    ),
    "handed_over": _kind(
        "An office is handed over to you, or you are named a substitute", "about an office"
    ),
    "calendar": _kind(
        "The calendar of bank holidays runs out", "the calendar runs out", ADMINISTRATOR
    ),
    "record": _kind(
        "Something about the record is to be looked at",
        "the record is to be looked at",
        Role.AUDITOR, SECRETARY, ADMINISTRATOR,
    ),
    "urgent": _kind(
        "An urgent decision is proposed", "an urgent decision is proposed", Role.EQUALITY_LEAD
    ),
    "waits": _kind("Something new waits for you", "something waits for you"),
    "turn": _kind("What waits for you is due soon or late", "what waits for you is due"),
}  # fmt: skip


def concerning(roles: Iterable[str], also: Iterable[str] = ()) -> dict[str, Kind]:
    """The kinds that people with these roles are told, and any named besides."""
    held, named = set(roles), set(also)
    return {
        name: kind
        for name, kind in KINDS.items()
        if not kind.roles or kind.roles & held or name in named
    }


@dataclass(frozen=True, kw_only=True)
class MailChoice:
    """How a person is written to; until they choose, as these defaults say.

    `hour` is local wall clock, None for "from seven, as soon as something waits". What was told
    before `since_at` (UTC) is never mailed: it was told while mails were off.
    """

    wanted: bool = True
    hour: int | None = None
    at_once: tuple[str, ...] = ()
    since_at: datetime | None = None

    def digest_from(self, now: datetime, zone: str) -> datetime:
        """The instant of today's digest; a clock that jumps over the hour loses nobody's mail."""
        at = EARLIEST if self.hour is None else time(self.hour)
        return end_of_day(local_day(now, zone), zone, at)

    def digest_due(self, told_at: Iterable[datetime], now: datetime, zone: str) -> bool:
        """Whether what was told at these instants (UTC) is to be mailed now, or waits.

        Who chose an hour hears then, also late; what comes after it waits for the next day's.
        """
        start = self.digest_from(now, zone)
        if now < start:
            return False
        return self.hour is None or any(at <= start for at in told_at)


def checked_hour(typed: str) -> int | None:
    """The hour chosen, None for none; raises Invalid."""
    if not typed:
        return None
    if not typed.isdecimal() or int(typed[:3]) not in HOURS:
        raise Invalid({"hour": "Choose an hour from the list."})
    return int(typed)
