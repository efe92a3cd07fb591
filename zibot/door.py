"""The front door of `zibot run`: opens the line to Telegram first, and lets the house awake behind it."""

import asyncio
import contextlib
import fcntl
import importlib
import logging
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING

from telegram import Update
from telegram.error import InvalidToken, NetworkError

from zibot.clock import now
from zibot.delivery.polling import Line
from zibot.settings import Settings, SettingsError
from zibot.storage.peek import may_sleep

if TYPE_CHECKING:
    from zibot.app import App

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks at the rows while asleep."""


class Door:
    """Opens the line at once, and wakes the house when an update comes or something is due.

    Everything heavy is imported by the house, so that polling begins early and an idle bot stays small. No update is
    confirmed to Telegram before the house has committed it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._called = asyncio.Event()
        self._awake: asyncio.Future[App] = asyncio.get_running_loop().create_future()

    async def keep(self, update: Update) -> None:
        """Commit an update; the first one wakes the house."""
        self._called.set()
        await (await asyncio.shield(self._awake)).keep(update)

    async def serve(self, stop: asyncio.Event) -> None:
        """Open the line, wake the house when it is needed, serve until told to stop."""
        line = Line(self._settings.token(), self._settings.bot_api_url, self.keep)
        try:
            if await _opened(line, stop) and await self._needed(stop):
                await self._live(line, stop)
        finally:
            await _closed(line)

    async def _needed(self, stop: asyncio.Event) -> bool:
        """Sleep until an update comes or something is due; False where the end comes first."""
        while not stop.is_set() and not self._called.is_set() and await asyncio.to_thread(self._nothing_to_do):
            ends = [asyncio.create_task(event.wait()) for event in (stop, self._called)]
            await asyncio.wait(ends, timeout=LOOK_EVERY, return_when=asyncio.FIRST_COMPLETED)
            for task in ends:
                task.cancel()
        return not stop.is_set()

    def _nothing_to_do(self) -> bool:
        file = self._settings.sqlite_file()
        return file is not None and may_sleep(file, now(self._settings))

    async def _live(self, line: Line, stop: asyncio.Event) -> None:
        app: App = await asyncio.to_thread(lambda: importlib.import_module("zibot.app").App(self._settings, line))
        self._awake.set_result(app)
        try:
            await app.run(stop)
        finally:
            await _closed(line)
            await asyncio.to_thread(app.close)


async def _opened(line: Line, stop: asyncio.Event) -> bool:
    """Open the line; without a network it is tried again with a growing pause until told to stop."""
    pause = 1.0
    while not stop.is_set():
        try:
            await line.open()
        except InvalidToken as error:
            raise SettingsError("bad-token") from error
        except NetworkError as error:
            log.warning("Telegram cannot be reached yet (%s); trying again in %.0f s", error.message, pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), pause)
            pause = min(pause * 2, 30)
        else:
            return True
    return False


async def _closed(line: Line) -> None:
    """Stop asking; a network that is gone must not keep us from ending."""
    with contextlib.suppress(NetworkError, TimeoutError):
        await asyncio.wait_for(line.close(), 3)


def run(settings: Settings) -> None:
    """Run the bot until SIGTERM or Ctrl-C; raises SettingsError or DatabaseError when it cannot start."""
    with holding(settings.data_dir):
        asyncio.run(_main(settings))


async def _main(settings: Settings) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
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
