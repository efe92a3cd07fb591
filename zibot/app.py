"""The switchboard: every command, message, button and job on one line each; builds the parts and runs them."""

import asyncio
import json
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from telegram import BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats, Update
from telegram.error import TelegramError
from telegram.ext import CallbackQueryHandler, ChatMemberHandler, CommandHandler, MessageHandler, filters

from zibot import texts
from zibot.context import Context, Desk, House, Verb
from zibot.delivery.inbox import InboxWorker, keep
from zibot.delivery.outbox import OutboxWorker
from zibot.delivery.polling import Bot, Line
from zibot.handlers import (
    asking,
    downloads,
    errors,
    filing,
    joining,
    planning,
    recap,
    replies,
    review,
    schedule,
    settle,
    status,
)
from zibot.handlers.press import Pressed, buttons
from zibot.handlers.reader import Reader
from zibot.handlers.who import Told, known, not_understood_command
from zibot.jobs.tick import tick
from zibot.model import Inbox
from zibot.settings import Settings
from zibot.storage import inbox
from zibot.storage.database import open_database
from zibot.storage.files import Files

log = logging.getLogger(__name__)

COMMANDS: dict[str, Told] = {
    "tugas": asking.tasks,
    "status": asking.status,
    "butir": asking.item,
    "terlambat": asking.late,
    "jadwal": asking.agenda,
    "rencana": asking.plan,
    "tim": asking.team,
    "pasang": joining.bind,
    "bantuan": joining.help_,
    "help": joining.help_,
}

BUTTONS: dict[Verb, Pressed] = {
    Verb.AREA: asking.pressed_area,
    Verb.OPEN: asking.open_duty,
    Verb.SEND: filing.ask_for,
    Verb.FILE: filing.file,
    Verb.CHOOSE: filing.choose,
    Verb.DONE: filing.done,
    Verb.SUBMIT: status.pressed,
    Verb.PROGRESS: status.pressed,
    Verb.BLOCK: status.pressed,
    Verb.SAY: replies.chosen,
    Verb.ACCEPT: review.accept,
    Verb.RETURN: review.return_,
    Verb.SHOW: review.show,
    Verb.SETTLE: settle.begin,
    Verb.SETTLE_DONE: settle.pressed,
    Verb.SETTLE_MOVE: settle.pressed,
    Verb.SETTLE_CANCEL: settle.pressed,
    Verb.SCHEDULE: schedule.pressed,
    Verb.PROPOSED: schedule.pressed,
    Verb.UNDATED: schedule.pressed,
    Verb.PLAN_SEND: planning.send,
    Verb.PLAN_THIS: planning.this,
    Verb.DRAFT_ASK: planning.pressed,
    Verb.DRAFT_ADOPT: planning.pressed,
    Verb.DRAFT_BACK: planning.pressed,
    Verb.DRAFT_SHEET: planning.pressed,
    Verb.DRAFT_CANCEL: planning.pressed,
    Verb.DRAFT_EVIDENCE: planning.pressed,
    Verb.DRAFT_AGAIN: planning.pressed,
    Verb.DRAFT_YEAR: planning.pressed,
}

NEW = filters.UpdateType.MESSAGE
"""Fresh messages only: an edited command is not said twice."""
FILE = filters.PHOTO | filters.Document.ALL | filters.VIDEO | filters.VOICE
OTHER = filters.AUDIO | filters.VIDEO_NOTE | filters.Sticker.ALL | filters.CONTACT | filters.LOCATION


def connect(bot: Bot) -> None:
    """Say what answers what."""
    bot.add_handler(CommandHandler("start", on(joining.start), filters=NEW))
    bot.add_handler(CommandHandler("rekap", recap.asked, filters=NEW))
    for name, handler in COMMANDS.items():
        bot.add_handler(CommandHandler(name, on(known(handler)), filters=NEW))
    bot.add_handler(MessageHandler(NEW & (FILE | OTHER), planning.receive))
    bot.add_handler(MessageHandler(NEW & filters.COMMAND, on(known(not_understood_command))))
    bot.add_handler(MessageHandler(NEW & filters.StatusUpdate.MIGRATE, on(joining.migrated)))
    bot.add_handler(MessageHandler(NEW & filters.TEXT, on(known(replies.words))))
    bot.add_handler(CallbackQueryHandler(downloads.pressed, pattern=downloads.PATTERN))
    bot.add_handler(CallbackQueryHandler(on(buttons(BUTTONS))))
    bot.add_handler(ChatMemberHandler(on(joining.membership), ChatMemberHandler.MY_CHAT_MEMBER))


def on(handler: Callable[[Desk, Update], None]) -> Callable[[Update, Context], Coroutine[Any, Any, None]]:
    """A handler that works on the desk, as Telegram's library wants it: one transaction, off the loop."""

    async def callback(update: Update, context: Context) -> None:
        await context.work(handler, update)

    return callback


def build_house(settings: Settings) -> House:
    """Open the database and the evidence store; raises DatabaseError."""
    house = House(settings, open_database(settings.database()), Files(settings.data_dir))
    house.work_here(lambda desk: desk.satker)
    return house


class App:
    """The whole bot behind an open line."""

    def __init__(self, settings: Settings, line: Line) -> None:
        self.house = build_house(settings)
        self.line = line
        self.bot = line.application(Context)
        connect(self.bot)
        self.scheduler = AsyncIOScheduler(timezone=settings.timezone)
        self.inbox = InboxWorker(
            self.house.database, self.house.now, self.house.mail, handle=self._handle, failed=self._failed
        )
        self.outbox = OutboxWorker(
            line.bot, self.house.database, self.house.files, clock=self.house.now, post=self.house.post
        )

    async def keep(self, update: Update) -> None:
        """Commit an update to the inbox and wake its worker."""
        await self.house.work(lambda desk: keep(desk.session, update, desk.now))
        self.house.mail.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until told to stop; what is under way is finished first."""
        seconds = 0.5 if self.house.settings.clock_file else 20
        self.scheduler.add_job(self._wake, "interval", seconds=seconds, coalesce=True, misfire_grace_time=None)
        self.scheduler.start()
        reader = Reader(self.house, stop=stop)
        parts = (self.inbox.run(stop), self.outbox.run(stop), reader.run(), self._introduce())
        work = [asyncio.create_task(part) for part in parts]
        waiting = asyncio.create_task(stop.wait())
        try:
            await self._wake()
            await asyncio.wait({waiting, *work[:3]}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            stop.set()
            self.scheduler.shutdown(wait=False)
            self.house.mail.set()
            self.house.post.set()
            self.house.papers.set()
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
            await tick(self.house)
        except Exception:  # a morning that fails must not end the scheduler's next ones
            log.exception("looking at the clock")

    async def _handle(self, row: Inbox) -> None:
        """Have one update handled, in the transaction that marks it."""
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

    async def _failed(self, row: Inbox, error: Exception) -> None:
        await self.house.work(errors.failed, row, error)

    async def _introduce(self) -> None:
        """Tell Telegram the command menus; they are a help, so that failing to is no failure."""
        try:
            await self.line.bot.set_my_commands(_menu("private"), scope=BotCommandScopeAllPrivateChats())
            await self.line.bot.set_my_commands(_menu("group"), scope=BotCommandScopeAllGroupChats())
        except TelegramError as error:
            log.warning("the command menu was not set: %s", error)

    def close(self) -> None:
        """Give back what the house holds."""
        self.house.close()


def _menu(scope: str) -> list[BotCommand]:
    return [BotCommand(name, text) for name, text in texts.commands(scope)]


def _nothing(desk: Desk, inbox_id: int) -> None:
    """Mark an update that nobody answers."""
    inbox.handled(desk.session, inbox_id, desk.now)
