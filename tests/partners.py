"""Two trusts that are partners, and a network of one invited to a paper of the other."""

from dataclasses import dataclass
from typing import Any

from govflow.services import guests, inviting, partners
from govflow.services.office import Office
from tests.builders import World, make_world

WHY = "Your network ran the same change last year."


@dataclass
class Pair:
    """`host` asks, `guest` is asked; both stand at the same instant."""

    host: World
    guest: World
    agreement: str

    def wait(self, days: int) -> None:
        self.host.wait(days)
        self.guest.now = self.host.now

    def invite(self, matter_id: str, network: str = "race", reason: str = WHY) -> str:
        key = f"{self.guest.organisation_id}:{self.guest.network_ids[network]}"
        office, who = self.host.office, self.host.who("secretary")
        with self.host.looking("secretary") as desk:
            return inviting.invite(office, who, desk, matter_id, key, reason)

    def withdraw(self, invitation: str, reason: str = "It is no longer needed.") -> None:
        office, who = self.host.office, self.host.who("secretary")
        with self.host.looking("secretary") as desk:
            inviting.withdraw(office, who, desk, invitation, reason)

    def act(
        self, invitation: str, verb: str, *ids: str, by: str = "race_chair", **given: Any
    ) -> Any:
        who = self.guest.who(by)
        with self.guest.looking(by) as own:
            return guests.act(self.guest.office, who, own, invitation, verb, *ids, **given)


def paired(host: World, guest: World) -> Pair:
    """An agreement in force."""
    made = partners.propose(host.office, host.who("administrator"), host.now, code_of(guest))
    partners.agree(guest.office, guest.who("administrator"), guest.now, made)
    return Pair(host, guest, made)


def code_of(world: World) -> str:
    with world.looking("secretary") as desk:
        return desk.organisation.code


def make_pair(host: World, office: Office, code: str = "RZZ") -> Pair:
    """The world and another trust as its partner."""
    return paired(host, make_world(office, code=code))
