"""Opens the invented trust: people, networks, officers' terms, committees, meetings, policy."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import partial

from govflow.demo.builder_days import Cue
from govflow.demo.builder_stage import Stage
from govflow.demo.shapes import Meeting, Network, Officer, Person, PolicyValue
from govflow.domain.people import Role
from govflow.services import meetings, networks, people
from govflow.services.networks import NetworkForm

SETUP = "system:setup"
ADMINISTRATOR = "rohan"
SECRETARY = "margaret"
LEFT = " (left the trust)"
# The year's meetings are arranged before the first of them; every offset lies after this.
ARRANGED = -270
DAYS_BEFORE_POLICY = 5


def opening(stage: Stage) -> Iterator[Cue]:
    """Everything about people and the calendar, from the first day on."""
    yield Cue(stage.opened_on, partial(_first_administrator, stage))
    yield Cue(stage.opened_on, partial(_everybody_else, stage))
    yield Cue(stage.opened_on, partial(_committees, stage))
    for value in stage.content.world.policy:
        yield Cue(_policy_day(stage, value), partial(_policy, stage, value))
    for network in stage.content.world.networks:
        yield from _network(stage, network)
    arranged_on = stage.days.on(ARRANGED)
    for meeting in stage.content.meetings.values():
        yield Cue(arranged_on, partial(_meeting, stage, meeting))
    for person in stage.content.world.people:
        if person.roles_end is not None:
            yield Cue(stage.days.on(person.roles_end + 1), partial(_leaves, stage, person))


def _first_administrator(stage: Stage, at: datetime) -> None:
    _add(stage, SETUP, stage.content.people[ADMINISTRATOR], at)


def _everybody_else(stage: Stage, at: datetime) -> None:
    for person in stage.content.world.people:
        if person.key != ADMINISTRATOR:
            _add(stage, ADMINISTRATOR, person, at)


def _add(stage: Stage, by: str, person: Person, at: datetime) -> None:
    with stage.desk(by, at) as desk:
        made = people.add_person(
            desk, name=person.name, email=person.email, job_title=person.job_title.split(LEFT)[0]
        )
        # The same for everybody and slow to make on purpose: hashed once for the whole demo.
        made.password_hash = stage.sign_in_hash
        for role in set(person.roles) - {Role.NETWORK_CHAIR}:
            people.give_role(desk, made.id, role, starts_on=stage.opened_on)
    stage.people[person.key] = made.id


def _leaves(stage: Stage, person: Person, at: datetime) -> None:
    with stage.desk(ADMINISTRATOR, at) as desk:
        people.change_person(
            desk,
            stage.people[person.key],
            name=person.name,
            job_title=person.job_title,
            active=False,
        )


def _committees(stage: Stage, at: datetime) -> None:
    for committee in stage.content.world.committees:
        with stage.desk(ADMINISTRATOR, at) as desk:
            made = meetings.enter_committee(desk, name=committee.name, is_board=committee.is_board)
        stage.committees[committee.key] = made.id


def _meeting(stage: Stage, meeting: Meeting, at: datetime) -> None:
    place = stage.content.committees[meeting.committee].place
    with stage.desk(SECRETARY, at) as desk:
        made = meetings.arrange_meeting(
            desk,
            stage.committees[meeting.committee],
            held_on=stage.days.on(meeting.day),
            place=place,
        )
    stage.meetings[meeting.key] = made.id


def _policy_day(stage: Stage, value: PolicyValue) -> date:
    if value.starts is None:
        return stage.opened_on
    return stage.days.on(value.starts - DAYS_BEFORE_POLICY)


def _policy(stage: Stage, value: PolicyValue, at: datetime) -> None:
    starts_on = (
        stage.days.on(value.starts)
        if value.starts is not None
        else min(value.starts_on or stage.opened_on, stage.opened_on)
    )
    with stage.desk(ADMINISTRATOR, at) as desk:
        meetings.set_policy(desk, value.name, value.value, starts_on=starts_on)


def _network(stage: Stage, network: Network) -> Iterator[Cue]:
    on, since = stage.days.on, stage.content.world.organisation.networks_since
    first = on(min(o.starts for o in network.officers))
    yield Cue(min(since, first), partial(_registered, stage, network))
    if since < first:
        yield Cue(since, partial(_first_term, stage, network, first))
    for officer in network.officers:
        yield Cue(on(officer.starts), partial(_appointed, stage, network, officer))
        if officer.ends is not None and officer.ends < 0:
            yield Cue(on(officer.ends), partial(_stood_down, stage, network, officer))
    yield Cue(on(network.terms_of_reference), partial(_terms_adopted, stage, network))


def _form(stage: Stage, network: Network, adopted_on: date | None) -> NetworkForm:
    return NetworkForm(
        name=network.name,
        remit=network.remit,
        sponsor_id=stage.people[network.sponsor],
        protected_hours_per_month=network.protected_hours_per_month,
        terms_of_reference_on=adopted_on,
        size_band=network.size_band,
    )


def _registered(stage: Stage, network: Network, at: datetime) -> None:
    with stage.desk(ADMINISTRATOR, at) as desk:
        made = networks.register_network(desk, _form(stage, network, None))
    stage.networks[network.key] = made.id


def _terms_adopted(stage: Stage, network: Network, at: datetime) -> None:
    adopted_on = stage.days.on(network.terms_of_reference)
    with stage.desk(ADMINISTRATOR, at) as desk:
        networks.change_network(
            desk, stage.networks[network.key], _form(stage, network, adopted_on)
        )


def _first_term(stage: Stage, network: Network, ends: date, at: datetime) -> None:
    """The chair spoke for the network before, too: the governance review asked them."""
    officer = network.officers[0]
    with stage.desk(ADMINISTRATOR, at) as desk:
        networks.appoint(
            desk,
            stage.networks[network.key],
            stage.people[officer.person],
            post=officer.post,
            starts_on=stage.content.world.organisation.networks_since,
            ends_on=ends - timedelta(days=1),
        )


def _appointed(stage: Stage, network: Network, officer: Officer, at: datetime) -> None:
    known_end = officer.ends if officer.ends is not None and officer.ends >= 0 else None
    with stage.desk(ADMINISTRATOR, at) as desk:
        made = networks.appoint(
            desk,
            stage.networks[network.key],
            stage.people[officer.person],
            post=officer.post,
            starts_on=stage.days.on(officer.starts),
            ends_on=stage.days.on(known_end) if known_end is not None else None,
        )
    stage.officers[network.key, officer.person] = made.id


def _stood_down(stage: Stage, network: Network, officer: Officer, at: datetime) -> None:
    ends_on = stage.days.on(officer.ends or 0)
    with stage.desk(ADMINISTRATOR, at) as desk:
        held = stage.officers[network.key, officer.person]
        networks.stand_down(desk, stage.networks[network.key], held, ends_on=ends_on)
