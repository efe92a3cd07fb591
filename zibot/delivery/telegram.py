"""Calls to Telegram as the outbox writes them, and what an answer means for the row."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import InlineKeyboardMarkup, Message, ReplyParameters
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError
from telegram.ext import ExtBot

from zibot.delivery.polling import make_bot
from zibot.settings import SettingsError

LONGEST_PAUSE = timedelta(minutes=1)
ANSWER_TRIES = 3
"""After so many failures a button's spinner has stopped by itself."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call: sent, to be made again after a pause, moved to another chat, or impossible."""

    sent: bool = False
    message_id: int | None = None
    retry_in: timedelta | None = None
    new_chat: int | None = None
    error: str = ""


async def call(bot: ExtBot[None], method: str, payload: dict[str, Any], content: bytes | None, tries: int) -> Outcome:
    """Make one call and say what became of it; Telegram's errors never escape."""
    try:
        return await _made(bot, method, payload, content)
    except RetryAfter as error:
        pause = error.retry_after
        return Outcome(
            retry_in=pause if isinstance(pause, timedelta) else timedelta(seconds=pause), error=error.message
        )
    except ChatMigrated as error:
        return Outcome(new_chat=error.new_chat_id, error=error.message)
    except BadRequest as error:
        # An edit that changes nothing has already been made, as after a crash between sending and recording.
        return Outcome(sent="not modified" in error.message, error=error.message)
    except Forbidden as error:
        return Outcome(error=error.message)
    except InvalidToken as error:
        # A token that is refused says nothing of the message: it waits until the token is put right.
        return Outcome(retry_in=LONGEST_PAUSE, error=error.message)
    except TelegramError as error:
        if method == "answerCallbackQuery" and tries >= ANSWER_TRIES:
            return Outcome(error=error.message)
        return Outcome(retry_in=min(timedelta(seconds=2 ** min(tries, 6)), LONGEST_PAUSE), error=error.message)


async def _made(bot: ExtBot[None], method: str, payload: dict[str, Any], content: bytes | None) -> Outcome:
    values = dict(payload)
    if "reply_markup" in values:
        values["reply_markup"] = InlineKeyboardMarkup.de_json(values["reply_markup"], bot)
    if "reply_parameters" in values:
        values["reply_parameters"] = ReplyParameters.de_json(values["reply_parameters"], bot)
    match method:
        case "sendMessage":
            answer: object = await bot.send_message(**values)
        case "sendPhoto" if content is not None:
            answer = await bot.send_photo(photo=content, **values)
        case "sendDocument" if content is not None:
            answer = await bot.send_document(document=content, **values)
        case "editMessageText":
            answer = await bot.edit_message_text(**values)
        case "answerCallbackQuery":
            answer = await bot.answer_callback_query(**values)
        case _:
            return Outcome(error=f"no such call: {method}")
    return Outcome(sent=True, message_id=answer.message_id if isinstance(answer, Message) else None)


@asynccontextmanager
async def connected(token: str, api_url: str) -> AsyncIterator[ExtBot[None]]:
    """The bot for one short piece of work; raises SettingsError where Telegram refuses it or cannot be reached."""
    bot = make_bot(token, api_url)
    try:
        try:
            await bot.initialize()
        except InvalidToken as error:
            raise SettingsError("bad-token") from error
        except TelegramError as error:
            raise SettingsError("unreachable", url=api_url, why=error.message) from error
        yield bot
    finally:
        # Also where it was refused: its connection is open by then.
        await bot.shutdown()


async def username(token: str, api_url: str) -> str | None:
    """The bot's name on Telegram, for links to it; None where Telegram cannot be asked now."""
    try:
        async with make_bot(token, api_url) as bot:
            return bot.username
    except TelegramError:
        return None
