"""What the rows say of evidence, plans, people, files and recaps, as they stand, to be held against the ledger."""

import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import String, cast, func, select, type_coerce
from sqlmodel import Session, col

from zibot.model import (
    Draft,
    Evidence,
    Group,
    Head,
    Invitation,
    Item,
    Obligation,
    Outbox,
    Person,
    Plan,
    Remark,
    saved,
)
from zibot.storage import ledger
from zibot.storage.adopting import LASTING
from zibot.storage.evidence import as_sent
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
    forwarded_at: datetime | None
    album: str | None
    chat_id: int
    row: str
    """The digest of what its message said of it."""


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
            type_coerce(col(Evidence.forwarded_at), String),
            col(Evidence.album),
            col(Evidence.kind),
            col(Evidence.mime),
            col(Evidence.name),
            col(Evidence.caption),
            col(Evidence.chat_id),
            col(Evidence.message_id),
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
            instant(forwarded) if forwarded is not None else None,
            album,
            chat,
            _as_sent(*words, chat_id=chat, message_id=message),
        )
        for id, number, person, sha256, size, sent, stored, happened, forwarded, album, *words, chat, message in rows
    }


class Remarked(NamedTuple):
    """A remark as its row tells it."""

    evidence_id: int
    person_id: int
    words: str
    """The digest of what was said; empty where it is no text."""


def remarks(session: Session, satker_id: int) -> dict[int, Remarked]:
    """The office's remarks by the id of their row."""
    columns = (col(Remark.id), col(Remark.evidence_id), col(Remark.person_id), col(Remark.text))
    rows = session.connection().execute(select(*columns).where(col(Remark.satker_id) == satker_id))
    return {
        saved(id): Remarked(piece, person, ledger.digest(text) if isinstance(text, str) else "")
        for id, piece, person, text in rows
    }


def _as_sent(*words: str, chat_id: int, message_id: int) -> str:
    """The digest; empty where whoever changed the row wrote what no message can say."""
    try:
        return as_sent(*words, chat_id=chat_id, message_id=message_id)
    except (TypeError, ValueError):
        return ""


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


class Lasting(NamedTuple):
    """What an item is called, the item that it continues, and the digest of what it says for good."""

    code: str
    continues: int | None
    seal: str


def items(session: Session, satker_id: int) -> dict[int, Lasting]:
    """The office's items by the id of their row."""
    columns = [cast(col(Item.slots), String) if name == "slots" else col(getattr(Item, name)) for name in LASTING]
    rows = session.connection().execute(select(col(Item.id), *columns).where(col(Item.satker_id) == satker_id))
    found = {}
    for id, *values in rows:
        row = dict(zip(LASTING, values, strict=True))
        row["slots"] = parsed(row["slots"])
        found[saved(id)] = Lasting(row["code"], row["continues_id"], _sealed(row.values()))
    return found


def _sealed(values: Iterable[object]) -> str:
    try:
        return ledger.digest(*values)
    except (TypeError, ValueError):
        return ""


def parsed(raw: object) -> Any:
    """What a JSON column holds; its raw text where that is no JSON."""
    try:
        return json.loads(str(raw))
    except ValueError:
        return raw


class Due(NamedTuple):
    """An obligation as its row tells it; the day as ISO."""

    item: int
    day: str


def obligations(session: Session, satker_id: int) -> dict[int, Due]:
    """The office's obligations by the id of their row; none is ever taken away."""
    rows = session.connection().execute(
        select(col(Obligation.id), col(Obligation.item_id), type_coerce(col(Obligation.due), String)).where(
            col(Obligation.satker_id) == satker_id
        )
    )
    return {saved(id): Due(item, str(day)) for id, item, day in rows}


class Member(NamedTuple):
    """A person as their row tells it, with JSON read; `left` is whether they left."""

    role: str
    areas: Any
    items: Any
    telegram_id: int | None
    left: bool


def members(session: Session, satker_id: int) -> dict[int, Member]:
    """The office's people by the id of their row, also those who left."""
    rows = session.connection().execute(
        select(
            col(Person.id),
            col(Person.role),
            cast(col(Person.areas), String),
            cast(col(Person.items), String),
            col(Person.telegram_id),
            type_coerce(col(Person.left_at), String),
        ).where(col(Person.satker_id) == satker_id)
    )
    return {
        saved(id): Member(role, parsed(areas), parsed(items), account, left is not None)
        for id, role, areas, items, account, left in rows
    }


def invitations(session: Session, satker_id: int) -> dict[int, str]:
    """The hash of each one-time code by the id of its row, with which accounts are sealed."""
    rows = session.connection().execute(
        select(col(Invitation.id), col(Invitation.code_sha256)).where(col(Invitation.satker_id) == satker_id)
    )
    return {saved(id): str(code) for id, code in rows}


def groups(session: Session, satker_id: int) -> dict[int, int]:
    """The chat of each group by the id of its row."""
    rows = session.connection().execute(
        select(col(Group.id), col(Group.chat_id)).where(col(Group.satker_id) == satker_id)
    )
    return {saved(id): chat for id, chat in rows}


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
