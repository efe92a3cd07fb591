"""The looker: looks at pieces of evidence after they were stored, one at a time, and finds those used before.

What it does stands in rows, so that after a crash it goes on with the first piece that it did not look at.
"""

import asyncio
import contextlib
import logging
import os
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from zibot.context import Desk, House
from zibot.handlers import cards
from zibot.model import Evidence, saved
from zibot.rules import alike
from zibot.rules.alike import Alike
from zibot.storage import evidence, pictures, plans
from zibot.storage.database import DriverError
from zibot.storage.files import FileError

log = logging.getLogger(__name__)

IDLE = 5.0
"""Seconds after which a sleeping looker looks for pieces that it was not told of."""
QUIET, LONGEST = 2.0, 30.0
"""Seconds for which nobody spoke before a piece is looked at, and for how long it waits for that at most."""
POLITE = 10
"""By how much its thread gives way to others (nice): who sends something waits for the receipt, nobody for this."""

Seen = tuple[str, list[Alike]]
"""What a piece looks like, and which earlier ones are the same."""


@dataclass
class Looker:
    """Looks at one piece at a time, off the loop and off the writer."""

    house: House
    stop: asyncio.Event = field(default_factory=asyncio.Event)
    quiet: float = QUIET
    after: int = 0
    """The last piece that was looked at; all before it are done."""

    async def run(self) -> None:
        """Work until told to stop; a picture that is being looked at then is looked at again after the next start."""
        while not self.stop.is_set():
            self.house.pieces.clear()
            try:
                while not self.stop.is_set() and await self.process_one():
                    await self._until_quiet()
            except DriverError as error:
                log.error("evidence cannot be looked at: %s", error.orig)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self.house.pieces.wait(), IDLE)
                await self._until_quiet()

    async def _until_quiet(self) -> None:
        """Let those who speak now be answered first."""
        loop = asyncio.get_running_loop()
        end = loop.time() + LONGEST
        while not self.stop.is_set() and loop.time() < end:
            self.house.pieces.clear()
            try:
                await asyncio.wait_for(self.house.pieces.wait(), self.quiet)
            except TimeoutError:
                return

    async def process_one(self) -> bool:
        """Look at one piece; False where none waits."""
        piece = await self.house.look(lambda desk: pictures.unseen(desk.session, self.after))
        if piece is None:
            return False
        looked = asyncio.create_task(_apart(lambda: self._looked(piece)))
        stopped = asyncio.create_task(self.stop.wait())
        await asyncio.wait({looked, stopped}, return_when=asyncio.FIRST_COMPLETED)
        stopped.cancel()
        if not looked.done():
            looked.cancel()
            return False
        await self.house.work(_found, saved(piece.id), looked.result())
        self.after = saved(piece.id)
        return True

    def _looked(self, piece: Evidence) -> Seen:
        """What a piece looks like and what it is the same as; nothing where it is no picture, or cannot be opened."""
        if not piece.mime.startswith("image/"):
            return "", []
        try:
            picture = alike.opened(self.house.files.read(piece.sha256))
            if picture is None or not (looks := alike.looks(picture)):
                return "", []
            with self.house.database.reading() as session:
                names: dict[int, str] = {}

                def opened(id: int) -> Any:
                    names[id] = session.get_one(Evidence, id).sha256
                    return None if names[id] == piece.sha256 else self._opened(names[id])

                return looks, alike.used_before(picture, pictures.known(session, piece), opened)
        except DriverError:
            raise
        except Exception:  # one strange picture never stops the rest
            log.exception("evidence %s", piece.number)
            return "", []

    def _opened(self, sha256: str) -> Any:
        try:
            return alike.opened(self.house.files.read(sha256))
        except FileError:
            return None


async def _apart(job: Callable[[], Seen]) -> Seen:
    """Do work in a thread that gives way to all others, and does not keep the process from ending."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Seen] = loop.create_future()

    def settle(result: Seen | None, error: BaseException | None) -> None:
        if future.done():
            return
        if result is not None:
            future.set_result(result)
        elif error is not None:
            future.set_exception(error)

    def run() -> None:
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), POLITE)
        result, failed = None, None
        try:
            result = job()
        except Exception as error:  # noqa: BLE001 - it is raised again where the result is awaited
            failed = error
        with contextlib.suppress(RuntimeError):  # the loop may be closed by now
            loop.call_soon_threadsafe(settle, result, failed)

    threading.Thread(target=run, name="looker", daemon=True).start()
    return await future


def _found(desk: Desk, id: int, seen: Seen) -> None:
    """Write down what was found, and have the cards of reviewers who still wait tell it."""
    piece = desk.session.get_one(Evidence, id)
    for row in pictures.seen(desk.session, piece, *seen, desk.now):
        for one in (piece, desk.session.get_one(Evidence, row.earlier_id)):
            filed = evidence.filed_under(desk.session, one)
            duty = plans.duty(desk.session, desk.satker_id, filed) if filed is not None else None
            if duty is not None:
                cards.refresh(desk, duty)
