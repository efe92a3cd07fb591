"""What happened to obligations lately, in a few lines: when, what, by whom."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlmodel import Session, col, select

from zibot.model import Event
from zibot.rules.lifecycle import Kind

_TOLD = (
    *(Kind.PROGRESS, Kind.BLOCKED, Kind.SUBMITTED, Kind.ACCEPTED, Kind.RETURNED, Kind.SETTLED),
    *(Kind.CANCELLED, Kind.WITHDRAWN, Kind.MOVED, Kind.FILED),
)


class Happening(NamedTuple):
    """One thing that happened: `kind` as the ledger calls it, and to which obligation."""

    at: datetime
    kind: str
    actor_id: int | None
    obligation_id: int


def lately(session: Session, obligations: Sequence[int], *, most: int) -> list[Happening]:
    """The latest things that happened to some obligations, the newest first."""
    wanted = (col(Event.obligation_id).in_(obligations), col(Event.kind).in_(_TOLD))
    rows = session.exec(select(Event).where(*wanted).order_by(col(Event.id).desc()).limit(most)).all()
    return [Happening(row.at, row.kind, row.actor_id, row.obligation_id) for row in rows if row.obligation_id]
