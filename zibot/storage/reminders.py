"""Which obligations were named to whom in which morning message."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func
from sqlmodel import Session, col, select

from zibot.model import Person, Reminder, saved


def last_named(session: Session, satker_id: int) -> dict[tuple[int, int], date]:
    """For each person and obligation the day on which it was last named."""
    rows = session.exec(
        select(Reminder.person_id, Reminder.obligation_id, func.max(Reminder.day))
        .where(Reminder.satker_id == satker_id)
        .group_by(col(Reminder.person_id), col(Reminder.obligation_id))
    )
    return {(person, obligation): day for person, obligation, day in rows}


def note(session: Session, person: Person, obligations: Iterable[int], day: date) -> None:
    """Write down that these were named to the person on a day."""
    session.add_all(
        Reminder(satker_id=person.satker_id, person_id=saved(person.id), obligation_id=obligation, day=day)
        for obligation in obligations
    )
