"""The outbox's worker: claim one, send it, record it.

One message is under way at a time, so that a crash repeats one at most. Only what may be done twice without harm begins
before the last was answered.
"""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from telegram.ext import ExtBot

from zibot.delivery.leaving import ALBUM, made_ready
from zibot.delivery.pace import Pace
from zibot.delivery.telegram import Outcome, call
from zibot.model import Outbox, saved
from zibot.redact import words_of
from zibot.storage import changing, outbox, people
from zibot.storage.database import DriverError, Session
from zibot.storage.files import FileError, Files

log = logging.getLogger(__name__)

IDLE = 1.0
"""Seconds after which a sleeping worker looks for rows whose pause is over, or that the terminal added."""
SLOW = 0.03
"""Seconds after which a call that may be made twice begins before the last was answered."""
STUCK = 5.0
"""Seconds after which a message keeps those to others waiting no longer: it is large, or Telegram is in trouble."""
AT_ONCE = 8
"""Calls under way at most."""
AGAIN_IN = timedelta(seconds=3)
"""When a call of which nobody knows whether it arrived is made once more."""
ANSWER_IN = timedelta(seconds=30)
"""After this a pressed button no longer waits for its answer, and Telegram would refuse it."""

Work = Callable[[Callable[[Session], Any]], Awaitable[Any]]
"""Does a job in one transaction, off the loop."""
Lost = Callable[[Session, Outbox, Outcome], None]
"""What is done, in the transaction that records it, about a message that cannot be delivered."""


@dataclass
class Post:
    """What the worker sends with, and whom it tells."""

    bot: ExtBot[None]
    files: Files
    clock: Callable[[], datetime]
    work: Work
    pace: Pace
    lost: Lost
    news: asyncio.Event = field(default_factory=asyncio.Event)
    """Set whenever something may have come into the outbox."""


class OutboxWorker:
    """Sends what waits, in the order of rank and age, as fast as Telegram takes it."""

    def __init__(self, post: Post) -> None:
        self._post = post
        self._under_way: dict[asyncio.Task[Outcome], Outbox] = {}
        self._begun = 0.0
        self._since: dict[int, float] = {}
        self._next_at: datetime | None = None

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop; messages that are being sent are recorded first."""
        while not stop.is_set():
            try:
                went_on = await self._turn()
            except DriverError as error:
                log.error("the outbox cannot be used: %s", error.orig)
                went_on = False
                await asyncio.sleep(IDLE)
            if not went_on:
                await self._something_happens()
        await self._finish()

    async def drain(self) -> int:
        """Send all that can go out now; returns how many calls were made."""
        made = 0
        while True:
            began = await self._turn()
            made += began
            if not began and not self._under_way and not await self._post.work(self._waits):
                return made
            if not began:
                await self._something_happens()

    def _waits(self, session: Session) -> bool:
        """Whether a call waits for the pace only."""
        return outbox.waits(session, self._post.clock())

    async def _turn(self) -> bool:
        """Record what was answered and begin the next call, in one transaction; whether a call began."""
        self._post.news.clear()
        done = [(task, row) for task, row in self._under_way.items() if task.done()]
        barred = self._barred()
        if not done and barred is None:
            return False
        told = [(row, task.result()) for task, row in done]
        alone = self._in_danger()
        row = await self._post.work(lambda session: self._recorded_and_claimed(session, told, barred, alone=alone))
        for task, done_row in done:
            del self._under_way[task], self._since[saved(done_row.id)]
            self._pace(done_row, self._post.pace.end)
        if row is not None:
            self._begin(row)
        return row is not None

    def _barred(self) -> list[int] | None:
        """The chats to which nothing may go out now; None where nothing may go out at all."""
        loop = asyncio.get_running_loop()
        going = [row for task, row in self._under_way.items() if not task.done()]
        if len(going) >= AT_ONCE or (going and loop.time() < self._begun + SLOW):
            return None
        if self._post.pace.opens(loop.time()) > loop.time():
            return None
        return [*self._post.pace.barred(loop.time()), *(row.chat_id for row in going)]

    def _in_danger(self) -> bool:
        """Whether a message is under way that a crash would repeat, so that no other may begin."""
        now = asyncio.get_running_loop().time()
        going = (row for task, row in self._under_way.items() if not task.done())
        return any(row.method not in outbox.REPEATABLE and now - self._since[saved(row.id)] < STUCK for row in going)

    def _begin(self, row: Outbox) -> None:
        self._begun = self._since[saved(row.id)] = asyncio.get_running_loop().time()
        self._pace(row, self._post.pace.begin)
        task = asyncio.create_task(self._sent(row))
        task.add_done_callback(lambda _: self._post.news.set())
        self._under_way[task] = row

    def _pace(self, row: Outbox, note: Callable[[int, str, float], None]) -> None:
        """Have a call counted; an album is as many messages as it has pictures."""
        for _ in range(len(row.payload.get(ALBUM, ())) or 1):
            note(row.chat_id, row.method, asyncio.get_running_loop().time())

    async def _sent(self, row: Outbox) -> Outcome:
        if row.method == "answerCallbackQuery" and self._post.clock() - row.created_at > ANSWER_IN:
            return Outcome(error="too late for an answer")
        try:
            method, payload, content = await made_ready(row, self._post.files)
            return await call(self._post.bot, method, payload, content, row.attempts)
        except FileError as error:
            return Outcome(error=str(error))
        except Exception as error:  # one bad row never stops the rest
            log.exception("outbox row %s", row.id)
            return Outcome(error=words_of(error))

    def _recorded_and_claimed(
        self, session: Session, told: list[tuple[Outbox, Outcome]], barred: list[int] | None, *, alone: bool
    ) -> Outbox | None:
        now = self._post.clock()
        for row, outcome in told:
            self._record(session, row, outcome, now)
        claimed = outbox.claim(session, now, barred=barred, repeatable_only=alone) if barred is not None else None
        if claimed is not None and claimed.method == changing.FOLLOW:
            changing.resolve(session, claimed)
        self._next_at = None if claimed is not None else outbox.next_at(session, now)
        return claimed

    def _record(self, session: Session, row: Outbox, outcome: Outcome, now: datetime) -> None:
        id = saved(row.id)
        if outcome.sent:
            outbox.sent(session, id, outcome.message_id, now)
            if outcome.no_topic is not None:
                self._post.lost(session, row, outcome)
            _forget_link(session, row)
        elif outcome.new_chat is not None:
            _follow(session, row.chat_id, outcome.new_chat, now)
        elif outcome.retry_in is not None:
            outbox.postpone(session, id, now + outcome.retry_in, outcome.error)
        elif outcome.doubt and outbox.doubt(session, id, outcome.error, now=now, again_at=now + AGAIN_IN):
            log.warning("outbox row %s may or may not have arrived (%s); once more", id, outcome.error)
        else:
            log.warning("outbox row %s (%s to %s) is not sent: %s", id, row.method, row.chat_id, outcome.error)
            outbox.give_up(session, id, outcome.error, now)
            _forget_link(session, row)
            self._post.lost(session, row, outcome)

    async def _something_happens(self) -> None:
        """Wait for news, an answer, the pace, the end of a pause; a second at most."""
        loop = asyncio.get_running_loop()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._post.news.wait(), self._patience(loop.time()))

    def _patience(self, now: float) -> float:
        pace = self._post.pace
        moments = [IDLE, *(until - now for until in pace.barred(now).values())]
        if pace.opens(now) > now:
            moments.append(pace.opens(now) - now)
        if self._under_way:
            moments += [until - now for until in (self._begun + SLOW, min(self._since.values()) + STUCK) if until > now]
        if self._next_at is not None:
            moments.append((self._next_at - self._post.clock()).total_seconds())
        return max(0.001, min(moments))

    async def _finish(self) -> None:
        """Record what is under way; an answer that takes too long is given up with the process."""
        if self._under_way:
            await asyncio.wait(self._under_way)
            with contextlib.suppress(DriverError):
                await self._turn_out()

    async def _turn_out(self) -> None:
        told = [(row, task.result()) for task, row in self._under_way.items()]
        await self._post.work(lambda session: self._recorded_and_claimed(session, told, None, alone=True))
        self._under_way.clear()


def _forget_link(session: Session, row: Outbox) -> None:
    """A one-time link is for who gets it: once it went out, or never can, it is nowhere to be read."""
    if outbox.CODE in row.payload:
        outbox.forget(session, saved(row.id))


def _follow(session: Session, old_chat: int, new_chat: int, now: datetime) -> None:
    """A group became a supergroup: bind the new one and send there what waits."""
    people.move_group(session, old_chat, new_chat, now)
    outbox.redirect(session, old_chat, new_chat)
