"""Questions that wait for an answer: what a person's next words belong to."""

from datetime import datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from zibot.model import Person, Prompt, saved
from zibot.storage.kept import kept

PATIENCE = timedelta(days=2)


def ask(
    session: Session,
    person: Person,
    kind: str,
    chat_id: int,
    *,
    obligation_id: int | None,
    now: datetime,
    said: str = "",
) -> None:
    """Remember that the person's next words answer this; earlier questions to them end."""
    close(session, person, now)
    session.add(
        Prompt(
            satker_id=person.satker_id,
            person_id=saved(person.id),
            kind=kind,
            chat_id=chat_id,
            obligation_id=obligation_id,
            said=said,
            asked_at=now,
        )
    )


_WAITING = (
    select(Prompt.id, Prompt.asked_at)
    .where(
        Prompt.person_id == bindparam("person"), Prompt.chat_id == bindparam("chat"), col(Prompt.closed_at).is_(None)
    )
    .order_by(col(Prompt.id).desc())
)


def pending(session: Session, person: Person, chat_id: int, now: datetime) -> Prompt | None:
    """The question that the person's next words in this chat answer."""
    asked = {"person": person.id, "chat": chat_id}
    waiting = kept(
        session, ("prompt", (person.id, chat_id)), lambda: session.connection().execute(_WAITING, asked).all(), tuple
    )
    id = next((id for id, asked_at in waiting if asked_at > now - PATIENCE), None)
    return session.get(Prompt, id) if id is not None else None


def close(session: Session, person: Person, now: datetime) -> None:
    """End every question to the person."""
    for old in session.exec(select(Prompt).where(Prompt.person_id == person.id, col(Prompt.closed_at).is_(None))):
        old.closed_at = now
