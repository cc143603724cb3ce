"""The public register of organisations: codes, names between dates, openings and closures."""

from datetime import date

import sqlalchemy as sa

from govflow.store.records import register_load, register_name, register_organisation
from govflow.store.work import Work


def already_loaded(work: Work, sha256: str) -> bool:
    """True when exactly this file was loaded before."""
    return (
        work.session.scalar(
            sa.select(register_load.c.sha256).where(register_load.c.sha256 == sha256)
        )
        is not None
    )


def latest_load(work: Work) -> date | None:
    """The date of the newest snapshot loaded."""
    return work.session.scalar(sa.select(sa.func.max(register_load.c.as_of)))
