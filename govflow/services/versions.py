"""Holds the house to the workflow versions that matters are pinned to, and keeps their texts."""

from datetime import datetime

from govflow.domain.errors import NotFound
from govflow.engine.pins import refuse_edited
from govflow.services.office import Office
from govflow.store import matters, schema, workflow_sources
from govflow.store.work import EVERYWHERE, open_store
from govflow.store.workflow_sources import Source


def hold_to_pins(office: Office, now: datetime) -> None:
    """Refuse edited files, then keep the text of every file loaded; raises EditedWorkflow.

    Called whenever the house opens: no matter can be pinned to a version that was not loaded,
    so every version a matter is ever pinned to has been kept before.
    """
    with office.everywhere(now) as work:
        pinned = matters.pins(work)
        sources = workflow_sources.texts(work, {hash_ for _, _, hash_ in pinned})
        known = workflow_sources.hashes(work)
    refuse_edited(office.workflows, pinned, sources=sources)
    new = [each for each in office.workflows.all() if each.content_hash not in known]
    if not new:
        return
    with office.everywhere(now, write=True) as work:
        for each in new:
            workflow_sources.keep(
                work, each.content_hash, key=each.key, version=each.version, source=each.source
            )


def kept_source(url: str, now: datetime, key: str, version: int) -> Source:
    """The text that matters under a version are pinned to, else the newest kept; NotFound.

    Asked of the database alone, because the house does not open while its files are wrong.
    """
    store = open_store(url)
    try:
        if schema.current(store) is None:
            raise NotFound("The database is empty. Run: govflow init")
        with store.reading(EVERYWHERE, now) as work:
            pinned = {h for k, v, h in matters.pins(work) if (k, v) == (key, version)}
            found = workflow_sources.versions(work, key)
    finally:
        store.engine.dispose()
    mine = [each for each in found if each.version == version]
    if not mine:
        known = ", ".join(str(v) for v in sorted({each.version for each in found})) or "none"
        raise NotFound(f"No text of '{key}' version {version} is kept; kept versions: {known}.")
    return next((each for each in mine if each.hash in pinned), mine[-1])
