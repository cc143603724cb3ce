"""The texts beside events as they may be shown: those in use, and marks for those restricted."""

from typing import Any

import sqlalchemy as sa

from govflow.store import records


def texts_of(organisation_id: str, seqs: list[int]) -> sa.CompoundSelect[Any]:
    """The texts in use; of those that are restricted only the mark that stands for them."""
    used, held = records.sealed.c, records.restricted.c
    nothing = sa.null()
    return sa.union_all(
        sa.select(
            used.seq, used.field, used.data, sa.cast(nothing, held.mark.type).label("mark")
        ).where(used.organisation_id == organisation_id, used.seq.in_(seqs)),
        sa.select(held.seq, held.field, sa.cast(nothing, held.data.type), held.mark).where(
            held.organisation_id == organisation_id, held.seq.in_(seqs)
        ),
    )
