"""Evidence: bytes first, then the row, the ledger event and the receipt in one transaction, then the answer."""

import asyncio
import re
from dataclasses import dataclass, replace

from telegram import Message, MessageEntity, Update
from telegram.error import BadRequest

from zibot.context import Context, Desk
from zibot.delivery.inbox import Torn
from zibot.handlers.filing import file_and_receipt
from zibot.handlers.who import Spoken, refuse, to_us, whoever
from zibot.model import Outbox
from zibot.rules.activity import day_of_activity
from zibot.rules.roles import May, allowed
from zibot.storage import evidence, outbox, plans
from zibot.storage.files import Files, Kept
from zibot.storage.sniff import mime_of

LARGEST = 20 * 1024 * 1024
"""What a bot can download (Bot API, getFile)."""
LONGEST = 900
"""Seconds that one download may take."""
HEAD = 128 * 1024
"""Bytes by which it is told what a file is."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as the message describes it."""

    kind: str
    file_id: str
    size: int | None
    mime: str
    name: str


async def fetch(update: Update, context: Context, sent: Sent) -> tuple[Sent, Kept] | None:
    """Fetch a photo or file and keep its bytes; None where it turns out to be too large. Raises Torn."""
    async with context.house.lane(sent.size), asyncio.timeout(LONGEST):
        try:
            file = await context.bot.get_file(sent.file_id)
        except BadRequest as error:
            if "too big" not in error.message:
                raise
            await context.work(decline, update, replace(sent, size=LARGEST + 1))
            return None
        content = await file.download_as_bytearray()
    for size in (sent.size, file.file_size):
        if size is not None and size != len(content):
            raise Torn(f"{len(content)} of {size} bytes")
    return await asyncio.to_thread(_kept, context.house.files, sent, content)


def _kept(files: Files, sent: Sent, content: bytearray) -> tuple[Sent, Kept]:
    """Put the bytes on disk, and say what they are by what they hold."""
    return replace(sent, mime=mime_of(bytes(content[:HEAD]), sent.mime)), files.keep(content)


def described(message: Message) -> Sent | None:
    """What a message carries, if it is something that can be kept."""
    when = f"{message.date:%Y%m%d-%H%M%S}"
    if message.photo:
        photo = message.photo[-1]
        return Sent("photo", photo.file_id, photo.file_size, "image/jpeg", f"foto-{when}.jpg")
    for kind, thing, mime in (
        ("file", message.document, "application/octet-stream"),
        ("video", message.video, "video/mp4"),
        ("voice", message.voice, "audio/ogg"),
    ):
        if thing is not None:
            name = getattr(thing, "file_name", None) or f"{kind}-{when}"
            return Sent(kind, thing.file_id, thing.file_size, thing.mime_type or mime, name)
    return None


def meant(desk: Desk, message: Message) -> bool:
    """Whether a photo or file is for us: in a group what replies to us, names us, or is part of a set that did."""
    if to_us(desk, message) or _named(message):
        return True
    album = message.media_group_id
    return album is not None and evidence.has_set(desk.session, desk.satker_id, message.chat.id, album)


def _named(message: Message) -> bool:
    """Whether a caption names the bot."""
    names = message.parse_caption_entities([MessageEntity.MENTION]).values()
    return f"@{message.get_bot().username}".casefold() in (name.casefold() for name in names)


def welcome_here(desk: Desk, update: Update, sent: Sent) -> bool:
    """Whether a reporter's file is to be fetched: small enough, and in a group only where it is meant for us."""
    message = update.effective_message
    if (sent.size or 0) > LARGEST or message is None:
        return False
    secret = about_secret(desk, replied(desk, update), message.caption or "")
    return _private(update) or (meant(desk, message) and not secret)


def _private(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type == "private"


def replied(desk: Desk, update: Update) -> Outbox | None:
    """The message of ours that this one replies to."""
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return None
    return outbox.message(desk.session, message.chat.id, message.reply_to_message.message_id)


def about_secret(desk: Desk, row: Outbox | None, words: str) -> bool:
    """Whether a reply to a message of ours, or the code in its words, is about something confidential."""
    named = re.search(r"\b([IVX]{1,4}\.\d{1,2}\.\d{1,3})\b", words, re.I)
    if not named and (row is None or not row.about):
        return False
    code, about = named.group(1).upper() if named else "", set(row.about if row else ())
    everything = plans.duties(desk.session, desk.satker_id)
    return any(duty.confidential for duty in everything if duty.id in about or duty.code == code)


def decline(desk: Desk, update: Update, sent: Sent | None) -> None:
    """Say kindly why something was not kept; photos in a group that are not for us get no answer."""
    message, user, chat = update.effective_message, update.effective_user, update.effective_chat
    if message is None or user is None or chat is None or user.is_bot:
        return
    person = whoever(desk, user)
    if person is None:
        refuse(desk, user, chat)
    elif not _private(update) and not meant(desk, message):
        return
    elif sent is None:
        desk.say(chat.id, "kind_unknown", reply_to=message.message_id)
    elif not allowed(person.role, May.REPORT):
        desk.say(chat.id, "not_allowed", reviewer=True, code="", reply_to=message.message_id)
    elif (sent.size or 0) > LARGEST:
        desk.say(chat.id, "too_large", reply_to=message.message_id, video=sent.kind == "video")
    else:
        desk.say(chat.id, "private_please", reply_to=message.message_id)


def arrived(message: Message, sent: Sent) -> evidence.Arrived:
    """What is written down of a file besides its bytes."""
    return evidence.Arrived(
        kind=sent.kind,
        mime=sent.mime,
        name=sent.name,
        caption=message.caption or "",
        chat_id=message.chat.id,
        message_id=message.message_id,
        sent_at=message.date,
        album=message.media_group_id,
        forwarded_at=message.forward_origin.date if message.forward_origin is not None else None,
    )


def store(desk: Desk, update: Update, sent: Sent, kept: Kept) -> None:
    """Write down the piece, file it where it is clear, and put its receipt into the outbox."""
    message, user = update.effective_message, update.effective_user
    assert message is not None
    assert user is not None
    person = whoever(desk, user)
    if person is None:
        return
    # What was forwarded speaks of the days before it was first sent.
    origin = message.forward_origin
    here = desk.local(origin.date if origin is not None else message.date).date()
    day = day_of_activity(message.caption or "", here)
    piece = evidence.store(desk.session, person, kept, arrived(message, sent), desk.now, happened_on=day)
    if piece is None:
        return
    file_and_receipt(desk, Spoken(person, message, message.chat.id, _private(update)), piece)
