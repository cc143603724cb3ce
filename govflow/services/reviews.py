"""The governance review: opening it, dated evidence, the networks' verdict, status as at."""

from datetime import date

from govflow.domain.errors import Invalid, NotFound, NotYet, WrongRole
from govflow.domain.events import EvidenceAdded, EvidenceWithdrawn, ReviewOpened, VerdictGiven
from govflow.domain.network import StaffNetwork
from govflow.domain.people import Role
from govflow.domain.review import CRITERIA, Evidence, Judgement, Review, judge
from govflow.services.office import Desk, new_id
from govflow.store import matters, people

LONGEST = 4000
EARLIEST_ON = date(2000, 1, 1)


def open_review(desk: Desk, *, title: str = "Governance review: staff networks") -> Review:
    """Open the organisation's review as a matter; raises WrongRole."""
    if not (desk.actor.holds(Role.SECRETARY) or desk.actor.is_system):
        raise WrongRole("Only the company secretary may open a governance review.")
    if matters.reviews(desk.work):
        raise NotYet("The governance review is open already. When it falls due, start it again.")
    workflow = desk.workflow("governance_review")
    made = Review(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        kind="review",
        workflow=workflow.key,
        workflow_version=workflow.version,
        workflow_hash=workflow.content_hash,
        state=workflow.initial,
        state_since_at=desk.now,
        version=1,
        reference=matters.next_reference(desk.work, desk.today.year),
        title=title,
        created_at=desk.now,
    )
    desk.work.add(made)
    desk.work.record(ReviewOpened(reference=made.reference, title=title), desk.actor, made)
    return made


def add_evidence(
    desk: Desk, review_id: str, *, criterion: int, text: str, source: str, dated_on: date
) -> Evidence:
    """Record dated evidence for a criterion; raises Invalid and Refused."""
    review = _keeper(desk, review_id)
    problems: dict[str, str] = {}
    if criterion not in CRITERIA:
        problems["criterion"] = "Choose a criterion, 1 to 12."
    if not 1 <= len(text.strip()) <= LONGEST:
        problems["text"] = f"Say what the evidence shows, in at most {LONGEST:,} characters."
    if not 1 <= len(source.strip()) <= LONGEST:
        problems["source"] = "Say where the evidence can be seen: a minute, a file or a link."
    if dated_on > desk.today:
        problems["dated_on"] = "Evidence cannot be dated in the future."
    if dated_on < EARLIEST_ON:
        problems["dated_on"] = f"Enter a date from {EARLIEST_ON.year} on."
    if problems:
        raise Invalid(problems)
    made = Evidence(
        id=new_id(),
        organisation_id=review.organisation_id,
        matter_id=review.id,
        criterion=criterion,
        text=text.strip(),
        source=source.strip(),
        dated_on=dated_on,
        added_at=desk.now,
        added_by_name=desk.actor.name,
    )
    review.evidence.append(made)
    desk.work.touch(review)
    event = EvidenceAdded(
        criterion=criterion,
        dated_on=dated_on.isoformat(),
        evidence=made.id,
        text=made.text,
        source=made.source,
    )
    desk.work.record(event, desk.actor, review)
    return made


def withdraw_evidence(desk: Desk, review_id: str, evidence_id: str, *, reason: str) -> None:
    """Withdraw evidence from today on; it stays for the record. Raises Invalid and Refused."""
    review = _keeper(desk, review_id)
    found = next((e for e in review.evidence if e.id == evidence_id), None)
    if found is None:
        raise NotFound("There is no such evidence.")
    if found.withdrawn_on is not None:
        raise NotYet("This evidence has been withdrawn already.")
    if not reason.strip():
        raise Invalid({"reason": "Give the reason for withdrawing the evidence."})
    found.withdrawn_on, found.withdrawn_reason = desk.today, reason.strip()
    desk.work.touch(review)
    event = EvidenceWithdrawn(
        criterion=found.criterion, evidence=found.id, reason=found.withdrawn_reason
    )
    desk.work.record(event, desk.actor, review)


def give_verdict(desk: Desk, review_id: str, *, text: str, network_id: str = "") -> None:
    """One network's own verdict, given as a body; never merged with ours or with another's.

    Without a network it is the first that the person speaks for. Raises Invalid, and WrongRole
    for anybody who does not speak for that network today.
    """
    review = matters.review(desk.work, review_id)
    network = next((n for n in spoken_for(desk) if network_id in ("", n.id)), None)
    if network is None:
        raise WrongRole("Only an officer of a staff network may give that network's verdict.")
    if not 1 <= len(text.strip()) <= LONGEST:
        raise Invalid({"verdict": f"Write the verdict, at most {LONGEST:,} characters."})
    review.networks_verdict = text.strip()
    desk.work.touch(review)
    event = VerdictGiven(network=network.name, text=review.networks_verdict)
    desk.work.record(event, desk.actor, review)


def spoken_for(desk: Desk) -> list[StaffNetwork]:
    """The networks that this person is an officer of today."""
    return [
        network
        for network in people.networks(desk.work)
        if any(o.person_id == desk.actor.id for o in network.officers_on(desk.today))
    ]


def _keeper(desk: Desk, review_id: str) -> Review:
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may change the review's evidence.")
    return matters.review(desk.work, review_id)


def status(review: Review | None, as_at: date) -> Judgement:
    """The December 2021 commitment as at a date; without a review, no evidence."""
    return judge(review.evidence if review else (), as_at)
