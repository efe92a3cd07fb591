"""Which obligations a person wants to hear of later ([Nanti]); no due date is moved by it."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from zibot.model import Person, Snooze, saved
from zibot.storage import ledger


def put_off(session: Session, person: Person, obligations: Iterable[int], until: date, now: datetime) -> None:
    """Write down that a person wants to hear of these not before a day; a newer word replaces an older one."""
    ids = list(obligations)
    session.add_all(
        Snooze(
            satker_id=person.satker_id,
            person_id=saved(person.id),
            obligation_id=id,
            until=until,
            said_at=now,
        )
        for id in ids
    )
    ledger.append(
        session,
        person.satker_id,
        "reminder.later",
        at=now,
        actor_id=person.id,
        obligation_id=ids[0] if len(ids) == 1 else None,
        obligations=ids,
        until=until.isoformat(),
    )


def in_force(session: Session, satker_id: int, now: datetime) -> dict[tuple[int, int], date]:
    """For each person and obligation the day before which nothing is said, as they said last.

    What they said at an instant that is still to come was said while the clock was wrong: their day was, too.
    """
    said = select(func.max(col(Snooze.id))).where(col(Snooze.said_at) <= now)
    latest = said.group_by(col(Snooze.person_id), col(Snooze.obligation_id))
    rows = session.exec(select(Snooze).where(Snooze.satker_id == satker_id, col(Snooze.id).in_(latest)))
    return {(row.person_id, row.obligation_id): row.until for row in rows}
