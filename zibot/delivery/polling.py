"""The line to Telegram: long polling whose updates are committed to the inbox before the offset moves.

Only Telegram's library is imported here: the line is opened first, and the house awakes behind it.
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update
from telegram.error import NetworkError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot, Updater
from telegram.request import HTTPXRequest

log = logging.getLogger(__name__)

# The library's coming way to tell pauses; without it each one is a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")

Keep = Callable[[Update], Awaitable[None]]
"""Commits an update to the inbox; returns only when it is on disk."""

ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
POLL_SECONDS = 25


class DurableQueue(asyncio.Queue[object]):
    """What the poller puts its updates into: `put` returns once the update is committed.

    A failure is told as a NetworkError, since the poller takes nothing else as a reason to ask again: any other
    exception ends polling in silence.
    """

    def __init__(self, keep: Keep) -> None:
        super().__init__()
        self._keep = keep

    async def put(self, item: object) -> None:
        """Commit an update; raises NetworkError so that Telegram is asked for it again."""
        assert isinstance(item, Update)
        try:
            await self._keep(item)
        except Exception as error:  # whatever went wrong, the update must come again
            raise NetworkError(f"the inbox cannot keep update {item.update_id}: {error!r}") from error


class PollRequest(HTTPXRequest):
    """The connection that asks for updates; it tells when the first request is on its way."""

    def __init__(self) -> None:
        super().__init__(connection_pool_size=1, read_timeout=POLL_SECONDS + 10)
        self.asked = asyncio.Event()

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request as the library does."""
        if url.endswith("/getUpdates"):
            self.asked.set()
        return await super().do_request(url, *args, **kwargs)


Bot = Application[ExtBot[None], Any, Any, Any, Any, None]


def make_bot(token: str, api_url: str, polling: HTTPXRequest | None = None) -> ExtBot[None]:
    """The bot's side of the Bot API at an address; files lie under its `/file`."""
    base = api_url.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=HTTPXRequest(connection_pool_size=16, read_timeout=20, media_write_timeout=60),
        get_updates_request=polling,
    )


class Line:
    """The bot, its updater and the handlers' registry; opened before anything heavy is imported."""

    def __init__(self, token: str, api_url: str, keep: Keep) -> None:
        self._request = PollRequest()
        self.bot = make_bot(token, api_url, self._request)
        self.updater = Updater(self.bot, update_queue=DurableQueue(keep))

    async def open(self) -> None:
        """Ask for updates; returns when the first request is on its way. Raises TelegramError."""
        await self.updater.initialize()
        await self.updater.start_polling(
            timeout=POLL_SECONDS, bootstrap_retries=-1, allowed_updates=ALLOWED, error_callback=_log
        )
        await self._request.asked.wait()

    def application(self, context: type) -> Bot:
        """The registry of handlers; it never runs by itself, since the inbox decides what is handled when."""
        builder: Any = ApplicationBuilder().updater(self.updater).context_types(ContextTypes(context=context))
        bot: Bot = builder.build()
        return bot

    async def close(self) -> None:
        """Stop asking; what was committed is confirmed to Telegram."""
        if self.updater.running:
            await self.updater.stop()
        await self.updater.shutdown()


def _log(error: Exception) -> None:
    log.warning("polling: %s", error)
