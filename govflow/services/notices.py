"""Puts notices in the outbox, in the transaction of the act; mail is another process's work."""

from collections.abc import Iterable

from govflow.domain.network import StaffNetwork
from govflow.services.office import Desk
from govflow.store import invitations, outbox, people


def tell(
    desk: Desk,
    person_ids: Iterable[str],
    *,
    key: str,
    kind: str,
    sentence: str,
    path: str,
    matter_id: str | None = None,
) -> None:
    """Tell these people once; the same key is never told twice to the same person."""
    with desk.work.house():
        for person_id in sorted(set(person_ids)):
            outbox.notify(
                desk.work,
                person_id=person_id,
                key=key,
                kind=kind,
                sentence=sentence,
                path=path,
                matter_id=matter_id,
            )


def tell_officers(
    desk: Desk,
    network: StaffNetwork,
    *,
    key: str,
    kind: str,
    sentence: str,
    path: str,
    matter_id: str | None = None,
) -> None:
    """Tell everybody who may speak for the network today, also when it is a partner's."""
    if network.partner_id:
        told = {"key": key, "kind": kind, "sentence": sentence, "path": path}
        invitations.tell_partner(desk.work, network, desk.today, **told)
        return
    ids = [o.person_id for o in network.officers_on(desk.today)]
    tell(desk, ids, key=key, kind=kind, sentence=sentence, path=path, matter_id=matter_id)


def tell_roles(
    desk: Desk,
    roles: Iterable[str],
    *,
    key: str,
    kind: str,
    sentence: str,
    path: str,
    matter_id: str | None = None,
) -> None:
    """Tell everybody who holds one of the roles today."""
    with desk.work.house():
        ids = [p.id for p in people.people_with(desk.work, roles, desk.today)]
    tell(desk, ids, key=key, kind=kind, sentence=sentence, path=path, matter_id=matter_id)
