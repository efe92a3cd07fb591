"""The front door of `zibot run`: opens the line to Telegram first, and lets the house awake behind it."""

import asyncio
import contextlib
import fcntl
import importlib
import logging
import signal
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from telegram.error import InvalidToken, NetworkError, TelegramError

from zibot.clock import now
from zibot.delivery import pulse
from zibot.delivery.polling import Line, Said, Stuck
from zibot.delivery.pulse import Beat
from zibot.settings import Settings, SettingsError
from zibot.storage.peek import may_sleep

if TYPE_CHECKING:
    from zibot.app import App
    from zibot.web import health

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds between two looks at the rows while asleep."""
BEAT_EVERY = 5.0
"""Seconds between two beats of the pulse."""
TRY_EVERY = 5.0
"""Seconds between two attempts to wake a house whose database cannot be opened."""
LONG = timedelta(hours=1)
"""Who was away for so long says so."""


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
        self._before = pulse.read(settings.data_dir)
        self._heard_at: datetime | None = None
        self._opened = 0.0
        self._last: float | None = None
        self._address = ""
        self._broken = ""

    async def keep(self, updates: Sequence[Said]) -> None:
        """Commit updates; the first ones wake the house."""
        self._called.set()
        if self._broken:
            await self._tell(updates)
            raise SettingsError("database", url="", why=self._broken)
        await (await asyncio.shield(self._awake)).keep(updates)

    async def take(self, update: Said) -> None:
        """Commit an update that was brought to the webhook."""
        self._line.heard = asyncio.get_running_loop().time()
        await self.keep([update])

    async def serve(self, stop: asyncio.Event) -> None:
        """Open the line, wake the house when it is needed, serve until told to stop. Raises SettingsError."""
        others: list[asyncio.Task[None]] = []
        try:
            if not await self._open(stop):
                return
            others = [asyncio.create_task(part) for part in (self._line.ended(), self._web(), self._beat())]
            main = asyncio.create_task(self._live(stop))
            await asyncio.wait((main, *others[:2]), return_when=asyncio.FIRST_COMPLETED)
            failed = [task for task in others if task.done()]
            stop.set()
            await main
            for task in failed:
                task.result()
        except Stuck as error:
            raise SettingsError("stuck", seconds=f"{self._settings.watch_seconds:g}") from error
        finally:
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            await _closed(self._line)

    # the line

    async def _open(self, stop: asyncio.Event) -> bool:
        """Open the line; without a network it is tried again with a growing pause until told to stop."""
        pause = 1.0
        while not stop.is_set():
            try:
                await self._line.open()
                if self._settings.webhook_url:
                    await self._line.hook(self._settings.webhook_url, self._settings.secret())
                else:
                    await self._line.poll()
            except InvalidToken as error:
                raise SettingsError("bad-token") from error
            except TelegramError as error:
                log.warning("Telegram cannot be reached yet (%s); trying again in %.0f s", error.message, pause)
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), pause)
                pause = min(pause * 2, 30)
            else:
                self._opened = asyncio.get_running_loop().time()
                return True
        return False

    # the house

    async def _live(self, stop: asyncio.Event) -> None:
        if not await self._needed(stop):
            return
        app = await self._woken(stop)
        if app is None:
            return
        self._awake.set_result(app)
        try:
            await app.run(stop)
        finally:
            await _closed(self._line)
            await asyncio.to_thread(app.close)

    async def _needed(self, stop: asyncio.Event) -> bool:
        """Sleep until an update comes or something is due; False where the end comes first."""
        while not stop.is_set() and not self._called.is_set() and await asyncio.to_thread(self._nothing_to_do):
            await _first_of(stop, self._called, seconds=LOOK_EVERY)
        return not stop.is_set()

    def _nothing_to_do(self) -> bool:
        file = self._settings.sqlite_file()
        return file is not None and may_sleep(file, now(self._settings))

    async def _woken(self, stop: asyncio.Event) -> "App | None":
        """The house; where its database cannot be opened senders are told so, and it is tried until it can."""
        first = not self._called.is_set()
        while not stop.is_set():
            try:
                app: App = await asyncio.to_thread(
                    lambda: importlib.import_module("zibot.app").App(self._settings, self._line)
                )
            except SettingsError as error:
                if first:
                    raise
                self._broken = error.details.get("why", error.code)
                log.error("the house cannot wake: %s", self._broken)
                await _first_of(stop, seconds=TRY_EVERY)
            else:
                self._broken = ""
                return app
        return None

    async def _tell(self, updates: Sequence[Said]) -> None:
        trouble: Any = await asyncio.to_thread(importlib.import_module, "zibot.delivery.trouble")
        texts: Any = await asyncio.to_thread(importlib.import_module, "zibot.texts")
        await trouble.Trouble(self._line.bot, lambda: texts.render("not_stored")).tell(updates)

    # the pulse

    async def _beat(self) -> None:
        """Write down every few seconds that the line answers; say so where nobody was here for long."""
        while True:
            away = self._away()
            with contextlib.suppress(OSError):
                await asyncio.to_thread(pulse.write, self._settings.data_dir, self._pulse())
            if away is not None:
                self._called.set()
                await (await asyncio.shield(self._awake)).back(*away)
            await asyncio.sleep(BEAT_EVERY if self._last is not None else 0.2)

    def _pulse(self) -> Beat:
        return Beat(now(self._settings), self._heard_at, self._broken or self._line.why, self._address)

    def _away(self) -> tuple[datetime, datetime] | None:
        """From when until when nobody was here, if that just came to an end and was long."""
        heard = self._line.heard
        if heard is None or heard == self._last:
            return None
        first, silent = self._last is None, heard - (self._last or heard)
        before, self._last, self._heard_at = self._heard_at, heard, now(self._settings)
        if first:
            before = self._before.heard_at if self._before is not None else None
        if before is None or self._heard_at - before < LONG:
            return None
        # A clock that was moved under a running bot is no absence.
        return (before, self._heard_at) if first or silent >= LONG.total_seconds() else None

    # the web

    async def _web(self) -> None:
        """Tell health, and take updates where a webhook is set."""
        if self._settings.listen is None:
            await asyncio.Event().wait()
            return
        server: Any = await asyncio.to_thread(importlib.import_module, "zibot.web.server")
        try:
            bound = server.listening(self._settings.listen)
        except OSError as error:
            if self._settings.webhook_url:
                raise SettingsError("listen", address=_shown(self._settings.listen), why=str(error)) from error
            log.warning("health is not told at %s: %s", _shown(self._settings.listen), error)
            await asyncio.Event().wait()
        self._address = _shown(bound.getsockname()[:2])
        await server.serve(server.Pages(self._settings, self._look, self.take), bound)

    def _look(self) -> "health.Line":
        from zibot.web.health import Line as Looked  # noqa: PLC0415 - loaded with the web server only

        since = self._line.heard or self._opened
        return Looked(
            polls=not self._settings.webhook_url,
            silent_seconds=round(asyncio.get_running_loop().time() - since, 1),
            why=self._broken or self._line.why,
            awake=self._awake.done(),
        )


def _shown(address: tuple[str, int]) -> str:
    return f"{address[0]}:{address[1]}"


async def _first_of(*events: asyncio.Event, seconds: float) -> None:
    """Wait for the first of some events, or so long."""
    ends = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in ends:
        task.cancel()


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
