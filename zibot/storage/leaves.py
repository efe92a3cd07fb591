"""Leave (cuti): on which days nothing reminds a person."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from zibot.model import Leave, Person, saved
from zibot.storage import ledger


def take(session: Session, person: Person, first: date, last: date, now: datetime) -> Leave:
    """Write down that a person is on leave from the first to the last day."""
    leave = Leave(satker_id=person.satker_id, person_id=saved(person.id), first=first, last=last, said_at=now)
    session.add(leave)
    session.flush()
    ledger.append(
        session,
        person.satker_id,
        "leave.taken",
        at=now,
        actor_id=person.id,
        leave=leave.id,
        first=first.isoformat(),
        last=last.isoformat(),
    )
    return leave


def cancel(session: Session, leave: Leave, now: datetime) -> None:
    """Take a leave back; whoever took it works on those days."""
    leave.cancelled_at = now
    ledger.append(session, leave.satker_id, "leave.cancelled", at=now, actor_id=leave.person_id, leave=leave.id)


def one(session: Session, satker_id: int, id: int) -> Leave | None:
    """One leave of the office, cancelled or not."""
    leave = session.get(Leave, id)
    return leave if leave is not None and leave.satker_id == satker_id else None


def since(session: Session, satker_id: int, day: date) -> Sequence[Leave]:
    """The leaves that last until that day or longer, the earliest first; none that was cancelled."""
    return session.exec(
        select(Leave)
        .where(Leave.satker_id == satker_id, col(Leave.cancelled_at).is_(None), Leave.last >= day)
        .order_by(col(Leave.first), col(Leave.id))
    ).all()


def of_person(session: Session, person: Person, day: date) -> Sequence[Leave]:
    """The leaves of one person that last until that day or longer, the earliest first."""
    return [leave for leave in since(session, person.satker_id, day) if leave.person_id == person.id]


def away(session: Session, satker_id: int, day: date) -> frozenset[int]:
    """The ids of all who are on leave on a day."""
    return frozenset(leave.person_id for leave in since(session, satker_id, day) if leave.first <= day)
