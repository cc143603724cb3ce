"""Handing posts over and having places kept, in as few words as a test needs."""

import json
from datetime import timedelta

import sqlalchemy as sa

from govflow.domain.handover import HandOver
from govflow.services import (
    handing_over,
    network_desk,
    people,
    substitutes,
)
from govflow.services.handing_over import Successor
from govflow.services.substitutes import Held, Place
from govflow.store import people as stored
from govflow.store import records
from tests.builders import World


def newcomer(world: World, name: str = "successor", title: str = "Safiya Noor") -> str:
    with world.as_("administrator") as desk:
        email = f"{name}@{world.organisation_id}.example"
        world.ids[name] = people.add_person(desk, name=title, email=email).id
    return name


def place(world: World, name: str, network: str = "race") -> Place:
    """The race chair's post, as somebody sees it."""
    with world.looking(name) as desk:
        found = stored.network(desk.work, world.network_ids[network])
        return substitutes.post(desk, found.id, found.officers[0].id)


def hand_over(
    world: World, name: str = "race_chair", days: int = 1, note: str = "Ask Wen about panels."
) -> HandOver:
    day = world.now.date() + timedelta(days=days)
    to = Successor(world.ids["successor"], day, note)
    with world.as_(name) as desk:
        found = stored.network(desk.work, world.network_ids["race"])
        held = substitutes.post(desk, found.id, found.officers[0].id)
        return handing_over.hand_over(desk, held, to)


def keep(world: World, name: str, who: str, starts: int, ends: int, network: str = "race") -> Held:
    today = world.now.date()
    with world.as_(name) as desk:
        found = stored.network(desk.work, world.network_ids[network])
        held = substitutes.post(desk, found.id, found.officers[0].id)
        return substitutes.name(
            desk,
            held,
            world.ids[who],
            starts_on=today + timedelta(days=starts),
            ends_on=today + timedelta(days=ends),
        )


def waits(world: World, name: str) -> list[str]:
    with world.looking(name) as desk:
        return [item.request.id for item in network_desk.waiting(desk).to_answer]


def recorded_names(world: World, event: str) -> list[str]:
    """Who is sealed as having acted, in the events of one type."""
    e, s = records.event.c, records.sealed.c
    with world.looking("system") as desk:
        query = (
            sa.select(s.data)
            .join(records.event, sa.and_(e.seq == s.seq, e.organisation_id == s.organisation_id))
            .where(e.type == event, s.field == "actor", e.organisation_id == world.organisation_id)
            .order_by(e.seq)
        )
        return [json.loads(bytes(data))["name"] for data in desk.work.session.scalars(query)]


def secretary_role(world: World, name: str = "secretary") -> Place:
    with world.looking(name) as desk:
        person = stored.person(desk.work, world.ids["secretary"])
        return substitutes.role(desk, person.id, person.roles[0].id)
