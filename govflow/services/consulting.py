"""What a network's officers do: open the pack, comment, take a position, ask, mark replies."""

from dataclasses import dataclass

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import POSITIONS, Comment, PositionTaken, Request
from govflow.domain.errors import Invalid, NotYet, WrongRole
from govflow.domain.events import (
    CommentMade,
    ExtensionAsked,
    PositionGiven,
    QuestionAsked,
    RequestAcknowledged,
)
from govflow.domain.paper import PaperVersion
from govflow.domain.pauses import Extension, Question
from govflow.domain.people import Actor, Role
from govflow.services import anchored, packs, pausing
from govflow.services.matters import paper_case, workflow_of
from govflow.services.notices import tell, tell_roles
from govflow.services.office import Desk, new_id
from govflow.store import matters, reading

LONGEST_TEXT = 20_000
LONGEST_EXTENSION = 40
NEED_WORDS = frozenset({"object", "concern", "support_with_changes"})


@dataclass(frozen=True)
class Asked:
    """One request as an officer sees it, with the paper's case and the version served."""

    request: Request
    case: PaperCase
    version: PaperVersion

    @property
    def network(self) -> str:
        """The network's name."""
        return self.request.network_name


def asked(desk: Desk, request_id: str, *, with_words: bool = True) -> Asked:
    """The request, if this person speaks for its network; raises NotFound and WrongRole.

    Without its words, so that a verb costs the same however much was said before it.
    """
    request = matters.request(desk.work, request_id, with_words=with_words)
    case = paper_case(desk, request.matter_id, with_words=with_words)
    if not case.speaks_for(desk.actor, request.network_id, desk.today):
        raise WrongRole(f"Only an officer of the {request.network_name} may answer this request.")
    return Asked(request, case, packs.served(case, request))


def acknowledge(desk: Desk, request_id: str) -> None:
    """Record that the network opened its pack, once, with the hash of what was served."""
    item = asked(desk, request_id, with_words=False)
    if item.request.acknowledged_at is not None:
        return
    item.request.acknowledged_at = desk.now
    event = RequestAcknowledged(
        network=item.network,
        request=item.request.id,
        version=item.version.number,
        sha256=item.version.sha256,
    )
    desk.work.record(event, desk.actor, item.case.paper)


def open_item(desk: Desk, request_id: str) -> Asked:
    """The request, if something can still be added to it; else raises NotYet with the reason."""
    item = asked(desk, request_id, with_words=False)
    if why := why_closed(desk, item):
        raise NotYet(why)
    return item


def why_closed(desk: Desk, item: Asked) -> str | None:
    """Why nothing can be added to this request any more, or None."""
    if item.request.withdrawn_at is not None:
        return "This request was withdrawn: the paper no longer waits for you."
    if workflow_of(desk, item.case.paper).states[item.case.state].final:
        return "This paper is closed: nothing more can be added to it."
    return None


def why_position_stands(item: Asked) -> str | None:
    """Why the network's position can no longer change, or None.

    Asked after an urgent decision, a network speaks to its ratification, not to the decision.
    """
    paper, round_ = item.case.paper, item.case.consultation
    if not paper.decided:
        return None
    if not (round_ and round_.retrospective):
        return "The decision has been taken: the position stands as it was."
    if paper.decision and paper.decision.ratified is not None:
        return "The board has said whether it ratifies: the position stands as it was."
    return None


def why_no_more_time(desk: Desk, item: Asked) -> str | None:
    """Why an extension cannot be asked for now, or None."""
    if item.request.stopped:
        return "Your clock is stopped: ask once it runs again, if the days are too few."
    if is_late(item, desk):
        return "The window has ended: you can still comment, and it will be marked late."
    if item.request.open_extension():
        return "You have already asked for more time: the secretary has not answered yet."
    return None


def said_words(text: str, field: str, ask: str) -> str:
    """The words without space around them; raises Invalid when there are none or too many."""
    said = text.strip()
    if not said:
        raise Invalid({field: ask})
    if len(said) > LONGEST_TEXT:
        raise Invalid({field: f"The text must be {LONGEST_TEXT:,} characters or fewer."})
    return said


def is_late(item: Asked, desk: Desk) -> bool:
    """After the network's own window, or after the consultation was closed."""
    round_ = item.case.consultation
    closed = round_.closed_for(item.request) if round_ else None
    return desk.now >= item.request.closes_at or closed is not None


def comment(
    desk: Desk, request_id: str, *, text: str, anchor: str = "", passage: str = ""
) -> Comment:
    """Comment on the paper, a paragraph or some words of it; late ones are taken, marked late."""
    item = open_item(desk, request_id)
    said = said_words(text, "text", "Write your comment.")
    made = put(desk, item, desk.actor, said, place=(anchor, passage))
    reading.drop(desk.work, item.request.id, desk.actor.id, anchor)
    tell_author(desk, item, "comment", made.id, f"The {item.network} commented")
    return made


def put(
    desk: Desk, item: Asked, officer: Actor, said: str, *, place: tuple[str, str] = ("", "")
) -> Comment:
    """A comment of the network as an officer of it gave it, in the record; nobody is told."""
    anchor, passage = place
    chosen = anchored.chosen(item.version, anchor, passage)
    made = Comment(
        id=new_id(),
        organisation_id=item.request.organisation_id,
        request_id=item.request.id,
        matter_id=item.request.matter_id,
        version_number=item.version.number,
        anchor=anchor,
        quote=chosen.paragraph,
        passage=chosen.passage,
        prefix=chosen.prefix,
        suffix=chosen.suffix,
        text=said,
        made_at=desk.now,
        made_by_id=officer.id,
        late=is_late(item, desk),
    )
    desk.work.add(made)
    event = CommentMade(
        network=item.network,
        request=item.request.id,
        comment=made.id,
        version=made.version_number,
        anchor=made.anchor,
        late=made.late,
        passage=made.passage,
        text=said,
    )
    desk.work.record(event, officer, item.case.paper)
    return made


def tell_author(desk: Desk, item: Asked, kind: str, key: str, what: str) -> None:
    """A notice to the author that a network did something; never with its words."""
    paper = item.case.paper
    tell(
        desk,
        [paper.author_id],
        key=f"{kind}:{key}",
        kind=kind,
        sentence=f"{what} on “{paper.title}”.",
        path=f"/papers/{paper.id}",
        matter_id=paper.id,
    )


def take_position(desk: Desk, request_id: str, *, position: str, statement: str = "") -> None:
    """The network's position as a body; it may change until the decision, each change recorded."""
    item = open_item(desk, request_id)
    if why := why_position_stands(item):
        raise NotYet(why)
    if position not in POSITIONS:
        raise Invalid({"position": "Choose the network's position."})
    said = statement.strip()
    if position in NEED_WORDS and not (said or item.request.comments or item.request.co_signed_at):
        raise Invalid(
            {"statement": "Say in the network's own words what must change, or comment first."}
        )
    if len(said) > LONGEST_TEXT:
        raise Invalid({"statement": f"The text must be {LONGEST_TEXT:,} characters or fewer."})
    request = item.request
    same = (request.position, request.statement) == (position, said)
    _keep_position(desk, item, position, said)
    request.end_change("kept" if same else "changed", desk.now)
    request.position, request.statement = position, said
    request.positioned_at, request.positioned_by_id = desk.now, desk.actor.id
    pausing.end_for_position(desk, item.case, request)
    event = PositionGiven(
        network=item.network,
        request=request.id,
        position=position,
        position_title=POSITIONS[position].lower(),
        late=is_late(item, desk),
        statement=said,
    )
    seq = desk.work.record(event, desk.actor, item.case.paper)
    tell_author(
        desk, item, "position", f"{request.id}:{seq}", f"The {item.network} gave its position"
    )


def _keep_position(desk: Desk, item: Asked, position: str, said: str) -> None:
    """Its own row first: the database takes no statement on the request that was never given."""
    item.request.positions.append(
        PositionTaken(
            id=new_id(),
            organisation_id=item.request.organisation_id,
            request_id=item.request.id,
            position=position,
            statement=said,
            given_at=desk.now,
            late=is_late(item, desk),
        )
    )
    desk.work.settle()


def ask_question(desk: Desk, request_id: str, *, text: str, stop: bool = False) -> Question:
    """Ask the author something; `stop` stops the clock until it is answered. Raises NotYet."""
    item = open_item(desk, request_id)
    said = said_words(text, "question", "Write your question.")
    made = Question(
        id=new_id(),
        organisation_id=item.request.organisation_id,
        request_id=item.request.id,
        text=said,
        asked_at=desk.now,
    )
    item.request.questions.append(made)
    event = QuestionAsked(network=item.network, request=item.request.id, text=said)
    desk.work.record(event, desk.actor, item.case.paper)
    if stop:
        pausing.stop(desk, item.case, item.request, why="question", about_id=made.id)
    tell_author(desk, item, "question", made.id, f"The {item.network} asks a question")
    return made


def ask_extension(desk: Desk, request_id: str, *, working_days: int, reason: str) -> Extension:
    """Ask the secretary for more time, in working days, while the window is open."""
    item = open_item(desk, request_id)
    if why := why_no_more_time(desk, item):
        raise NotYet(why)
    if not 1 <= working_days <= LONGEST_EXTENSION:
        raise Invalid({"working_days": f"Ask for between 1 and {LONGEST_EXTENSION} working days."})
    said = said_words(reason, "extension_reason", "Say why you need more time.")
    made = Extension(
        id=new_id(),
        organisation_id=item.request.organisation_id,
        request_id=item.request.id,
        working_days=working_days,
        reason=said,
        asked_at=desk.now,
    )
    item.request.extensions.append(made)
    event = ExtensionAsked(
        network=item.network, request=item.request.id, working_days=working_days, reason=said
    )
    desk.work.record(event, desk.actor, item.case.paper)
    title = item.case.paper.title
    tell_roles(
        desk,
        (Role.SECRETARY,),
        key=f"extension-asked:{made.id}",
        kind="extension",
        sentence=f"The {item.network} asks for {working_days} more working days on “{title}”.",
        path=f"/papers/{item.case.paper.id}",
        matter_id=item.case.paper.id,
    )
    return made
