"""What people do in Telegram: start, write, send photos, press buttons, block, add the bot to groups."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from zibot.rehearsal.members import bot_member
from zibot.rehearsal.nouns import Chat, Json, Message, Query, User
from zibot.rehearsal.text import clean, trim, with_found

if TYPE_CHECKING:
    from zibot.rehearsal.world import World


@dataclass(frozen=True)
class Photo:
    """A picture to send."""

    data: bytes = field(repr=False)
    caption: str = ""


@dataclass(frozen=True)
class Document:
    """A file to send."""

    data: bytes = field(repr=False)
    name: str = "berkas.pdf"
    mime: str | None = None
    caption: str = ""


@dataclass(frozen=True)
class Person:
    """The hands of one person: `budi.says("Selamat pagi")`; `to` is a group, without it the private chat."""

    world: "World"
    user: User

    @property
    def id(self) -> int:
        """The user's id, which is the id of the private chat too."""
        return self.user.id

    @property
    def chat(self) -> Chat:
        """The private chat with the bot."""
        return self.world.chats[self.user.id]

    # writing

    def starts(self, payload: str | None = None) -> Message:
        """Presses Start, also through a link with a payload; unblocks the bot where it was blocked."""
        with self.world.lock:
            if self.chat.bot_status == "kicked":
                self._bot_becomes("member", self.chat)
            self.chat.bot_status, self.chat.seen = "member", True
            return self._send(Message(self.chat, self.user, f"/start {payload}" if payload else "/start"))

    def says(
        self, text: str, *, to: Chat | None = None, reply_to: Message | None = None, topic: int | None = None
    ) -> Message:
        """Writes a text, in a forum perhaps in one of its topics."""
        return self._send(Message(to or self.chat, self.user, text, reply_to=reply_to, topic=topic))

    def sends(self, what: Photo | Document, *, to: Chat | None = None, reply_to: Message | None = None) -> Message:
        """Sends a photo or a document."""
        message = self._filled(what, to)
        message.reply_to = reply_to
        return self._send(message)

    def sends_album(
        self,
        *what: Photo | Document,
        to: Chat | None = None,
        reply_to: Message | None = None,
        album: str | None = None,
    ) -> list[Message]:
        """Sends several at once: one update each, held together by media_group_id alone.

        Further parts of an `album` whose first ones went out before come as late as a weak signal brings them.
        """
        messages = [self._filled(one, to) for one in what]
        with self.world.lock:
            album = album or self.world.code()
            for message in messages:
                message.album, message.reply_to = album, reply_to
                self._send(message)
        return messages

    def forwards(self, what: Photo | Document, *, first_sent: datetime, to: Chat | None = None) -> Message:
        """Hands on what somebody else sent somewhere else; the bot is told when, and whom they let it be told."""
        message = self._filled(what, to)
        origin = {"type": "hidden_user", "sender_user_name": "Seseorang", "date": int(first_sent.timestamp())}
        message.forward_origin = origin
        return self._send(message)

    def sends_other(self, content: Json, *, to: Chat | None = None) -> Message:
        """Sends what the rehearsal does not model: `{"sticker": {...}}`, `{"voice": {...}}`, in the API's own shape."""
        return self._send(Message(to or self.chat, self.user, extra=content))

    def edits(self, message: Message, text: str) -> Message:
        """Changes the text or caption of an own message."""
        with self.world.lock:
            message.text, message.entities = self._words(text)
            message.edit_date = int(self.world.now().timestamp())
            self.world.touch(message)
            if self.world.sees(message):
                self.world.tell_bot("edited_message", message.api())
        return message

    def presses(self, message: Message, button: str) -> Query:
        """Presses an inline button, named by its label or its data."""
        with self.world.lock:
            found = next((b for b in message.buttons if button in (b.get("callback_data"), b["text"])), None)
            if message.deleted or found is None or "callback_data" not in found:
                raise LookupError(f"no button {button!r} to press here")
            query = Query(self.world.code(), self.user, message, found["callback_data"], self.world.now())
            self.world.queries[query.id] = query
            self.world.tell_bot("callback_query", query.api())
        return query

    def deletes(self, message: Message) -> None:
        """Deletes a message for everyone; a bot is never told."""
        with self.world.lock:
            message.deleted = True
            self.world.touch(message)

    # coming and going

    def blocks(self) -> None:
        """Blocks the bot in the private chat."""
        with self.world.lock:
            self._bot_becomes("kicked", self.chat)

    def leaves_telegram(self) -> None:
        """Deletes the account."""
        with self.world.lock:
            self.user.deactivated = True
            self.world.changes.mark()

    def adds_bot(self, group: Chat, *, payload: str | None = None, admin: bool = False) -> None:
        """Takes the bot into a group, perhaps through a link with a payload."""
        with self.world.lock:
            self._bot_becomes("administrator" if admin else "member", group)
            self._send(Message(group, self.user, extra={"new_chat_members": [self.world.bot.api()]}))
            if payload is not None:
                self.says(f"/start@{self.world.bot.username} {payload}".strip(), to=group)

    def promotes_bot(self, group: Chat) -> None:
        """Makes the bot an administrator, so that it sees all messages."""
        with self.world.lock:
            self._bot_becomes("administrator", group)

    def kicks_bot(self, group: Chat) -> None:
        """Removes the bot from a group."""
        with self.world.lock:
            self._send(Message(group, self.user, extra={"left_chat_member": self.world.bot.api()}))
            self._bot_becomes("kicked", group)

    def joins(self, group: Chat) -> None:
        """Enters a group."""
        with self.world.lock:
            group.members[self.id] = "member"
            self._send(Message(group, self.user, extra={"new_chat_members": [self.user.api()]}))

    def leaves(self, group: Chat) -> None:
        """Leaves a group."""
        with self.world.lock:
            group.members.pop(self.id, None)
            self._send(Message(group, self.user, extra={"left_chat_member": self.user.api()}))

    def upgrades(self, group: Chat) -> Chat:
        """Turns a group into a supergroup: a new chat with a new id, to which the old one points."""
        with self.world.lock:
            people = [self.world.person(user_id) for user_id in group.members]
            new = self.world.add_group(group.title, *people, supergroup=True)
            new.members, new.bot_status, new.seen = dict(group.members), group.bot_status, group.seen
            self._send(Message(group, self.user, extra={"migrate_to_chat_id": new.id}))
            group.migrated_to = new.id
            self._send(Message(new, self.user, extra={"migrate_from_chat_id": group.id}))
        return new

    def opens_topic(self, group: Chat) -> int:
        """Opens a topic, which makes the group a forum; its thread is the number of the message that says so."""
        with self.world.lock:
            group.forum = True
            said = self._send(Message(group, self.user, extra={"forum_topic_created": {"name": "", "icon_color": 0}}))
            group.topics[said.message_id] = "open"
        return said.message_id

    def closes_topic(self, group: Chat, topic: int, *, delete: bool = False) -> None:
        """Closes a topic, or deletes it with all that stands there."""
        with self.world.lock:
            group.topics[topic] = "deleted" if delete else "closed"
            self.world.changes.mark()

    # within

    def _filled(self, what: Photo | Document, to: Chat | None) -> Message:
        message = Message(to or self.chat, self.user, what.caption)
        if isinstance(what, Photo):
            message.photo = self.world.files.photo(what.data)
        else:
            message.document = self.world.files.document(what.data, what.name, what.mime)
        return message

    def _words(self, text: str) -> tuple[str, list[Json]]:
        plain, _ = trim(clean(text), [])
        return plain, with_found(plain, [])

    def _send(self, message: Message) -> Message:
        with self.world.lock:
            chat = message.chat
            if chat.private and chat.bot_status != "member":
                raise RuntimeError(
                    f"{self.user.name} has not pressed Start, or blocks the bot: there is nowhere to write"
                )
            if chat.migrated_to or not (chat.private or message.extra or self.id in chat.members):
                raise RuntimeError(f"{self.user.name} cannot write in {chat.title}: not a member, or it moved on")
            message.text, message.entities = self._words(message.text)
            # What replies stands in the topic of what it replies to.
            message.topic = message.topic or (message.reply_to.topic if message.reply_to else None)
            self.world.post(message)
            if self.world.sees(message):
                self.world.tell_bot("message", message.api())
        return message

    def _bot_becomes(self, status: str, chat: Chat) -> None:
        old = bot_member(self.world.bot, chat)
        chat.bot_status, chat.seen = status, True
        body = {"chat": chat.api(), "from": self.user.api(), "date": int(self.world.now().timestamp())}
        new = bot_member(self.world.bot, chat)
        self.world.tell_bot("my_chat_member", {**body, "old_chat_member": old, "new_chat_member": new})
