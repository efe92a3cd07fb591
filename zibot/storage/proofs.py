"""What the rows say of evidence, plans, people, files and recaps, as they stand, to be held against the ledger."""

import contextlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import String, cast, func, select, type_coerce
from sqlmodel import Session, col

from zibot.model import (
    Draft,
    Event,
    Evidence,
    Head,
    Invitation,
    Item,
    Obligation,
    Outbox,
    Plan,
    Remark,
    saved,
)
from zibot.storage import adopting, ledger, testimony
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
    said_at: datetime | None
    words: str
    """The digest of what was said; empty where it is no text."""


def remarks(session: Session, satker_id: int) -> dict[int, Remarked]:
    """The office's remarks by the id of their row."""
    found = testimony.rows(session, satker_id, Remark, "evidence_id", "person_id", "said_at", "text")
    return {
        id: Remarked(
            row["evidence_id"],
            row["person_id"],
            row["said_at"],
            ledger.digest(row["text"]) if isinstance(row["text"], str) else "",
        )
        for id, row in found.items()
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
    adopted_at: datetime | None
    adopted_on: str | None
    row: str
    """The digest of what else its row says."""


def plans(session: Session, satker_id: int) -> dict[int, Adopted]:
    """The office's plans by the id of their row."""
    counted = select(col(Item.plan_id), func.count()).where(col(Item.satker_id) == satker_id)
    items = {plan: count for plan, count in session.connection().execute(counted.group_by(col(Item.plan_id)))}
    names = ("decree_number", "source_sha256", "adopted_at", *adopting.PLAN)
    return {
        id: Adopted(
            row["decree_number"],
            row["source_sha256"],
            items.get(id, 0),
            row["adopted_at"],
            row["adopted_on"],
            _sealed(row[name] for name in adopting.PLAN),
        )
        for id, row in testimony.rows(session, satker_id, Plan, *names).items()
    }


class Lasting(NamedTuple):
    """What an item is called, the item that it continues, and the digests of what it says."""

    plan: int
    code: str
    continues: int | None
    seal: str
    """Of what it says for good, as facts have told from the first."""
    details: str
    decided: str
    """Of its schedule, and whether that is certain."""


def items(session: Session, satker_id: int) -> dict[int, Lasting]:
    """The office's items by the id of their row."""
    names = (*adopting.LASTING, *adopting.DETAILS, *adopting.DECIDED)
    return {
        id: Lasting(
            row["plan_id"],
            row["code"],
            row["continues_id"],
            _sealed(row[name] for name in adopting.LASTING),
            _sealed(row[name] for name in adopting.DETAILS),
            _sealed(row[name] for name in adopting.DECIDED),
        )
        for id, row in testimony.rows(session, satker_id, Item, *names).items()
    }


def _sealed(values: Iterable[object]) -> str:
    try:
        return ledger.digest(*values)
    except (TypeError, ValueError):
        return ""


class Due(NamedTuple):
    """An obligation as its row tells it; days as ISO."""

    item: int
    day: str
    since: str | None
    """The `adopted_on` of its own, where it is another than its plan's."""


def obligations(session: Session, satker_id: int) -> dict[int, Due]:
    """The office's obligations by the id of their row; none is ever taken away."""
    found = testimony.rows(session, satker_id, Obligation, "item_id", "due", "adopted_on")
    return {id: Due(row["item_id"], str(row["due"]), row["adopted_on"]) for id, row in found.items()}


def invitations(session: Session, satker_id: int) -> dict[int, str]:
    """The hash of each one-time code by the id of its row, with which accounts are sealed."""
    found = testimony.rows(session, satker_id, Invitation, "code_sha256")
    return {id: str(row["code_sha256"]) for id, row in found.items()}


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
    """A file that a row names: what for (evidence, draft, review, waiting or exported) and by which number."""

    sha256: str
    what: str
    number: int


def files(session: Session) -> list[Named]:
    """The files that must be there: evidence, plan documents and their workbooks, and what still has to be sent.

    A workbook that left without confidential words is read only together with the one that has them.
    """
    waiting = (col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None), col(Outbox.file_sha256).is_not(None))
    asked = {
        "evidence": select(col(Evidence.sha256), col(Evidence.number)).order_by(col(Evidence.number)),
        "draft": select(col(Draft.sha256), col(Draft.id)).order_by(col(Draft.id)),
        "review": select(col(Draft.review_sha256), col(Draft.id)).where(col(Draft.review_sha256).is_not(None)),
        "waiting": select(col(Outbox.file_sha256), col(Outbox.id)).where(*waiting),
    }
    named = [
        Named(str(sha256), what, saved(number))
        for what, query in asked.items()
        for sha256, number in session.connection().execute(query)
    ]
    return [*named, *_wholes(session)]


def _wholes(session: Session) -> Iterator[Named]:
    """The workbooks with all words of those that left without some; a fact that was changed names none."""
    facts = select(col(Event.payload), col(Event.id)).where(col(Event.kind) == "exported").order_by(col(Event.id))
    for payload, id in session.connection().execute(facts):
        with contextlib.suppress(ValueError, AttributeError):
            whole = json.loads(payload).get("whole")
            if isinstance(whole, str):
                yield Named(whole, "exported", saved(id))


def sent_files(session: Session) -> set[str]:
    """The files that were sent once, such as charts: they may stay, and need not."""
    rows = session.connection().execute(select(col(Outbox.file_sha256)).where(col(Outbox.file_sha256).is_not(None)))
    return {str(sha256) for (sha256,) in rows}
