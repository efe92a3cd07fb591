"""The inbox's worker: takes the oldest update of each chat, has it handled once, and marks it with its effects."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Protocol

from telegram import Update

from zibot.model import Inbox
from zibot.storage import inbox
from zibot.storage.database import Database, Session

log = logging.getLogger(__name__)

AT_ONCE = 8
"""Chats that are served side by side."""
IDLE = 1.0
"""Seconds after which a sleeping worker looks for updates whose pause is over."""

Handle = Callable[[Inbox], Awaitable[None]]
Failed = Callable[[Inbox, Exception], Awaitable[None]]


class Clock(Protocol):
    """Tells the instant."""

    def __call__(self) -> datetime:
        """The instant it is."""


def keep(session: Session, update: Update, now: datetime) -> bool:
    """Write an update down as it came."""
    chat = update.effective_chat
    return inbox.keep(session, update.update_id, chat.id if chat else 0, update.to_json(), now)


class InboxWorker:
    """Serves several chats side by side, and each in the order in which it spoke."""

    def __init__(
        self, database: Database, clock: Clock, mail: asyncio.Event, *, handle: Handle, failed: Failed
    ) -> None:
        self._database = database
        self._clock = clock
        self._mail = mail
        self._handle = handle
        self._failed = failed
        self._busy: dict[int, asyncio.Task[None]] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; what is under way is finished first."""
        while not stop.is_set():
            self._mail.clear()
            await self._start_next()
            await self._something_happens()
        if self._busy:
            await asyncio.wait(self._busy.values())

    async def _start_next(self) -> None:
        free = AT_ONCE - len(self._busy)
        if free > 0:
            for row in (await asyncio.to_thread(self._waiting))[:free]:
                self._busy[row.chat_id] = asyncio.create_task(self._serve(row))

    def _waiting(self) -> list[Inbox]:
        with self._database.reading() as session:
            return list(inbox.waiting(session, self._clock(), busy=self._busy))

    async def _something_happens(self) -> None:
        mail = asyncio.create_task(self._mail.wait())
        try:
            await asyncio.wait((mail, *self._busy.values()), timeout=IDLE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            mail.cancel()

    async def _serve(self, row: Inbox) -> None:
        try:
            await self._handle(row)
        except Exception as error:  # one bad update never stops the rest
            log.exception("update %s in chat %s", row.update_id, row.chat_id)
            await self._failed(row, error)
        finally:
            del self._busy[row.chat_id]
            self._mail.set()
