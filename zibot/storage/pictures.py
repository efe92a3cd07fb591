"""What pieces of evidence look like, and which were used before: the same bytes, or a picture that is the same."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlmodel import Session, col, or_, select

from zibot.model import Evidence, Picture, Resemblance, saved
from zibot.rules.alike import Alike
from zibot.storage import ledger

MOST = 5
"""Earlier pieces of which it is remembered that a piece is the same."""
_SAID = "text"
"""The kind of evidence that is words: the same few words are said again and again."""


def unseen(session: Session, after: int) -> Evidence | None:
    """The first piece after one that was not looked at yet."""
    seen = select(Picture.evidence_id).where(Picture.evidence_id == Evidence.id).exists()
    return session.exec(
        select(Evidence).where(col(Evidence.id) > after, ~seen).order_by(col(Evidence.id)).limit(1)
    ).first()


def known(session: Session, piece: Evidence) -> Iterator[tuple[int, str]]:
    """Ids and looks of all pictures of the office that came before a piece, where anything is to be seen on them."""
    columns = select(Picture.evidence_id, Picture.looks).where(
        Picture.satker_id == piece.satker_id, col(Picture.evidence_id) < piece.id, Picture.looks != ""
    )
    yield from session.exec(columns.execution_options(yield_per=1000))


def seen(session: Session, piece: Evidence, looks: str, alike: Sequence[Alike], now: datetime) -> list[Resemblance]:
    """Write down what a piece looks like, and which earlier ones it is the same as; nothing where that was done."""
    if session.get(Picture, piece.id) is not None:
        return []
    session.add(Picture(evidence_id=saved(piece.id), satker_id=piece.satker_id, looks=looks, seen_at=now))
    same = _same_bytes(session, piece)
    found = [_row(piece, id, 0, now, same=True) for id in same]
    found += [_row(piece, one.id, one.distance, now, same=False) for one in alike if one.id not in same]
    for row in found[:MOST]:
        session.add(row)
        _tell(session, piece, row)
    session.flush()
    return found[:MOST]


def _row(piece: Evidence, earlier: int, distance: int, now: datetime, *, same: bool) -> Resemblance:
    return Resemblance(
        satker_id=piece.satker_id,
        evidence_id=saved(piece.id),
        earlier_id=earlier,
        same=same,
        distance=distance,
        found_at=now,
    )


def _tell(session: Session, piece: Evidence, row: Resemblance) -> None:
    ledger.append(
        session,
        piece.satker_id,
        "evidence.resembles",
        at=row.found_at,
        evidence_id=piece.id,
        earlier=row.earlier_id,
        same=row.same,
        distance=row.distance,
    )


def _same_bytes(session: Session, piece: Evidence) -> list[int]:
    if piece.kind == _SAID:
        return []
    bytes_ = Evidence.satker_id == piece.satker_id, Evidence.sha256 == piece.sha256, col(Evidence.id) < piece.id
    said = col(Evidence.kind) != _SAID
    return [saved(id) for id in session.exec(select(Evidence.id).where(*bytes_, said).order_by(col(Evidence.id)))]


def twin(session: Session, piece: Evidence, among: Iterable[int]) -> Evidence | None:
    """An earlier piece of these that has the very same bytes."""
    same = set(_same_bytes(session, piece)) & set(among)
    return session.get(Evidence, min(same)) if same else None


def resemblances(session: Session, pieces: Sequence[int]) -> list[Resemblance]:
    """What is known of these pieces being the same as others, earlier or later; the surest first."""
    either = or_(col(Resemblance.evidence_id).in_(pieces), col(Resemblance.earlier_id).in_(pieces))
    rows = session.exec(select(Resemblance).where(either)).all()
    return sorted(rows, key=lambda row: (not row.same, row.distance, saved(row.id)))
