"""What rows say as they stand, to be held against facts: whoever changed one may have written anything into it."""

import json
from typing import Any

from sqlalchemy import JSON, Date, String, cast, text, type_coerce
from sqlmodel import Session, SQLModel, col, select

from zibot.model import UtcDateTime
from zibot.storage.ledger import instant

Row = dict[str, Any]
"""Columns by name: instants in UTC, days as ISO, JSON read; all else as it stands."""
GUARDS = ("event_no_delete", "event_no_replace", "event_no_update")
"""The triggers that refuse to have a fact changed, replaced or taken out, in SQLite."""


def rows(session: Session, satker_id: int, table: type[SQLModel], *names: str) -> dict[int, Row]:
    """An office's rows of a table by id, with these columns."""
    kinds = [table.__table__.columns[name].type for name in names]  # type: ignore[attr-defined]
    columns = [_raw(getattr(table, name), kind) for name, kind in zip(names, kinds, strict=True)]
    asked: Any = select(table.id, *columns).where(table.satker_id == satker_id)  # type: ignore[attr-defined]
    return {
        id: {name: _read(value, kind) for name, kind, value in zip(names, kinds, values, strict=True)}
        for id, *values in session.connection().execute(asked.order_by(table.id))  # type: ignore[attr-defined]
    }


def _raw(column: Any, kind: object) -> Any:
    """A column without what would refuse to read a value that is none of its kind."""
    if isinstance(kind, JSON):
        return cast(col(column), String)
    return type_coerce(col(column), String) if isinstance(kind, UtcDateTime | Date) else col(column)


def _read(value: object, kind: object) -> object:
    if value is None:
        return None
    if isinstance(kind, UtcDateTime):
        return instant(value) or str(value)
    if isinstance(kind, JSON):
        return parsed(value)
    return str(value) if isinstance(kind, Date) else value


def parsed(raw: object) -> Any:
    """What a JSON column holds; its raw text where that is no JSON."""
    try:
        return json.loads(str(raw))
    except ValueError:
        return raw


def guards(session: Session) -> list[str]:
    """The triggers of a SQLite database that are not as zibot made them: those that miss, and any other."""
    connection = session.connection()
    if connection.dialect.name != "sqlite":
        return []
    made = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    found = {str(name) for name, said in made if name not in GUARDS or "RAISE(ABORT" in str(said)}
    return sorted(found ^ set(GUARDS))
