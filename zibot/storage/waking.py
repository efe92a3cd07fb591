"""When the clock must be looked at next."""

from datetime import datetime

from sqlmodel import Session, select

from zibot.model import Waking


def look_at(session: Session, satker_id: int, at: datetime) -> None:
    """Write down when the clock must be looked at next; unchanged, nothing is written."""
    row = session.exec(select(Waking).where(Waking.satker_id == satker_id)).first()
    if row is None:
        session.add(Waking(satker_id=satker_id, look_at=at))
    elif row.look_at != at:
        row.look_at = at
