"""Column types: UTC instants, tuples as JSON and frozen documents, the same on both databases."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from govflow.domain.document import Document


class Instant(TypeDecorator[datetime]):
    """A UTC instant; refuses a time without a zone, because a wrong guess would move a deadline."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"An instant needs a zone: {value!r}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Words(TypeDecorator[tuple[Any, ...]]):
    """A tuple kept as a JSON list."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Iterable[Any] | None, dialect: Dialect) -> list[Any]:
        return list(value or ())

    def process_result_value(self, value: list[Any] | None, dialect: Dialect) -> tuple[Any, ...]:
        return tuple(value or ())


class FactsText(TypeDecorator[dict[str, Any]]):
    """A matter's kept facts as a JSON object; a changed fact is kept by giving a new mapping."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: dict[str, Any] | None, dialect: Dialect) -> dict[str, Any]:
        return dict(value or {})

    def process_result_value(
        self, value: dict[str, Any] | None, dialect: Dialect
    ) -> dict[str, Any]:
        return dict(value or {})


class DocumentText(TypeDecorator[Document]):
    """A paper's document kept as JSON."""

    impl = sa.JSON
    cache_ok = True

    def process_bind_param(self, value: Document | None, dialect: Dialect) -> dict[str, Any]:
        return (value or Document()).as_dict()

    def process_result_value(self, value: dict[str, Any] | None, dialect: Dialect) -> Document:
        return Document.from_dict(value or {})
