"""Questions about the topics of a forum group: where in it the bot speaks of what."""

from datetime import datetime

from sqlmodel import Session, col, select

from zibot.model import Group, Person, Topic
from zibot.storage import ledger


def bind(session: Session, group: Group, thread_id: int, *, area: int | None, actor: Person, now: datetime) -> bool:
    """Have the bot speak of an area, or of all that has no topic of its own, in a topic; False where it did already."""
    row = _row(session, group.chat_id, area)
    if row is not None and row.thread_id == thread_id:
        return False
    if row is None:
        row = Topic(satker_id=group.satker_id, chat_id=group.chat_id, area=area, thread_id=thread_id, bound_at=now)
        session.add(row)
    row.thread_id, row.bound_at = thread_id, now
    session.flush()
    told = {"chat": group.chat_id, "topic": thread_id, "area": area}
    ledger.append(session, group.satker_id, "topic.bound", at=now, actor_id=actor.id, **told)
    return True


def thread(session: Session, chat_id: int, area: int | None = None) -> int | None:
    """The topic in which the bot speaks of an area: its own, else the one for everything; None for the whole group."""
    row = _row(session, chat_id, area)
    if row is None and area is not None:
        row = _row(session, chat_id, None)
    return row.thread_id if row is not None else None


def areas(session: Session, chat_id: int) -> frozenset[int]:
    """The areas that have a topic of their own."""
    return frozenset(row.area for row in _rows(session, chat_id) if row.area is not None)


def lost(session: Session, chat_id: int, thread_id: int, now: datetime) -> bool:
    """Note that a topic was closed or deleted: nothing more is said there. False where it was none of the bot's."""
    gone = [row for row in _rows(session, chat_id) if row.thread_id == thread_id]
    for row in gone:
        session.delete(row)
        told = {"chat": chat_id, "topic": thread_id, "area": row.area}
        ledger.append(session, row.satker_id, "topic.lost", at=now, **told)
    return bool(gone)


def _row(session: Session, chat_id: int, area: int | None) -> Topic | None:
    return next((row for row in _rows(session, chat_id) if row.area == area), None)


def _rows(session: Session, chat_id: int) -> list[Topic]:
    return list(session.exec(select(Topic).where(Topic.chat_id == chat_id).order_by(col(Topic.id))))
