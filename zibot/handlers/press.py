"""Buttons: what their data says, typed, and who may press them. An old or forged button gets a kind word."""

from collections.abc import Callable
from dataclasses import dataclass

from telegram import CallbackQuery, Chat, Update

from zibot.context import Desk, Verb
from zibot.handlers.who import toast, whoever
from zibot.model import Person
from zibot.rules.lifecycle import Duty
from zibot.storage import plans


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed by a known person: its verb, its numbers and the message that it stood under."""

    verb: Verb
    numbers: tuple[int, ...]
    person: Person
    chat_id: int
    message_id: int
    private: bool


def load(query: CallbackQuery, person: Person) -> Press | None:
    """Read a button's data; None where it is not one of ours or its message is gone."""
    verb, _, rest = (query.data or "").partition(":")
    message = query.message
    if message is None:
        return None
    try:
        numbers = tuple(int(part) for part in rest.split(":")) if rest else ()
        return Press(
            verb=Verb(verb),
            numbers=numbers,
            person=person,
            chat_id=message.chat.id,
            message_id=message.message_id,
            private=message.chat.type == Chat.PRIVATE,
        )
    except ValueError:
        return None


Pressed = Callable[[Desk, Press], str | None]
"""What a button does; it may return the name of a toast."""


def buttons(table: dict[Verb, Pressed]) -> Callable[[Desk, Update], None]:
    """One handler for all buttons, from the switchboard's table."""

    def pressed(desk: Desk, update: Update) -> None:
        query = update.callback_query
        if query is None:
            return
        person = whoever(desk, query.from_user)
        if person is None:
            toast(desk, query, "stranger")
            return
        press = load(query, person)
        toast(desk, query, "old" if press is None else table[press.verb](desk, press))

    return pressed


def duty_of(desk: Desk, press: Press) -> Duty | None:
    """The obligation that a button's last number names, if it is of the plan in force."""
    return plans.duty(desk.session, desk.satker_id, press.numbers[-1]) if press.numbers else None
