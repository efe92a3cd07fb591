"""Tells threads and long polls that something changed, so that nobody sleeps and looks again."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType


class Changes:
    """A version that grows with each change, and those who wait for it."""

    def __init__(self, lock: threading.RLock) -> None:
        self.version = 0
        self.closed = False
        self._condition = threading.Condition(lock)
        self._watchers: set[Watcher] = set()

    def mark(self, *, for_bot: bool = False) -> int:
        """Counts one change and wakes all who wait for such; the caller holds the lock.

        `for_bot`: the lines to the bot must look, since there is an update or its way has changed.
        """
        self.version += 1
        self._condition.notify_all()
        for watcher in list(self._watchers):
            if for_bot or not watcher.of_bot:
                watcher.wake()
        return self.version

    def close(self) -> None:
        """Ends the long polls: the server stops."""
        with self._condition:
            self.closed = True
            self.mark(for_bot=True)

    def wait_until(self, holds: Callable[[], object], timeout: float) -> bool:
        """Blocks this thread until `holds()` is true, at most `timeout` seconds; whether it is."""
        with self._condition:
            return bool(self._condition.wait_for(lambda: bool(holds()), timeout))

    def watch(self, *, of_bot: bool = False) -> "Watcher":
        """For a coroutine: `async with changes.watch() as watcher: await watcher.wait(seconds)`.

        `of_bot`: it is a line to the bot, and other changes are none of its business.
        """
        return Watcher(self._watchers, of_bot)


class Watcher:
    """One coroutine's ear on the changes."""

    def __init__(self, watchers: set["Watcher"], of_bot: bool) -> None:
        self.of_bot = of_bot
        self._watchers = watchers
        self._event = asyncio.Event()
        self._loop = asyncio.get_running_loop()

    def wake(self) -> None:
        """Called from any thread."""
        if self._event.is_set():
            return  # it has not looked yet
        with suppress(RuntimeError):  # a loop that has closed has nobody left to wake
            self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> None:
        """Returns after the next change, or after so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._event.wait()
        self._event.clear()

    async def __aenter__(self) -> "Watcher":
        self._watchers.add(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._watchers.discard(self)
