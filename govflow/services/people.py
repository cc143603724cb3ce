"""What an administrator does with people: add them, give roles between dates, end them."""

import re
from datetime import date

from govflow.domain.errors import Invalid, NotFound, WrongRole
from govflow.domain.events import PersonAdded, PersonChanged, RoleEnded, RoleGiven
from govflow.domain.people import ROLE_TITLES, Person, Role, RoleHeld
from govflow.services.accounts import hashed
from govflow.services.office import Desk, new_id
from govflow.store import people

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
    if not problems and people.email_taken(desk.work, address):
        problems["email"] = "Somebody already signs in with this address."
    if problems:
        raise Invalid(problems)
    person = Person(
        id=new_id(),
        organisation_id=desk.work.organisation_id,
        name=name.strip(),
        email=address,
        job_title=job_title.strip(),
        password_hash=hashed(password) if password else None,
        created_at=desk.now,
    )
    desk.work.add(person)
    desk.work.record(PersonAdded(person=person.id, person_name=person.name), desk.actor)
    return person


def _person_problems(name: str, address: str) -> dict[str, str]:
    problems: dict[str, str] = {}
    if not 1 <= len(name.strip()) <= 120:
        problems["name"] = "Enter a name of at most 120 characters."
    if len(address) > 254 or not ADDRESS.fullmatch(address):
        problems["email"] = "Enter an e-mail address, such as name@example.org."
    return problems


def change_person(desk: Desk, person_id: str, *, name: str, job_title: str, active: bool) -> Person:
    """Correct a name or post, or stop a person from signing in; raises Invalid and Refused."""
    administrator_only(desk)
    person = people.person(desk.work, person_id)
    if not 1 <= len(name.strip()) <= 120:
        raise Invalid({"name": "Enter a name of at most 120 characters."})
    if person.id == desk.actor.id and not active:
        raise Invalid({"active": "You cannot stop yourself from signing in."})
    what = []
    if person.name != name.strip():
        what.append("name")
    if person.job_title != job_title.strip():
        what.append("post")
    if person.active != active:
        what.append("may sign in" if active else "may no longer sign in")
    person.name, person.job_title, person.active = name.strip(), job_title.strip(), active
    if not active:
        people.end_sessions(desk.work, person.id)
    if what:
        event = PersonChanged(person=person.id, what=", ".join(what), person_name=person.name)
        desk.work.record(event, desk.actor)
    return person


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
    held.ends_on = ends_on
    event = RoleEnded(
        person=person.id,
        role=held.role,
        role_title=ROLE_TITLES[held.role],
        ends_on=ends_on.isoformat(),
        person_name=person.name,
    )
    desk.work.record(event, desk.actor)
