"""The inbox's rows: committed before Telegram is told that we have an update, marked together with its effects."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, NamedTuple

from sqlalchemy import Connection, bindparam, func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, or_, select

from zibot.model import Inbox, UtcDateTime
from zibot.redact import hide
from zibot.storage.ending import at_the_end

TRIES = 6
"""After so many failures of ours an update is set aside for the maintainer."""
FIRST_PAUSE = 5
"""Seconds after which an update that failed once is tried again."""
LONGEST_PAUSE = timedelta(minutes=5)
SHORT_PAUSE = timedelta(seconds=30)
WORTH_TRYING = timedelta(hours=20)
"""So long an update is tried again while the network or the disk is at fault, and never less often than `TRIES`."""


class Fault(Enum):
    """Whose fault it is that an update could not be handled."""

    OURS = "ours"
    """A mistake in zibot, which no waiting mends."""
    LINE = "line"
    """The line to Telegram."""
    STORE = "store"
    """The disk or the database."""


NEAR = 100_000
"""Update ids that lie so close belong to one count; Telegram may begin a new one after a quiet week."""


_KEEP: dict[str, Any] = {
    name: dialect.insert(Inbox).on_conflict_do_nothing(index_elements=["update_id", "payload_sha256"])
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_HANDLED = (
    update(Inbox)
    .where(col(Inbox.id).in_(bindparam("rows", expanding=True)))
    .values(handled_at=bindparam("at", type_=UtcDateTime))
)


def keep(session: Session, update_id: int, chat_id: int, payload: str, now: datetime) -> bool:
    """Keep an update; False where the very same one is kept already."""
    digest = hashlib.sha256(payload.encode()).hexdigest()
    connection = session.connection()
    new = connection.execute(
        _KEEP[connection.dialect.name],
        {
            "update_id": update_id,
            "payload_sha256": digest,
            "chat_id": chat_id,
            "payload": hide(payload),
            "received_at": now,
            "attempts": 0,
        },
    )
    return new.rowcount > 0


_OPEN = (col(Inbox.handled_at).is_(None), col(Inbox.dead_at).is_(None))


class Waiting(NamedTuple):
    """The updates that can be taken up now, and whether others wait behind them or behind those under way."""

    rows: Sequence[Inbox]
    more: bool


_NOW = bindparam("now", type_=UtcDateTime)
_DUE = (
    select(Inbox.id, Inbox.update_id, Inbox.chat_id)
    .where(*_OPEN, or_(col(Inbox.not_before).is_(None), col(Inbox.not_before) <= _NOW))
    .order_by(col(Inbox.id))
    .limit(1000)
)
_ROWS = select(Inbox).where(col(Inbox.id).in_(bindparam("ids", expanding=True))).order_by(col(Inbox.id))


def waiting(session: Session, now: datetime, *, busy: Iterable[int] = (), limit: int = 50) -> Waiting:
    """The oldest update of each chat that is not busy, in the order of their ids even where they came in another.

    One that failed lets those behind it pass while it waits.
    """
    due = session.connection().execute(_DUE, {"now": now}).all()
    first: dict[int, Any] = {}
    for row in due:
        other = first.setdefault(row.chat_id, row)
        if 0 < other.update_id - row.update_id < NEAR:
            first[row.chat_id] = row
    under_way = set(busy)
    ids = [row.id for row in first.values() if row.chat_id not in under_way][:limit]
    taken = len(ids) + len(under_way & first.keys())
    return Waiting(session.exec(_ROWS, params={"ids": ids}).all() if ids else (), more=len(due) > taken)


def handled(session: Session, inbox_id: int, now: datetime) -> None:
    """Mark an update as handled, together with whatever it caused, when the transaction ends."""
    at_the_end(session, _mark, (inbox_id, now))


def _mark(connection: Connection, done: list[tuple[int, datetime]]) -> None:
    connection.execute(_HANDLED, {"rows": [id for id, _ in done], "at": max(at for _, at in done)})


def failed(
    session: Session,
    inbox_id: int,
    error: str,
    now: datetime,
    *,
    fault: Fault = Fault.OURS,
    wait: timedelta | None = None,
) -> bool:
    """Note a failure: tried again after a growing pause, or the one that was asked for (`wait`), then set aside.

    True when it was set aside just now.
    """
    row = session.get_one(Inbox, inbox_id)
    row.attempts += 1
    row.error = hide(error)[:500]
    # What is not our fault passes, and a receipt is waited for.
    growing, longest = (3, LONGEST_PAUSE) if fault is Fault.OURS else (2, SHORT_PAUSE)
    pause = min(timedelta(seconds=FIRST_PAUSE * growing ** min(row.attempts - 1, TRIES)), longest)
    row.not_before = now + (pause if wait is None else wait)
    given_up = row.attempts >= TRIES and (fault is Fault.OURS or now - row.received_at > WORTH_TRYING)
    if given_up:
        row.dead_at = now
    return given_up


def last_handled(session: Session, chat_id: int, *, before: int) -> int:
    """The id of the newest update of a chat that came before this one and was handled; 0 where none was."""
    earlier = select(func.max(Inbox.id)).where(Inbox.chat_id == chat_id, col(Inbox.id) < before)
    return session.exec(earlier.where(col(Inbox.handled_at).is_not(None))).one() or 0


def dead(session: Session) -> Sequence[Inbox]:
    """The updates that were set aside, oldest first."""
    return session.exec(select(Inbox).where(col(Inbox.dead_at).is_not(None)).order_by(col(Inbox.id))).all()


def retry(session: Session, inbox_id: int) -> bool:
    """Have an update that was set aside tried anew; False where there is none of this id."""
    row = session.get(Inbox, inbox_id)
    if row is None or row.dead_at is None:
        return False
    row.dead_at = row.not_before = None
    row.attempts = 0
    return True


def scrub(session: Session, before: datetime) -> int:
    """Forget what updates said that were handled before then; that they came stays. Returns how many."""
    done = session.exec(
        update(Inbox).where(col(Inbox.handled_at) < before, col(Inbox.payload) != "").values(payload="")
    )
    return int(done.rowcount)
