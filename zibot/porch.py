"""The porch of `zibot run`: what goes on beside the line, which is health and webhook at an address, and the pulse."""

import asyncio
import contextlib
import importlib
import logging
import socket
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from zibot.clock import now, uptime
from zibot.delivery import pulse
from zibot.delivery.polling import Line, Said
from zibot.settings import Settings, SettingsError
from zibot.storage.witness import Seen, Watch

if TYPE_CHECKING:
    from zibot.web import health

log = logging.getLogger(__name__)

BEAT_EVERY = 5.0
"""Seconds between two beats of the pulse."""


class Within(Protocol):
    """What the porch sees of the house, and hands in."""

    @property
    def awake(self) -> bool:
        """Whether the house is awake."""

    @property
    def why(self) -> str:
        """What stands in the way of receiving and keeping; empty where nothing does."""

    async def take(self, update: Said) -> None:
        """Commit an update that was brought to the webhook."""

    async def back(self, since: datetime, until: datetime) -> bool:
        """Have those who are to hear of an absence hear of it; whether they will."""

    async def gone_back(self, seen: Seen) -> bool:
        """Have those who are to hear that the ledger has gone back hear of it; whether they will."""


class Porch:
    """Tells health, takes what is brought to the webhook, and writes down every few seconds that the line answers."""

    def __init__(self, settings: Settings, line: Line, within: Within) -> None:
        self._settings = settings
        self._line = line
        self._within = within
        self._heart = pulse.Heart(settings.data_dir)
        self._watch = Watch(settings.data_dir, settings.sqlite_file(), settings.satker)
        self._started = asyncio.get_running_loop().time()
        self._bound: socket.socket | None = None
        self._address = ""
        self._serving: asyncio.Task[None] | None = None
        self._beating: asyncio.Task[None] | None = None

    def bind(self) -> None:
        """Take the address; raises SettingsError where it cannot be had, and a webhook needs it."""
        address = self._settings.listen
        if address is None:
            if self._settings.webhook_url:
                raise SettingsError("listen", address="", why="ZIBOT_LISTEN")
            return
        try:
            family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
            self._bound = socket.create_server(address, family=family)
        except OSError as error:
            if self._settings.webhook_url:
                raise SettingsError("listen", address=_shown(address), why=error.strerror or str(error)) from error
            log.warning("health is not told at %s: %s", _shown(address), error)
            return
        self._address = _shown(self._bound.getsockname()[:2])

    def begin(self) -> asyncio.Task[None]:
        """Begin, once; the task ends only where the webhook can be served no more, with its error."""
        if self._serving is None:
            self._serving = asyncio.create_task(self._web())
            self._beating = asyncio.create_task(self._beat())
        return self._serving

    async def close(self) -> None:
        """End it all, and give the address back."""
        tasks = [task for task in (self._serving, self._beating) if task is not None]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._bound is not None:
            self._bound.close()

    # the web

    async def _web(self) -> None:
        """Tell health, and take updates where a webhook is set; without one the bot lives on where this cannot."""
        if self._bound is not None:
            try:
                server: Any = await asyncio.to_thread(importlib.import_module, "zibot.web.server")
                await server.serve(server.Pages(self._settings, self._look, self._within.take), self._bound)
            except Exception:
                if self._settings.webhook_url:
                    raise
                log.exception("health is told no more")
        await asyncio.Event().wait()

    def _look(self) -> "health.Line":
        from zibot.web.health import Line as Looked  # noqa: PLC0415 - loaded with the web server only

        since = self._line.heard or self._started
        return Looked(
            polls=not self._settings.webhook_url,
            silent_seconds=round(asyncio.get_running_loop().time() - since, 1),
            why=self._within.why,
            awake=self._within.awake,
        )

    # the pulse

    async def _beat(self) -> None:
        """Write down every few seconds that the line answers; say so where nobody was here for long."""
        while True:
            self._heart.note(self._line.heard, now=now(self._settings), uptime=uptime())
            await self._write_pulse()
            if self._heart.away is not None and await self._within.back(*self._heart.away):
                self._heart.said()
                await self._write_pulse()
            await self._look_back()
            await asyncio.sleep(BEAT_EVERY if self._heart.settled else 0.5)

    async def _look_back(self) -> None:
        """Note how far the ledger has come; say so where it has gone back."""
        with contextlib.suppress(OSError):
            seen = await asyncio.to_thread(self._watch.look, now(self._settings))
            if seen is not None and await self._within.gone_back(seen):
                self._watch.told()
                await asyncio.to_thread(self._watch.look, now(self._settings))

    async def _write_pulse(self) -> None:
        with contextlib.suppress(OSError):
            await asyncio.to_thread(self._heart.beat, now(self._settings), why=self._within.why, address=self._address)


def _shown(address: tuple[str, int]) -> str:
    return f"{address[0]}:{address[1]}"
