"""An office in this process that is given one update after the other; each begins as it stood on the first morning."""

import asyncio
import hashlib
import sqlite3
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import col, func, select
from telegram.error import TelegramError

from tests.desk import Room, unhurried
from tests.fuzz import cast
from tests.fuzz.anything import NOW
from tests.fuzz.cast import Json
from tests.fuzz.line import Line
from zibot.context import Desk
from zibot.delivery.inbox import Torn
from zibot.delivery.leaving import made_ready
from zibot.delivery.telegram import call
from zibot.handlers.reader import Reader
from zibot.model import Draft, Event, Evidence, Group, Inbox, Invitation, Outbox, Person, Plan, saved
from zibot.service import App
from zibot.storage import ledger, outbox, people

RETRIED = (TelegramError, Torn)
"""What a handler may raise: the update is tried again."""
COUNTED = (Event, Evidence, Outbox, Draft, Plan)


class FuzzedOffice:
    """The switchboard with its database and files, and Telegram played in the same process."""

    def __init__(self, folder: Path) -> None:
        room = _furnished(folder)
        self.line = Line()
        self.telegram = self.line.telegram
        self.loop = asyncio.Runner()
        self.loop.run(self.line.bot.initialize())
        room.house.close()
        self.app = App(room.house.settings, self.line)  # type: ignore[arg-type]
        self.house = self.app.house
        self.room = Room(self.house, room.clock)
        self.reader = Reader(self.house, patience=60)
        unhurried(self.house.database)
        self.database = folder / "zibot.db"
        self.update_id = 0
        self._morning()
        self.beginning = sqlite3.connect(":memory:", check_same_thread=False)
        with sqlite3.connect(self.database) as now:
            now.backup(self.beginning)
        now.close()
        self.messages = self.telegram.messages

    def _morning(self) -> None:
        for number, said in enumerate(cast.MORNING):
            self._said({"message": {**said, "message_id": 100 + number, "date": NOW}})
        under = {"message_id": 1, "date": NOW, "from": cast.US, "text": "x"}
        for user, data in cast.PRESSED:
            message = {**under, "chat": cast.private(user)}
            query = {"id": "1", "from": user, "chat_instance": "1", "data": data, "message": message}
            self._said({"callback_query": query})

    def _said(self, update: Json) -> None:
        assert self.comes(update) is None
        self.reads()
        self.sends()

    def close(self) -> None:
        self.app.close()
        self.loop.run(self.line.bot.shutdown())
        self.loop.close()
        self.beginning.close()

    def begin_anew(self) -> None:
        """Back to the first morning: plan and team as they were, nothing said yet."""
        now = sqlite3.connect(self.database)
        self.beginning.backup(now)
        now.close()
        self.telegram.messages = self.messages
        self.telegram.wrong.clear()
        self.room.at("2027-01-04 08:00")
        self.update_id = 1000

    # one update

    def comes(self, update: Json, fate: str = "whole") -> Exception | None:
        """Let an update come and be handled; returns what it failed with, if it is to be tried again."""
        self.update_id += 1
        self.telegram.fate, self.telegram.served = fate, 0
        return self.loop.run(self._comes({**update, "update_id": self.update_id}))

    def tried_again(self) -> Exception | None:
        """Handle the newest update once more, while files come whole."""
        self.telegram.fate = "whole"
        return self.loop.run(self._handled(self.newest_row()))

    async def _comes(self, update: Json) -> Exception | None:
        await self.app.keep([update])
        return await self._handled(self.newest_row())

    async def _handled(self, row: Inbox) -> Exception | None:
        """The only place that knows how the switchboard has an update handled."""
        try:
            await self.app._handle(row)
        except RETRIED as error:
            return error
        return None

    def sends(self) -> None:
        """Make the calls that wait, so that people can reply to our messages."""
        self.loop.run(self._sends())

    async def _sends(self) -> None:
        for row in self.all(Outbox, col(Outbox.sent_at).is_(None), col(Outbox.failed_at).is_(None)):
            outcome = await call(self.line.bot, *await made_ready(row, self.house.files), 1)
            assert outcome.sent, f"{outcome.error}: {row.method} {row.payload}"
            self.room.do(lambda desk, r=row, o=outcome: outbox.sent(desk.session, saved(r.id), o.message_id, desk.now))

    def reads(self) -> None:
        """Read the plan documents that wait, or put the confirmed ones in force."""
        for _ in range(3):
            if not self.loop.run(self.reader.process_one()):
                return

    def later(self, minutes: int) -> None:
        """Let time go by."""
        local = (self.house.now() + timedelta(minutes=minutes)).astimezone(self.house.settings.timezone)
        self.room.at(f"{local:%Y-%m-%d %H:%M}")

    def aimed(self, update: Json, pick: int) -> Json:
        """The update with its made-up message of ours replaced by one that we sent, and its button by one under it."""
        if "callback_query" in update:
            return {**update, "callback_query": self._pressed(update["callback_query"], pick)}
        body = update.get("message", {})
        here = [row for row in self._went_out() if row.chat_id == body.get("chat", {}).get("id")]
        if "reply_to_message" not in body or not here:
            return update
        reply = {**body["reply_to_message"], "message_id": here[pick % len(here)].message_id}
        return {**update, "message": {**body, "reply_to_message": reply}}

    def _pressed(self, query: Json, pick: int) -> Json:
        """A button of ours, pressed by this person where it is in a group, else by whose chat it is in.

        One in three sends other data than it was given, as a forged one would.
        """
        shown = [(row, button) for row in self._went_out() for button in _buttons(row)]
        if not shown:
            return query
        row, button = shown[pick % len(shown)]
        chat = next((one for one in cast.GROUPS if one["id"] == row.chat_id), None)
        user = query["from"] if chat else cast.account(row.chat_id, "x")
        data = button["callback_data"] if pick % 3 else query.get("data", "")
        message = {"message_id": row.message_id, "date": NOW, "chat": chat or cast.private(user), "from": cast.US}
        return {**query, "from": user, "message": {**message, "text": "x"}, "data": data}

    def _went_out(self) -> Sequence[Outbox]:
        return self.all(Outbox, col(Outbox.message_id).is_not(None))

    # the books

    def all(self, table: Any, *where: Any) -> Sequence[Any]:
        with self.house.database.reading() as session:
            return session.exec(select(table).where(*where).order_by(col(table.id))).all()

    def newest_row(self) -> Inbox:
        row: Inbox = self.all(Inbox)[-1]
        return row

    def counts(self) -> dict[str, int]:
        """How many rows the tables have that tell of effects."""

        def counted(desk: Desk) -> dict[str, int]:
            return {t.__name__: desk.session.exec(select(func.count()).select_from(t)).one() for t in COUNTED}

        found: dict[str, int] = self.room.do(counted)
        return found

    def person(self, telegram_id: int) -> Person | None:
        def found(desk: Desk) -> Person | None:
            return people.by_telegram(desk.session, desk.satker_id, telegram_id)

        known: Person | None = self.room.do(found)
        return known

    def groups(self) -> set[int]:
        return {group.chat_id for group in self.all(Group)}

    def broken(self) -> list[int]:
        """Events whose seal or link does not hold."""
        found: list[int] = self.room.do(lambda desk: list(ledger.broken(desk.session, desk.satker_id)))
        return found


def _buttons(row: Outbox) -> list[Json]:
    rows: list[list[Json]] = row.payload.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for line in rows for button in line]


def _furnished(folder: Path) -> Room:
    """The office with its plan, its people, its group and one invitation that nobody used yet."""
    room = Room.open(folder)
    room.at("2027-01-04 08:00")
    room.adopt(*cast.ITEMS)
    persons = [room.joins(name, role, account=id, **holds) for id, name, role, holds in cast.TEAM]
    room.binds_group(persons[0], cast.BOUND["id"])
    guest = room.joins("Hasan Basri", "staff", items=["VI"])

    def invited(desk: Desk) -> None:
        desk.session.add(
            Invitation(
                satker_id=desk.satker_id,
                person_id=saved(guest.id),
                code_sha256=hashlib.sha256(cast.CODE.encode()).hexdigest(),
                created_at=desk.now,
                expires_at=desk.now + timedelta(days=14),
            )
        )

    room.do(invited)
    return room
