"""Every role x action x state x own or other organisation, generated from the workflow files.

What should happen is worked out from the plain YAML, not through our loader: the actor's role must
stand in `by`, the state in `from`. Whatever is refused must be refused before any guard is asked.
Roles are those of the organisation, the opener's, and those that a fact of the matter gives.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from ruamel.yaml import YAML

from govflow.config import folder
from govflow.domain.cases import AnyCase
from govflow.domain.errors import NoSuchAction, NotFound, NotYet, Refused, WrongRole
from govflow.domain.paper import Paper
from govflow.domain.people import Actor, Role
from govflow.domain.procedure import Procedure
from govflow.engine.definition import workflow_files
from govflow.services import matters, reviews
from govflow.services.office import Desk, Office, Who
from govflow.store import tables
from govflow.store.work import Work
from tests.begun import begun, somebody
from tests.builders import World, make_world

FILES = tuple(path.name for path in workflow_files(folder("workflows")))
GIVEN = {"text": "Words", "textarea": "Words", "checkbox": "yes", "date": "2026-03-01"}
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


def begun_by_its_opener(world: World, file: str) -> str:
    """A matter that somebody without any role opened, naming one more person in each fact."""
    content = plain(file)
    key = content["workflow"]
    made = begun(world, key)
    for name in sorted({"opener", *persons(content)} - {"author"}):
        somebody(world, name, name.replace("_", " ").title())
    with world.as_("system") as desk:
        found = matters.case_of(desk, made).matter
        named = {fact: world.ids[fact] for fact in persons(content)}
        found.facts = {**found.facts, **named}
        if isinstance(found, Procedure):
            found.opened_by_id = world.ids["opener"]
        if isinstance(found, Paper):
            found.executive_lead_id = world.ids["lead"]
    return made


def listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def asks(content: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every field of every form of the file."""
    forms = [content.get("opens") or {}, *content["actions"].values()]
    return {fact: ask for form in forms for fact, ask in (form.get("asks") or {}).items()}


def persons(content: dict[str, Any]) -> set[str]:
    """The roles that a fact of the matter gives to whoever is named there."""
    return {fact for fact, ask in asks(content).items() if ask["kind"] == "person"}


def roles(content: dict[str, Any]) -> list[str]:
    """Organisation roles, the system's, and on procedures the opener's and the named people's."""
    opener = ["opener"] if "opens" in content else []
    return list(dict.fromkeys([*Role, "system", *sorted(persons(content)), *opener]))


Cell = tuple[str, str, str, type[Refused] | None]


def cells(content: dict[str, Any]) -> Iterator[Cell]:
    """role, action, state, and the refusal that must come (None: only guards may object)."""
    for role in roles(content):
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
    if plain(file).get("opens"):
        return begun_by_its_opener(world, file)
    made = world.answered()
    if file.startswith("urgent"):
        world.act("board_chair", made, "declare_urgent", reason="It cannot wait.")
        with world.looking("secretary") as desk:
            found = desk.work.session.execute(
                tables.matter.select().where(tables.matter.c.continues_matter_id == made)
            ).one()
            return str(found.id)
    return made


def acting_as(world: World, role: str, content: dict[str, Any]) -> Actor:
    """Somebody with just this role: by their post, by having opened it, or by being named."""
    person = {"author": "author", "executive_lead": "lead", "opener": "opener"}.get(role, "auditor")
    if role in persons(content) - {"author"}:
        person = role
    identity = {"system": "system:test"}.get(role) or world.ids[person]
    own = set() if role in persons(content) or role == "opener" else {role}
    return Actor(identity, "Somebody", frozenset(own))


def facts_for(world: World, content: dict[str, Any], action: str) -> dict[str, Any]:
    """An answer to everything the form of the action asks."""
    given = dict(FACTS)
    for fact, ask in (content["actions"][action].get("asks") or {}).items():
        choices = ask.get("choices") or [""]
        kinds = {"choice": choices[0], "person": world.ids["author"], "reference": "X-1", **GIVEN}
        given.setdefault(fact, kinds[ask["kind"]])
        if ask["kind"] == "choice":
            given[fact] = choices[0]
    return given


def outcome(desk: Desk, case: AnyCase, action: str, facts: dict[str, Any]) -> Any:
    try:
        matters.move(desk, case, action, facts)
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
        for cell, got in tried_in(world, office, matter_id, state, tried, content)
        if got not in ({None, NotYet} if cell[3] is None else {cell[3]})
    ]
    assert wrong == []
    assert len(tried) == len(roles(content)) * len(content["actions"]) * len(content["states"])


def tried_in(
    world: World,
    office: Office,
    matter_id: str,
    state: str,
    tried: list[Cell],
    content: dict[str, Any],
) -> Iterator[tuple[Cell, Any]]:
    """Each cell of one state; what is refused changes nothing, so those share one look."""
    here = [cell for cell in tried if cell[2] == state]
    for group in (
        [cell for cell in here if cell[3] is not None],
        *([cell] for cell in here if cell[3] is None),
    ):
        with office.store.reading(world.organisation_id, world.now) as work:
            stand(work, matter_id, state)
            looker = acting_as(world, "auditor", content)
            case = matters.case_of(Desk(office, work, looker), matter_id)
            for cell in group:
                desk = Desk(office, work, acting_as(world, cell[0], content))
                yield cell, outcome(desk, case, cell[1], facts_for(world, content, cell[1]))


def stand(work: Work, matter_id: str, state: str) -> None:
    """Put the matter into a state for this look only; the work is rolled back."""
    work.session.execute(
        tables.matter.update().where(tables.matter.c.id == matter_id).values(state=state)
    )


@pytest.mark.parametrize("file", FILES)
def test_another_organisation_finds_nothing(world: World, office: Office, file: str) -> None:
    matter_id = subject_of(world, file)
    other, content = make_world(office, code="RZZ"), plain(file)
    for name in sorted({"opener", *persons(content)} - {"author"}):
        other.ids[name] = world.ids.get(name, world.ids["author"])  # the very same id helps nobody
    for role in roles(content):
        for action in content["actions"]:
            who = Who(other.organisation_id, acting_as(other, role, content))
            with office.reading(who, other.now) as desk, pytest.raises(NotFound):
                matters.move(desk, matters.case_of(desk, matter_id), action, FACTS)
