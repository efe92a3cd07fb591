"""What the rows say of evidence, plans, files and recaps, as they stand there, to be held against the ledger."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, cast, func, select, type_coerce
from sqlmodel import Session, col

from zibot.model import Draft, Evidence, Head, Item, Obligation, Outbox, Plan, saved
from zibot.storage.ledger import instant


class Piece(NamedTuple):
    """A piece of evidence as its row tells it; instants in UTC, None where they are none."""

    number: int
    person_id: int
    sha256: str
    size: int
    sent_at: datetime | None
    stored_at: datetime | None
    happened_on: str | None


def pieces(session: Session, satker_id: int) -> dict[int, Piece]:
    """The office's pieces by the id of their row."""
    rows = session.connection().execute(
        select(
            col(Evidence.id),
            col(Evidence.number),
            col(Evidence.person_id),
            col(Evidence.sha256),
            col(Evidence.size),
            type_coerce(col(Evidence.sent_at), String),
            type_coerce(col(Evidence.stored_at), String),
            type_coerce(col(Evidence.happened_on), String),
        ).where(col(Evidence.satker_id) == satker_id)
    )
    return {
        saved(id): Piece(
            number,
            person,
            sha256,
            size,
            instant(sent),
            instant(stored),
            str(happened) if happened is not None else None,
        )
        for id, number, person, sha256, size, sent, stored, happened in rows
    }


class Adopted(NamedTuple):
    """A plan as its rows tell it."""

    number: str | None
    source_sha256: str
    items: int


def plans(session: Session, satker_id: int) -> dict[int, Adopted]:
    """The office's plans by the id of their row."""
    counted = select(col(Item.plan_id), func.count()).where(col(Item.satker_id) == satker_id)
    items = {plan: count for plan, count in session.connection().execute(counted.group_by(col(Item.plan_id)))}
    rows = session.connection().execute(
        select(col(Plan.id), col(Plan.decree_number), col(Plan.source_sha256)).where(col(Plan.satker_id) == satker_id)
    )
    return {saved(id): Adopted(number, source, items.get(saved(id), 0)) for id, number, source in rows}


def obligations(session: Session, satker_id: int) -> set[int]:
    """The ids of the office's obligations; none is ever taken away."""
    rows = session.connection().execute(select(col(Obligation.id)).where(col(Obligation.satker_id) == satker_id))
    return {saved(id) for (id,) in rows}


def head(session: Session, satker_id: int) -> tuple[int, str] | None:
    """Count and hash that the ledger's head keeps; None where there is no such row."""
    row = (
        session.connection()
        .execute(select(col(Head.count), col(Head.hash)).where(col(Head.satker_id) == satker_id))
        .first()
    )
    return (row[0], row[1]) if row is not None else None


def posted(session: Session, satker_id: int) -> Iterator[tuple[datetime | None, str]]:
    """When each message that may hold a seal was made, and its payload as JSON, the oldest first."""
    payload = cast(col(Outbox.payload), String)
    rows = session.connection().execute(
        select(type_coerce(col(Outbox.created_at), String), payload)
        .where(col(Outbox.satker_id) == satker_id, payload.contains("<code>"))
        .order_by(col(Outbox.id))
    )
    for at, said in rows:
        yield instant(at), said


class Named(NamedTuple):
    """A file that a row names: what for (evidence, draft, review or waiting) and by which number."""

    sha256: str
    what: str
    number: int


def files(session: Session) -> list[Named]:
    """The files that must be there: evidence, plan documents and their workbooks, and what still has to be sent."""
    waiting = (col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None), col(Outbox.file_sha256).is_not(None))
    asked = {
        "evidence": select(col(Evidence.sha256), col(Evidence.number)).order_by(col(Evidence.number)),
        "draft": select(col(Draft.sha256), col(Draft.id)).order_by(col(Draft.id)),
        "review": select(col(Draft.review_sha256), col(Draft.id)).where(col(Draft.review_sha256).is_not(None)),
        "waiting": select(col(Outbox.file_sha256), col(Outbox.id)).where(*waiting),
    }
    return [
        Named(str(sha256), what, saved(number))
        for what, query in asked.items()
        for sha256, number in session.connection().execute(query)
    ]


def sent_files(session: Session) -> set[str]:
    """The files that were sent once, such as charts: they may stay, and need not."""
    rows = session.connection().execute(select(col(Outbox.file_sha256)).where(col(Outbox.file_sha256).is_not(None)))
    return {str(sha256) for (sha256,) in rows}
