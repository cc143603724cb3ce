"""What each network will receive, made before sending by the code that sends."""

from dataclasses import dataclass

from govflow.domain.cases import PaperCase
from govflow.domain.consultation import NetworkChoice
from govflow.domain.deadline import Deadline, local_day, window_closes
from govflow.domain.errors import NotYet, WrongRole
from govflow.domain.paper import PaperVersion
from govflow.domain.people import Role
from govflow.services import letters, load
from govflow.services.invitations import Invitation, invitation
from govflow.services.load import NetworkLoad
from govflow.services.matters import paper_case
from govflow.services.network_desk import PackSize, size_of
from govflow.services.office import Desk
from govflow.services.packs import to_be_frozen
from govflow.services.window_dates import WindowDates, window_dates
from govflow.store import mail_choices


@dataclass(frozen=True)
class Receives:
    """What one network's officers get: the notice, and the mail when nothing else waits.

    `unmailed` when all of them have turned mails off: then it stands on their page alone.
    """

    network_id: str
    network_name: str
    officers: int
    unmailed: bool
    invitation: Invitation
    subject: str
    body: str
    load: NetworkLoad


@dataclass(frozen=True)
class Preview:
    """The pack that would be frozen now, and what each network would be told."""

    case: PaperCase
    version: PaperVersion
    size: PackSize
    closes: Deadline
    window: WindowDates
    receives: list[Receives]


def preview(desk: Desk, matter_id: str, base_url: str) -> Preview:
    """What sending now would give each network asked; raises NotYet and WrongRole."""
    if not desk.actor.holds(Role.SECRETARY):
        raise WrongRole("Only the company secretary may look at what will be sent.")
    case = paper_case(desk, matter_id)
    planned = case.consultation
    if planned is None or not planned.asked():
        raise NotYet("Choose the networks first: then you can see what each will receive.")
    if planned.opened_at is not None:
        raise NotYet("This has been sent already: the paper's page shows the version they got.")
    closes = window_closes(desk.now, planned.window_working_days, case.calendar, case.zone)
    version = to_be_frozen(desk, case.paper)
    choices = mail_choices.all_of(desk.work)
    without = {person_id for person_id, each in choices.items() if not each.wanted}
    asked = [case.networks[choice.network_id] for choice in planned.asked()]
    hours = {network.id: network.protected_hours_per_month for network in asked}
    carried = load.loads(desk, version.document, hours)
    return Preview(
        case=case,
        version=version,
        size=size_of(version),
        closes=case.by(closes, "consultation"),
        window=window_dates(desk, asked, desk.today, local_day(closes, case.zone)),
        receives=[
            _received(
                desk,
                case,
                choice,
                invitation(desk, case, choice.network_name, choice.id, closes),
                base_url,
                carried[choice.network_id],
                without,
            )
            for choice in planned.asked()
        ],
    )


def _received(
    desk: Desk,
    case: PaperCase,
    choice: NetworkChoice,
    told: Invitation,
    base_url: str,
    carried: NetworkLoad,
    without: set[str],
) -> Receives:
    officers = case.networks[choice.network_id].officers_on(desk.today)
    name = f"(each officer of the {choice.network_name})"
    written = letters.write(desk, name, [told], base_url, due={told.path: told.deadline})
    return Receives(
        network_id=choice.network_id,
        network_name=choice.network_name,
        officers=len(officers),
        unmailed=bool(officers) and {o.person_id for o in officers} <= without,
        invitation=told,
        subject=written.subject,
        body=written.body,
        load=carried,
    )
