"""The switchboard: each method of the Bot API that the rehearsal plays, on one line."""

from collections.abc import Callable
from typing import Any

from zibot.rehearsal import about, editing, sending
from zibot.rehearsal.args import Args
from zibot.rehearsal.world import World

METHODS: dict[str, Callable[[World, Args], Any]] = {
    "getMe": about.get_me,
    "sendMessage": sending.send_message,
    "sendPhoto": sending.send_photo,
    "sendDocument": sending.send_document,
    "sendMediaGroup": sending.send_media_group,
    "sendChatAction": sending.send_chat_action,
    "copyMessage": sending.copy_message,
    "forwardMessage": sending.forward_message,
    "editMessageText": editing.edit_text,
    "editMessageCaption": editing.edit_caption,
    "editMessageMedia": editing.edit_media,
    "editMessageReplyMarkup": editing.edit_markup,
    "deleteMessage": editing.delete_message,
    "deleteMessages": editing.delete_messages,
    "pinChatMessage": editing.pin,
    "unpinChatMessage": editing.unpin,
    "setMessageReaction": editing.react,
    "answerCallbackQuery": editing.answer_query,
    "setMyCommands": about.set_commands,
    "getMyCommands": about.get_commands,
    "deleteMyCommands": about.delete_commands,
    "setMyDescription": about.set_description,
    "getMyDescription": about.get_description,
    "setMyShortDescription": about.set_short_description,
    "getMyShortDescription": about.get_short_description,
    "getChat": about.get_chat,
    "getChatMember": about.get_member,
    "getChatAdministrators": about.get_administrators,
    "getChatMemberCount": about.count_members,
    "leaveChat": about.leave,
    "getFile": about.get_file,
    "setWebhook": about.set_webhook,
    "deleteWebhook": about.delete_webhook,
    "getWebhookInfo": about.get_webhook,
    "logOut": about.yes,
    "close": about.yes,
}
GET_UPDATES = "getUpdates"  # waits, and so lives in polling.py
BY_LOWER_NAME = {name.lower(): name for name in [*METHODS, GET_UPDATES]}
