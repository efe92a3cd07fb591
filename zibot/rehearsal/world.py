"""The state of a small Telegram: one bot, its people and groups, all in memory, without HTTP."""

import secrets
import threading
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from zibot.rehearsal.changes import Changes
from zibot.rehearsal.errors import ApiError, bad, forbidden
from zibot.rehearsal.faults import Faults
from zibot.rehearsal.files import Files
from zibot.rehearsal.limits import CHAT_BURST, Limits
from zibot.rehearsal.nouns import Call, Chat, Json, Message, Query, User
from zibot.rehearsal.people import Person
from zibot.rehearsal.text import piece
from zibot.rehearsal.updates import Updates

BOT = User(7_000_000_001, "zibot (latihan)", username="zibot_latihan_bot", is_bot=True)
QUERY_LIFETIME = timedelta(seconds=60)
GROUP_FIRST_ID = -4_000_000_001
SUPERGROUP_FIRST_ID = -1_002_000_000_001


class World:
    """All that is so in the rehearsal; `lock` guards it, since tests act from other threads than the server.

    `limits` enforces Telegram's flood limits, with so many messages at once in a chat as `burst` says. Every answer is
    `latency` seconds of real time on its way; what a webhook does not take comes again after `retry_seconds`.
    """

    def __init__(
        self,
        now: Callable[[], datetime],
        *,
        bot: User = BOT,
        privacy: bool = True,
        limits: bool = False,
        burst: int = CHAT_BURST,
        latency: float = 0.0,
        retry_seconds: float = 1.0,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = now
        self.instance = secrets.token_hex(4)  # so that a browser can tell one rehearsal from the next
        self.bot = bot
        self.privacy = privacy
        self.lock = threading.RLock()
        self.changes = Changes(self.lock)
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.files = Files()
        self.updates = Updates()
        self.faults = Faults()
        self.limits = Limits(seconds, burst=burst) if limits else None
        self.latency = latency
        self.retry_seconds = retry_seconds
        self.queries: dict[str, Query] = {}
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.settings: dict[str, Any] = {}  # what the bot said about itself: commands, descriptions
        self.webhook: Json = {}
        self._groups = 0
        self._codes = 0

    # who and where

    def add_person(
        self, user_id: int, first_name: str, last_name: str | None = None, *, username: str | None = None
    ) -> Person:
        """A person who has Telegram but has not yet pressed Start."""
        with self.lock:
            user = User(user_id, first_name, last_name, username)
            self.users[user_id] = user
            self.chats[user_id] = Chat(user_id, "private", user.name, user, last_id=0)
            self.changes.mark()
        return Person(self, user)

    def person(self, user_id: int) -> Person:
        """The hands of a person whom the world knows."""
        return Person(self, self.users[user_id])

    def add_group(self, title: str, *people: Person, supergroup: bool = False, with_bot: bool = False) -> Chat:
        """A group of these people; the first is its owner. `with_bot`: the bot is in it, long since."""
        with self.lock:
            self._groups += 1
            first = SUPERGROUP_FIRST_ID if supergroup else GROUP_FIRST_ID
            chat = Chat(first - self._groups, "supergroup" if supergroup else "group", title)
            for index, person in enumerate(people):
                chat.members[person.id] = "member" if index else "creator"
            if with_bot:
                chat.bot_status, chat.seen = "member", True
            self.chats[chat.id] = chat
            self.changes.mark()
        return chat

    def code(self) -> str:
        """A new number for queries and albums; like Telegram's long, unlike them predictable."""
        self._codes += 1
        return str(4_180_000_000_000_000_000 + self._codes * 7_919_000_003)

    # what the bot may see and do

    def chat_of(self, chat_id: object) -> Chat:
        """The chat that a call names, if the bot ever was in touch with it."""
        if chat_id in (None, ""):
            raise bad("chat_id is empty")
        text = str(chat_id)
        chat = self.chats.get(int(text)) if text.removeprefix("-").isdecimal() else None
        if chat is None or not (chat.private or chat.seen):
            raise bad("chat not found")
        return chat

    def target(self, chat_id: object) -> Chat:
        """The chat that a call names, if the bot may write there now."""
        chat = self.chat_of(chat_id)
        error = self._refusal(chat)
        if error:
            raise error
        return chat

    def _refusal(self, chat: Chat) -> ApiError | None:
        if chat.migrated_to:
            return bad("group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.user and chat.user.deactivated:
            return forbidden("user is deactivated")
        if chat.bot_status == "kicked":
            blocked = "blocked by the user" if chat.private else f"kicked from the {chat.type} chat"
            return forbidden(f"bot was {blocked}")
        if chat.bot_status == "left":
            lost = (
                "can't initiate conversation with a user"
                if chat.private
                else f"is not a member of the {chat.type} chat"
            )
            return forbidden(f"bot {lost}")
        return bad("not enough rights to send text messages to the chat") if chat.muted else None

    def sees(self, message: Message) -> bool:
        """Whether the bot is told of a person's message: everything in private, little in a group (privacy mode)."""
        chat = message.chat
        if chat.bot_status not in ("member", "administrator"):
            return False
        if (
            chat.private
            or not self.privacy
            or chat.bot_status == "administrator"
            or "left_chat_member" in message.extra
        ):
            return True
        if message.extra.keys() & {"new_chat_members", "new_chat_title", "migrate_to_chat_id", "migrate_from_chat_id"}:
            return True
        answered = message.reply_to
        replies = answered is not None and answered.sender is self.bot
        return replies or self._commanded(message) or self._mentioned(message)

    def _mentioned(self, message: Message) -> bool:
        name = f"@{self.bot.username}".lower()
        return any(e["type"] == "mention" and piece(message.text, e).lower() == name for e in message.entities)

    def _commanded(self, message: Message) -> bool:
        first = next((e for e in message.entities if e["type"] == "bot_command" and e["offset"] == 0), None)
        if first is None or message.has_media:
            return False
        _, _, addressee = piece(message.text, first).partition("@")
        return addressee.lower() in ("", (self.bot.username or "").lower())

    # what happens

    def post(self, message: Message) -> Message:
        """Puts a message into its chat, numbered within the chat and dated by the clock."""
        chat = message.chat
        chat.last_id += 1
        message.message_id = chat.last_id
        message.date = int(self.now().timestamp())
        chat.messages[message.message_id] = message
        message.changed = self.changes.mark()
        return message

    def touch(self, message: Message) -> None:
        """Records that a message looks different now."""
        message.changed = self.changes.mark()

    def tell_bot(self, kind: str, payload: Json) -> None:
        """Queues an update for the bot."""
        self.updates.add(kind, payload, self.now())
        self.changes.mark(for_bot=True)

    def record(self, call: Call) -> None:
        """Adds a call to the log."""
        with self.lock:
            self.calls.append(call)
            self.changes.mark()

    def violate(self, text: str) -> None:
        """Records that the bot broke the rules of the published API."""
        with self.lock:
            self.violations.append(text)
            self.changes.mark()

    # questions that tests ask

    def calls_of(self, method: str) -> list[Call]:
        """All calls of one method, in order."""
        with self.lock:
            return [call for call in self.calls if call.method == method]

    def wait_until(self, holds: Callable[[], object], timeout: float = 10.0) -> bool:
        """Blocks the calling thread until `holds()` is true (looked at after each change); whether it became so."""
        return self.changes.wait_until(holds, timeout)

    def said(self, chat_id: int) -> list[Message]:
        """The bot's messages in a chat that are still to be seen, oldest first."""
        with self.lock:
            return [m for m in self.chats[chat_id].history() if m.sender is self.bot]
