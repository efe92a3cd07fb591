"""Messages of ours that change: what did not go out yet in its own row, what is under way by a call that follows."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import select, update
from sqlmodel import Session, col

from zibot.model import Outbox

FOLLOW = "follow"
"""Not Telegram's method: a change of a message that was under way, made once it is known which message it became."""
FOLLOWS = "follows"
"""The part of a payload that is ours: the row of the message to be changed."""
_OF_THE_MESSAGE = ("reply_parameters", "protect_content", "message_thread_id")
"""What a message keeps from its beginning, and an edit cannot say."""
_OF_THE_CALL = (*_OF_THE_MESSAGE, FOLLOWS, "message_id")


class Message(NamedTuple):
    """A message of ours as the outbox tells it: gone out where it has a number of Telegram's."""

    id: int
    once: str
    message_id: int | None
    claimed: bool
    payload: dict[str, Any]
    about: list[int]
    has_media: bool = False
    """Whether it is a picture or file with a caption."""

    @property
    def protectable(self) -> bool:
        """Whether it cannot be forwarded, or did not go out yet, so that it can still be made so."""
        return bool(self.payload.get("protect_content")) or not self.claimed


def has_media(method: str) -> bool:
    """Whether a call makes a message of a picture or file, whose words are its caption."""
    return method in ("sendPhoto", "sendDocument", "editMessageCaption")


def captioned(payload: dict[str, Any]) -> dict[str, Any]:
    """A payload with words, as the caption of a picture or file."""
    return {("caption" if name == "text" else name): value for name, value in payload.items()}


def said_as(session: Session, once: str) -> Message | None:
    """The message that was put under this key."""
    columns: Any = (Outbox.id, Outbox.message_id, Outbox.claimed_at, Outbox.payload, Outbox.about, Outbox.method)
    found = session.connection().execute(select(*columns).where(col(Outbox.once) == once)).first()
    if found is None:
        return None
    return Message(found[0], once, found[1], found[2] is not None, found[3], found[4], has_media(found[5]))


def guard(session: Session, message: Message) -> None:
    """Let a message that nobody took up yet go out so that it cannot be forwarded, whatever waits behind it."""
    # Once it went out without, no change of it may tell what only its people may see.
    if not message.claimed and not message.payload.get("protect_content"):
        session.connection().execute(
            update(Outbox)
            .where(col(Outbox.id) == message.id, col(Outbox.claimed_at).is_(None))
            .values(payload={**message.payload, "protect_content": True})
        )


def rewritten(session: Session, message: Message, payload: dict[str, Any], about: Sequence[int]) -> bool:
    """Change what was put last of a message, where nobody took it up yet.

    False where it is under way or went out, or where anything else to its chat waits behind it.
    """
    open_ones = (Outbox.chat_id == payload["chat_id"], col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None))
    columns: Any = (Outbox.id, Outbox.once, Outbox.payload, Outbox.method)
    last = (
        session.connection()
        .execute(select(*columns).where(*open_ones).order_by(col(Outbox.id).desc()).limit(1))
        .first()
    )
    if last is None or (last.once or "").partition("+")[0] != message.once:
        return False
    same = {name: last.payload[name] for name in _OF_THE_CALL if name in last.payload}
    if has_media(last.method):
        ours = {name: said for name, said in last.payload.items() if name not in ("caption", "reply_markup")}
        payload, same = captioned(payload), {**ours, **same}
    if "message_id" in same:
        payload = {name: said for name, said in payload.items() if name != "protect_content"}
    done = session.connection().execute(
        update(Outbox)
        .where(col(Outbox.id) == last.id, col(Outbox.claimed_at).is_(None))
        .values(payload={**payload, **same}, about=list(about))
    )
    return bool(done.rowcount)


def kept(message: Message, payload: dict[str, Any]) -> dict[str, Any]:
    """A payload with what its message keeps from the beginning."""
    return {name: message.payload[name] for name in _OF_THE_MESSAGE if name in message.payload} | payload


def resolve(session: Session, row: Outbox) -> None:
    """Turn what follows a message into its edit, or into a message of its own where none went out.

    Its chat's earlier calls are settled by then: one is under way to a chat at a time, in the order of their ids.
    """
    payload = {name: value for name, value in row.payload.items() if name != FOLLOWS}
    first = session.get(Outbox, row.payload[FOLLOWS])
    if first is not None and first.message_id is not None:
        payload = {name: value for name, value in payload.items() if name not in _OF_THE_MESSAGE}
        row.method, row.payload = "editMessageText", payload | {"message_id": first.message_id}
        if has_media(first.method):
            row.method, row.payload = "editMessageCaption", captioned(row.payload)
    else:
        row.method, row.payload = "sendMessage", payload
    session.connection().execute(
        update(Outbox).where(col(Outbox.id) == row.id).values(method=row.method, payload=row.payload)
    )
