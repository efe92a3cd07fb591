"""The inbox's rows: committed before Telegram is told that we have an update, marked together with its effects."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, select

from zibot.model import Inbox

TRIES = 6
"""After so many failures an update is set aside for the maintainer."""


def keep(session: Session, update_id: int, chat_id: int, payload: str, now: datetime) -> bool:
    """Keep an update; False where the very same one is kept already."""
    digest = hashlib.sha256(payload.encode()).hexdigest()
    known = select(Inbox.id).where(Inbox.update_id == update_id, Inbox.payload_sha256 == digest)
    if session.exec(known).first() is not None:
        return False
    session.add(Inbox(update_id=update_id, payload_sha256=digest, chat_id=chat_id, payload=payload, received_at=now))
    return True


def waiting(session: Session, now: datetime, *, busy: Iterable[int] = (), limit: int = 50) -> Sequence[Inbox]:
    """The oldest update of each chat that is not busy; one that failed lets those behind it pass while it waits."""
    rows = session.exec(
        select(Inbox)
        .where(
            col(Inbox.handled_at).is_(None),
            col(Inbox.dead_at).is_(None),
            or_(col(Inbox.not_before).is_(None), col(Inbox.not_before) <= now),
            col(Inbox.chat_id).not_in(list(busy)),
        )
        .order_by(col(Inbox.id))
        .limit(limit * 4)
    ).all()
    first: dict[int, Inbox] = {}
    for row in rows:
        first.setdefault(row.chat_id, row)
    return list(first.values())[:limit]


def handled(session: Session, inbox_id: int, now: datetime) -> None:
    """Mark an update as handled, together with whatever it caused."""
    row = session.get_one(Inbox, inbox_id)
    row.handled_at = now


def failed(session: Session, inbox_id: int, error: str, now: datetime) -> bool:
    """Note a failure: tried again after a growing pause, then set aside. True when it was set aside just now."""
    row = session.get_one(Inbox, inbox_id)
    row.attempts += 1
    row.error = error[:500]
    row.not_before = now + timedelta(seconds=5 * 3 ** (row.attempts - 1))
    if row.attempts >= TRIES:
        row.dead_at = now
    return row.dead_at is not None
