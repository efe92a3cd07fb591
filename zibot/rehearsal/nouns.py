"""The nouns of the chat service: users, chats, messages, files, queries, each with its Bot API shape."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(eq=False)
class User:
    """A person, or the bot."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    is_bot: bool = False
    deactivated: bool = False

    @property
    def name(self) -> str:
        """First and last name as people see them."""
        return f"{self.first_name} {self.last_name}" if self.last_name else self.first_name

    def api(self) -> Json:
        """A User object."""
        body: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        body |= {"last_name": self.last_name} if self.last_name else {}
        body |= {"username": self.username} if self.username else {}
        return body if self.is_bot else {**body, "language_code": "id"}


@dataclass(frozen=True)
class StoredFile:
    """Bytes with the names under which the API knows them; width and height only for pictures."""

    file_id: str
    unique_id: str
    path: str
    data: bytes = field(repr=False)
    mime: str = "application/octet-stream"
    name: str | None = None
    width: int = 0
    height: int = 0

    def api(self) -> Json:
        """A PhotoSize or Document object."""
        body: Json = {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": len(self.data)}
        if self.width:
            return {**body, "width": self.width, "height": self.height}
        return {**body, "mime_type": self.mime, **({"file_name": self.name} if self.name else {})}


@dataclass(eq=False)
class Chat:
    """A private chat (its id is the user's) or a group with its members and the bot's standing."""

    id: int
    type: str
    title: str
    user: User | None = None
    members: dict[int, str] = field(default_factory=dict)  # user id -> member, administrator, creator
    bot_status: str = "left"  # member, administrator, left, kicked; in a private chat: member once started
    muted: bool = False
    topics: dict[int, str] = field(default_factory=dict)  # of a forum: thread id -> open, closed or deleted
    forum: bool = False
    migrated_to: int | None = None
    messages: dict[int, "Message"] = field(default_factory=dict)
    last_id: int = 0
    pinned: int | None = None
    seen: bool = False  # whether the bot was ever here

    @property
    def private(self) -> bool:
        """Whether it is the chat of one person with the bot."""
        return self.user is not None

    def live(self, message_id: int) -> "Message | None":
        """The message, unless it is deleted or never was."""
        message = self.messages.get(message_id)
        return None if message is None or message.deleted else message

    def history(self) -> list["Message"]:
        """All messages that are still to be seen, oldest first."""
        return [m for m in self.messages.values() if not m.deleted]

    def api(self) -> Json:
        """A Chat object."""
        if self.user is None:
            return {"id": self.id, "type": self.type, "title": self.title} | ({"is_forum": True} if self.forum else {})
        person = self.user.api()
        names: Json = {key: person[key] for key in ("first_name", "last_name", "username") if key in person}
        return {"id": self.id, "type": self.type, **names}


@dataclass(eq=False)
class Message:
    """One message; `text` is the caption where there is a photo or document."""

    chat: Chat
    sender: User
    text: str = ""
    entities: list[Json] = field(default_factory=list)
    photo: list[StoredFile] = field(default_factory=list)
    document: StoredFile | None = None
    album: str | None = None
    topic: int | None = None  # the thread of a forum in which it stands; None for the general topic
    keyboard: Json | None = None  # the inline keyboard, part of the Message object
    prompt: Json | None = None  # another reply markup, which only people see
    reply_to: "Message | None" = None
    extra: Json = field(default_factory=dict)  # service content, or media that is neither photo nor document
    protected: bool = False
    forward_origin: Json | None = None
    message_id: int = 0
    date: int = 0
    edit_date: int | None = None
    deleted: bool = False
    reactions: list[Json] = field(default_factory=list)
    changed: int = 0  # the world's version at the last change

    @property
    def has_media(self) -> bool:
        """Whether its text is a caption."""
        return bool(self.photo or self.document or self.extra)

    @property
    def buttons(self) -> list[Json]:
        """The inline buttons, row by row."""
        return [button for row in (self.keyboard or {}).get("inline_keyboard", []) for button in row]

    def api(self, *, nested: bool = False) -> Json:
        """A Message object; within another message without its own reply."""
        body: Json = {
            "message_id": self.message_id,
            "from": self.sender.api(),
            "chat": self.chat.api(),
            "date": self.date,
            **self.extra,
        }
        optional = {
            "edit_date": self.edit_date,
            "media_group_id": self.album,
            "message_thread_id": self.topic,
            "is_topic_message": True if self.topic else None,
            "forward_origin": self.forward_origin,
            "reply_markup": self.keyboard,
            "has_protected_content": self.protected or None,
            "photo": [size.api() for size in self.photo] or None,
            "document": self.document.api() if self.document else None,
            ("caption" if self.has_media else "text"): self.text or None,
            ("caption_entities" if self.has_media else "entities"): self.entities or None,
        }
        body |= {key: value for key, value in optional.items() if value is not None}
        if self.reply_to and not self.reply_to.deleted and not nested:
            body["reply_to_message"] = self.reply_to.api(nested=True)
        return body


@dataclass(eq=False)
class Query:
    """A press of an inline button, and what the bot answered."""

    id: str
    user: User
    message: Message
    data: str
    made: datetime
    answered: bool = False
    text: str = ""
    alert: bool = False
    changed: int = 0

    def api(self) -> Json:
        """A CallbackQuery object."""
        return {
            "id": self.id,
            "from": self.user.api(),
            "message": self.message.api(),
            "chat_instance": str(self.message.chat.id * 7919),
            "data": self.data,
        }


@dataclass(frozen=True)
class Call:
    """One call that the bot made: what it asked and what it got (result, or error description)."""

    method: str
    params: Json
    at: datetime
    answer: str | None = None
    """The result as JSON."""
    error: str | None = None

    @property
    def ok(self) -> bool:
        """Whether it was granted."""
        return self.error is None

    @property
    def result(self) -> Any:
        """What it was answered with; None where it was refused."""
        return None if self.answer is None else json.loads(self.answer)
