"""The switchboard without a line: updates go in as Telegram writes them, rows tell what came of them."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import SQLModel, col, select
from telegram import Update
from telegram.ext import BaseHandler, ExtBot

from tests.desk import Room
from zibot.app import connect
from zibot.context import Context, House
from zibot.model import Outbox, Refusal
from zibot.storage import inbox

Json = dict[str, Any]
OURS, FOREIGN = -100, -777
"""The group that is bound, and one that is not."""
BESIDE = ("refusal", "inbox", "outbox")
"""Tables that a refusal may write to."""


class _Bot(ExtBot[None]):
    """A bot whose name is known without asking Telegram."""

    @property
    def username(self) -> str:
        return "zibot_latihan_bot"

    @property
    def can_read_all_group_messages(self) -> bool:
        return False


BOT = _Bot("7000000001:latihan")


class _Context:
    """What a handler is handed, without Telegram's application around it."""

    work = Context.work
    bot = BOT

    def __init__(self, house: House, inbox_id: int) -> None:
        self.house, self.inbox_id = house, inbox_id


@dataclass
class Board:
    """Every handler of the switchboard on a room's house."""

    room: Room
    handlers: list[BaseHandler[Any, Any, Any]] = field(default_factory=list)
    updates: int = 0

    def __post_init__(self) -> None:
        connect(self)  # type: ignore[arg-type]

    def add_handler(self, handler: BaseHandler[Any, Any, Any]) -> None:
        """As Telegram's application takes them in."""
        self.handlers.append(handler)

    async def hears(self, kind: str, body: Json) -> None:
        """Have one update handled, as the bot does."""
        self.updates += 1
        whole = json.loads(json.dumps({"update_id": self.updates, kind: body}))
        id = self.room.do(lambda desk: _kept(desk.session, self.updates, whole, desk.now))
        update = Update.de_json(whole, BOT)
        for handler in self.handlers:
            check = handler.check_update(update)
            if check is not None and check is not False:
                await handler.callback(update, _Context(self.room.house, id))
                return

    async def presses(self, account: int, data: str, *, chat: int | None = None, message: int = 900) -> str:
        """Someone sends callback data; the toast that they get."""
        before = self.room.put_out()
        await self.hears("callback_query", query(account, data, chat=chat, message=message))
        [answer] = [row for row in self.room.outbox(before) if row.method == "answerCallbackQuery"]
        return str(answer.payload.get("text", ""))

    async def says(self, account: int, text: str, *, chat: int | None = None, **more: Any) -> list[str]:
        """Someone writes; what the bot then says, wherever."""
        before = self.room.put_out()
        await self.hears("message", message(account, chat=chat, text=text, **more))
        return [str(row.payload.get("text", "")) for row in self.room.outbox(before)]

    def refusals(self, after: int = 0) -> list[Refusal]:
        """All that was refused, oldest first, but for so many that were before."""
        with self.room.house.database.reading() as session:
            return list(session.exec(select(Refusal).order_by(col(Refusal.id)).offset(after)))

    def sent(self, after: int = 0) -> list[Outbox]:
        return self.room.outbox(after)

    @contextmanager
    def unchanged(self) -> Iterator[None]:
        """Nothing is written but what a refusal may write."""
        before = everything(self.room)
        yield
        assert everything(self.room) == before


def everything(room: Room) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but those that a refusal may write to, as the database holds it."""
    tables = [table for table in SQLModel.metadata.tables if table not in BESIDE]
    with closing(sqlite3.connect(room.house.settings.data_dir / "zibot.db")) as database:
        return {table: database.execute(f'SELECT * FROM "{table}"').fetchall() for table in tables}


def _kept(session: Any, update_id: int, body: Json, now: Any) -> int:
    inbox.keep(session, update_id, 1, json.dumps(body), now)
    session.flush()
    found = session.exec(select(inbox.Inbox).where(inbox.Inbox.update_id == update_id)).one()
    return int(found.id)


def user(account: int, **more: Any) -> Json:
    return {"id": account, "is_bot": False, "first_name": "Seseorang", **more}


def place(account: int, chat: int | None) -> Json:
    """A private chat with the account, or a group."""
    if chat is None:
        return {"id": account, "type": "private", "first_name": "Seseorang"}
    return {"id": chat, "type": "supergroup", "title": "Grup"}


def message(account: int, *, chat: int | None = None, number: int = 50, **more: Any) -> Json:
    """A message; a text that begins with a stroke is a command."""
    body: Json = {"message_id": number, "date": 1_799_000_000, "chat": place(account, chat), "from": user(account)}
    text = more.get("text", "")
    if text.startswith("/"):
        more.setdefault("entities", [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}])
    return body | more


def reply(to: int, chat: Json) -> Json:
    """A message of ours that someone replies to."""
    bot = {"id": 7_000_000_001, "is_bot": True, "first_name": "zibot", "username": "zibot_latihan_bot"}
    return {"message_id": to, "date": 1_798_000_000, "chat": chat, "from": bot, "text": "…"}


def query(account: int, data: str, *, chat: int | None = None, message: int = 900) -> Json:
    """A button pressed under a message of ours."""
    return {
        "id": "4180000000000000001",
        "from": user(account),
        "chat_instance": "1",
        "data": data,
        "message": reply(message, place(account, chat)),
    }


CHANNEL = {"id": -1_009_999, "type": "channel", "title": "Berita"}
ANONYMOUS = {"id": 1_087_968_824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
"""The account under which Telegram shows an admin who writes as the group."""


def as_group(chat: Json, text: str) -> Json:
    """What an anonymous admin writes in a group."""
    return message(0, text=text) | {"chat": chat, "from": ANONYMOUS, "sender_chat": chat}
