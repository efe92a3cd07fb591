"""Evidence: bytes first, then the row, the ledger event and the receipt in one transaction, then the answer."""

import asyncio
from dataclasses import dataclass, replace

from telegram import Message, Update
from telegram.error import BadRequest

from zibot.context import Context, Desk
from zibot.delivery.inbox import Torn
from zibot.handlers.filing import file_and_receipt
from zibot.handlers.who import Spoken, refuse, whoever
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


def welcome_here(desk: Desk, update: Update, sent: Sent) -> bool:
    """Whether a reporter's file is to be fetched: small enough, and in a group only as a reply to us."""
    if (sent.size or 0) > LARGEST:
        return False
    return _private(update) or (replied(desk, update) is not None and not _secret(desk, update))


def _private(update: Update) -> bool:
    return update.effective_chat is not None and update.effective_chat.type == "private"


def replied(desk: Desk, update: Update) -> Outbox | None:
    """The message of ours that this one replies to."""
    message = update.effective_message
    if message is None or message.reply_to_message is None:
        return None
    return outbox.message(desk.session, message.chat.id, message.reply_to_message.message_id)


def _secret(desk: Desk, update: Update) -> bool:
    """Whether a reply is about something confidential."""
    row = replied(desk, update)
    about = plans.duties(desk.session, desk.satker_id, ids=row.about) if row and row.about else []
    return any(duty.confidential for duty in about)


def decline(desk: Desk, update: Update, sent: Sent | None) -> None:
    """Say kindly why something was not kept; photos in a group that are not for us get no answer."""
    message, user, chat = update.effective_message, update.effective_user, update.effective_chat
    if message is None or user is None or chat is None or user.is_bot:
        return
    person = whoever(desk, user)
    if person is None:
        refuse(desk, user, chat)
    elif not _private(update) and replied(desk, update) is None:
        return
    elif sent is None:
        desk.say(chat.id, "kind_unknown", reply_to=message.message_id)
    elif not allowed(person.role, May.REPORT):
        desk.say(chat.id, "not_allowed", reviewer=True, code="", reply_to=message.message_id)
    elif (sent.size or 0) > LARGEST:
        desk.say(chat.id, "too_large", reply_to=message.message_id)
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
    )


def store(desk: Desk, update: Update, sent: Sent, kept: Kept) -> None:
    """Write down the piece, file it where it is clear, and put its receipt into the outbox."""
    message, user = update.effective_message, update.effective_user
    assert message is not None
    assert user is not None
    person = whoever(desk, user)
    if person is None:
        return
    day = day_of_activity(message.caption or "", desk.local(message.date).date())
    piece = evidence.store(desk.session, person, kept, arrived(message, sent), desk.now, happened_on=day)
    if piece is None:
        return
    file_and_receipt(desk, Spoken(person, message, message.chat.id, _private(update)), piece)
