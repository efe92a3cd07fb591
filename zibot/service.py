"""The whole bot behind an open line: builds the parts and runs them."""

import asyncio
import contextlib
import gc
import json
import logging
from collections.abc import Sequence
from datetime import datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import (
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    Update,
)
from telegram.error import TelegramError
from telegram.ext import ExtBot

from zibot import texts
from zibot.app import connect
from zibot.context import Context, Desk, House
from zibot.delivery.inbox import InboxWorker, keep
from zibot.delivery.outbox import OutboxWorker, Post
from zibot.delivery.pace import Pace
from zibot.delivery.polling import Line, Said
from zibot.delivery.telegram import Outcome
from zibot.delivery.trouble import Trouble
from zibot.handlers import (
    errors,
    menus,
)
from zibot.handlers.looker import Looker
from zibot.handlers.reader import Reader
from zibot.jobs.tick import tick
from zibot.model import Inbox, Outbox
from zibot.rules.roles import Role
from zibot.settings import Settings, SettingsError
from zibot.storage import inbox, whereabouts
from zibot.storage.database import DatabaseError, DriverError, Session, open_database
from zibot.storage.files import Files, tidy
from zibot.storage.inbox import Fault
from zibot.storage.witness import Seen

log = logging.getLogger(__name__)

SLOW_DISK = 5.0
"""Seconds after which something must be wrong with what takes so long to write."""

MENU_PAUSE, MENU_LONGEST_PAUSE = 5.0, 600.0
"""Seconds after which the command menus are tried again."""


def build_house(settings: Settings) -> House:
    """Open the database and the evidence store; raises DatabaseError, or SettingsError for the office's own texts."""
    texts.use(settings.texts_dir)
    if whereabouts.lost(settings.sqlite_file(), settings.data_dir):
        # A new one would know nobody, and take what is sent without an answer.
        raise SettingsError("database-lost", file=str(settings.sqlite_file()))
    house = House(settings, open_database(settings.database()), Files(settings.data_dir))
    try:
        house.work_here(lambda desk: desk.satker)
    except DriverError as error:
        house.close()
        raise DatabaseError(settings.database(), str(error.orig)) from error
    return house


def make_post(house: House, bot: ExtBot[None]) -> Post:
    """What the outbox is sent with."""
    settings = house.settings

    def lost(session: Session, row: Outbox, outcome: Outcome) -> None:
        errors.undelivered(house.desk(session), row, outcome)

    return Post(
        bot=bot,
        files=house.files,
        clock=house.now,
        work=lambda job: asyncio.wrap_future(house.writer.submit(job, urgent=True)),
        pace=Pace(
            per_second=settings.send_per_second,
            per_chat=settings.send_per_chat,
            per_group=settings.send_per_group,
        ),
        lost=lost,
        news=house.post,
    )


def not_stored() -> str:
    """What senders are told while nothing can be stored."""
    return texts.render("not_stored")


class App:
    """The whole bot behind an open line."""

    def __init__(self, settings: Settings, line: Line) -> None:
        self.house = build_house(settings)
        tidy(self.house.files)
        self.line = line
        line.client.hasten()
        self.bot = line.application(Context)
        connect(self.bot)
        self.scheduler = AsyncIOScheduler(timezone=settings.timezone)
        self.inbox = InboxWorker(
            self.house.database, self.house.now, self.house.mail, handle=self._handle, failed=self._failed
        )
        self.outbox = OutboxWorker(make_post(self.house, line.bot))
        self.trouble = Trouble(line.bot, not_stored)
        self._looking = asyncio.Lock()
        # What is here by now stays: the collector need not look through it again and again while much comes in.
        gc.collect()
        gc.freeze()

    async def keep(self, updates: Sequence[Said]) -> None:
        """Commit updates to the inbox and wake its worker; where that fails their senders are told."""
        try:
            await self._must_be_trusted()
            await self.house.work(lambda desk: keep(desk.session, updates, desk.now))
        except Exception as error:
            self.trouble.met(error)
            await self.trouble.tell(updates)
            raise
        self.house.mail.set()

    async def _must_be_trusted(self) -> None:
        """Take nothing into a database that was found broken: Telegram keeps it until there is a whole one again."""
        if self.trouble.damaged:
            await asyncio.to_thread(self.house.database.must_be_whole)
            self.trouble.over(whole=True)

    async def back(self, since: datetime, until: datetime) -> None:
        """Tell the group that nobody was here for a while."""
        await self.house.work(errors.back, since, until)

    async def gone_back(self, seen: Seen) -> None:
        """Tell the group that the ledger has gone back from what was seen of it."""
        await self.house.work(errors.gone_back, seen)

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until told to stop; what is under way is finished first."""
        seconds = 0.5 if self.house.settings.clock_file else 20
        self.scheduler.add_job(self._wake, "interval", seconds=seconds, coalesce=True, misfire_grace_time=None)
        self.scheduler.start()
        reader, looker = Reader(self.house, stop=stop), Looker(self.house, stop=stop)
        parts = (self.inbox.run(stop), self.outbox.run(stop), reader.run(), looker.run(), self._introduce(stop))
        work = [asyncio.create_task(part) for part in parts]
        waiting = asyncio.create_task(stop.wait())
        try:
            await self._wake()
            await asyncio.wait({waiting, *work[:4]}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            self.scheduler.shutdown(wait=False)
            self.house.mail.set()
            self.house.post.set()
            self.house.papers.set()
            self.house.pieces.set()
            await asyncio.wait(work, timeout=6)
            for task in (waiting, *work):
                task.cancel()
            results = await asyncio.gather(*work, return_exceptions=True)
        for result in results:
            if isinstance(result, Exception):
                raise result

    async def _wake(self) -> None:
        """Look at the clock; what fails is logged and looked at again at the next waking."""
        try:
            async with self._looking:  # the first look at the start may take longer than the scheduler waits
                await tick(self.house)
        except Exception:  # a morning that fails must not end the scheduler's next ones
            log.exception("looking at the clock")

    async def _handle(self, row: Inbox) -> None:
        """Have one update handled, in the transaction that marks it."""
        await self._answered(row)
        self.trouble.over()

    async def _answered(self, row: Inbox) -> None:
        assert row.id is not None
        update = Update.de_json(json.loads(row.payload), self.line.bot)
        for handler in self.bot.handlers[0]:
            check = handler.check_update(update)
            if check is not None and check is not False:
                context = Context.from_update(update, self.bot)
                context.house, context.inbox_id = self.house, row.id
                await handler.handle_update(update, self.bot, check, context)
                return
        await self.house.work(_nothing, row.id)

    async def _failed(self, row: Inbox, error: Exception, fault: Fault) -> None:
        if fault is Fault.STORE:
            self.trouble.met(error)
        try:
            await self.house.work(errors.failed, row, error, fault)
        except Exception as unwritten:
            self.trouble.met(unwritten)
            await self.trouble.tell([json.loads(row.payload)])
            raise

    async def _introduce(self, stop: asyncio.Event) -> None:
        """Tell Telegram the command menus, again and again until it takes them: they are a help, and no hurry."""
        pause = MENU_PAUSE
        while not stop.is_set():
            try:
                await self._menus()
                return
            except (TelegramError, DriverError) as error:
                log.warning("the command menus were not set; trying again in %.0f s: %s", pause, error)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, MENU_LONGEST_PAUSE)

    async def _menus(self) -> None:
        """Everybody's menu in private and in groups, that of who manages a group, and of whose role has its own."""
        bot = self.line.bot
        await bot.set_my_commands(_menu("private", Role.STAFF), scope=BotCommandScopeAllPrivateChats())
        await bot.set_my_commands(_menu("group", Role.STAFF), scope=BotCommandScopeAllGroupChats())
        await bot.set_my_commands(_menu("group", Role.LEAD), scope=BotCommandScopeAllChatAdministrators())
        await self.house.work(menus.follow_everyone)

    @property
    def why(self) -> str:
        """What keeps us from storing, as far as it is known."""
        seconds = self.house.writer.seconds
        return self.trouble.why or (f"nothing could be written for {seconds:.0f} s" if seconds > SLOW_DISK else "")

    def close(self) -> None:
        """Give back what the house holds."""
        self.house.close()


def _menu(scope: str, role: Role) -> list[BotCommand]:
    return [BotCommand(name, text) for name, text in texts.commands(scope, role)]


def _nothing(desk: Desk, inbox_id: int) -> None:
    """Mark an update that nobody answers."""
    inbox.handled(desk.session, inbox_id, desk.now)
