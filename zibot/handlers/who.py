"""Who speaks, and where: every handler passes here first, so that a stranger gets a refusal and nothing else."""

from collections.abc import Callable
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, Message, Update, User

from zibot import texts
from zibot.context import Desk
from zibot.model import Person
from zibot.storage import people
from zibot.storage.outbox import Rank


@dataclass(frozen=True, slots=True)
class Spoken:
    """A message from a known person."""

    person: Person
    message: Message
    chat_id: int
    private: bool

    @property
    def words(self) -> str:
        """What was written, without anything else."""
        return (self.message.text or "").strip()

    @property
    def argument(self) -> str:
        """What follows a command."""
        return self.words.partition(" ")[2].strip() if self.words.startswith("/") else self.words

    @property
    def hidden(self) -> bool:
        """Whether confidential content must stay out of the answer."""
        return not self.private


Told = Callable[[Desk, Spoken], None]
"""What a handler does with a message of a known person."""


def known(handler: Told) -> Callable[[Desk, Update], None]:
    """Let only known people through to a handler of messages."""

    def at_the_door(desk: Desk, update: Update) -> None:
        message, user, chat = update.effective_message, update.effective_user, update.effective_chat
        if message is None or user is None or chat is None or user.is_bot:
            return
        person = whoever(desk, user)
        if person is None:
            refuse(desk, user, chat)
        else:
            handler(desk, Spoken(person, message, chat.id, chat.type == Chat.PRIVATE))

    at_the_door.__name__ = handler.__name__
    return at_the_door


def whoever(desk: Desk, user: User) -> Person | None:
    """The person behind a Telegram account, if in the team."""
    return people.by_telegram(desk.session, desk.satker_id, user.id)


def refuse(desk: Desk, user: User, chat: Chat) -> None:
    """Tell a stranger politely, once an hour at most and in private only: a group is not our place to scold."""
    if chat.type == Chat.PRIVATE:
        desk.say(chat.id, "refusal", once=f"refusal:{user.id}:{desk.now:%Y%m%d%H}")


def not_understood_command(desk: Desk, spoken: Spoken) -> None:
    """Answer a command that does not exist; in a group it may be meant for another bot."""
    if spoken.private:
        desk.say(spoken.chat_id, "command_unknown")


def toast(desk: Desk, query: CallbackQuery, name: str | None = None) -> None:
    """Answer a pressed button, with a short text or just to stop its spinner."""
    payload: dict[str, object] = {"callback_query_id": query.id}
    if name is not None:
        payload["text"] = texts.label("toast", name)
    desk.put(
        query.message.chat.id if query.message else query.from_user.id, "answerCallbackQuery", payload, rank=Rank.ANSWER
    )
