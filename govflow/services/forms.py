"""What a form of a workflow shows before it is sent: beginning a matter, or one act on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from govflow.domain.cases import AnyCase, PaperCase
from govflow.domain.errors import NoSuchAction, NotFound, WrongRole
from govflow.domain.matter import Matter
from govflow.engine.machine import Offer, wrong_role, wrong_state
from govflow.engine.words import listed, lowered
from govflow.engine.workflow import Action, Ask, State, Workflow
from govflow.services.matters import case_of, may_edit, offers, workflow_of
from govflow.services.office import Desk
from govflow.services.procedures import people_for, readable, startable

Choices = Mapping[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class ActForm:
    """One act that this person may take on a matter; `people` are whom each person field offers."""

    matter: Matter
    workflow: Workflow
    offer: Offer
    action: Action
    people: Choices = field(default_factory=dict)

    @property
    def state(self) -> State:
        """Where the matter stands."""
        return self.workflow.states[self.matter.state]

    @property
    def target(self) -> State:
        """Where the act takes it."""
        return self.workflow.states[self.action.to]


def people_asked(desk: Desk, asks: Iterable[Ask]) -> Choices:
    """Whom each person's field of a form offers."""
    return {ask.fact: people_for(desk, ask) for ask in asks if ask.kind == "person"}


def opening_form(desk: Desk, key: str) -> Workflow:
    """A workflow that this person may begin from its form; raises NotFound and WrongRole."""
    found = next((each for each in startable(desk) if each.key == key), None)
    if found is not None:
        return found
    opens = desk.workflow(key).opens
    if opens is None:
        raise NotFound("This procedure is not begun from a form.")
    roles = desk.workflow(key).role_title
    who = listed([f"the {lowered(roles(role))}" for role in opens.by], "or")
    raise WrongRole(f"Only {who} may {lowered(opens.title)}.")


def act_form(desk: Desk, matter_id: str, name: str) -> ActForm:
    """The form of an act; raises NotFound, and Refused saying why this person cannot take it."""
    case = readable(desk, matter_id)
    workflow = workflow_of(desk, case.matter)
    offer = offered(desk, case, name)
    action = workflow.actions[name]
    return ActForm(case.matter, workflow, offer, action, people_asked(desk, action.asks))


def action_of(desk: Desk, matter_id: str, name: str) -> Action:
    """An action that the matter's workflow knows, possible now or not; raises NotFound, Refused."""
    found = workflow_of(desk, readable(desk, matter_id).matter).actions.get(name)
    if found is None:
        raise NotFound("There is no such action.")
    return found


def offered(desk: Desk, case: AnyCase, name: str) -> Offer:
    """The offer of that act; raises NotFound, WrongRole and NoSuchAction with the sentence."""
    found = next((offer for offer in offers(desk, case) if offer.action == name), None)
    if found is not None:
        return found
    workflow = workflow_of(desk, case.matter)
    known = workflow.actions.get(name)
    if known is None:
        raise NotFound("There is no such action.")
    if not set(known.by) & case.standing(desk.actor):
        raise WrongRole(wrong_role(workflow, known))
    raise NoSuchAction(wrong_state(workflow, known, case.state))


def may_write(desk: Desk, matter_id: str) -> bool:
    """Whether the matter is a paper whose text this person may change now; raises NotFound."""
    case = case_of(desk, matter_id)
    return isinstance(case, PaperCase) and may_edit(desk, case, desk.actor)
