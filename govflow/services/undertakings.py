"""Promises made to networks: management makes and notes them, only the network checks them."""

from dataclasses import dataclass
from datetime import date, timedelta

from govflow.domain.cases import PaperCase
from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import (
    UndertakingChecked,
    UndertakingHandedOver,
    UndertakingMade,
    UndertakingNoted,
)
from govflow.domain.people import ROLE_TITLES, Person
from govflow.domain.undertakings import VERDICTS, ProgressNote, Undertaking
from govflow.services.consulting import LONGEST_TEXT
from govflow.services.notices import tell, tell_officers
from govflow.services.office import Desk, new_id
from govflow.services.undertaking_pages import OWNERS, owners, promise_page, promising

FURTHEST_DAYS = 3 * 366
ALL_NETWORKS = "all"
NOBODY_SPECIAL = "a named member of staff"


@dataclass(frozen=True)
class Form:
    """What is typed to make a promise; `network_id` may be ALL_NETWORKS, for each one its own."""

    network_id: str
    text: str
    owner_id: str
    check_back_on: date | None
    comment_id: str = ""


def make(desk: Desk, matter_id: str, form: Form) -> list[Undertaking]:
    """Promise something in a reply or with the feedback; raises Refused and Invalid."""
    case = promising(desk, matter_id)
    owner = next((p for p in owners(desk) if p.id == form.owner_id), None)
    chosen = _networks(case, form)
    problems = _wrong_text(form.text, "text", "Write what is promised.")
    if owner is None:
        problems["owner_id"] = "Choose who owns the promise."
    problems.update(_wrong_day(desk, form.check_back_on))
    if not chosen:
        problems["network_id"] = "Choose the network to which this is promised."
    if problems or owner is None or form.check_back_on is None:
        raise Invalid(problems)
    return [_make(desk, case, form, owner, network_id) for network_id in chosen]


def _networks(case: PaperCase, form: Form) -> list[str]:
    """The networks promised to; a reply's promise goes to the network that commented."""
    requests = case.consultation.requests if case.consultation else []
    if form.comment_id:
        said = [(r, c) for r in requests for c in r.comments if c.id == form.comment_id]
        if not said:
            raise NotFound("There is no such comment.")
        request, comment = said[0]
        if comment.reply is None:
            raise NotYet("Reply to the comment first: a promise is part of a reply.")
        return [request.network_id]
    if case.paper.decision is None:
        raise NotYet("Nothing has been decided yet: make the promise in a reply to a comment.")
    asked = [r.network_id for r in requests if r.withdrawn_at is None]
    return asked if form.network_id == ALL_NETWORKS else [n for n in asked if n == form.network_id]


def _wrong_text(text: str, field: str, ask: str) -> dict[str, str]:
    if not text.strip():
        return {field: ask}
    if len(text) > LONGEST_TEXT:
        return {field: f"The text must be {LONGEST_TEXT:,} characters or fewer."}
    return {}


def _wrong_day(desk: Desk, day: date | None) -> dict[str, str]:
    furthest = desk.today + timedelta(days=FURTHEST_DAYS)
    if day is None:
        return {"check_back_on": "Enter the day on which the network can check, as a real date."}
    if not desk.today < day <= furthest:
        return {"check_back_on": "The day to check back must be after today, within three years."}
    return {}


def _make(desk: Desk, case: PaperCase, form: Form, owner: Person, network_id: str) -> Undertaking:
    network = case.networks[network_id]
    made = Undertaking(
        id=new_id(),
        organisation_id=case.paper.organisation_id,
        matter_id=case.paper.id,
        network_id=network_id,
        network_name=network.name,
        comment_id=form.comment_id or None,
        text=form.text.strip(),
        owner_id=owner.id,
        owner_name=owner.name,
        owner_role=_role(desk, case, owner),
        check_back_on=form.check_back_on or desk.today,
        made_at=desk.now,
        made_by_name=desk.actor.name,
    )
    desk.work.add(made)
    event = UndertakingMade(
        undertaking=made.id,
        to_network=f"the {made.network_name}",
        check_back_on=made.check_back_on.isoformat(),
        comment=form.comment_id,
        text=made.text,
        owner_name=owner.name,
    )
    desk.work.record(event, desk.actor, case.paper)
    said = f"Your network was promised something about “{case.paper.title}”."
    _tell_network(desk, case, made, "made", said)
    _tell_owner(desk, made, f"You own a promise made about “{case.paper.title}”.")
    return made


def _role(desk: Desk, case: PaperCase, owner: Person) -> str:
    """What the owner is called where no names stand."""
    if owner.id == case.paper.author_id:
        return "the paper’s author"
    if owner.id == case.paper.executive_lead_id:
        return "the executive lead"
    held = owner.roles_on(desk.today)
    return next((f"the {ROLE_TITLES[role]}" for role in OWNERS if role in held), NOBODY_SPECIAL)


def _tell_network(desk: Desk, case: PaperCase, made: Undertaking, kind: str, sentence: str) -> None:
    tell_officers(
        desk,
        case.networks[made.network_id],
        key=f"promise-{kind}:{made.id}",
        kind="promise",
        sentence=sentence,
        path=f"/promises/{made.id}",
        matter_id=made.matter_id,
    )


def _tell_owner(desk: Desk, made: Undertaking, sentence: str, key: str = "owned") -> None:
    tell(
        desk,
        [made.owner_id] if made.owner_id != desk.actor.id else [],
        key=f"promise-{key}:{made.id}",
        kind="promise",
        sentence=sentence,
        path=f"/promises/{made.id}",
        matter_id=made.matter_id,
    )


def check(desk: Desk, undertaking_id: str, *, verdict: str, words: str) -> Undertaking:
    """The network, and nobody else, says whether it was kept; it may look again later."""
    page = promise_page(desk, undertaking_id)
    if not page.officer:
        name = page.made.network_name
        raise WrongRole(f"Only an officer of the {name} says whether this promise was kept.")
    if page.why_not_checked:
        raise NotYet(page.why_not_checked)
    problems = {} if verdict in VERDICTS else {"verdict": "Choose what became of the promise."}
    if words.strip() or verdict != "kept":
        problems.update(_wrong_text(words, "words", "Say in your network’s words what you found."))
    if problems:
        raise Invalid(problems)
    made = page.made
    made.verdict, made.verdict_words, made.checked_at = verdict, words.strip(), desk.now
    event = UndertakingChecked(
        network=made.network_name,
        undertaking=made.id,
        verdict=verdict,
        verdict_title=VERDICTS[verdict].lower(),
        words=made.verdict_words,
    )
    seq = desk.work.record(event, desk.actor, page.case.paper)
    said = f"The {made.network_name} checked a promise about “{page.case.paper.title}”."
    _tell_owner(desk, made, said, f"checked:{seq}")
    return made


def note(desk: Desk, undertaking_id: str, *, text: str) -> None:
    """Management's own word on how far it has come; it marks nothing. Raises Refused, Invalid."""
    page = promise_page(desk, undertaking_id)
    if not page.may_note:
        raise WrongRole("Only the owner, the paper’s author and lead and the secretary note this.")
    if problems := _wrong_text(text, "text", "Write how far it has come."):
        raise Invalid(problems)
    made = page.made
    made.notes.append(
        ProgressNote(
            id=new_id(),
            organisation_id=made.organisation_id,
            undertaking_id=made.id,
            text=text.strip(),
            noted_at=desk.now,
            noted_by_name=desk.actor.name,
        )
    )
    event = UndertakingNoted(
        undertaking=made.id, to_network=f"the {made.network_name}", text=text.strip()
    )
    desk.work.record(event, desk.actor, page.case.paper)


def hand_over(desk: Desk, undertaking_id: str, *, owner_id: str) -> Undertaking:
    """Another owner, when somebody leaves; the old name stays in the record. Raises as above."""
    page = promise_page(desk, undertaking_id)
    if not page.may_hand_over:
        raise WrongRole("Only the company secretary gives a promise to another owner.")
    owner = next((p for p in owners(desk) if p.id == owner_id), None)
    if owner is None or owner.id == page.made.owner_id:
        raise Invalid({"owner_id": "Choose who owns the promise from now on."})
    made = page.made
    made.owner_id, made.owner_name = owner.id, owner.name
    made.owner_role = _role(desk, page.case, owner)
    event = UndertakingHandedOver(
        undertaking=made.id, to_network=f"the {made.network_name}", owner_name=owner.name
    )
    seq = desk.work.record(event, desk.actor, page.case.paper)
    said = f"You now own a promise made about “{page.case.paper.title}”."
    _tell_owner(desk, made, said, f"owned:{seq}")
    return made
