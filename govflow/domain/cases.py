"""A matter together with all that its guards look at: the file on the secretary's desk."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import ClassVar

from govflow.domain.calendar import OutsideCalendar, WorkingDays, issue_by, months_after
from govflow.domain.consultation import Consultation, Request
from govflow.domain.deadline import Deadline, end_of_day, local_day, window_closes
from govflow.domain.matter import Matter
from govflow.domain.meeting import Meeting
from govflow.domain.network import StaffNetwork
from govflow.domain.paper import Paper
from govflow.domain.people import Actor, Role
from govflow.domain.policy import Policy
from govflow.domain.procedure import Procedure
from govflow.domain.review import Review
from govflow.domain.risk import Timing, why_at_risk
from govflow.domain.timing import ENTERED, OF_PAPERS, OPENED, DeadlineRule, Moment

OPENER = "opener"  # the role of whoever opened the matter


@dataclass(kw_only=True)
class Case:
    """What is common to every kind of matter.

    `did` names who performed which action, `person_facts` the facts in which the workflow keeps
    a person, who then has the role of that name on this matter.
    """

    zone: str
    policy: Policy
    calendar: WorkingDays
    did: Mapping[str, frozenset[str]] = field(default_factory=dict)
    person_facts: frozenset[str] = frozenset()

    @property
    def matter(self) -> Matter:
        """The matter itself."""
        raise NotImplementedError

    @property
    def state(self) -> str:
        """Where the matter stands."""
        return self.matter.state

    def standing(self, actor: Actor) -> frozenset[str]:
        """The roles this actor has on this matter."""
        raise NotImplementedError

    def named(self, actor: Actor) -> frozenset[str]:
        """The roles this actor has because a kept fact names them."""
        facts = self.matter.facts
        return frozenset(fact for fact in self.person_facts if facts.get(fact) == actor.id)

    def deadline(self, rule: str | DeadlineRule | None) -> Deadline | None:
        """The deadline of the present state, by its house name or its rule, from what is stored.

        None while nothing says when: no meeting is chosen, the fact is not given yet, or the
        calendar of working days does not reach so far.
        """
        if not isinstance(rule, DeadlineRule):
            at = self._named_instant(rule) if rule else None
            return self.by(at, str(rule)) if at else None
        start = self.moment(rule.anchor) if isinstance(rule.anchor, str) else None
        try:
            return rule.due(start, calendar=self.calendar, policy=self.policy, zone=self.zone)
        except OutsideCalendar:
            return None

    def moment(self, anchor: str) -> Moment | None:
        """What a deadline counts from: an instant of the matter, or the day of a kept fact."""
        if anchor == ENTERED:
            return self.matter.state_since_at
        if anchor == OPENED:
            return self.matter.created_at
        if anchor in OF_PAPERS:
            return self._named_instant(anchor)
        kept = self.matter.facts.get(anchor)
        return date.fromisoformat(kept) if kept else None

    def _named_instant(self, name: str) -> datetime | None:
        finder = getattr(self, f"_{name}", None)
        at: datetime | None = finder() if finder else None
        return at

    def by(self, at: datetime, origin: str) -> Deadline:
        """An instant as the one deadline object."""
        return Deadline(instant_at=at, zone=self.zone, origin=origin, calendar=self.calendar)

    def _after_state(self, working_days: int) -> datetime:
        return window_closes(self.matter.state_since_at, working_days, self.calendar, self.zone)


@dataclass(kw_only=True)
class PaperCase(Case):
    """A paper with its consultation, meeting, networks and the meetings still to come."""

    paper: Paper
    consultation: Consultation | None = None
    meeting: Meeting | None = None
    networks: Mapping[str, StaffNetwork] = field(default_factory=dict)
    coming_meetings: Sequence[Meeting] = ()
    unasked: Callable[[], list[str]] = list  # networks not asked about their changed paragraphs
    least_window: int = 0  # in working days, as the workflow itself asks of every paper in it

    personal: ClassVar[frozenset[str]] = frozenset({Role.AUTHOR, Role.EXECUTIVE_LEAD})

    @property
    def matter(self) -> Matter:
        """The paper."""
        return self.paper

    def standing(self, actor: Actor) -> frozenset[str]:
        """Author and lead count only on their own paper; a chair answers requests, not actions."""
        roles = set(actor.roles - self.personal - {Role.NETWORK_CHAIR} - self.person_facts)
        if actor.id == self.paper.author_id:
            roles.add(Role.AUTHOR)
        if actor.id == self.paper.executive_lead_id:
            roles.add(Role.EXECUTIVE_LEAD)
        return frozenset(roles) | (self.named(actor) - self.personal)

    def asked_networks(self, actor: Actor, day: date) -> list[Request]:
        """The requests this actor may answer as an officer of the network asked."""
        requests = self.consultation.requests if self.consultation else []
        return [r for r in requests if self.speaks_for(actor, r.network_id, day)]

    def speaks_for(self, actor: Actor, network_id: str, day: date) -> bool:
        """True when the actor is an officer of that network on that date."""
        network = self.networks.get(network_id)
        return network is not None and network.speaks(actor.id, day)

    def minimum_window(self) -> int:
        """The shortest window that policy and workflow allow this paper, in working days."""
        return max(self.policy.minimum_window_for(self.paper.draft.kind), self.least_window)

    def feasible_meeting(self, now: datetime, working_days: int) -> Meeting | None:
        """The first coming meeting whose paper deadline the window still fits before."""
        closes = window_closes(now, working_days, self.calendar, self.zone)
        return next((m for m in self.coming_meetings if closes <= m.paper_deadline_at), None)

    def at_risk(self, now: datetime) -> str | None:
        """Why the paper may miss its board date, or None."""
        shortest = window_closes(now, self.minimum_window(), self.calendar, self.zone)
        timing = Timing(
            paper_deadline_at=self._paper_deadline(),
            shortest_close_at=shortest,
            last_close_at=self._consultation(),
            issue_by_at=self.issue_by(),
        )
        return why_at_risk(self.state, timing, now)

    def _consultation(self) -> datetime | None:
        return self.consultation.last_close() if self.consultation else None

    def _response(self) -> datetime:
        return self._after_state(self.policy.response_days)

    def _paper_deadline(self) -> datetime | None:
        return self.meeting.paper_deadline_at if self.meeting else None

    def _meeting(self) -> datetime | None:
        return self.meeting.held_at if self.meeting else None

    def _next_meeting(self) -> datetime | None:
        return self.coming_meetings[0].held_at if self.coming_meetings else None

    def _feedback(self) -> datetime:
        return self._after_state(self.policy.feedback_days)

    def issue_by(self) -> datetime | None:
        """The last instant at which the pack may go out with its clear days, or None."""
        if self.meeting is None:
            return None
        held_on = local_day(self.meeting.held_at, self.zone)
        return end_of_day(issue_by(held_on, self.policy.clear_days, self.calendar), self.zone)


@dataclass(kw_only=True)
class ReviewCase(Case):
    """A governance review with the networks it is about."""

    review: Review
    network_count: int = 0

    @property
    def matter(self) -> Matter:
        """The review."""
        return self.review

    def standing(self, actor: Actor) -> frozenset[str]:
        """The roles held in the organisation."""
        return actor.roles

    def _re_review(self) -> datetime | None:
        since = self.review.adopted_on
        if since is None:
            return None
        due = months_after(since, self.policy.re_review_months)
        return end_of_day(due, self.zone)


@dataclass(kw_only=True)
class ProcedureCase(Case):
    """A procedure: all that its guards look at are its kept facts."""

    procedure: Procedure

    @property
    def matter(self) -> Matter:
        """The procedure."""
        return self.procedure

    def standing(self, actor: Actor) -> frozenset[str]:
        """The roles held in the organisation, `opener`, and the roles that kept facts give.

        A role that a fact of this matter gives is held by the person named there and nobody else.
        """
        opened = {OPENER} if actor.id == self.procedure.opened_by_id else set()
        return (actor.roles - self.person_facts) | self.named(actor) | opened


AnyCase = PaperCase | ReviewCase | ProcedureCase
