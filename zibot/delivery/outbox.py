"""The outbox's worker: claim one, send it, record it; one at a time, so that a crash repeats one message at most."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from telegram.ext import ExtBot

from zibot.delivery.telegram import Outcome, call
from zibot.model import Outbox
from zibot.storage import outbox, people
from zibot.storage.database import Database, Session
from zibot.storage.files import FileError, Files

log = logging.getLogger(__name__)

IDLE = 1.0
"""Seconds after which a sleeping worker looks for rows whose pause is over, or that the terminal added."""


ANSWER_IN = timedelta(seconds=30)
"""After this a pressed button no longer waits for its answer, and Telegram would refuse it."""


class OutboxWorker:
    """Sends what waits, in the order of rank and age."""

    def __init__(
        self, bot: ExtBot[None], database: Database, files: Files, *, clock: Callable[[], datetime], post: asyncio.Event
    ) -> None:
        self._bot = bot
        self._database = database
        self._files = files
        self._clock = clock
        self._post = post

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; a message that is being sent is recorded first."""
        while not stop.is_set():
            self._post.clear()
            while not stop.is_set() and await self.process_one():
                pass
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._post.wait(), IDLE)

    async def drain(self) -> int:
        """Send all that can go out now; returns how many calls were made."""
        made = 0
        while await self.process_one():
            made += 1
        return made

    async def process_one(self) -> bool:
        """Claim, send and record one row; False where none could go out now."""
        row = await asyncio.to_thread(self._claim)
        if row is None:
            return False
        if row.method == "answerCallbackQuery" and self._clock() - row.created_at > ANSWER_IN:
            await asyncio.to_thread(self._record, row, Outcome(error="too late for an answer"))
            return True
        try:
            content = await asyncio.to_thread(self._files.read, row.file_sha256) if row.file_sha256 else None
            outcome = await call(self._bot, row.method, row.payload, content, row.attempts)
        except FileError as error:
            outcome = Outcome(error=str(error))
        except Exception as error:  # one bad row never stops the rest
            log.exception("outbox row %s", row.id)
            outcome = Outcome(error=repr(error))
        await asyncio.to_thread(self._record, row, outcome)
        return True

    def _claim(self) -> Outbox | None:
        with self._database.writing() as session:
            return outbox.claim(session, self._clock())

    def _record(self, row: Outbox, outcome: Outcome) -> None:
        assert row.id is not None
        with self._database.writing() as session:
            if outcome.sent:
                outbox.sent(session, row.id, outcome.message_id, self._clock())
            elif outcome.new_chat is not None:
                _follow(session, row.chat_id, outcome.new_chat)
            elif outcome.retry_in is not None:
                outbox.postpone(session, row.id, self._clock() + outcome.retry_in, outcome.error)
            else:
                log.warning(
                    "outbox row %s (%s to %s) cannot be sent: %s", row.id, row.method, row.chat_id, outcome.error
                )
                outbox.give_up(session, row.id, outcome.error, self._clock())


def _follow(session: Session, old_chat: int, new_chat: int) -> None:
    """A group became a supergroup: bind the new one and send there what waits."""
    people.move_group(session, old_chat, new_chat)
    outbox.redirect(session, old_chat, new_chat)
