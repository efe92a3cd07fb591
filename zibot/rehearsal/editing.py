"""The methods that change, mark or remove messages, and that answer button presses."""

import copy
from datetime import timedelta
from typing import Any

from zibot.rehearsal import content
from zibot.rehearsal.args import Args
from zibot.rehearsal.errors import bad, wrong
from zibot.rehearsal.nouns import Chat, Json, Message
from zibot.rehearsal.sending import fill_media
from zibot.rehearsal.world import QUERY_LIFETIME, World

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current"
    " content and reply markup of the message"
)
_OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"
_DELETABLE = timedelta(hours=48)
_EMOJI = (
    "❤ 👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🕊 🤡 🥱 🥴 😍 🐳 ❤‍🔥 🌚 🌭 💯 🤣 ⚡ 🍌 🏆 "
    "💔 🤨 😐 🍓 🍾 💋 🖕 😈 😴 😭 🤓 👻 👨‍💻 👀 🎃 🙈 😇 😨 🤝 ✍ 🤗 🫡 🎅 🎄 ☃ 💅 🤪 🗿 🆒 💘 🙉 🦄 "
    "😘 💊 🙊 😎 👾 🤷‍♂ 🤷 🤷‍♀ 😡"
)
REACTIONS = set(_EMOJI.split())


def _live(chat: Chat, args: Args, deed: str) -> Message:
    message_id = args.integer("message_id")
    if not message_id:
        raise wrong("message identifier is not specified")
    found = chat.live(message_id)
    if found is None:
        raise bad(f"message to {deed} not found")
    return found


def _own(world: World, args: Args) -> Message:
    found = _live(world.target(args.values.get("chat_id")), args, "edit")
    if found.sender is not world.bot or found.forward_origin or found.extra:
        raise bad("message can't be edited")
    return found


def _change(world: World, message: Message, draft: Message) -> Json:
    fields = ("text", "entities", "photo", "document", "keyboard")
    if all(getattr(message, name) == getattr(draft, name) for name in fields):
        raise bad(_SAME)
    if world.limits:
        world.limits.count_edit(message.chat)
    for name in fields:
        setattr(message, name, getattr(draft, name))
    message.edit_date = int(world.now().timestamp())
    world.touch(message)
    return message.api()


def edit_text(world: World, args: Args) -> Json:
    """`editMessageText`; without reply_markup the buttons vanish, as with the real server."""
    message = _own(world, args)
    if message.has_media:
        raise bad("there is no text in the message to edit")
    draft = copy.copy(message)
    draft.text, draft.entities = content.text(world, args)
    draft.keyboard, _ = content.markup(args)
    return _change(world, message, draft)


def edit_caption(world: World, args: Args) -> Json:
    """`editMessageCaption`."""
    message = _own(world, args)
    if not message.has_media:
        raise bad("there is no caption in the message to edit")
    draft = copy.copy(message)
    draft.text, draft.entities = content.caption(world, args)
    draft.keyboard, _ = content.markup(args)
    return _change(world, message, draft)


def edit_markup(world: World, args: Args) -> Json:
    """`editMessageReplyMarkup`."""
    message = _own(world, args)
    draft = copy.copy(message)
    draft.keyboard, _ = content.markup(args)
    return _change(world, message, draft)


def edit_media(world: World, args: Args) -> Json:
    """`editMessageMedia`."""
    message = _own(world, args)
    media = args.parsed("media")
    if not isinstance(media, dict):
        raise wrong("can't parse InputMedia: expected an Object")
    if message.album and (media.get("type") == "document") != (message.document is not None):
        raise bad("can't use the media type in the album")
    draft = copy.copy(message)
    fill_media(world, args, draft, media)
    draft.keyboard, _ = content.markup(args)
    return _change(world, message, draft)


def _delete(world: World, chat: Chat, message: Message) -> None:
    age = world.now().timestamp() - message.date
    own = message.sender is world.bot
    if age > _DELETABLE.total_seconds() or not (own or chat.private or chat.bot_status == "administrator"):
        raise bad("message can't be deleted")
    message.deleted = True
    world.touch(message)


def delete_message(world: World, args: Args) -> bool:
    """`deleteMessage`: own ones, in private all, as administrator all; none older than 48 hours."""
    chat = world.target(args.values.get("chat_id"))
    _delete(world, chat, _live(chat, args, "delete"))
    return True


def delete_messages(world: World, args: Args) -> bool:
    """`deleteMessages`: those that are gone are passed over."""
    chat = world.target(args.values.get("chat_id"))
    for message_id in args.listed("message_ids"):
        if message := chat.live(int(message_id)):
            _delete(world, chat, message)
    return True


def pin(world: World, args: Args) -> bool:
    """`pinChatMessage`: in a group only as administrator."""
    chat = world.target(args.values.get("chat_id"))
    message = _live(chat, args, "pin")
    if not chat.private and chat.bot_status != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")
    chat.pinned = message.message_id
    world.touch(message)
    return True


def unpin(world: World, args: Args) -> bool:
    """`unpinChatMessage`."""
    chat = world.target(args.values.get("chat_id"))
    if not chat.private and chat.bot_status != "administrator":
        raise bad("not enough rights to manage pinned messages in the chat")
    chat.pinned = None
    world.changes.mark()
    return True


def react(world: World, args: Args) -> bool:
    """`setMessageReaction`: at most one, out of Telegram's list."""
    message = _live(world.target(args.values.get("chat_id")), args, "react")
    reactions = args.listed("reaction")
    if len(reactions) > 1:
        raise bad("REACTIONS_TOO_MANY")
    if any(r.get("type") != "emoji" or str(r.get("emoji")).replace("\ufe0f", "") not in REACTIONS for r in reactions):
        raise wrong("REACTION_INVALID")
    message.reactions = reactions
    world.touch(message)
    return True


def answer_query(world: World, args: Args) -> Any:
    """`answerCallbackQuery`: once the press is old, it is refused."""
    query = world.queries.get(args.text("callback_query_id"))
    if query is None or world.now() - query.made > QUERY_LIFETIME:
        raise bad(_OLD_QUERY)
    if len(args.text("text")) > 200:
        raise wrong("MESSAGE_TOO_LONG")
    query.answered, query.text, query.alert = True, args.text("text"), args.flag("show_alert")
    query.changed = world.changes.mark()
    return True
