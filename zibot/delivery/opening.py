"""Opening the line: what may pass is waited for with a growing pause, what never will ends it with a word on why."""

import asyncio
import logging
import re
from collections.abc import Callable, Coroutine
from typing import Any

from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError

from zibot.delivery.polling import Line, pause_asked
from zibot.redact import hide
from zibot.settings import Settings, SettingsError

log = logging.getLogger(__name__)

LONGEST_PAUSE = 30.0
"""Seconds at most between two attempts, unless Telegram asks for more."""
_NEVER_TAKEN = re.compile(
    r"https url must|only on ports|is reserved|ipv6-only|invalid ip address|invalid webhook|host is empty|secret.token",
    re.I,
)
"""What Telegram says of a webhook that it will never take; a name that it cannot find today it may find tomorrow."""


async def opened(line: Line, settings: Settings, *, stop: asyncio.Event, failed: Callable[[], object]) -> bool:
    """Open the line as the settings say, and try again until told to stop; whether it is open.

    `failed` is called after each attempt in vain. Raises SettingsError where no other attempt can help.
    """
    pause = 1.0
    while not stop.is_set():
        try:
            return await _unless(stop, _begun(line, settings))
        except TelegramError as error:
            refuse_for_good(error, settings)
            line.why = hide(error.message)
            log.warning("the line to Telegram cannot be opened yet (%s); it is tried again", line.why)
            failed()
            asked = pause_asked(error).total_seconds() if isinstance(error, RetryAfter) else 0
            await first_of(stop, seconds=asked or pause)
            pause = min(pause * 2, LONGEST_PAUSE)
    return False


async def _begun(line: Line, settings: Settings) -> None:
    await line.open()
    if settings.webhook_url:
        await line.hook(settings.webhook_url, settings.secret())
    else:
        await line.poll()


def refuse_for_good(error: TelegramError, settings: Settings) -> None:
    """Raise SettingsError where Telegram refuses what is set, so that waiting can never help."""
    if isinstance(error, InvalidToken):
        raise SettingsError("bad-token") from error
    why = hide(error.message)
    if isinstance(error, BadRequest) and settings.webhook_url and _NEVER_TAKEN.search(why):
        raise SettingsError("webhook-refused", url=settings.webhook_url, why=why.rstrip(".")) from error


async def first_of(*events: asyncio.Event, seconds: float) -> None:
    """Wait for the first of some events, or so long."""
    ends = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(ends, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    for task in ends:
        task.cancel()


async def _unless(stop: asyncio.Event, doing: Coroutine[Any, Any, None]) -> bool:
    """Do something unless told to stop before it is done; whether it was done."""
    task, told = asyncio.create_task(doing), asyncio.create_task(stop.wait())
    try:
        await asyncio.wait((task, told), return_when=asyncio.FIRST_COMPLETED)
    finally:
        told.cancel()
    if not task.done():
        task.cancel()
        await asyncio.wait((task,), timeout=1)
        return False
    task.result()
    return True
