"""Questions about evidence: storing a piece, filing it under its obligation, finding it by number."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, func
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from zibot.model import Event, Evidence, Person, of_row, saved
from zibot.rules.lifecycle import Kind
from zibot.storage import ledger
from zibot.storage.files import Kept


class Arrived(NamedTuple):
    """What a message says of the file that it brings; `sent_at` is when Telegram got it."""

    kind: str
    mime: str
    name: str
    caption: str
    chat_id: int
    message_id: int
    sent_at: datetime
    album: str | None = None
    """The set of photos or files that it came with."""
    forwarded_at: datetime | None = None
    """When it was first sent elsewhere."""


def as_sent(kind: str, mime: str, name: str, caption: str, *, chat_id: int, message_id: int) -> str:
    """The digest of what a message said of its file.

    A private chat is no part of it: its id is an account, which could be guessed from the digest when all else is
    known. Whose account it is, the fact of their joining seals.
    """
    return ledger.digest(kind, mime, name, caption, message_id, min(chat_id, 0))


_OF = Evidence.satker_id == bindparam("of")
_NEXT = select(func.coalesce(func.max(Evidence.number), 0) + 1).where(_OF).scalar_subquery()
_SAME_MESSAGE = ("satker_id", "chat_id", "message_id", "sent_at")
_STORE: dict[str, Any] = {
    name: dialect.insert(Evidence)
    .values(number=_NEXT)
    .on_conflict_do_nothing(index_elements=_SAME_MESSAGE)
    .returning(col(Evidence.id), col(Evidence.number))
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}


def store(
    session: Session, person: Person, kept: Kept, arrived: Arrived, now: datetime, *, happened_on: date | None = None
) -> Evidence | None:
    """Write down a piece whose bytes are on disk; None where this very message was written down before.

    `happened_on` is the day of the activity as far as its sender claims one.
    """
    connection = session.connection()
    row = {
        "satker_id": person.satker_id,
        "person_id": saved(person.id),
        "sha256": kept.sha256,
        "size": kept.size,
        "stored_at": now,
        "happened_on": happened_on,
        **arrived._asdict(),
    }
    new = connection.execute(_STORE[connection.dialect.name], {"of": person.satker_id, **row}).first()
    if new is None:
        return None
    piece = of_row(Evidence, {**row, **new._asdict()})
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
        happened_on=piece.happened_on.isoformat() if piece.happened_on else None,
        forwarded_at=piece.forwarded_at.isoformat() if piece.forwarded_at else None,
        album=piece.album,
        row=as_sent(
            piece.kind,
            piece.mime,
            piece.name,
            piece.caption,
            chat_id=piece.chat_id,
            message_id=piece.message_id,
        ),
    )
    return piece


def file_under(
    session: Session, piece: Evidence, obligation_id: int, *, actor: Person, now: datetime, slot: int | None = None
) -> None:
    """File a piece under an obligation, out of the one it was filed under before; not one that was voided.

    `slot` is which piece of the checklist it is, counted from 1; filed anew where it is, it becomes another one.
    """
    last = session.connection().execute(_LAST_SAID, {"piece": piece.id}).first()
    if last is not None and last.kind == Kind.VOIDED:
        return
    before, lay = None, None
    if last is not None and last.kind == Kind.FILED:
        before, lay = last.obligation_id, json.loads(last.payload).get("slot")
    if before == obligation_id and slot in (None, lay):
        return
    if before is not None and before != obligation_id:
        _tell(session, piece, Kind.UNFILED, actor=actor, now=now, obligation_id=before)
    _tell(session, piece, Kind.FILED, actor=actor, now=now, obligation_id=obligation_id, slot=slot)


def void(session: Session, piece: Evidence, *, actor: Person, now: datetime, reason: str | None = None) -> bool:
    """Say that a piece is nobody's evidence any more; its row and bytes stay. False where it was said before."""
    before, gone = place(session, piece)
    if gone:
        return False
    _tell(session, piece, Kind.VOIDED, actor=actor, now=now, obligation_id=before, reason=reason)
    return True


def shown(
    session: Session,
    pieces: Iterable[Evidence],
    *,
    actor: Person,
    now: datetime,
    obligation_id: int,
    to: int | None = None,
) -> None:
    """Write down who was shown which pieces: who asked for it, or the person with the id `to`."""
    other = to if to != actor.id else None
    for piece in pieces:
        _tell(session, piece, "evidence.shown", actor=actor, now=now, obligation_id=obligation_id, to=other)


def _tell(
    session: Session,
    piece: Evidence,
    kind: str,
    *,
    actor: Person,
    now: datetime,
    obligation_id: int | None,
    reason: str | None = None,
    slot: int | None = None,
    to: int | None = None,
) -> None:
    ledger.append(
        session,
        piece.satker_id,
        kind,
        at=now,
        actor_id=actor.id,
        obligation_id=obligation_id,
        evidence_id=piece.id,
        reason=reason,
        slot=slot,
        to=to,
    )


_LAST_SAID: Any = (
    select(Event.kind, Event.obligation_id, Event.payload)
    .where(Event.evidence_id == bindparam("piece"), col(Event.kind).in_([Kind.FILED, Kind.UNFILED, Kind.VOIDED]))
    .order_by(col(Event.id).desc())
    .limit(1)
)


def place(session: Session, piece: Evidence) -> tuple[int | None, bool]:
    """The obligation under which a piece is filed now, and whether it was voided: then nothing more is said of it."""
    last = session.connection().execute(_LAST_SAID, {"piece": piece.id}).first()
    if last is None:
        return None, False
    return last.obligation_id if last.kind == Kind.FILED else None, last.kind == Kind.VOIDED


_SAID: Any = (
    select(Event.evidence_id, Event.kind, Event.obligation_id)
    .where(
        col(Event.evidence_id).in_(bindparam("pieces", expanding=True)),
        col(Event.kind).in_([Kind.FILED, Kind.UNFILED, Kind.VOIDED]),
    )
    .order_by(col(Event.id))
)


def places(session: Session, some: Sequence[Evidence]) -> dict[int, tuple[int | None, bool]]:
    """The place of each of several pieces, by id."""
    found: dict[int, tuple[int | None, bool]] = {saved(piece.id): (None, False) for piece in some}
    for id, kind, obligation in session.connection().execute(_SAID, {"pieces": list(found)}):
        found[id] = (obligation if kind == Kind.FILED else None, kind == Kind.VOIDED)
    return found


def filed_under(session: Session, piece: Evidence) -> int | None:
    """The obligation under which a piece is filed now."""
    return place(session, piece)[0]


def voided(session: Session, piece: Evidence) -> bool:
    """Whether a piece was voided."""
    return place(session, piece)[1]


def the_set(session: Session, piece: Evidence) -> list[Evidence]:
    """The pieces that were sent together with this one, itself included, in the order in which they were stored."""
    if piece.album is None:
        return [piece]
    together = (
        Evidence.satker_id == piece.satker_id,
        Evidence.album == piece.album,
        Evidence.chat_id == piece.chat_id,
        Evidence.person_id == piece.person_id,
    )
    return list(session.exec(select(Evidence).where(*together).order_by(col(Evidence.id))))


def has_set(session: Session, satker_id: int, chat_id: int, album: str) -> bool:
    """Whether a part of a set is stored already."""
    of = (Evidence.satker_id == satker_id, Evidence.chat_id == chat_id, Evidence.album == album)
    return session.exec(select(Evidence.id).where(*of).limit(1)).first() is not None


def brought_by(session: Session, satker_id: int, chat_id: int, message_id: int) -> Evidence | None:
    """The piece that a message brought, the newest where Telegram counts its messages anew."""
    message = (Evidence.satker_id == satker_id, Evidence.chat_id == chat_id, Evidence.message_id == message_id)
    return session.exec(select(Evidence).where(*message).order_by(col(Evidence.id).desc()).limit(1)).first()


def nowhere(session: Session, satker_id: int, before: datetime) -> dict[int, list[Evidence]]:
    """By who sent them in private before an instant: pieces that were never filed nor voided, of a set the first."""
    told = select(Event.id).where(
        col(Event.evidence_id) == col(Evidence.id), col(Event.kind).in_([Kind.FILED, Kind.VOIDED])
    )
    rows = session.exec(
        select(Evidence)
        .where(Evidence.satker_id == satker_id, col(Evidence.chat_id) > 0, col(Evidence.stored_at) < before)
        .where(~told.exists())
        .order_by(col(Evidence.number))
    )
    found: dict[int, list[Evidence]] = {}
    for piece in rows:
        mine = found.setdefault(piece.person_id, [])
        if piece.album is None or piece.album not in {one.album for one in mine}:
            mine.append(piece)
    return found


def last_number(session: Session, satker_id: int) -> int:
    """The number of the newest receipt; 0 where there is none yet."""
    return session.exec(
        select(func.coalesce(func.max(Evidence.number), 0)).where(Evidence.satker_id == satker_id)
    ).one()


def numbered(session: Session, satker_id: int, number: int) -> Evidence | None:
    """The piece of this receipt number."""
    return session.exec(select(Evidence).where(Evidence.satker_id == satker_id, Evidence.number == number)).first()


def pieces(session: Session, ids: Sequence[int]) -> Sequence[Evidence]:
    """Pieces by id, oldest first."""
    return session.exec(select(Evidence).where(col(Evidence.id).in_(ids)).order_by(col(Evidence.id))).all()
