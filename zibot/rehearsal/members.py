"""ChatMember objects: how the bot and the people stand in a chat."""

from zibot.rehearsal.nouns import Chat, Json, User

_RIGHT_NAMES = (
    "can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members can_promote_members "
    "can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories "
    "can_pin_messages"
)
_RIGHTS = _RIGHT_NAMES.split()


def member(user: User, status: str) -> Json:
    """A ChatMember object of one status."""
    body: Json = {"status": status, "user": user.api()}
    if status == "creator":
        return {**body, "is_anonymous": False}
    if status == "administrator":
        return {**body, "can_be_edited": False, "is_anonymous": False, **dict.fromkeys(_RIGHTS, True)}
    if status == "kicked":
        return {**body, "until_date": 0}
    return body


def bot_member(bot: User, chat: Chat) -> Json:
    """The bot's own standing."""
    return member(bot, chat.bot_status)
