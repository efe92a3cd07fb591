"""The front door of `zibot run`: opens the line to Telegram first, and lets the house awake behind it."""

import asyncio
import contextlib
import fcntl
import importlib
import logging
import os
import signal
from collections.abc import Awaitable, Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from telegram.error import NetworkError

from zibot.clock import now
from zibot.delivery.opening import first_of, opened
from zibot.delivery.polling import Line, Said, Stuck
from zibot.porch import Porch
from zibot.redact import hide
from zibot.settings import Settings, SettingsError
from zibot.storage.peek import may_sleep
from zibot.storage.whereabouts import lost
from zibot.storage.witness import Seen

if TYPE_CHECKING:
    from zibot.delivery.trouble import Trouble
    from zibot.service import App

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks at the rows while asleep."""
TRY_EVERY = 5.0
"""Seconds between two attempts to wake a house whose database cannot be opened."""
AT_THE_LATEST = 9.0
"""Seconds after being told to stop the process ends, whatever still waits for a disk or a network."""


class Door:
    """Opens the line at once, and wakes the house when an update comes or something is due.

    Everything heavy is imported by the house, so that polling begins early and an idle bot stays small. No update is
    confirmed to Telegram before the house has committed it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._called = asyncio.Event()
        self._awake: asyncio.Future[App] = asyncio.get_running_loop().create_future()
        self._line = Line(settings.token(), settings.bot_api_url, self.keep, patience=settings.watch_seconds)
        self._porch = Porch(settings, self._line, self)
        self._broken = ""
        self._trouble: Trouble | None = None

    async def keep(self, updates: Sequence[Said]) -> None:
        """Commit updates; the first ones wake the house. Raises SettingsError while it cannot wake."""
        self._called.set()
        try:
            if self._broken:
                raise SettingsError("database", url="", why=self._broken)
            app = await asyncio.shield(self._awake)
        except SettingsError:
            await self._tell(updates)
            raise
        await app.keep(updates)

    async def serve(self, stop: asyncio.Event) -> None:
        """Open the line, wake the house when it is needed, serve until told to stop. Raises SettingsError."""
        self._porch.bind()
        try:
            if await opened(self._line, self._settings, stop=stop, failed=self._porch.begin):
                await self._until_told(stop)
        except Stuck as error:
            raise SettingsError("stuck", seconds=f"{self._settings.watch_seconds:g}") from error
        finally:
            await self._porch.close()
            await _closed(self._line)

    async def _until_told(self, stop: asyncio.Event) -> None:
        """Live until told to stop, or until the line or the webhook's server ends, whose error is raised."""
        ended = asyncio.create_task(self._line.ended())
        vital = (ended, self._porch.begin())
        main = asyncio.create_task(self._live(stop))
        try:
            await asyncio.wait((main, *vital), return_when=asyncio.FIRST_COMPLETED)
            over = [task for task in vital if task.done()]
            stop.set()
            await main
            for task in over:
                task.result()
        finally:
            ended.cancel()

    # the house

    async def _live(self, stop: asyncio.Event) -> None:
        slept = await self._sleep(stop)
        app = await self._woken(stop, at_start=not slept)
        if app is None:
            return
        self._awake.set_result(app)
        try:
            await app.run(stop)
        finally:
            await _closed(self._line)
            await asyncio.to_thread(app.close)

    async def _sleep(self, stop: asyncio.Event) -> bool:
        """Sleep until an update comes, something is due, or the end; whether there was time to."""
        slept = False
        while not stop.is_set() and await asyncio.to_thread(self._nothing_to_do):
            slept = True
            if self._called.is_set():
                break
            await first_of(stop, self._called, seconds=LOOK_EVERY)
        return slept

    def _nothing_to_do(self) -> bool:
        file = self._settings.sqlite_file()
        if file is None or lost(file, self._settings.data_dir):
            return False
        return may_sleep(file, now(self._settings))

    async def _woken(self, stop: asyncio.Event, *, at_start: bool) -> "App | None":
        """The house; where its database cannot be opened senders are told so, and it is tried until it can.

        Raises SettingsError at the start, when whoever started it still looks on.
        """
        while not stop.is_set():
            try:
                app: App = await asyncio.to_thread(
                    lambda: importlib.import_module("zibot.service").App(self._settings, self._line)
                )
            except SettingsError as error:
                if at_start:
                    raise
                self._cannot_wake(error)
                await first_of(stop, seconds=TRY_EVERY)
            else:
                self._broken = ""
                return app
        return None

    def _cannot_wake(self, error: SettingsError) -> None:
        """Let those who wait for the house know; whoever comes next waits for the next attempt."""
        self._broken = hide(error.details.get("why", "")) or error.code
        log.error("the house cannot wake: %s", self._broken)
        waited, self._awake = self._awake, asyncio.get_running_loop().create_future()
        waited.set_exception(error)
        waited.exception()  # nobody may be waiting, which is no mistake

    async def _tell(self, updates: Sequence[Said]) -> None:
        if self._trouble is None:
            trouble: Any = await asyncio.to_thread(importlib.import_module, "zibot.delivery.trouble")
            texts: Any = await asyncio.to_thread(importlib.import_module, "zibot.texts")
            self._trouble = trouble.Trouble(self._line.bot, lambda: texts.render("not_stored"))
        await self._trouble.tell(updates)

    # what the porch sees and hands in

    @property
    def awake(self) -> bool:
        """Whether the house is awake."""
        return self._awake.done()

    @property
    def why(self) -> str:
        """What stands in the way of receiving and keeping."""
        stored = self._awake.result().why if self._awake.done() else self._broken
        return stored or self._line.why

    async def take(self, update: Said) -> None:
        """Commit an update that was brought to the webhook."""
        self._line.heard = asyncio.get_running_loop().time()
        await self.keep([update])

    async def back(self, since: datetime, until: datetime) -> bool:
        """Have the group told of an absence, once the house is awake; False where that must be tried again."""
        return await self._told(lambda app: app.back(since, until))

    async def gone_back(self, seen: Seen) -> bool:
        """Have the group told that the ledger has gone back, as it is told of an absence."""
        return await self._told(lambda app: app.gone_back(seen))

    async def _told(self, tell: Callable[["App"], Awaitable[None]]) -> bool:
        self._called.set()
        if not self._awake.done():
            return False
        try:
            await tell(self._awake.result())
        except Exception as error:  # noqa: BLE001 - the disk may be full just now; a beat must not end the pulse
            log.warning("nobody could be told: %r", error)
            return False
        return True


async def _closed(line: Line) -> None:
    """Stop asking; a network that is gone must not keep us from ending."""
    with contextlib.suppress(NetworkError, TimeoutError):
        await asyncio.wait_for(line.close(), 4)


def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or Ctrl-C; raises SettingsError when it cannot start or go on."""
    if settings.webhook_url:
        settings.secret()
    with holding(settings.data_dir):
        asyncio.run(_main(settings))


async def _main(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()

    def told() -> None:
        stop.set()
        # What is on disk is whole at any instant, as after a kill; a thread that waits for a disk cannot be ended.
        loop.call_later(AT_THE_LATEST, os._exit, 0)

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, told)
    await Door(settings).serve(stop)


@contextlib.contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold a data folder, since two that send from one outbox would say everything twice. Raises SettingsError."""
    lock = _locked(folder)
    try:
        yield
    finally:
        lock.close()


def _locked(folder: Path) -> IO[str]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "zibot.lock").open("w")
    except OSError as error:
        raise SettingsError("database", url=str(folder), why=str(error.strerror)) from error
    try:
        # The system lets go of it however the process ends, kill -9 included.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise SettingsError("data-dir-busy", folder=str(folder)) from error
    return lock
