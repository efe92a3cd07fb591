"""Refusing: a kind line where one helps, once an hour at most where anybody could ask for it, and a row that tells."""

from telegram import CallbackQuery, Chat, Message, User

from zibot import texts
from zibot.context import Desk
from zibot.model import Person, saved
from zibot.rules.roles import May
from zibot.storage import refusals
from zibot.storage.outbox import Rank

ANONYMOUS_ADMIN, CHANNEL_SPEAKER = 1_087_968_824, 136_817_688
"""The accounts under which Telegram shows whoever writes as the group itself, or as a channel."""
_ABOVE = frozenset(str(may) for may in May)
"""What is above someone's role."""
_TOASTS = {May.TEAM: "team-not-yours", May.ADOPT: "plan-not-yours", May.MAINTAIN: "admin-only"}


def nobody(message: Message) -> str | None:
    """Why a message is no person's own: an anonymous admin, a channel, a bot; None where a person speaks."""
    user, speaker = message.from_user, message.sender_chat
    if message.is_automatic_forward:
        return "linked-channel"
    if (speaker is not None and speaker.id == message.chat.id) or (user is not None and user.id == ANONYMOUS_ADMIN):
        return "anonymous"
    if speaker is not None or (user is not None and user.id == CHANNEL_SPEAKER):
        return "channel"
    return "bot" if user is None or user.is_bot else None


def not_typed(message: Message) -> str | None:
    """Why words are not their sender's own: forwarded, or made by another bot. Files may come from anywhere."""
    if message.text is None:
        return None
    if message.forward_origin is not None:
        return "forwarded"
    return "via-bot" if message.via_bot is not None else None


def turn_away(desk: Desk, message: Message, *, what: str, why: str, person: Person | None = None) -> None:
    """Refuse a message: write it down, and say what to do where somebody waits who can do it; a bot cannot."""
    chat, user = message.chat, message.from_user
    account = message.sender_chat.id if message.sender_chat is not None else user.id if user is not None else chat.id
    note(desk, what, why, account=account, chat_id=chat.id, person=person)
    if chat.type == Chat.CHANNEL:
        return
    hour = f"{chat.id}:{desk.now:%Y%m%d%H}"
    if why == "stranger" and user is not None:
        refuse(desk, user, chat)
    elif why in ("anonymous", "channel"):
        desk.say(chat.id, "as_yourself", once=f"as-yourself:{hour}", reply_to=message.message_id)
    elif why in ("forwarded", "via-bot"):
        desk.say(chat.id, "type_yourself", reply_to=message.message_id)
    elif why == "foreign-group":
        desk.say(chat.id, "foreign_group", once=f"foreign-group:{hour}", reply_to=message.message_id)
    elif why in _ABOVE:
        desk.say(chat.id, "may_not", may=why, reply_to=message.message_id)


def refuse(desk: Desk, user: User, chat: Chat) -> None:
    """Tell a stranger politely, once an hour at most and in private only: a group is not our place to scold."""
    if chat.type == Chat.PRIVATE:
        desk.say(chat.id, "refusal", once=f"refusal:{user.id}:{desk.now:%Y%m%d%H}")


def note(
    desk: Desk, what: str, why: str, *, account: int, chat_id: int, person: Person | None = None, at_most: int = 1
) -> bool:
    """Write a refused attempt down; False where it was written down often enough within the hour."""
    return refusals.note(
        desk.session,
        desk.satker_id,
        account=account,
        person_id=saved(person.id) if person is not None else None,
        chat_id=chat_id,
        what=what,
        why=why,
        now=desk.now,
        at_most=at_most,
    )


def toast_for(may: May) -> str:
    """The toast for a button that asks for more than its presser may do."""
    return _TOASTS.get(may, "not-yours")


def toast(desk: Desk, query: CallbackQuery, name: str | None = None) -> None:
    """Answer a pressed button, with a short text or just to stop its spinner."""
    payload: dict[str, object] = {"callback_query_id": query.id}
    if name is not None:
        payload["text"] = texts.label("toast", name)
    desk.put(
        query.message.chat.id if query.message else query.from_user.id, "answerCallbackQuery", payload, rank=Rank.ANSWER
    )
