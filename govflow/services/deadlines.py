"""The sweep: looks at what is due, overdue, vacant or unanswered, and tells people once.

It only tells; what a file leaves to a check is done by clockwork.py. No status becomes true by
it: without it every page shows the same.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from itertools import islice

from govflow.domain import checks
from govflow.domain.checks import Finding, Standpoint, WaitingMatter
from govflow.domain.network import StaffNetwork
from govflow.domain.people import Role, system_actor
from govflow.engine.workflow import State
from govflow.services.calendars import running_out
from govflow.services.matter_lines import procedure_case
from govflow.services.office import Desk, Office, Who
from govflow.services.waiting import path_to, waited_for
from govflow.store import matter_lists, matters, outbox, people, sweeps, undertakings
from govflow.store.outbox import Untold

JOB = "deadlines"
# Papers move while a sweep writes: each batch is one short transaction.
BATCH = 1000


def sweep(office: Office, organisation_id: str, now: datetime) -> int:
    """Look at one organisation and put what is new in the outbox; how many notices were new."""
    who = Who(organisation_id, system_actor(JOB))
    with office.reading(who, now) as desk:
        found = outbox.untold(desk.work, _addressed(desk, findings(desk)))
    told, rest = 0, iter(found)
    while batch := list(islice(rest, BATCH)):
        with office.writing(who, now) as desk:
            told += outbox.notify_all(desk.work, batch)
    return told


def findings(desk: Desk) -> Iterator[Finding]:
    """Everything that people should know at this instant, told before or not."""
    at = Standpoint(
        now=desk.now, zone=desk.organisation.zone, calendar=desk.calendar, policy=desk.policy
    )
    networks = people.networks(desk.work, invited_too=True)
    asking = _states(desk.office, lambda state: state.waits_for == "network_chair")
    horizon = desk.now + checks.REMIND_HORIZON
    requests = sweeps.open_requests(desk.work, asking, before=horizon)
    moving = _states(desk.office, lambda state: not state.final)
    yield from checks.due(requests, {n.id: n for n in networks}, at)
    yield from checks.overdue(requests, at)
    yield from checks.turns(_procedures(desk), at)
    yield from checks.unanswered(sweeps.unanswered_papers(desk.work, moving), at)
    yield from checks.governance_review(matters.reviews(desk.work), at)
    yield from checks.chairs([n for n in networks if not n.partner_id], at)
    yield from _promises(desk, {n.id: n for n in networks})
    yield from _calendar(desk)


def _procedures(desk: Desk) -> Iterator[WaitingMatter]:
    """Every procedure whose state has a deadline, with the people whose turn it is."""
    places = [
        (flow.key, flow.version, state.name)
        for flow in desk.office.workflows.all()
        for state in flow.states.values()
        if flow.matter == "procedure" and state.deadline
    ]
    for procedure in matter_lists.procedures_in(desk.work, places):
        case = procedure_case(desk, procedure)
        state = desk.workflow(procedure.workflow, procedure.workflow_version).states[case.state]
        deadline, role = case.deadline(state.deadline), state.waits_for or ""
        if deadline is None:
            continue
        one = waited_for(procedure, role)
        yield WaitingMatter(
            matter_id=procedure.id,
            title=procedure.title,
            state_title=state.title,
            deadline=deadline,
            path=path_to(procedure.kind, procedure.id),
            roles=() if one else (role,),
            person_ids=(one,) if one else (),
        )


def _promises(desk: Desk, networks: Mapping[str, StaffNetwork]) -> Iterator[Finding]:
    """Promises whose day to check back has come, for the officers of the network promised to."""
    for made in undertakings.due(desk.work, desk.today):
        officers = networks[made.network_id].officers_on(desk.today)
        yield Finding(
            key=f"promise-due:{made.id}:{made.check_back_on}",
            kind="promise",
            sentence=f"A promise to the {made.network_name} can be checked: was it kept?",
            path=f"/promises/{made.id}",
            person_ids=tuple(o.person_id for o in officers),
            matter_id=made.matter_id,
        )


def _states(office: Office, wanted: Callable[[State], bool]) -> set[str]:
    flows = [flow for flow in office.workflows.all() if flow.matter == "paper"]
    return {state.name for flow in flows for state in flow.states.values() if wanted(state)}


def _calendar(desk: Desk) -> Iterator[Finding]:
    sentence = running_out(desk.calendar, desk.today)
    if sentence:
        yield Finding(
            key=f"calendar:{desk.calendar.until_on}",
            kind="calendar",
            sentence=sentence,
            path="/admin",
            roles=(Role.ADMINISTRATOR,),
        )


def _addressed(desk: Desk, found: Iterable[Finding]) -> Iterator[Untold]:
    """Each finding once for each person it is for."""
    holders: dict[tuple[str, ...], list[str]] = {}
    for each in found:
        if each.roles not in holders:
            held = people.people_with(desk.work, each.roles, desk.today) if each.roles else []
            holders[each.roles] = [person.id for person in held]
        for person_id in sorted({*holders[each.roles], *each.person_ids}):
            yield Untold(person_id, each.key, each.kind, each.sentence, each.path, each.matter_id)
