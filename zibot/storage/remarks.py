"""What is said of a piece after it was stored: its newest words, and the day of its activity, as facts that add up."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, select

from zibot.model import Event, Evidence, Person, Remark, saved
from zibot.storage import ledger

REMARKED, DATED = "evidence.remarked", "evidence.dated"


@dataclass(frozen=True, slots=True)
class Told:
    """What holds of a piece now."""

    words: str
    """The newest remark, else the caption; of a set what one of its parts says counts for all that say nothing."""
    day: date | None
    """The day of the activity, as far as its sender said one."""
    versions: int
    """How often other words followed the caption."""


def add(session: Session, piece: Evidence, text: str, *, actor: Person, now: datetime) -> None:
    """Write down other words for a piece, beside the earlier ones; the ledger holds their digest."""
    remark = Remark(
        satker_id=piece.satker_id, evidence_id=saved(piece.id), person_id=saved(actor.id), text=text, said_at=now
    )
    session.add(remark)
    session.flush()
    _append(session, piece, REMARKED, actor=actor, now=now, remark=remark.id, words=ledger.digest(text))


def date_of(session: Session, piece: Evidence, day: date, *, actor: Person, now: datetime) -> None:
    """Write down on which day a piece's activity was, as its sender says now."""
    _append(session, piece, DATED, actor=actor, now=now, happened_on=day.isoformat())


def _append(session: Session, piece: Evidence, kind: str, *, actor: Person, now: datetime, **said: Any) -> None:
    ledger.append(session, piece.satker_id, kind, at=now, actor_id=actor.id, evidence_id=piece.id, **said)


def latest(session: Session, piece: Evidence) -> str | None:
    """The newest remark on a piece; None where only its caption tells of it."""
    of = select(Remark.text).where(Remark.evidence_id == piece.id).order_by(col(Remark.id).desc()).limit(1)
    return session.exec(of).first()


def told(session: Session, pieces: Sequence[Evidence]) -> dict[int, Told]:
    """What holds of each of these pieces now, by id."""
    everyone = {saved(piece.id): piece for piece in (*pieces, *_beside(session, pieces))}
    words, days = _newest_words(session, everyone), _newest_days(session, everyone)
    found = {}
    for piece in pieces:
        id = saved(piece.id)
        mates = [saved(other.id) for other in everyone.values() if _together(piece, other)] or [id]
        said = words.get(id)
        own = said[-1][1] if said else piece.caption
        day = days[id][1] if id in days else piece.happened_on
        found[id] = Told(
            words=own if own or said else _words_of_set(mates, everyone, words),
            day=day or _day_of_set(mates, everyone, days),
            versions=len(said or ()),
        )
    return found


def _together(piece: Evidence, other: Evidence) -> bool:
    same = (piece.album, piece.chat_id, piece.person_id) == (other.album, other.chat_id, other.person_id)
    return piece.album is not None and same


def _beside(session: Session, pieces: Sequence[Evidence]) -> Iterable[Evidence]:
    """The other parts of the sets to which pieces belong."""
    albums = {piece.album for piece in pieces if piece.album is not None}
    if not albums:
        return ()
    of = Evidence.satker_id == pieces[0].satker_id
    return session.exec(select(Evidence).where(of, col(Evidence.album).in_(albums)).order_by(col(Evidence.id)))


def _newest_words(session: Session, everyone: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """The remarks on each piece with their ids, oldest first."""
    found: dict[int, list[tuple[int, str]]] = {}
    rows = session.exec(select(Remark).where(col(Remark.evidence_id).in_(list(everyone))).order_by(col(Remark.id)))
    for row in rows:
        found.setdefault(row.evidence_id, []).append((saved(row.id), row.text))
    return found


def _newest_days(session: Session, everyone: Iterable[int]) -> dict[int, tuple[int, date]]:
    """The day that was said last of each piece, with the id of the fact."""
    said = select(Event.id, Event.evidence_id, Event.payload).where(
        Event.kind == DATED, col(Event.evidence_id).in_(list(everyone))
    )
    rows = session.exec(said.order_by(col(Event.id)))
    return {
        saved(piece): (saved(id), date.fromisoformat(json.loads(payload)["happened_on"])) for id, piece, payload in rows
    }


def _words_of_set(mates: list[int], everyone: dict[int, Evidence], words: dict[int, list[tuple[int, str]]]) -> str:
    remarks = [said[-1] for mate in mates if (said := words.get(mate))]
    if remarks:
        return max(remarks)[1]
    return next((everyone[mate].caption for mate in mates if everyone[mate].caption), "")


def _day_of_set(mates: list[int], everyone: dict[int, Evidence], days: dict[int, tuple[int, date]]) -> date | None:
    said = [days[mate] for mate in mates if mate in days]
    if said:
        return max(said)[1]
    return next((day for mate in mates if (day := everyone[mate].happened_on) is not None), None)


def forget(session: Session, person: Person) -> None:
    """Empty what a person said of pieces, on their lawful request; that they said something stays."""
    for row in session.exec(select(Remark).where(Remark.person_id == person.id)):
        row.text = ""
