"""Questions about drafts: plan documents that were sent, from their arrival until they are adopted or laid aside."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from zibot.model import Draft, Evidence, Person, saved
from zibot.storage.evidence import Arrived
from zibot.storage.files import Kept

TRIES = 5
"""After so many starts of a reading that never ended, the document is laid aside."""


def keep(session: Session, person: Person, kept: Kept, arrived: Arrived, now: datetime) -> Draft | None:
    """Write down a document whose bytes are on disk; None where its message has a draft already that is not closed."""
    known = select(Draft.id).where(
        Draft.satker_id == person.satker_id,
        Draft.chat_id == arrived.chat_id,
        Draft.message_id == arrived.message_id,
        Draft.sent_at == arrived.sent_at,
        col(Draft.closed_at).is_(None),
    )
    if session.exec(known).first() is not None:
        return None
    draft = Draft(
        satker_id=person.satker_id,
        person_id=saved(person.id),
        sha256=kept.sha256,
        size=kept.size,
        kept_at=now,
        **{name: said for name, said in arrived._asdict().items() if name in Draft.model_fields},
    )
    session.add(draft)
    session.flush()
    return draft


def arrived(draft: Draft | Evidence) -> Arrived:
    """What the message said that brought a document."""
    return Arrived(
        kind=draft.kind,
        mime=draft.mime,
        name=draft.name,
        caption=draft.caption,
        chat_id=draft.chat_id,
        message_id=draft.message_id,
        sent_at=draft.sent_at,
    )


def is_evidence(session: Session, draft: Draft) -> bool:
    """Whether the message that brought the document was written down as evidence too."""
    piece = select(Evidence.id).where(
        Evidence.satker_id == draft.satker_id,
        Evidence.chat_id == draft.chat_id,
        Evidence.message_id == draft.message_id,
        Evidence.sent_at == draft.sent_at,
    )
    return session.exec(piece).first() is not None


_OPEN = col(Draft.closed_at).is_(None)


def unread(session: Session) -> Sequence[Draft]:
    """Documents that wait to be read, oldest first."""
    return session.exec(select(Draft).where(_OPEN, col(Draft.read_at).is_(None)).order_by(col(Draft.id))).all()


def confirmed(session: Session) -> Draft | None:
    """The oldest that waits to be put in force."""
    wanted = select(Draft).where(_OPEN, col(Draft.read_at).is_not(None), col(Draft.adopt_at).is_not(None))
    return session.exec(wanted.order_by(col(Draft.id)).limit(1)).first()


def undecided(session: Session, satker_id: int, chat_id: int) -> Sequence[Draft]:
    """Documents of a chat that were read and wait for a decision, the newest first."""
    return session.exec(
        select(Draft)
        .where(Draft.satker_id == satker_id, Draft.chat_id == chat_id, _OPEN, col(Draft.read_at).is_not(None))
        .order_by(col(Draft.id).desc())
    ).all()


def understood(draft: Draft, *, told: dict[str, Any], review_sha256: str, base: int | None, now: datetime) -> None:
    """Note what was understood; `base` is the plan in force with which it was compared."""
    draft.told, draft.review_sha256, draft.base_plan_id = told, review_sha256, base
    draft.read_at, draft.attempts = now, 0


def read_again(draft: Draft) -> None:
    """Have a document read anew, such as for another year or after the plan in force changed."""
    draft.read_at = draft.closed_at = draft.outcome = draft.adopt_at = None
    draft.rounds, draft.attempts = draft.rounds + 1, 0


def close(draft: Draft, outcome: str, now: datetime) -> None:
    """Lay a document aside; it stays where it is, with what became of it."""
    draft.closed_at, draft.outcome, draft.adopt_at = now, outcome, None
