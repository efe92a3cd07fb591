"""The outbox's rows: what must go out, in which order, and what became of it."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import IntEnum
from typing import Any

from sqlalchemy import bindparam, func, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from zibot.model import Outbox, UtcDateTime, of_row
from zibot.redact import hide

MORE_ANSWERS = 4
"""How often an answer is sent again of which nobody knows whether it arrived."""


CODE = "code"
"""The part of a payload that is ours: the one-time link that a QR code carries, kept no longer than it is wanted."""
RECALLED = "nobody of the team is there any more"
"""Why a call was given up that Telegram never refused."""
MENUS = ("setMyCommands", "deleteMyCommands")
"""Calls that say which commands a chat's menu shows."""
EDITS = ("editMessageText", "editMessageCaption")
"""Calls that change a message of ours."""
REPEATABLE = (*EDITS, "answerCallbackQuery", *MENUS)
"""Calls that change nothing more when they are made twice."""


class Rank(IntEnum):
    """Who goes first when much waits."""

    ANSWER = 0
    REPLY = 1
    DIGEST = 2
    RECAP = 3


_PUT: dict[str, Any] = {
    name: dialect.insert(Outbox).on_conflict_do_nothing(index_elements=["once"])
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_SAID = select(Outbox.id).where(Outbox.once == bindparam("once"))


def put(
    session: Session,
    satker_id: int,
    chat_id: int,
    method: str,
    payload: dict[str, Any],
    *,
    rank: Rank,
    now: datetime,
    about: Sequence[int] = (),
    once: str | None = None,
    file_sha256: str | None = None,
) -> bool:
    """Add a call to the outbox; False where the same `once` was put before."""
    connection = session.connection()
    new = connection.execute(
        _PUT[connection.dialect.name],
        {
            "satker_id": satker_id,
            "chat_id": chat_id,
            "method": method,
            "payload": payload,
            "rank": rank,
            "about": list(about),
            "once": once,
            "file_sha256": file_sha256,
            "created_at": now,
            "attempts": 0,
            "doubts": 0,
            # What a message is to say next is known before that went out.
            "message_id": payload.get("message_id") if method in EDITS else None,
        },
    )
    return new.rowcount > 0


def said(session: Session, once: str) -> bool:
    """Whether this was already put into the outbox."""
    return session.connection().execute(_SAID, {"once": once}).first() is not None


def named(session: Session, once: str) -> Outbox | None:
    """The call that was put under this key."""
    return session.exec(select(Outbox).where(Outbox.once == once)).first()


_OPEN = (col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None))


_HELD = select(Outbox.chat_id).where(*_OPEN, col(Outbox.not_before) > bindparam("now", type_=UtcDateTime))
_NEXT = (
    select(Outbox)
    .where(*_OPEN, col(Outbox.chat_id).not_in(_HELD), col(Outbox.chat_id).not_in(bindparam("barred", expanding=True)))
    .order_by(col(Outbox.rank), col(Outbox.id))
    .limit(1)
)
_EARLIER = aliased(Outbox)
_OVERTAKES = (
    select(_EARLIER.id)
    .where(
        _EARLIER.chat_id == col(Outbox.chat_id),
        col(_EARLIER.id) < col(Outbox.id),
        col(_EARLIER.rank) <= col(Outbox.rank),
        col(_EARLIER.rank) < Rank.DIGEST,
        col(_EARLIER.method).not_in(REPEATABLE),
        col(_EARLIER.sent_at).is_(None),
        col(_EARLIER.failed_at).is_(None),
    )
    .correlate(Outbox)
    .exists()
)
"""Whether an answer to the same chat still waits before a call: a change of it would otherwise go out before it."""
_NEXT_REPEATABLE = _NEXT.where(col(Outbox.method).in_(REPEATABLE), ~_OVERTAKES)


def _claiming(wanted: Any) -> Any:
    """The next call of those wanted, marked as under way, in one statement."""
    next_one = wanted.with_only_columns(Outbox.id).scalar_subquery()
    marked: Any = update(Outbox).where(col(Outbox.id) == next_one)
    counted = marked.values(claimed_at=bindparam("at", type_=UtcDateTime), attempts=Outbox.attempts + 1)
    return counted.returning(*Outbox.__table__.columns)  # type: ignore[attr-defined]


_CLAIM, _CLAIM_REPEATABLE = _claiming(_NEXT), _claiming(_NEXT_REPEATABLE)
_SENT = (
    update(Outbox)
    .where(col(Outbox.id) == bindparam("row"))
    .values(sent_at=bindparam("at", type_=UtcDateTime), message_id=bindparam("message"), error=None)
)


def claim(
    session: Session, now: datetime, *, barred: Iterable[int] = (), repeatable_only: bool = False
) -> Outbox | None:
    """The next call to make, marked as under way, to none of the barred chats.

    A chat whose earlier call waits for its time keeps its later ones waiting.
    """
    session.flush()
    wanted = {"now": now, "barred": list(barred), "at": now}
    row = session.connection().execute(_CLAIM_REPEATABLE if repeatable_only else _CLAIM, wanted).first()
    return of_row(Outbox, row._asdict()) if row is not None else None


def _change(session: Session, outbox_id: int, **values: Any) -> None:
    session.exec(update(Outbox).where(col(Outbox.id) == outbox_id).values(**values))


def waits(session: Session, now: datetime) -> bool:
    """Whether there is a call that could be made now, but for the pace."""
    return session.exec(_NEXT, params={"now": now, "barred": []}).first() is not None


def next_at(session: Session, now: datetime) -> datetime | None:
    """When the first call whose pause is not over yet is to be made again."""
    return session.exec(select(func.min(Outbox.not_before)).where(*_OPEN, col(Outbox.not_before) > now)).one()


def sent(session: Session, outbox_id: int, message_id: int | None, now: datetime) -> None:
    """Record that a call went through."""
    session.connection().execute(_SENT, {"row": outbox_id, "at": now, "message": message_id})


def postpone(session: Session, outbox_id: int, until: datetime, error: str) -> None:
    """Record that a call did not go through and is to be made again."""
    _change(session, outbox_id, not_before=until, error=hide(error)[:500])


def give_up(session: Session, outbox_id: int, error: str, now: datetime) -> None:
    """Record that a call can never go through."""
    _change(session, outbox_id, failed_at=now, error=hide(error)[:500])


def doubt(session: Session, outbox_id: int, error: str, *, now: datetime, again_at: datetime) -> bool:
    """Record that nobody can know whether a call went through; False where it is not made again.

    What reminds is said once more at most; what answers is worth more, since who sent something waits for its receipt.
    """
    row = session.get_one(Outbox, outbox_id)
    row.doubts += 1
    row.error = hide(error)[:500]
    again = row.doubts <= (MORE_ANSWERS if row.rank <= Rank.REPLY else 1)
    if again:
        row.not_before = again_at
    else:
        row.failed_at = now
    session.flush()
    return again


def forget(session: Session, outbox_id: int) -> None:
    """Empty a call that went through and held what nobody may read later, such as a one-time link."""
    _change(session, outbox_id, payload={})


def keyed(session: Session, begins: str) -> list[Outbox]:
    """The calls whose key goes on behind these words with a colon, oldest first."""
    session.flush()
    behind = col(Outbox.once) >= f"{begins}:", col(Outbox.once) < f"{begins};"
    return list(session.exec(select(Outbox).where(*behind).order_by(col(Outbox.id))))


def last_of(session: Session, begins: str) -> Outbox | None:
    """The newest call whose key begins so."""
    keyed = col(Outbox.once).startswith(begins, autoescape=True)
    return session.exec(select(Outbox).where(keyed).order_by(col(Outbox.id).desc()).limit(1)).first()


def redirect(session: Session, old_chat: int, new_chat: int) -> None:
    """Send what waits for a chat to the one that it became."""
    for row in session.exec(select(Outbox).where(Outbox.chat_id == old_chat, *_OPEN)):
        row.chat_id = new_chat
        row.payload = {**row.payload, "chat_id": new_chat}
        row.not_before = None


def recall(session: Session, chat_id: int, now: datetime) -> None:
    """Give up what waits for a chat that is nobody's of the team any more."""
    for row in session.exec(select(Outbox).where(Outbox.chat_id == chat_id, *_OPEN)):
        let_go(row, RECALLED, now)


def let_go(row: Outbox, error: str, now: datetime) -> None:
    """Note on its row that a call is not made any more; a one-time link in it is nowhere to be read then."""
    row.failed_at, row.error = now, error
    if CODE in row.payload:
        row.payload = {}


def message(session: Session, chat_id: int, message_id: int) -> Outbox | None:
    """The call that made a message, or last changed or is to change it, so that a reply finds what it is about."""
    return session.exec(
        select(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.message_id == message_id, col(Outbox.failed_at).is_(None))
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).first()


def made(session: Session, chat_id: int, message_id: int) -> Outbox | None:
    """The call that first made a message, before any change of it."""
    return session.exec(
        select(Outbox)
        .where(Outbox.chat_id == chat_id, Outbox.message_id == message_id, col(Outbox.method).not_in(EDITS))
        .order_by(col(Outbox.id).desc())
        .limit(1)
    ).first()


def open_count(session: Session) -> int:
    """How many calls still wait."""
    return session.exec(select(func.count(col(Outbox.id))).where(*_OPEN)).one()
