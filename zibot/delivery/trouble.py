"""Trouble with what we remember: while nothing can be stored, senders are told so at once and directly."""

import asyncio
import contextlib
import logging
from collections.abc import Callable, Iterable
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from zibot.delivery.polling import Said

log = logging.getLogger(__name__)

AGAIN_AFTER = 900.0
"""Seconds after which a chat is told once more."""
PATIENCE = 10.0
"""Seconds that telling one chat may take."""


class Trouble:
    """Tells each private chat that brought something, now and then; remembers nothing beyond the process."""

    def __init__(self, bot: ExtBot[None], words: Callable[[], str]) -> None:
        self._bot = bot
        self._words = words
        self._told: dict[int, float] = {}

    async def tell(self, updates: Iterable[Said]) -> None:
        """Tell the senders of these that nothing of it is stored yet; failing to is only logged."""
        now = asyncio.get_running_loop().time()
        for chat_id in dict.fromkeys(filter(None, map(_private_sender, updates))):
            if now - self._told.get(chat_id, -AGAIN_AFTER) < AGAIN_AFTER:
                continue
            self._told[chat_id] = now
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._say(chat_id), PATIENCE)

    async def _say(self, chat_id: int) -> None:
        try:
            await self._bot.send_message(chat_id, self._words(), parse_mode="HTML")
        except TelegramError as error:
            log.warning("chat %s could not be told that nothing is stored: %s", chat_id, error)


def _private_sender(said: Said) -> int | None:
    """The private chat in which someone, no bot, sent a message."""
    message: Any = said.get("message")
    try:
        chat, sender = message["chat"], message["from"]
        return int(chat["id"]) if chat["type"] == "private" and not sender.get("is_bot") else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
