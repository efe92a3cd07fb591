"""The methods that put new messages into chats."""

from typing import Any

from zibot.rehearsal import content
from zibot.rehearsal.args import Args
from zibot.rehearsal.errors import bad, wrong
from zibot.rehearsal.nouns import Chat, Json, Message
from zibot.rehearsal.world import World

GENERAL = 1
"""The thread of a forum's general topic, whose messages carry none."""


def _draft(world: World, args: Args) -> Message:
    chat = world.target(args.values.get("chat_id"))
    keyboard, prompt = content.markup(args)
    reply, protected = content.reply_to(chat, args), args.flag("protect_content")
    message = Message(chat, world.bot, keyboard=keyboard, prompt=prompt, reply_to=reply, protected=protected)
    message.topic = _topic(chat, args)
    return message


def _topic(chat: Chat, args: Args) -> int | None:
    """The topic of a forum that a call names, if one can write there."""
    thread = args.integer("message_thread_id")
    if not thread or (thread == GENERAL and chat.forum):
        return None
    if chat.topics.get(thread, "deleted") == "deleted":
        raise bad("message thread not found")
    if chat.topics[thread] == "closed":
        raise bad("TOPIC_CLOSED")
    return thread


def _deliver(world: World, message: Message) -> Json:
    if world.limits:
        world.limits.count(message.chat)
    return world.post(message).api()


def send_message(world: World, args: Args) -> Json:
    """`sendMessage`."""
    message = _draft(world, args)
    message.text, message.entities = content.text(world, args)
    return _deliver(world, message)


def send_photo(world: World, args: Args) -> Json:
    """`sendPhoto`."""
    message = _draft(world, args)
    message.text, message.entities = content.caption(world, args)
    message.photo = content.photo(world, args.file("photo"))
    return _deliver(world, message)


def send_document(world: World, args: Args) -> Json:
    """`sendDocument`."""
    message = _draft(world, args)
    message.text, message.entities = content.caption(world, args)
    message.document = content.document(world, args.file("document"))
    return _deliver(world, message)


def fill_media(world: World, args: Args, message: Message, media: Json) -> None:
    """Gives a message the file and caption of an InputMedia object."""
    kind = media.get("type")
    message.text, message.entities = content.words(world, media, "caption", media.get("caption_entities"))
    given = args.attached(str(media.get("media") or ""))
    message.photo, message.document = [], None
    if kind == "photo":
        message.photo = content.photo(world, given)
    elif kind == "document":
        message.document = content.document(world, given)
    else:
        raise wrong(f"the rehearsal does not play media of type {kind}")


def send_media_group(world: World, args: Args) -> list[Json]:
    """`sendMediaGroup`: two to ten photos, or two to ten documents."""
    media = args.listed("media")
    if not 2 <= len(media) <= 10:
        raise wrong("too many messages to send as an album" if media else "there are no messages to send")
    if len({item.get("type") for item in media}) > 1:
        raise wrong("document can't be mixed with other media types")
    album = world.code()
    messages = []
    for item in media:
        message = _draft(world, args)
        message.album = album
        fill_media(world, args, message, item)
        messages.append(message)
    if world.limits:
        world.limits.count(messages[0].chat, len(messages))
    return [world.post(message).api() for message in messages]


def _source(world: World, args: Args, deed: str) -> Message:
    origin = world.chat_of(args.values.get("from_chat_id"))
    found = origin.live(args.integer("message_id"))
    if found is None:
        raise bad(f"message to {deed} not found")
    if found.protected:
        raise bad("the message can't be forwarded" if deed == "forward" else "the message can't be copied")
    if found.extra:
        raise bad(f"the message can't be {'forwarded' if deed == 'forward' else 'copied'}")
    return found


def _twin(message: Message, chat: Chat, world: World) -> Message:
    return Message(
        chat, world.bot, message.text, list(message.entities), photo=message.photo, document=message.document
    )


def copy_message(world: World, args: Args) -> Json:
    """`copyMessage`: the same content as if the bot had written it, a new caption if given."""
    draft, source = _draft(world, args), _source(world, args, "copy")
    copied = _twin(source, draft.chat, world)
    copied.keyboard, copied.reply_to, copied.protected = draft.keyboard, draft.reply_to, draft.protected
    if "caption" in args.values and source.has_media:
        copied.text, copied.entities = content.caption(world, args)
    return {"message_id": _deliver(world, copied)["message_id"]}


def forward_message(world: World, args: Args) -> Json:
    """`forwardMessage`."""
    chat, source = world.target(args.values.get("chat_id")), _source(world, args, "forward")
    forwarded = _twin(source, chat, world)
    origin = {"type": "user", "date": source.date, "sender_user": source.sender.api()}
    forwarded.forward_origin, forwarded.protected = source.forward_origin or origin, args.flag("protect_content")
    return _deliver(world, forwarded)


_ACTION_NAMES = (
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document "
    "choose_sticker find_location record_video_note upload_video_note"
)
_CHAT_ACTIONS = set(_ACTION_NAMES.split())


def send_chat_action(world: World, args: Args) -> Any:
    """`sendChatAction`: nothing is kept of it."""
    world.target(args.values.get("chat_id"))
    if args.text("action") not in _CHAT_ACTIONS:
        raise wrong("wrong parameter action in request")
    return True
