"""The outbox's rows: what must go out, in which order, and what became of it."""

from collections.abc import Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlmodel import Session, col, select

from zibot.model import Outbox


class Rank(IntEnum):
    """Who goes first when much waits."""

    ANSWER = 0
    REPLY = 1
    DIGEST = 2
    RECAP = 3


def put(
    session: Session,
    satker_id: int,
    chat_id: int,
    method: str,
    payload: dict[str, Any],
    *,
    rank: Rank,
    now: datetime,
    about: Sequence[int] = (),
    once: str | None = None,
    file_sha256: str | None = None,
) -> bool:
    """Add a call to the outbox; False where the same `once` was put before."""
    if once is not None and said(session, once):
        return False
    session.add(
        Outbox(
            satker_id=satker_id,
            chat_id=chat_id,
            method=method,
            payload=payload,
            rank=rank,
            about=list(about),
            once=once,
            file_sha256=file_sha256,
            created_at=now,
        )
    )
    return True


def said(session: Session, once: str) -> bool:
    """Whether this was already put into the outbox."""
    return session.exec(select(Outbox.id).where(Outbox.once == once)).first() is not None


def named(session: Session, once: str) -> Outbox | None:
    """The call that was put under this key."""
    return session.exec(select(Outbox).where(Outbox.once == once)).first()


def claim(session: Session, now: datetime) -> Outbox | None:
    """The next call to make, marked as under way. A chat whose earlier call waits keeps its later ones waiting."""
    still_open = (col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None))
    held = select(Outbox.chat_id).where(*still_open, col(Outbox.not_before) > now)
    row = session.exec(
        select(Outbox)
        .where(*still_open, col(Outbox.chat_id).not_in(held))
        .order_by(col(Outbox.rank), col(Outbox.id))
        .limit(1)
    ).first()
    if row is not None:
        row.claimed_at = now
        row.attempts += 1
    return row


def sent(session: Session, outbox_id: int, message_id: int | None, now: datetime) -> None:
    """Record that a call went through."""
    row = session.get_one(Outbox, outbox_id)
    row.sent_at, row.message_id, row.error = now, message_id, None


def postpone(session: Session, outbox_id: int, until: datetime, error: str) -> None:
    """Record that a call did not go through and is to be made again."""
    row = session.get_one(Outbox, outbox_id)
    row.not_before, row.error = until, error[:500]


def give_up(session: Session, outbox_id: int, error: str, now: datetime) -> None:
    """Record that a call can never go through."""
    row = session.get_one(Outbox, outbox_id)
    row.failed_at, row.error = now, error[:500]


def redirect(session: Session, old_chat: int, new_chat: int) -> None:
    """Send what waits for a chat to the one that it became."""
    for row in session.exec(
        select(Outbox).where(Outbox.chat_id == old_chat, col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None))
    ):
        row.chat_id = new_chat
        row.payload = {**row.payload, "chat_id": new_chat}
        row.not_before = None


def message(session: Session, chat_id: int, message_id: int) -> Outbox | None:
    """The call that made a message, so that a reply to it finds what it is about."""
    return session.exec(
        select(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.message_id == message_id)
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).first()


def made(session: Session, chat_id: int, message_id: int) -> Outbox | None:
    """The call that first made a message, before any change of it."""
    return session.exec(
        select(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.message_id == message_id, Outbox.method != "editMessageText")
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).first()


def open_count(session: Session) -> int:
    """How many calls still wait."""
    return len(
        session.exec(select(Outbox.id).where(col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None))).all()
    )
