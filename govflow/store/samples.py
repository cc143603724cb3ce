"""Reads samples and their test sheets from the log: they are kept nowhere else (ADR 37)."""

from collections.abc import Iterable

from govflow.domain.trail import canonical
from govflow.store import exceptional, records
from govflow.store.log import Entry, entries
from govflow.store.work import Work


def of_types(work: Work, types: Iterable[str], sample: str = "") -> list[Entry]:
    """The events of these types in order, of one sample or of all."""
    event = records.event.c
    conditions = [event.organisation_id == work.organisation_id, event.type.in_(list(types))]
    if sample:
        named = b'"sample":' + canonical(sample)
        conditions.append(exceptional.written(work, named))
    return entries(work.session, *conditions)
