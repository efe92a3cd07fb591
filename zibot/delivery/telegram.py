"""Calls to Telegram as the outbox writes them, and what an answer, or none, means for the row."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from telegram import InputFile, InputMediaPhoto
from telegram.error import (
    BadRequest,
    ChatMigrated,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.ext import ExtBot

from zibot.delivery.client import Client, NotSent
from zibot.delivery.polling import make_bot, pause_asked
from zibot.settings import SettingsError
from zibot.storage.outbox import REPEATABLE

LONGEST_PAUSE = timedelta(minutes=1)
_CLOSED_CHAT = ("chat not found", "user not found", "peer_id_invalid", "group chat was", "rights", "write_forbidden")
"""What a refusal says where it is not the message that is at fault."""
_NO_TOPIC = ("thread not found", "topic_closed", "topic_deleted", "topic_id_invalid")
"""What a refusal says where a topic of a forum was closed or deleted."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call: sent, to be made again after a pause, moved to another chat, in doubt, or impossible."""

    sent: bool = False
    message_id: int | None = None
    retry_in: timedelta | None = None
    new_chat: int | None = None
    doubt: bool = False
    """It went out and no answer came: nobody can know whether it was carried out."""
    closed: bool = False
    """The chat takes nothing from us: blocked, never started, kicked, gone."""
    no_topic: int | None = None
    """The topic for which it was meant is closed or gone, so that it went to the whole group."""
    error: str = ""


Content = bytes | list[bytes] | None
"""What is uploaded with a call: a file, the pictures of an album, or nothing."""


async def call(bot: ExtBot[None], method: str, payload: dict[str, Any], content: Content, tries: int) -> Outcome:
    """Make one call and say what became of it; Telegram's errors never escape."""
    try:
        try:
            return await _made(bot, method, payload, content)
        except BadRequest as error:
            if "message_thread_id" in payload and any(words in error.message.lower() for words in _NO_TOPIC):
                general = {name: value for name, value in payload.items() if name != "message_thread_id"}
                return replace(await _made(bot, method, general, content), no_topic=payload["message_thread_id"])
            if method != "editMessageCaption" or "no caption" not in error.message:
                raise
            # Its picture could not be shown, so that words went out instead of it.
            words = {("text" if name == "caption" else name): value for name, value in payload.items()}
            return await _made(bot, "editMessageText", words, None)
    except TelegramError as error:
        return outcome_of(error, method, tries)


def outcome_of(error: TelegramError, method: str, tries: int) -> Outcome:
    """What an error means for a call that was begun `tries` times."""
    said = error.message
    match error:
        case RetryAfter():
            return Outcome(retry_in=pause_asked(error), error=said)
        case ChatMigrated():
            return Outcome(new_chat=error.new_chat_id, error=said)
        case BadRequest():
            # An edit that changes nothing has already been made, as after a crash between sending and recording.
            closed = any(words in said.lower() for words in _CLOSED_CHAT)
            return Outcome(sent="not modified" in said, closed=closed, error=said)
        case Forbidden():
            return Outcome(closed=True, error=said)
        case InvalidToken() | EndPointNotFound():
            # A token that is refused says nothing of the message: it waits until the token is put right.
            return Outcome(retry_in=LONGEST_PAUSE, error=said)
    if in_doubt(error) and method not in REPEATABLE:
        return Outcome(doubt=True, error=said)
    return Outcome(retry_in=min(timedelta(seconds=2 ** min(tries, 6)), LONGEST_PAUSE), error=said)


def in_doubt(error: TelegramError) -> bool:
    """Whether a call may have been carried out although it failed: its answer was cut off, too late or not one."""
    if isinstance(error, NotSent):
        return False
    if isinstance(error, TimedOut) or (error.__cause__ is not None and not isinstance(error.__cause__, TelegramError)):
        return True
    # Any other status than success means that the server, or one before it, turned the call away; but for one.
    return not isinstance(error, NetworkError) or "504" in error.message or "Gateway Time" in error.message


_UPLOADS = {"sendPhoto": "photo", "sendDocument": "document", "sendMediaGroup": "media"}
_METHODS = ("sendMessage", *_UPLOADS, *REPEATABLE)


async def _made(bot: ExtBot[None], method: str, payload: dict[str, Any], content: Content) -> Outcome:
    """Make a call as its row says it: building the library's objects for it, only to write them out, takes longer."""
    values = dict(payload)
    if method not in _METHODS or (method in _UPLOADS) != (content is not None):
        return Outcome(error=f"no such call: {method}")
    if isinstance(content, list):
        words = values[_UPLOADS[method]]
        values[_UPLOADS[method]] = [InputMediaPhoto(one, **said) for one, said in zip(content, words, strict=True)]
    elif content is not None:
        values[_UPLOADS[method]] = InputFile(content, filename=values.pop("filename", None))
    # Written so, the name is not taken for one of the library's own methods, which it would rather have called.
    answer = await bot.do_api_request(re.sub("([A-Z])", r"_\1", method), api_kwargs=values)
    first = answer[0] if isinstance(answer, list) and answer else answer
    return Outcome(sent=True, message_id=first.get("message_id") if isinstance(first, dict) else None)


@asynccontextmanager
async def connected(token: str, api_url: str) -> AsyncIterator[ExtBot[None]]:
    """The bot for one short piece of work; raises SettingsError where Telegram refuses it or cannot be reached."""
    bot = make_bot(token, api_url, Client())
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
        async with make_bot(token, api_url, Client()) as bot:
            return bot.username
    except TelegramError:
        return None
