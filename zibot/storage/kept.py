"""What was made of rows a moment ago, kept as long as the rows are as they were seen: asked with every message.

Each connection knows of what it has looked at since anything was written that could change it, by itself or by another;
until then it need not look again.
"""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

T = TypeVar("T")
Version = Callable[[Connection], object]

CHANGED_BY = {
    "event": ("standings",),
    "prompt": ("prompt",),
    **dict.fromkeys(
        ("satker", "person", "plan", "item", "obligation"), ("office", "members", "plan", "of", "standings")
    ),
}
"""What must be looked at anew once rows of a table were written."""


def kept(session: Session, what: tuple[str, Hashable], see: Callable[[], Any], make: Callable[[Any], T]) -> T:
    """What was made of the rows that `see` looks at, made anew where they are not as they were; nobody may change it.

    Readers and writers keep theirs apart, since these see what is not yet committed.
    """
    session.flush()
    sure = looked_at(session)
    if what in sure:
        known: T = sure[what]
        return known
    seen = see()
    store: dict[Hashable, tuple[Any, T]] = session.info.setdefault("kept", {})
    found = store.get(what)
    if found is None or found[0] != seen:
        found = store[what] = (seen, make(seen))
    sure[what] = found[1]
    return found[1]


def looked_at(session: Session) -> dict[tuple[str, Hashable], Any]:
    """What this session's connection has looked at and is still so."""
    connection = session.connection()
    version_of: Version | None = connection.info.pop("unsure", None)
    if version_of is not None:
        version = version_of(connection)
        if connection.info.get("version") != version:
            forget(connection)
            connection.info["version"] = version
    known: dict[tuple[str, Hashable], Any] = connection.info.setdefault("looked_at", {})
    return known


def begun(connection: Connection, version_of: Version | None = None) -> None:
    """A transaction began: what others may have written meanwhile is not known any more.

    `version_of` asks the database for the last change by another connection, where it can tell; not before anybody
    looks at anything.
    """
    if version_of is None:
        forget(connection)
    else:
        connection.info["unsure"] = version_of


def wrote(connection: Connection, table: str | None) -> None:
    """Rows of a table were written, or of nobody knows which."""
    if table is None:
        forget(connection)
        return
    about = CHANGED_BY.get(table)
    known = connection.info.get("looked_at")
    if about and known:
        for what in [one for one in known if one[0] in about]:
            del known[what]


def forget(connection: Connection) -> None:
    """What was looked at may have been taken back."""
    connection.info.pop("looked_at", None)
