"""Buttons: what their data says, typed, and who may press them. An old or forged button gets a kind word."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from telegram import CallbackQuery, Chat, Message, Update

from zibot.context import Context, Desk, Verb, data
from zibot.handlers.refusing import note, toast, toast_for
from zibot.handlers.who import keep_topic, ours, whoever
from zibot.model import Person
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import May, allowed
from zibot.storage import plans

REFUSALS = frozenset(
    {
        "admin-only",
        "confidential",
        "foreign-group",
        "here-only-private",
        "member-above",
        "not-yours",
        "old",
        "own-evidence",
        "plan-not-yours",
        "plan-old",
        "plan-only-private",
        "postpone-own",
        "stranger",
        "team-not-yours",
    }
)
"""The toasts that say no; each is written down."""


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
    """Read a button's data; None where it is not just as one of ours writes it, or its message is gone."""
    message, written = query.message, query.data or ""
    # Telegram hands on whatever a client sends: other digits than ours, and numbers that no row can have.
    if message is None or re.fullmatch(r"[a-z]{1,2}(?::[0-9]{1,18})*", written) is None:
        return None
    name, *parts = written.split(":")
    numbers = tuple(int(part) for part in parts)
    verb = next((verb for verb in Verb if verb.value == name), None)
    if verb is None or data(verb, *numbers) != written:
        return None
    return Press(verb, numbers, person, message.chat.id, message.message_id, message.chat.type == Chat.PRIVATE)


Pressed = Callable[[Desk, Press], str | None]
"""What a button does; it may return the name of a toast."""


def unanswered(_desk: Desk, _press: Press) -> str | None:
    """Its presser was turned away before there was an answer."""
    return "old"


@dataclass(frozen=True, slots=True)
class Button:
    """What answers a button: what its presser must be allowed to do, and how many numbers its data holds."""

    may: May
    pressed: Pressed = unanswered
    takes: tuple[int, ...] = (1,)
    private: bool = False
    """Whether it is never shown in a group, so that one pressed there is not ours."""
    makes: Callable[[Context, Verb], Awaitable[Pressed]] | None = None
    """What takes time is made off the desk, for who may have it, and gives what answers."""


def refusal(desk: Desk, press: Press, button: Button) -> str | None:
    """The toast that refuses a press before its button is asked; None where it may go on."""
    if len(press.numbers) not in button.takes:
        return "old"
    if not allowed(press.person.role, button.may):
        return toast_for(button.may)
    if press.private:
        return None
    return "plan-only-private" if button.private else None


async def prepared(table: dict[Verb, Button], update: Update, context: Context) -> dict[Verb, Button]:
    """The table with the answer of the pressed button made, where one is to be made and its presser may have it."""
    verb = await context.house.look(wanted, update, table)
    makes = table[verb].makes if verb is not None else None
    if verb is None or makes is None:
        return table
    return table | {verb: replace(table[verb], pressed=await makes(context, verb))}


def wanted(desk: Desk, update: Update, table: dict[Verb, Button]) -> Verb | None:
    """What a press asks for, if its presser may; nothing is written."""
    query = update.callback_query
    if query is None:
        return None
    _, press, why = entered(desk, query, table)
    return press.verb if press is not None and why is None else None


def buttons(table: dict[Verb, Button]) -> Callable[[Desk, Update], None]:
    """One handler for all buttons, from the switchboard's table."""

    def pressed(desk: Desk, update: Update) -> None:
        query = update.callback_query
        if query is None:
            return
        if query.message is not None:
            keep_topic(desk, query.message)
        if isinstance(query.message, Message) and (query.message.photo or query.message.document):
            desk.pictured.add((query.message.chat.id, query.message.message_id))
        person, press, why = entered(desk, query, table)
        if press is not None and why is None:
            why = table[press.verb].pressed(desk, press)
        if why in REFUSALS:
            chat = query.message.chat.id if query.message is not None else query.from_user.id
            what = f"button {press.verb.name.lower()}" if press is not None else "button"
            note(desk, what, why or "", account=query.from_user.id, chat_id=chat, person=person)
        toast(desk, query, why)

    return pressed


def entered(
    desk: Desk, query: CallbackQuery, table: dict[Verb, Button]
) -> tuple[Person | None, Press | None, str | None]:
    """Who pressed what, and the toast that turns them away, if they are."""
    person = None if query.from_user.is_bot else whoever(desk, query.from_user)
    if person is None:
        return None, None, "stranger"
    press = load(query, person)
    if press is None:
        return person, None, "old"
    if query.message is not None and not ours(desk, query.message.chat):
        return person, press, "foreign-group"
    return person, press, refusal(desk, press, table[press.verb])


def duty_of(desk: Desk, press: Press) -> Duty | None:
    """The obligation that a button's last number names, if it is of the plan in force."""
    return plans.duty(desk.session, desk.satker_id, press.numbers[-1]) if press.numbers else None
