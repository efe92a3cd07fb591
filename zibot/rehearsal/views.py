"""What the page is shown of the world."""

from datetime import timedelta
from typing import Any

from zibot.rehearsal import about
from zibot.rehearsal.backstage import Stage
from zibot.rehearsal.nouns import Chat, Json, Message, Query, StoredFile
from zibot.rehearsal.world import World


def pulse(world: World, stage: Stage | None) -> Json:
    """What can change without the world noticing: the minute on the clock and the bot's process."""
    now = stage.now() if stage else world.now()
    return {"minute": now.isoformat(timespec="minutes"), "bot": stage.bot_state() if stage else None}


def state(world: World, stage: Stage | None) -> Json:
    """All but the messages."""
    now = stage.now() if stage else world.now()
    return {
        "version": world.changes.version,
        "instance": world.instance,
        "now": now.isoformat(timespec="seconds"),
        "offset": int((now.utcoffset() or timedelta()).total_seconds()),
        "zone": now.tzname() or "",
        "bot": {"id": world.bot.id, "name": world.bot.name, "username": world.bot.username},
        "stage": {"bot": stage.bot_state()} if stage else None,
        "chats": [_chat(world, chat, stage) for chat in _in_order(world)],
        "people": {str(user.id): user.name for user in world.users.values()},
        "violations": world.violations[-50:],
    }


def _menus(world: World, chat: Chat) -> Json:
    """The menu of commands in a chat by the person's id: the narrowest scope that has one, as Telegram looks for it."""
    own = {"type": "chat", "chat_id": chat.id}
    if chat.private:
        return {str(chat.id): _commands(world, own, {"type": "all_private_chats"})}
    group, admins = {"type": "all_group_chats"}, {"type": "all_chat_administrators"}
    members, managers = _commands(world, own, group), _commands(world, own, admins, group)
    return {str(id): members if status == "member" else managers for id, status in chat.members.items()}


def _commands(world: World, *scopes: Json) -> Any:
    """The commands of the first of these scopes that has any, else the general ones."""
    keys = [about.commands_key(scope, language) for scope in (*scopes, {"type": "default"}) for language in ("id", "")]
    return next((world.settings[key] for key in keys if key in world.settings), [])


def _in_order(world: World) -> list[Chat]:
    groups = [c for c in world.chats.values() if not c.private and not c.migrated_to]
    return groups + [c for c in world.chats.values() if c.private]


def _chat(world: World, chat: Chat, stage: Stage | None) -> Json:
    last = next((m for m in reversed(chat.messages.values()) if not m.deleted), None)
    return {
        "id": chat.id,
        "type": chat.type,
        "title": chat.user.name if chat.user else chat.title,
        "about": stage.about(chat.id) if stage and chat.private else "",
        "members": list(chat.members),
        "bot": chat.bot_status,
        "last": message(last) if last else None,
        "from_bot": [m.message_id for m in chat.history() if m.sender is world.bot][-99:],
        "pinned": chat.pinned,
        "menus": _menus(world, chat),
    }


def messages(world: World, chat: Chat, since: int) -> Json:
    """What changed in a chat after a version."""
    return {
        "version": world.changes.version,
        "messages": [message(m) for m in chat.messages.values() if m.changed > since],
        "answers": [_answer(q) for q in world.queries.values() if q.message.chat is chat and q.changed > since],
    }


def message(it: Message) -> Json:
    """One message as the page draws it; of a deleted one only that it is gone."""
    place: Json = {"id": it.message_id, "chat": it.chat.id}
    if it.deleted:
        return {**place, "deleted": True}
    return {
        **place,
        "from": it.sender.id,
        "name": it.sender.name,
        "is_bot": it.sender.is_bot,
        "date": it.date,
        "text": it.text,
        "entities": it.entities,
        "photo": _picture(it.photo[-1]) if it.photo else None,
        "file": _file(it.document) if it.document else None,
        "album": it.album,
        "buttons": (it.keyboard or {}).get("inline_keyboard", []),
        "keys": (it.prompt or {}).get("keyboard", []),
        "force_reply": bool((it.prompt or {}).get("force_reply")),
        "reply": _quoted(it.reply_to) if it.reply_to and not it.reply_to.deleted else None,
        "edited": it.edit_date is not None,
        "forwarded": bool(it.forward_origin),
        "protected": it.protected,
        "reactions": [r.get("emoji", "") for r in it.reactions],
        "service": {key: _service(value) for key, value in it.extra.items()},
    }


def _service(value: Any) -> Any:
    """Of members their names; of the rest nothing but that it is there."""
    if isinstance(value, list):
        return [_service(item) for item in value]
    return value.get("first_name", "") if isinstance(value, dict) else value


def _picture(it: StoredFile) -> Json:
    return {"id": it.file_id, "width": it.width, "height": it.height}


def _file(it: StoredFile) -> Json:
    return {"id": it.file_id, "name": it.name, "size": len(it.data), "mime": it.mime}


def _quoted(it: Message) -> Json:
    what = "photo" if it.photo else "file" if it.document else ""
    return {"id": it.message_id, "name": it.sender.name, "text": it.text[:120], "what": what}


def _answer(it: Query) -> Json:
    return {"id": it.id, "user": it.user.id, "text": it.text, "alert": it.alert}
