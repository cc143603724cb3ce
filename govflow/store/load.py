"""Finds what lies open with each network to read, in two statements however much it is."""

from dataclasses import dataclass

import sqlalchemy as sa

from govflow.domain.document import Document
from govflow.store import tables
from govflow.store.unanswered import unanswered
from govflow.store.work import Work


@dataclass(frozen=True)
class OpenPack:
    """One request that waits inside its window, and the document its network was served."""

    network_id: str
    document: Document


def open_packs(work: Work) -> list[OpenPack]:
    """Every request that still waits for its network, with what it must read."""
    r, c, v = tables.request.c, tables.consultation.c, tables.paper_version.c
    waiting = sa.and_(
        r.organisation_id == work.organisation_id,
        r.closes_at > work.now,
        unanswered(r),
        r.waived_at.is_(None),
        r.withdrawn_at.is_(None),
    )
    number = sa.func.coalesce(r.version_number, c.paper_version_number)
    served = sa.and_(v.matter_id == c.matter_id, v.number == number)
    pairs = sa.select(r.network_id, v.id).join(tables.consultation, c.id == r.consultation_id)
    found = work.session.execute(pairs.join(tables.paper_version, served).where(waiting)).all()
    wanted = sorted({row[1] for row in found})
    texts = work.session.execute(sa.select(v.id, v.document).where(v.id.in_(wanted)))
    documents = {row[0]: row[1] for row in texts}
    return [OpenPack(row[0], documents[row[1]]) for row in found]
