"""The methods about the bot itself, its chats, files and webhook."""

import json
import re
from typing import Any

from zibot.rehearsal.args import Args
from zibot.rehearsal.errors import bad, forbidden, wrong
from zibot.rehearsal.members import bot_member, member
from zibot.rehearsal.nouns import Json
from zibot.rehearsal.world import World


def get_me(world: World, _: Args) -> Json:
    """`getMe`."""
    abilities = {
        "can_join_groups": True,
        "can_read_all_group_messages": not world.privacy,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }
    return {**world.bot.api(), **abilities}


# commands and descriptions


def commands_key(scope: Json, language: str = "") -> str:
    """Under which name the commands of a scope are kept."""
    return f"commands {json.dumps(scope, sort_keys=True)} {language}"


def _key(world: World, args: Args) -> str:
    scope = args.parsed("scope") or {"type": "default"}
    if "chat_id" in scope:
        chat = world.chat_of(scope["chat_id"])
        if not chat.seen:
            raise bad("chat not found")
        scope = {**scope, "chat_id": chat.id}
    return commands_key(scope, args.text("language_code"))


def set_commands(world: World, args: Args) -> bool:
    """`setMyCommands`: at most 100, lower case, each with a description."""
    commands = args.listed("commands")
    if len(commands) > 100:
        raise wrong("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"/?[a-z0-9_]{1,32}", command["command"]):
            raise wrong("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= 256:
            raise wrong("BOT_COMMAND_DESCRIPTION_INVALID")
    world.settings[_key(world, args)] = commands
    world.changes.mark()
    return True


def get_commands(world: World, args: Args) -> Any:
    """`getMyCommands`."""
    return world.settings.get(_key(world, args), [])


def delete_commands(world: World, args: Args) -> bool:
    """`deleteMyCommands`."""
    world.settings.pop(_key(world, args), None)
    world.changes.mark()
    return True


def _describe(world: World, args: Args, name: str, limit: int) -> bool:
    if len(args.text(name)) > limit:
        raise wrong(f"bot {name.replace('_', ' ')} is too long")
    world.settings[f"{name} {args.text('language_code')}"] = args.text(name)
    return True


def set_description(world: World, args: Args) -> bool:
    """`setMyDescription`."""
    return _describe(world, args, "description", 512)


def set_short_description(world: World, args: Args) -> bool:
    """`setMyShortDescription`."""
    return _describe(world, args, "short_description", 120)


def get_description(world: World, args: Args) -> Json:
    """`getMyDescription`."""
    return {"description": world.settings.get(f"description {args.text('language_code')}", "")}


def get_short_description(world: World, args: Args) -> Json:
    """`getMyShortDescription`."""
    return {"short_description": world.settings.get(f"short_description {args.text('language_code')}", "")}


# chats


def get_chat(world: World, args: Args) -> Json:
    """`getChat`."""
    chat = world.chat_of(args.values.get("chat_id"))
    if chat.private and not chat.seen:
        raise bad("chat not found")
    if not chat.private and chat.bot_status == "kicked":
        raise forbidden(f"bot was kicked from the {chat.type} chat")
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    full = {
        "accent_color_id": chat.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
    pinned = chat.live(chat.pinned) if chat.pinned else None
    return {**chat.api(), **full, **({"pinned_message": pinned.api()} if pinned else {})}


def get_member(world: World, args: Args) -> Json:
    """`getChatMember`."""
    chat, user_id = world.target(args.values.get("chat_id")), args.integer("user_id")
    if user_id == world.bot.id:
        return bot_member(world.bot, chat)
    user = world.users.get(user_id)
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID" if not chat.private else "user not found")
    return member(user, "member" if chat.private else chat.members.get(user_id, "left"))


def get_administrators(world: World, args: Args) -> list[Json]:
    """`getChatAdministrators`: other people's and, as in the real one, the bot itself."""
    chat = world.target(args.values.get("chat_id"))
    if chat.private:
        raise bad("there are no administrators in the private chat")
    people = [member(world.users[i], status) for i, status in chat.members.items() if status != "member"]
    return people + ([bot_member(world.bot, chat)] if chat.bot_status == "administrator" else [])


def count_members(world: World, args: Args) -> int:
    """`getChatMemberCount`."""
    chat = world.target(args.values.get("chat_id"))
    return 2 if chat.private else len(chat.members) + 1


def leave(world: World, args: Args) -> bool:
    """`leaveChat`."""
    chat = world.target(args.values.get("chat_id"))
    if chat.private:
        raise bad("chat member status can't be changed in private chats")
    old = bot_member(world.bot, chat)
    chat.bot_status = "left"
    body = {"chat": chat.api(), "from": world.bot.api(), "date": int(world.now().timestamp())}
    world.tell_bot("my_chat_member", {**body, "old_chat_member": old, "new_chat_member": bot_member(world.bot, chat)})
    return True


# files and webhook


def get_file(world: World, args: Args) -> Json:
    """`getFile`: from now on its path can be downloaded; not above 20 MB."""
    return world.files.offer(args.text("file_id"))


def set_webhook(world: World, args: Args) -> bool:
    """`setWebhook`: https, or plain http on this machine, as a Bot API server of one's own allows."""
    url = args.text("url")
    if args.flag("drop_pending_updates"):
        world.updates.pending.clear()
    if "allowed_updates" in args.values:
        world.updates.allow(args.listed("allowed_updates"))
    if url and not re.match(r"https://[^/\s]+\.|http://(127\.0\.0\.1|localhost)[:/]", url):
        raise wrong("bad webhook: An HTTPS URL must be provided for webhook")
    secret = args.text("secret_token")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise wrong("secret token contains unallowed characters")
    most = min(100, max(1, args.integer("max_connections", 40)))
    world.webhook = {"url": url, "secret": secret, "max_connections": most} if url else {}
    world.changes.mark(for_bot=True)
    return True


def delete_webhook(world: World, args: Args) -> bool:
    """`deleteWebhook`."""
    if args.flag("drop_pending_updates"):
        world.updates.pending.clear()
    world.webhook = {}
    world.changes.mark(for_bot=True)
    return True


def get_webhook(world: World, _: Args) -> Json:
    """`getWebhookInfo`."""
    hook = world.webhook
    body = {
        "url": hook.get("url", ""),
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.pending),
    }
    extra: Json = {
        key: hook[key] for key in ("max_connections", "last_error_date", "last_error_message") if key in hook
    }
    return {**body, **extra}


def yes(_: World, __: Args) -> bool:
    """`logOut`, `close`: nothing to do here."""
    return True
