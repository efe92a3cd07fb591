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

from zibot.delivery.polling import Line
from zibot.settings import Settings, SettingsError

if TYPE_CHECKING:
    from zibot.app import App

log = logging.getLogger(__name__)


class Door:
    """Keeps updates waiting until the house is awake; none is confirmed to Telegram before it is committed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._awake: asyncio.Future[App] = asyncio.get_running_loop().create_future()

    async def keep(self, update: Update) -> None:
        """Commit an update, once there is a house to do it."""
        await (await asyncio.shield(self._awake)).keep(update)

    async def serve(self, stop: asyncio.Event) -> None:
        """Open the line, wake the house, serve until told to stop."""
        line = Line(self._settings.token(), self._settings.bot_api_url, self.keep)
        try:
            if await _opened(line, stop):
                app = await asyncio.to_thread(self._wake, line)
                try:
                    self._awake.set_result(app)
                    await app.run(stop)
                finally:
                    await _closed(line)
                    await asyncio.to_thread(app.close)
        finally:
            await _closed(line)

    def _wake(self, line: Line) -> "App":
        # Everything heavy is imported here, while Telegram already thinks about the first request.
        app: App = importlib.import_module("zibot.app").App(self._settings, line)
        return app


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
