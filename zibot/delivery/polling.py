"""The line to Telegram: long polling whose updates are committed to the inbox before the offset moves.

Only Telegram's library is imported here: the line is opened first, and the house awakes behind it.
"""

import asyncio
import contextlib
import json
import logging
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

import httpx
from telegram.error import Conflict, RetryAfter, TelegramError, TimedOut
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot
from telegram.request import HTTPXRequest

from zibot.delivery.client import Client
from zibot.redact import hide

log = logging.getLogger(__name__)

# The library's coming way to tell pauses; without it each one is a deprecation warning.
os.environ.setdefault("PTB_TIMEDELTA", "1")

Said = Mapping[str, Any]
"""An update as Telegram said it."""
Keep = Callable[[Sequence[Said]], Awaitable[None]]
"""Commits updates to the inbox; returns only when they are on disk."""

ALLOWED = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")
POLL_SECONDS = 25
LATE = 10.0
"""Seconds after which an answer that Telegram had promised for then is late."""
LONGEST_PAUSE = 30.0
MIND_EVERY = 60.0
"""Seconds between two looks at whether Telegram still knows where to bring updates."""
NOTHING = b'{"ok":true,"result":[]}'


class Stuck(Exception):
    """No answer came for too long, twice, and nothing says why: a new process is the last thing to try."""


class PollRequest(HTTPXRequest):
    """The connection that asks for updates.

    It keeps what came as it is: the library would read each update, fail on all for one that it does not understand,
    and forget what it does not know.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        """`transport` makes the requests in place of the network."""
        kwargs = {"transport": transport} if transport is not None else None
        super().__init__(connection_pool_size=2, read_timeout=LATE, httpx_kwargs=kwargs)
        self.asked = asyncio.Event()
        self.came = NOTHING

    async def do_request(self, url: str, *args: Any, **kwargs: Any) -> tuple[int, bytes]:
        """Make a request as the library does; the updates that it brings are laid aside."""
        if not url.endswith("/getUpdates"):
            return await super().do_request(url, *args, **kwargs)
        self.asked.set()
        code, content = await super().do_request(url, *args, **kwargs)
        if code == 200:
            self.came, content = content, NOTHING
        return code, content

    async def renew(self) -> None:
        """Drop the connection and open a new one."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.shutdown(), 5)
        await self.initialize()


Bot = Application[ExtBot[None], Any, Any, Any, Any, None]


def make_bot(token: str, api_url: str, client: Client, polling: HTTPXRequest | None = None) -> ExtBot[None]:
    """The bot's side of the Bot API at an address; files lie under its `/file`."""
    base = api_url.rstrip("/")
    return ExtBot(
        token,
        base_url=f"{base}/bot",
        base_file_url=f"{base}/file/bot",
        request=client,
        get_updates_request=polling,
    )


class Line:
    """The bot and its connection; asks for updates until it is closed."""

    def __init__(
        self, token: str, api_url: str, keep: Keep, *, patience: float = 120, request: PollRequest | None = None
    ) -> None:
        self._request = request or PollRequest()
        self.client = Client(self._request)
        self.bot = make_bot(token, api_url, self.client, self._request)
        self._keep = keep
        self._patience = patience
        self._poll_seconds = max(1, int(min(POLL_SECONDS, patience / 3)))
        self._polling: asyncio.Task[None] | None = None
        self._watching: asyncio.Task[None] | None = None
        self._offset = 0
        self._explained = 0.0
        """Until when what came last explains a silence, on the loop's clock."""
        self.heard: float | None = None
        """When Telegram last answered, or brought an update, on the loop's clock."""
        self.why = ""
        """What stands in the way, as far as anything says so."""
        self.keeping = False

    def application(self, context: type) -> Bot:
        """The registry of handlers; it never runs by itself, since the inbox decides what is handled when."""
        builder: Any = ApplicationBuilder().bot(self.bot).updater(None).context_types(ContextTypes(context=context))
        bot: Bot = builder.build()
        return bot

    async def open(self) -> None:
        """Find out who we are. Raises TelegramError."""
        await self.bot.initialize()
        self._answered()

    async def poll(self) -> None:
        """Ask for updates; returns when the first request is on its way."""
        self._begin()
        self._watching = asyncio.create_task(self._watch())
        await self._request.asked.wait()

    async def hook(self, url: str, secret: str) -> None:
        """Have Telegram bring the updates to an address, and see to it that it stays so. Raises TelegramError."""
        await self._set_hook(url, secret)
        self._polling = asyncio.create_task(self._mind(url, secret))

    async def _set_hook(self, url: str, secret: str) -> None:
        await self.bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED)
        self._answered()

    async def _mind(self, url: str, secret: str) -> None:
        """Ask now and then whether the webhook is still ours; the answers tell that the line is open."""
        while True:
            await asyncio.sleep(min(MIND_EVERY, self._patience / 3))
            try:
                if (await self.bot.get_webhook_info()).url != url:
                    log.warning("the webhook was taken away or moved; it is set again")
                    await self._set_hook(url, secret)
                self._answered()
            except TelegramError as error:
                self._note(error)

    async def ended(self) -> None:
        """Wait until polling ends by itself, as it only does where it is stuck. Raises Stuck."""
        if self._watching is not None:
            await asyncio.wait((self._watching,))
            if not self._watching.cancelled():
                self._watching.result()
        await asyncio.Event().wait()

    async def close(self) -> None:
        """Stop asking; what was committed is confirmed to Telegram."""
        for task in (self._watching, self._polling):
            if task is not None:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError, Stuck):
                    await task
        if self._offset:
            with contextlib.suppress(TelegramError, TimeoutError):
                await asyncio.wait_for(self._ask(0), 2)
            self._offset = 0
        await self.bot.shutdown()

    def _begin(self) -> None:
        self._polling = asyncio.create_task(self._poll())

    async def _poll(self) -> None:
        pause = 1.0
        while True:
            try:
                await self._once()
            except RetryAfter as error:
                await self._rest(error, pause_asked(error).total_seconds())
            except Conflict as error:
                if "webhook" in error.message:
                    await self._unhook()
                await self._rest(error, pause)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is logged, and the line goes on asking
                await self._rest(error, pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                pause = 1.0

    async def _once(self) -> None:
        updates = await self._ask(self._poll_seconds)
        self.heard = asyncio.get_running_loop().time()
        if updates:
            self.keeping = True
            try:
                await self._keep(updates)
            except Exception as error:  # whatever went wrong, the updates must come again
                raise Keeping(repr(error)) from error
            finally:
                self.keeping = False
        self._answered()
        # An empty answer says that all before it is confirmed, and ids may begin anew, lower, after a quiet week.
        self._offset = max((int(update["update_id"]) for update in updates), default=-1) + 1

    async def _ask(self, seconds: int) -> list[Said]:
        await self.bot.get_updates(offset=self._offset, timeout=seconds, allowed_updates=ALLOWED)
        came, self._request.came = self._request.came, NOTHING
        try:
            found = json.loads(came)["result"]
            usable: list[Said] = [one for one in found if isinstance(one, dict) and type(one.get("update_id")) is int]
        except (ValueError, KeyError, TypeError) as error:
            raise TelegramError(f"an answer to getUpdates is none: {came[:80]!r}") from error
        if len(usable) < len(found):
            log.warning("%s of %s updates have no number and are passed over", len(found) - len(usable), len(found))
            if not usable:
                raise TelegramError("an answer to getUpdates holds nothing that can be confirmed")
        return usable

    def _answered(self) -> None:
        """Telegram answered, and nothing stands in the way."""
        self.heard, self.why = asyncio.get_running_loop().time(), ""

    def _note(self, error: Exception) -> None:
        self.why = hide(str(error)) or type(error).__name__
        log.warning("the line to Telegram: %s", self.why)

    async def _rest(self, error: Exception, seconds: float) -> None:
        self._note(error)
        if _explains(error):
            self._explained = asyncio.get_running_loop().time() + seconds
        await asyncio.sleep(seconds)

    async def _unhook(self) -> None:
        """Take back a webhook that someone has set: Telegram gives updates in one way only."""
        with contextlib.suppress(TelegramError):
            await self.bot.delete_webhook()

    async def _watch(self) -> None:
        """Open the line anew where it is silent and nothing says why; raise Stuck where that did not help."""
        loop = asyncio.get_running_loop()
        begun, renewed = loop.time(), False
        while True:
            await asyncio.sleep(self._patience / 8)
            last = max(self.heard or 0.0, self._explained)
            if loop.time() - max(begun, last) < self._patience * (5 if self.keeping else 1):
                renewed = renewed and last < begun
                continue
            if renewed:
                raise Stuck
            log.warning("no answer to getUpdates for %.0f s; the line is opened anew", loop.time() - max(begun, last))
            assert self._polling is not None
            self._polling.cancel()
            await asyncio.wait((self._polling,), timeout=5)
            await self._request.renew()
            begun, renewed = loop.time(), True
            self._begin()


def pause_asked(error: RetryAfter) -> timedelta:
    """How long Telegram asks to be left alone."""
    pause = error.retry_after
    return pause if isinstance(pause, timedelta) else timedelta(seconds=pause)


def _explains(error: Exception) -> bool:
    """Whether an error says why no answer came: that none came in time does not, but for a network that is gone."""
    return not isinstance(error, TimedOut) or isinstance(error.__cause__, httpx.ConnectTimeout)


class Keeping(Exception):
    """The updates that came could not be kept; they are asked for again."""
