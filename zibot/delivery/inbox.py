"""The inbox's worker: takes the oldest update of each chat, has it handled once, and marks it with its effects."""

import asyncio
import contextlib
import json
import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime
from typing import Protocol

from telegram.error import BadRequest, Forbidden, TelegramError

from zibot.delivery.polling import Said
from zibot.model import Inbox
from zibot.storage import inbox
from zibot.storage.database import Database, DriverError, Session, is_trouble
from zibot.storage.files import FileError
from zibot.storage.inbox import Fault

log = logging.getLogger(__name__)

AT_ONCE = 64
"""Chats that are served side by side."""
IDLE = 1.0
"""Seconds after which a sleeping worker looks for updates whose pause is over."""
REST = 5.0
"""Seconds for which a chat rests where not even a failure could be written down."""

Handle = Callable[[Inbox], Awaitable[None]]
Failed = Callable[[Inbox, Exception, Fault], Awaitable[None]]


class Clock(Protocol):
    """Tells the instant."""

    def __call__(self) -> datetime:
        """The instant it is."""


class Torn(Exception):
    """A download came with another length than Telegram had said; it is tried again and never stored."""


def keep(session: Session, updates: Iterable[Said], now: datetime) -> int:
    """Write updates down as they came; returns how many are new."""
    return sum(
        inbox.keep(session, int(said["update_id"]), chat_of(said) or 0, json.dumps(said, sort_keys=True), now)
        for said in updates
    )


def chat_of(said: Said) -> int | None:
    """The chat that an update belongs to; None where it belongs to none, or says so in a way that nobody knows."""
    for thing in said.values():
        if isinstance(thing, Mapping):
            message = thing if "chat" in thing else thing.get("message")
            chat = message.get("chat") if isinstance(message, Mapping) else thing.get("from")
            id = chat.get("id") if isinstance(chat, Mapping) else None
            if isinstance(id, int):
                return id
    return None


def fault_of(error: Exception) -> Fault:
    """Whose fault an error is."""
    if isinstance(error, Torn | TimeoutError):
        return Fault.LINE
    if isinstance(error, TelegramError):
        return Fault.OURS if isinstance(error, BadRequest | Forbidden) else Fault.LINE
    return Fault.STORE if isinstance(error, FileError | OSError) or is_trouble(error) else Fault.OURS


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
        self._more = False

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; what is under way is finished first."""
        while not stop.is_set():
            self._mail.clear()
            try:
                await self._start_next()
            except DriverError as error:
                log.error("the inbox cannot be read: %s", error.orig)
                self._mail.clear()
            await self._something_happens()
        if self._busy:
            await asyncio.wait(self._busy.values())

    async def _start_next(self) -> None:
        free = AT_ONCE - len(self._busy)
        if free > 0:
            rows, self._more = await asyncio.to_thread(self._waiting, tuple(self._busy), free)
            for row in rows:
                self._busy[row.chat_id] = asyncio.create_task(self._serve(row))

    def _waiting(self, busy: tuple[int, ...], free: int) -> inbox.Waiting:
        with self._database.reading() as session:
            return inbox.waiting(session, self._clock(), busy=busy, limit=free)

    async def _something_happens(self) -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._mail.wait(), IDLE)

    async def _serve(self, row: Inbox) -> None:
        try:
            await self._handle(row)
        except Exception as error:  # one bad update never stops the rest
            log.exception("update %s in chat %s", row.update_id, row.chat_id)
            await self._write_down(row, error)
        finally:
            del self._busy[row.chat_id]
            if self._more:
                self._mail.set()

    async def _write_down(self, row: Inbox, error: Exception) -> None:
        try:
            await self._failed(row, error, fault_of(error))
        except Exception:  # neither the update nor its failure could be written: it waits as it is
            log.exception("the failure of update %s cannot be written down", row.update_id)
            await asyncio.sleep(REST)
