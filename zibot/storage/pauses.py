"""Pauses that a wrong clock has drawn out: once it is set right what waits so is tried again at once."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, or_, update

from zibot.model import Inbox, Outbox

LONGEST = timedelta(hours=1)
"""No update waits so long for its next try."""


def end_drawn_out(session: Session, now: datetime) -> None:
    """End the pauses that began, or cannot but have begun, at an instant that is still to come."""
    waits = (col(Inbox.handled_at).is_(None), col(Inbox.dead_at).is_(None), col(Inbox.not_before) > now)
    wrong = or_(col(Inbox.received_at) > now, col(Inbox.not_before) > now + LONGEST)
    session.exec(update(Inbox).where(*waits, wrong).values(not_before=None))
    calls = (col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None), col(Outbox.not_before) > now)
    session.exec(update(Outbox).where(*calls, col(Outbox.claimed_at) > now).values(not_before=None))
