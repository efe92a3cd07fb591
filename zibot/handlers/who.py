"""Who speaks, and where: every message passes here first, so that only who may gets through to what answers it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import Chat, MaybeInaccessibleMessage, Message, Update, User

from zibot.context import Context, Desk
from zibot.handlers.refusing import nobody, not_typed, note, refuse, turn_away
from zibot.model import Person
from zibot.rules.roles import May, allowed
from zibot.storage import outbox, people

__all__ = ["Command", "Spoken", "Told", "known", "refuse", "whoever"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message from a known person."""

    person: Person
    message: Message
    chat_id: int
    private: bool

    @property
    def words(self) -> str:
        """What was written, without our own name in it."""
        return without_mention(self.message)

    @property
    def argument(self) -> str:
        """What follows a command."""
        return self.words.partition(" ")[2].strip() if self.words.startswith("/") else self.words


def mentions_us(message: Message) -> bool:
    """Whether a text calls the bot by its name: "@zibot_bot gimana progres pengawasan?"."""
    return without_mention(message) != (message.text or "").strip()


def without_mention(message: Message) -> str:
    """A message's text without the bot's own name; a command keeps it, since it is part of the command."""
    text = (message.text or "").strip()
    if "@" not in text or text.startswith("/"):
        return text
    name = re.escape(message.get_bot().username)
    return " ".join(re.sub(rf"(?<![\w@])@{name}(?![\w])[,:]?", " ", text, flags=re.I).split())


Told = Callable[[Desk, Spoken], None]
"""What a handler does with a message of a known person."""
Heeds = Callable[[Desk, Message], bool]
"""Whether a message is meant for us at all; what is not gets no answer and is not written down."""


def always(_desk: Desk, _message: Message) -> bool:
    """A command of ours is meant for us wherever it is written."""
    return True


def in_private(_desk: Desk, message: Message) -> bool:
    """In a group it may be meant for others."""
    return message.chat.type == Chat.PRIVATE


def names_us(desk: Desk, message: Message) -> bool:
    """In a group a command that is written with our name: /laporan@zibot."""
    command = (message.text or "").split(maxsplit=1)[0]
    return in_private(desk, message) or command.casefold().endswith(f"@{message.get_bot().username}".casefold())


def to_us(desk: Desk, message: Message) -> bool:
    """In a group only what replies to a message of ours, or calls us by our name."""
    if in_private(desk, message) or mentions_us(message):
        return True
    replied = message.reply_to_message
    return replied is not None and outbox.message(desk.session, message.chat.id, replied.message_id) is not None


def unanswered(_desk: Desk, _spoken: Spoken) -> None:
    """Its sender was turned away before there was an answer."""


@dataclass(frozen=True, slots=True)
class Command:
    """What answers a message: what its sender must be allowed to do, and where it is meant for us."""

    may: May
    told: Told = unanswered
    heeds: Heeds = always
    anywhere: bool = False
    """Whether it is answered in a group, too, that is not the office's."""
    makes: Callable[[Update, Context], Awaitable[Told]] | None = None
    """What takes time is made off the desk, for who may have it, and gives what answers."""


def known(name: str, command: Command) -> Callable[[Desk, Update], None]:
    """Let only who may through to what answers a message; `name` is how a refusal calls it."""

    def at_the_door(desk: Desk, update: Update) -> None:
        message = update.effective_message
        if message is None or not command.heeds(desk, message):
            return
        keep_topic(desk, message)
        person, why = admitted(desk, message, command)
        if why is not None:
            turn_away(desk, message, what=name, why=why, person=person)
        elif person is not None:
            command.told(desk, Spoken(person, message, message.chat.id, message.chat.type == Chat.PRIVATE))

    return at_the_door


def keep_topic(desk: Desk, message: MaybeInaccessibleMessage) -> None:
    """What answers a message of a forum's topic goes into that topic; of others the group's general one."""
    if isinstance(message, Message):
        desk.threads[message.chat.id] = (message.message_thread_id or 0) if message.is_topic_message else 0


def admitted(desk: Desk, message: Message, command: Command) -> tuple[Person | None, str | None]:
    """Who speaks, and why they are turned away, if they are."""
    why = nobody(message)
    if why is not None or message.from_user is None:
        return None, why
    person = whoever(desk, message.from_user)
    if person is None:
        return None, "stranger"
    why = not_typed(message)
    if why is None and not command.anywhere and not ours(desk, message.chat):
        why = "foreign-group"
    if why is None and not allowed(person.role, command.may):
        why = command.may
    return person, why


def ours(desk: Desk, chat: Chat) -> bool:
    """Whether the office's matters may be told in a chat: in private, and in the group that was bound."""
    if chat.type == Chat.PRIVATE:
        return True
    group = people.the_group(desk.session, desk.satker_id)
    return group is not None and group.chat_id == chat.id


def whoever(desk: Desk, user: User) -> Person | None:
    """The person behind a Telegram account, if in the team."""
    return people.by_telegram(desk.session, desk.satker_id, user.id)


async def prepared(command: Command, update: Update, context: Context) -> Command:
    """The command with its answer made, where one is to be made and its sender may have it."""
    if command.makes is None or not await context.house.look(welcome, update, command):
        return command
    return replace(command, told=await command.makes(update, context))


def welcome(desk: Desk, update: Update, command: Command) -> bool:
    """Whether a message would get through; nothing is written."""
    message = update.effective_message
    return message is not None and command.heeds(desk, message) and admitted(desk, message, command)[1] is None


def turned_away(desk: Desk, update: Update, command: Command) -> bool:
    """Whether a message that is meant for us would be refused; nothing is written."""
    message = update.effective_message
    return message is not None and command.heeds(desk, message) and admitted(desk, message, command)[1] is not None


def not_understood_command(desk: Desk, spoken: Spoken) -> None:
    """Answer a command that does not exist."""
    desk.say(spoken.chat_id, "command_unknown")


def edited(desk: Desk, spoken: Spoken) -> None:
    """Tell, once an hour, that an edited message is not read again: what was said was said."""
    account = spoken.message.from_user
    if account is not None:
        note(desk, "edited", "edited", account=account.id, chat_id=spoken.chat_id, person=spoken.person)
    desk.say(spoken.chat_id, "edited", once=f"edited:{spoken.chat_id}:{desk.now:%Y%m%d%H}")


def channel_post(desk: Desk, update: Update) -> None:
    """Note that a channel to which the bot was added posts: nobody there can be answered."""
    message = update.effective_message
    if message is not None:
        turn_away(desk, message, what="channel-post", why="channel")
