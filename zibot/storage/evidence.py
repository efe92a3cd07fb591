"""Questions about evidence: storing a piece, filing it under its obligation, finding it by number."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from zibot.model import Event, Evidence, Person, saved
from zibot.rules.lifecycle import Kind
from zibot.storage import ledger
from zibot.storage.files import Kept


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a message says of the file that it brings; `sent_at` is when Telegram got it."""

    kind: str
    mime: str
    name: str
    caption: str
    chat_id: int
    message_id: int
    sent_at: datetime


def store(session: Session, person: Person, kept: Kept, arrived: Arrived, now: datetime) -> Evidence | None:
    """Write down a piece whose bytes are on disk; None where this very message was written down before."""
    known = select(Evidence.id).where(
        Evidence.satker_id == person.satker_id,
        Evidence.chat_id == arrived.chat_id,
        Evidence.message_id == arrived.message_id,
        Evidence.sent_at == arrived.sent_at,
    )
    if session.exec(known).first() is not None:
        return None
    highest = session.exec(select(func.max(Evidence.number)).where(Evidence.satker_id == person.satker_id)).one()
    piece = Evidence(
        satker_id=person.satker_id,
        number=(highest or 0) + 1,
        person_id=saved(person.id),
        sha256=kept.sha256,
        size=kept.size,
        stored_at=now,
        **asdict(arrived),
    )
    session.add(piece)
    session.flush()
    ledger.append(
        session,
        person.satker_id,
        "evidence.stored",
        at=now,
        actor_id=person.id,
        evidence_id=piece.id,
        number=piece.number,
        sha256=kept.sha256,
        size=kept.size,
        sent_at=piece.sent_at.isoformat(),
    )
    return piece


def file_under(session: Session, piece: Evidence, obligation_id: int, *, actor: Person, now: datetime) -> None:
    """File a piece under an obligation, out of the one it was filed under before."""
    before = filed_under(session, piece)
    if before == obligation_id:
        return
    if before is not None:
        ledger.append(
            session,
            piece.satker_id,
            Kind.UNFILED,
            at=now,
            actor_id=actor.id,
            obligation_id=before,
            evidence_id=piece.id,
        )
    ledger.append(
        session,
        piece.satker_id,
        Kind.FILED,
        at=now,
        actor_id=actor.id,
        obligation_id=obligation_id,
        evidence_id=piece.id,
    )


def filed_under(session: Session, piece: Evidence) -> int | None:
    """The obligation under which a piece is filed now."""
    last = session.exec(
        select(Event)
        .where(Event.evidence_id == piece.id, col(Event.kind).in_([Kind.FILED, Kind.UNFILED]))
        .order_by(col(Event.id).desc())
        .limit(1)
    ).first()
    return last.obligation_id if last is not None and last.kind == Kind.FILED else None


def numbered(session: Session, satker_id: int, number: int) -> Evidence | None:
    """The piece of this receipt number."""
    return session.exec(select(Evidence).where(Evidence.satker_id == satker_id, Evidence.number == number)).first()


def pieces(session: Session, ids: Sequence[int]) -> Sequence[Evidence]:
    """Pieces by id, oldest first."""
    return session.exec(select(Evidence).where(col(Evidence.id).in_(ids)).order_by(col(Evidence.id))).all()
