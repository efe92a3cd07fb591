"""Trouble with what we remember: while nothing can be stored, senders are told so at once and directly."""

import asyncio
import logging
from collections.abc import Callable, Iterable
from math import inf
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from zibot.delivery.polling import Said
from zibot.redact import hide
from zibot.storage.database import is_damage

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
        self.why = ""
        """Why nothing can be stored; empty where that is not known to be so."""
        self.damaged = False
        """Whether the database was found broken, and not whole since."""

    def met(self, error: Exception) -> None:
        """Something could not be stored."""
        self.damaged = self.damaged or is_damage(error)
        self.why = hide(str(getattr(error, "orig", None) or error)) or type(error).__name__

    def over(self, *, whole: bool = False) -> None:
        """Something was stored again, or the database is `whole`; should trouble come back, everyone is told anew.

        In a database that is broken some of it still can be written, which is no end of trouble.
        """
        if self.damaged and not whole:
            return
        self.why, self.damaged = "", False
        self._told.clear()

    async def tell(self, updates: Iterable[Said]) -> None:
        """Tell the senders of these that nothing of it is stored yet; failing to is only logged."""
        now = asyncio.get_running_loop().time()
        chats = dict.fromkeys(filter(None, map(_private_sender, updates)))
        fresh = [chat_id for chat_id in chats if now - self._told.get(chat_id, -inf) >= AGAIN_AFTER]
        self._told.update(dict.fromkeys(fresh, now))
        await asyncio.gather(*map(self._say, fresh))

    async def _say(self, chat_id: int) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                await self._bot.send_message(chat_id, self._words(), parse_mode="HTML")
        except (TelegramError, TimeoutError) as error:
            log.warning("chat %s could not be told that nothing is stored: %r", chat_id, error)
            self._told.pop(chat_id, None)


def _private_sender(said: Said) -> int | None:
    """The private chat in which someone, no bot, sent a message."""
    message: Any = said.get("message")
    try:
        chat, sender = message["chat"], message["from"]
        return int(chat["id"]) if chat["type"] == "private" and not sender.get("is_bot") else None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
