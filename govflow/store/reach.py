"""Says in a sentence that the database cannot be used, whichever driver found that out."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy import exc

SENTENCES = {
    "unable to open database file": "The database file cannot be opened: check its folder.",
    "file is not a database": "The database file is not an SQLite database.",
    "malformed": "The database file is damaged. Restore the last backup.",
    "database is locked": "The database is busy: another process is writing. Try again.",
    "readonly database": "The database file may be read but not written: check its permissions.",
    "no such table": "The database lacks a table of govflow's. Restore the last backup.",
}
# Their own class only: their subclasses, such as IntegrityError, are faults of the program.
BEYOND_US = frozenset({exc.DatabaseError, exc.OperationalError, exc.InterfaceError})


class Unreachable(Exception):
    """The database cannot be used now; the message is a sentence without secrets."""


@contextmanager
def reaching() -> Iterator[None]:
    """Raise Unreachable in place of the driver's own errors."""
    try:
        yield
    except exc.DBAPIError as fault:
        if type(fault) not in BEYOND_US:
            raise
        raise Unreachable(_sentence(str(fault.orig))) from fault


def _sentence(said: str) -> str:
    known = next((sentence for words, sentence in SENTENCES.items() if words in said), None)
    first = said.strip().splitlines()[0] if said.strip() else "no reason was given"
    return known or f"The database cannot be reached: {first.rstrip('.')}."


def missing_file(url: str) -> Path | None:
    """The SQLite file of this address when it is not there; opening it would make an empty one."""
    made = sa.make_url(url)
    if made.get_backend_name() != "sqlite" or made.database in (None, "", ":memory:"):
        return None
    path = Path(str(made.database))
    return None if path.exists() else path
