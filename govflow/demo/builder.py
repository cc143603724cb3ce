"""Builds the demo: an invented trust and its year of papers, played through the real services."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from govflow.demo import (
    builder_asking,
    builder_jobs,
    builder_papers,
    builder_people,
    builder_procedures,
    builder_promises,
    builder_review,
)
from govflow.demo.builder_days import Cue, Days, in_order
from govflow.demo.builder_stage import Stage
from govflow.demo.content import Content, load
from govflow.domain.deadline import LONDON, local_day
from govflow.domain.people import ROLE_TITLES, Role
from govflow.services import accounts, organisations
from govflow.services.calendars import england_and_wales
from govflow.services.office import Office
from govflow.store import matters

# Printed by `govflow demo` beside every name: it protects nothing but invented papers.
SAME_FOR_EVERYBODY = "calder vale demo"
# Every offset of the content lies after this one.
EARLIEST = -300


class DemoSignIn(NamedTuple):
    """One person to look round as, for one role."""

    role: str
    name: str
    email: str
    password: str


DemoSignIns = list[DemoSignIn]


class DemoDiffers(AssertionError):
    """A matter does not stand where its story ends; each in a sentence."""


def build(office: Office, now: datetime, *, base_url: str = "http://127.0.0.1:8000") -> DemoSignIns:
    """Open the trust and play everything that happened to it until `now`.

    Raises Invalid when the trust is there already, Refused when a rule stands in the story's way,
    and DemoDiffers when a paper does not end where its story says.
    """
    stage = _stage(office, load(), now)
    for at, act in in_order(_stories(stage, base_url)):
        if at <= now:
            act(at)
    _check(stage, now)
    return sign_ins(stage.content)


def sign_ins(content: Content) -> DemoSignIns:
    """One person for each role, in the roles' own order."""
    people = {role: person for person in content.sign_ins() for role in person.roles}
    return [
        DemoSignIn(ROLE_TITLES[role], people[role].name, people[role].email, SAME_FOR_EVERYBODY)
        for role in Role
    ]


def _stage(office: Office, content: Content, now: datetime) -> Stage:
    days = Days(local_day(now, LONDON), england_and_wales())
    told = content.world.organisation
    opened_on = min(told.roles_since, days.on(EARLIEST))
    opened = organisations.open_organisation(
        office, days.at(opened_on), code=told.code, name=told.name
    )
    return Stage(
        office=office,
        organisation_id=opened.id,
        content=content,
        days=days,
        opened_on=opened_on,
        sign_in_hash=accounts.hashed(SAME_FOR_EVERYBODY),
    )


def _stories(stage: Stage, base_url: str) -> Iterator[Iterator[Cue]]:
    yield builder_people.opening(stage)
    yield builder_review.governance_review(stage)
    yield builder_jobs.jobs(stage, base_url)
    for paper in stage.content.papers:
        yield builder_papers.story(stage, paper)
    for procedure in stage.content.procedures:
        yield builder_procedures.story(stage, procedure)
    for promise in stage.content.promised.promises:
        yield builder_promises.story(stage, promise)
    for told in stage.content.promised.shared:
        yield builder_promises.shared(stage, told)
    yield builder_asking.asking(stage)


def _check(stage: Stage, now: datetime) -> None:
    with stage.office.reading(stage.who("system:demo"), now) as desk:
        stands = matters.states(desk.work)
    told = [(p.key, stage.matter(p), p.state) for p in stage.content.papers]
    told += [(p.key, stage.procedures[p.key], p.state) for p in stage.content.procedures]
    wrong = [
        f"{key} is “{stands[matter_id]}” and should be “{state}”."
        for key, matter_id, state in told
        if stands[matter_id] != state
    ]
    if wrong:
        raise DemoDiffers("\n".join(wrong))
