"""Attempts that were refused: who tried what, where and why; never what was written."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from zibot.model import Refusal

HOUR = timedelta(hours=1)
AN_HOUR = 500
"""Rows in an hour at most, so that a flood from many accounts fills no disk."""


def note(
    session: Session,
    satker_id: int,
    *,
    account: int,
    person_id: int | None,
    chat_id: int,
    what: str,
    why: str,
    now: datetime,
    at_most: int = 1,
) -> bool:
    """Write an attempt down, of an account for the same thing and reason `at_most` times in an hour; False past that.

    The account is kept only where it is nobody's of the team. What is counted, with `at_most` above one, is written
    down in a flood, too.
    """
    telegram_id = None if person_id is not None else account
    same = (
        Refusal.person_id == person_id,
        Refusal.telegram_id == telegram_id,
        Refusal.what == what,
        Refusal.why == why,
    )
    if _count(session, satker_id, now, *same) >= at_most:
        return False
    if at_most == 1 and _count(session, satker_id, now) >= AN_HOUR:
        return False
    session.add(
        Refusal(
            satker_id=satker_id,
            at=now,
            telegram_id=telegram_id,
            person_id=person_id,
            chat_id=chat_id,
            what=what,
            why=why,
        )
    )
    session.flush()
    return True


def of_account(session: Session, satker_id: int, account: int, *, why: str, now: datetime) -> int:
    """How often an account that is nobody's was refused for a reason in the last hour."""
    return _count(session, satker_id, now, Refusal.telegram_id == account, Refusal.why == why)


def since(session: Session, satker_id: int, begin: datetime) -> tuple[int, datetime | None]:
    """How many attempts were refused since an instant, and when the newest was."""
    rows = select(Refusal.at).where(Refusal.satker_id == satker_id, col(Refusal.at) >= begin)
    found = session.exec(rows.order_by(col(Refusal.at))).all()
    return len(found), found[-1] if found else None


def _count(session: Session, satker_id: int, now: datetime, *same: bool) -> int:
    lately = select(func.count()).where(Refusal.satker_id == satker_id, col(Refusal.at) > now - HOUR)
    return session.exec(lately.where(*same)).one()
