"""Long answers that can be paged: what was asked, so that a button finds it again after a restart or in 90 days."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, select

from zibot.model import Listing, Person, saved

SEARCH = "search"
"""The kind of answer whose words a person typed."""


def keep(session: Session, person: Person, chat_id: int, what: str, said: dict[str, Any], *, now: datetime) -> int:
    """Remember what was asked in a chat; the id by which its pages are turned."""
    row = Listing(
        satker_id=person.satker_id, person_id=saved(person.id), chat_id=chat_id, what=what, said=said, asked_at=now
    )
    session.add(row)
    session.flush()
    return saved(row.id)


def find(session: Session, satker_id: int, id: int) -> Listing | None:
    """What was asked under an id."""
    row = session.get(Listing, id)
    return row if row is not None and row.satker_id == satker_id else None


def forget_words(session: Session, person: Person, name: str) -> None:
    """Take out what a person searched for, and what others searched for by their name."""
    parts = [part for part in name.casefold().split() if len(part) > 2]
    for row in session.exec(select(Listing).where(Listing.satker_id == person.satker_id)):
        said = str(row.said.get("words", "")).casefold()
        if said and (row.person_id == person.id or any(part in said for part in parts)):
            row.said = {**row.said, "words": ""}
