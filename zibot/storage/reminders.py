"""Which obligations were named to whom in which morning message, and since when some of them wait."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from zibot.model import Event, Notice, Person, Reminder, saved

MANY = 500
"""Ids that one statement asks for."""


def last_named(session: Session, satker_id: int, today: date) -> dict[tuple[int, int], date]:
    """For each person and obligation of theirs the day on which it was last named.

    A day that is still to come was named while the clock was wrong, and would keep us silent until then.
    """
    rows = session.exec(
        select(Reminder.person_id, Reminder.obligation_id, func.max(Reminder.day))
        .where(Reminder.satker_id == satker_id, col(Reminder.day) <= today)
        .group_by(col(Reminder.person_id), col(Reminder.obligation_id))
    )
    return {(person, obligation): day for person, obligation, day in rows}


def last_noticed(session: Session, satker_id: int, today: date) -> dict[tuple[int, int, str], date]:
    """For each person, obligation and other reason to name it the day on which it was last; 0 for no obligation."""
    rows = session.exec(
        select(Notice.person_id, Notice.obligation_id, Notice.kind, func.max(Notice.day))
        .where(Notice.satker_id == satker_id, col(Notice.day) <= today)
        .group_by(col(Notice.person_id), col(Notice.obligation_id), col(Notice.kind))
    )
    return {(person, obligation or 0, kind): day for person, obligation, kind, day in rows}


def note(session: Session, person: Person, obligations: Iterable[int], day: date) -> None:
    """Write down that these, which the person holds, were named to them on a day."""
    session.add_all(
        Reminder(satker_id=person.satker_id, person_id=saved(person.id), obligation_id=obligation, day=day)
        for obligation in obligations
    )


def notice(session: Session, person: Person, named: Mapping[str, Iterable[int]], day: date) -> None:
    """Write down what else was named to the person on a day, by the reason for it; 0 for no obligation."""
    session.add_all(
        Notice(satker_id=person.satker_id, person_id=saved(person.id), obligation_id=id or None, kind=kind, day=day)
        for kind, obligations in named.items()
        for id in dict.fromkeys(obligations)
    )


def names_others(session: Session, person: Person, day: date) -> bool:
    """Whether the person's message of a day told of others, too."""
    return session.exec(select(Notice.id).where(Notice.person_id == person.id, Notice.day == day)).first() is not None


def last_said(session: Session, kind: str, obligations: Iterable[int]) -> dict[int, datetime]:
    """When something was last said of each of these obligations."""
    found: dict[int, datetime] = {}
    wanted = list(obligations)
    for start in range(0, len(wanted), MANY):
        rows = session.exec(
            select(Event.obligation_id, Event.at)
            .where(Event.kind == kind, col(Event.obligation_id).in_(wanted[start : start + MANY]))
            .order_by(col(Event.id))
        )
        found |= {obligation: at for obligation, at in rows if obligation is not None}
    return found
