"""What an administrator does with people: add them, give roles between dates, end them."""

import re
from datetime import date, timedelta

from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.events import PersonAdded, PersonChanged, RoleEnded, RoleGiven
from govflow.domain.people import ROLE_TITLES, Person, Role, RoleHeld, in_force
from govflow.services.accounts import hashed
from govflow.services.office import Desk, new_id
from govflow.services.substitutes import end_kept
from govflow.store import people

LONGEST_NAME = 120
TAKEN = "Somebody already signs in with this address."
ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")


def administrator_only(desk: Desk) -> None:
    """Raise WrongRole unless an administrator or a system job is acting."""
    if not (desk.actor.holds(Role.ADMINISTRATOR) or desk.actor.is_system):
        raise WrongRole("Only an administrator may do this.")


def add_person(
    desk: Desk, *, name: str, email: str, job_title: str = "", password: str | None = None
) -> Person:
    """A new person who may sign in once a password is set; raises Invalid and WrongRole."""
    administrator_only(desk)
    address = email.strip().lower()
    problems = _person_problems(name, address)
    problems = problems or _taken(desk, address)
    if problems:
        raise Invalid(problems)
    person = Person(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        name=name.strip(),
        email=address,
        job_title=job_title.strip()[:LONGEST_NAME],
        password_hash=hashed(password) if password else None,
        created_at=desk.now,
    )
    desk.work.add(person)
    _refuse_taken(desk)
    desk.work.record(PersonAdded(person=person.id, person_name=person.name), desk.actor)
    return person


def _person_problems(name: str, address: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not 1 <= len(name.strip()) <= LONGEST_NAME:
        problems["name"] = "Enter a name of at most 120 characters."
    if len(address) > 254 or not ADDRESS.fullmatch(address):
        problems["email"] = "Enter an e-mail address, such as name@example.org."
    return problems


def change_person(
    desk: Desk, person_id: str, *, name: str, job_title: str, active: bool, email: str | None = None
) -> Person:
    """Correct a name, address or post, or stop a person from signing in; raises Invalid."""
    administrator_only(desk)
    person = people.person(desk.work, person_id)
    address = person.email if email is None else email.strip().lower()
    problems = _person_problems(name, address)
    if address != person.email:
        problems = problems or _taken(desk, address)
    if person.id == desk.actor.id and not active:
        problems["active"] = "You cannot stop yourself from signing in."
    if problems:
        raise Invalid(problems)
    before = _details(person)
    person.name, person.email = name.strip(), address
    person.job_title, person.active = job_title.strip()[:LONGEST_NAME], active
    _refuse_taken(desk)
    if not active:
        people.end_sessions(desk.work, person.id)
    what = [name for name, value in _details(person).items() if before.get(name) != value]
    if what:
        event = PersonChanged(person=person.id, what=", ".join(what), person_name=person.name)
        desk.work.record(event, desk.actor)
    return person


def _details(person: Person) -> dict[str, str]:
    may = "may sign in" if person.active else "may no longer sign in"
    return {
        "name": person.name,
        "e-mail address": person.email,
        "post": person.job_title,
        may: may,
    }


def _taken(desk: Desk, address: str) -> dict[str, str]:
    return {"email": TAKEN} if people.email_taken(desk.work, address) else {}


def _refuse_taken(desk: Desk) -> None:
    """An address belongs to one person of all organisations; only the database sees them all."""
    if not people.addresses_differ(desk.work):
        raise Invalid({"email": TAKEN})


def set_password(desk: Desk, person_id: str, password: str) -> None:
    """Set a person's password and end their sessions; raises Invalid and Refused."""
    administrator_only(desk)
    person = people.person(desk.work, person_id)
    person.password_hash = hashed(password)
    people.end_sessions(desk.work, person.id)
    event = PersonChanged(person=person.id, what="password set", person_name=person.name)
    desk.work.record(event, desk.actor)


def give_role(
    desk: Desk, person_id: str, role: str, *, starts_on: date, ends_on: date | None = None
) -> RoleHeld:
    """Give a role from one date to another, both inclusive; raises Invalid and Refused."""
    administrator_only(desk)
    person = people.person(desk.work, person_id)
    if role not in set(Role) - {Role.NETWORK_CHAIR}:
        raise Invalid(
            {"role": "Choose a role from the list. Network officers are appointed on the network."}
        )
    if ends_on is not None and ends_on < starts_on:
        raise Invalid({"ends_on": "The role must end on or after the day it starts."})
    overlapping = [
        r
        for r in person.roles
        if r.role == role
        and (r.ends_on is None or r.ends_on >= starts_on)
        and (ends_on is None or r.starts_on <= ends_on)
    ]
    if overlapping:
        raise Invalid({"role": f"{person.name} already holds this role in that time."})
    held = RoleHeld(
        id=new_id(),
        organisation_id=person.organisation_id,
        person_id=person.id,
        role=role,
        starts_on=starts_on,
        ends_on=ends_on,
    )
    person.roles.append(held)
    event = RoleGiven(
        person=person.id,
        role=role,
        role_title=ROLE_TITLES[role],
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat() if ends_on else "",
        person_name=person.name,
    )
    desk.work.record(event, desk.actor)
    return held


def _administered_after(desk: Desk, ending: RoleHeld, ends_on: date) -> bool:
    """Whether somebody who may sign in holds the role after `ends_on`, without the one ending."""
    next_day = ends_on + timedelta(days=1)
    return any(
        held.role == Role.ADMINISTRATOR
        and held.id != ending.id
        and in_force(held.starts_on, held.ends_on, next_day)
        for person in people.people(desk.work)
        if person.active
        for held in person.roles
    )


def end_role(desk: Desk, person_id: str, role_id: str, *, ends_on: date) -> None:
    """End a role on a date, inclusive; raises Invalid, NotFound and Refused."""
    administrator_only(desk)
    person = people.person(desk.work, person_id)
    held = next((r for r in person.roles if r.id == role_id), None)
    if held is None:
        raise NotFound("This person holds no such role.")
    if ends_on < held.starts_on:
        raise Invalid({"ends_on": "The role must end on or after the day it starts."})
    if person.id == desk.actor.id and held.role == Role.ADMINISTRATOR and ends_on < desk.today:
        raise Invalid({"ends_on": "You cannot end your own administrator role in the past."})
    if held.role == Role.ADMINISTRATOR and not _administered_after(desk, held, ends_on):
        why = "Nobody would be administrator after that day: give somebody else the role."
        raise Invalid({"ends_on": why})
    held.ends_on = ends_on
    if not held.stands_for_id:
        for each in people.people(desk.work):
            end_kept(desk, each.roles, held, ends_on)
    event = RoleEnded(
        person=person.id,
        role=held.role,
        role_title=ROLE_TITLES[held.role],
        ends_on=ends_on.isoformat(),
        person_name=person.name,
    )
    desk.work.record(event, desk.actor)
