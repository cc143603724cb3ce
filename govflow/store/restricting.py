"""Puts texts away where no page reads them, a mark in place of each copy, and brings them back."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from govflow.store import erasing, records
from govflow.store.work import Work

SEALED, HELD = records.sealed, records.restricted
COPIED = ("organisation_id", "seq", "field", "salt", "data")
Place = tuple[int, str]
"""An event's number and the name of its text."""


@dataclass(frozen=True)
class Standing:
    """A restriction that stands: the text it was asked for, and every place put away with it."""

    mark: str
    places: Sequence[Place]


def hold(work: Work, text: str, mark: str) -> list[Place]:
    """Put the text away with all that holds it, and the mark in place of its copies."""
    places = erasing.same_elsewhere(work, text)
    for seq, field in places:
        _move(work, (seq, field), SEALED, HELD, mark=mark)
    erasing.overwrite(work, text, mark)
    return places


def give_back(work: Work, text: str, mark: str) -> list[Place]:
    """Bring back what was put away under the mark, and the text in place of it."""
    places = [place for each in standing(work) if each.mark == mark for place in each.places]
    for place in places:
        _move(work, place, HELD, SEALED)
    erasing.overwrite(work, mark, text)
    return places


def _move(work: Work, place: Place, origin: sa.Table, target: sa.Table, **more: str) -> None:
    where = (
        origin.c.organisation_id == work.organisation_id,
        origin.c.seq == place[0],
        origin.c.field == place[1],
    )
    added = [sa.literal(value) for value in more.values()]
    rows = sa.select(*(origin.c[name] for name in COPIED), *added).where(*where)
    connection = work.session.connection()
    connection.execute(target.insert().from_select([*COPIED, *more], rows))
    connection.execute(origin.delete().where(*where))


def held(work: Work, place: Place) -> tuple[str, str] | None:
    """A text that was put away and the mark it was put away under, or None."""
    query = sa.select(HELD.c.data, HELD.c.mark).where(
        HELD.c.organisation_id == work.organisation_id,
        HELD.c.seq == place[0],
        HELD.c.field == place[1],
    )
    row = work.session.execute(query).one_or_none()
    return (bytes(row.data).decode(), row.mark) if row else None


def standing(work: Work) -> list[Standing]:
    """Every restriction that stands, the newest event first."""
    query = (
        sa.select(HELD.c.mark, HELD.c.seq, HELD.c.field)
        .where(HELD.c.organisation_id == work.organisation_id)
        .order_by(HELD.c.seq.desc(), HELD.c.field)
    )
    found: dict[str, list[Place]] = {}
    for row in work.session.execute(query):
        found.setdefault(row.mark, []).append((row.seq, row.field))
    return [Standing(mark, places) for mark, places in found.items()]


def put_away_with(work: Work, text: str) -> list[tuple[Place, str]]:
    """Every place put away that holds the text, with the mark it was put away under."""
    query = sa.select(HELD.c.seq, HELD.c.field, HELD.c.mark).where(
        HELD.c.organisation_id == work.organisation_id, erasing.within(work, HELD.c.data, text)
    )
    return [((row.seq, row.field), row.mark) for row in work.session.execute(query)]
