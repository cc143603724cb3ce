"""Every role x action x state x own or other organisation, generated from the workflow files.

What should happen is worked out from the plain YAML, not through our loader: the actor's role must
stand in `by`, the state in `from`. Whatever is refused must be refused before any guard is asked.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from govflow.config import folder
from govflow.domain.cases import AnyCase
from govflow.domain.errors import NoSuchAction, NotFound, NotYet, Refused, WrongRole
from govflow.domain.people import Actor, Role
from govflow.services import matters, reviews
from govflow.services.office import Desk, Office, Who
from govflow.store import tables
from govflow.store.work import Work
from tests.builders import World, make_world

FILES = ("board_paper.v1.yaml", "urgent_decision.v1.yaml", "governance_review.v1.yaml")
FACTS = {
    "reason": "Because.",
    "attestation": "yes",
    "minute_reference": "2026/1",
    "feedback": "Heard.",
    "owner_name": "Sian Pritchard",
}


def plain(file: str) -> dict[str, Any]:
    loaded: dict[str, Any] = YAML(typ="safe").load((folder("workflows") / file).read_text("utf-8"))
    return loaded


def listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


Cell = tuple[str, str, str, type[Refused] | None]


def cells(content: dict[str, Any]) -> Iterator[Cell]:
    """role, action, state, and the refusal that must come (None: only guards may object)."""
    for role in [*Role, "system"]:
        for name, action in content["actions"].items():
            for state in content["states"]:
                wanted: type[Refused] | None = None
                if role not in listed(action["by"]):
                    wanted = WrongRole
                elif state not in listed(action["from"]):
                    wanted = NoSuchAction
                yield role, name, state, wanted


def subject_of(world: World, file: str) -> str:
    """A matter of the file's workflow, with everything that its guards look at."""
    if file.startswith("governance"):
        with world.as_("secretary") as desk:
            return reviews.open_review(desk).id
    made = world.answered()
    if file.startswith("urgent"):
        world.act("board_chair", made, "declare_urgent", reason="It cannot wait.")
        with world.looking("secretary") as desk:
            found = desk.work.session.execute(
                tables.matter.select().where(tables.matter.c.continues_matter_id == made)
            ).one()
            return str(found.id)
    return made


def acting_as(world: World, role: str) -> Actor:
    """Somebody who holds just this role, and is the paper's author or lead where that is asked."""
    person = {"author": "author", "executive_lead": "lead"}.get(role, "auditor")
    identity = "system:test" if role == "system" else world.ids[person]
    return Actor(identity, "Somebody", frozenset({role}))


def outcome(desk: Desk, case: AnyCase, action: str) -> Any:
    try:
        matters.move(desk, case, action, FACTS)
    except Refused as refusal:
        return type(refusal)
    return None


@pytest.mark.parametrize("file", FILES)
def test_every_cell_of_the_matrix(world: World, office: Office, file: str) -> None:
    content = plain(file)
    matter_id = subject_of(world, file)
    tried = list(cells(content))
    wrong = [
        f"{cell[0]} {cell[1]} from {cell[2]}: {got}, not {cell[3]}"
        for state in content["states"]
        for cell, got in tried_in(world, office, matter_id, state, tried)
        if got not in ({None, NotYet} if cell[3] is None else {cell[3]})
    ]
    assert wrong == []
    assert len(tried) == (len(Role) + 1) * len(content["actions"]) * len(content["states"])


def tried_in(
    world: World, office: Office, matter_id: str, state: str, tried: list[Cell]
) -> Iterator[tuple[Cell, Any]]:
    """Each cell of one state; what is refused changes nothing, so those share one look."""
    here = [cell for cell in tried if cell[2] == state]
    for group in (
        [cell for cell in here if cell[3] is not None],
        *([cell] for cell in here if cell[3] is None),
    ):
        with office.store.reading(world.organisation_id, world.now) as work:
            stand(work, matter_id, state)
            case = matters.case_of(Desk(office, work, acting_as(world, "secretary")), matter_id)
            for cell in group:
                desk = Desk(office, work, acting_as(world, cell[0]))
                yield cell, outcome(desk, case, cell[1])


def stand(work: Work, matter_id: str, state: str) -> None:
    """Put the matter into a state for this look only; the work is rolled back."""
    work.session.execute(
        tables.matter.update().where(tables.matter.c.id == matter_id).values(state=state)
    )


@pytest.mark.parametrize("file", FILES)
def test_another_organisation_finds_nothing(world: World, office: Office, file: str) -> None:
    matter_id = subject_of(world, file)
    other = make_world(office, code="RZZ")
    for role in [*Role, "system"]:
        for action in plain(file)["actions"]:
            who = Who(other.organisation_id, acting_as(other, role))
            with office.reading(who, other.now) as desk, pytest.raises(NotFound):
                matters.move(desk, matters.case_of(desk, matter_id), action, FACTS)
