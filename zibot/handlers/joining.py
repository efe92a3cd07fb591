"""Joining: /start with a one-time code, /pasang in the group, /bantuan."""

import re

from telegram import Chat, Message, Update, User

from zibot import texts
from zibot.context import Desk
from zibot.handlers import errors
from zibot.handlers.refusing import nobody, not_typed, note, turn_away
from zibot.handlers.who import Spoken, whoever
from zibot.model import Person
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import May, allowed
from zibot.storage import people, plans, refusals

CODE = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""What a link to a bot can carry (Bot API, deep linking)."""
GUESSES = 5
"""Wrong codes of one account in an hour; further ones are not compared."""


def start(desk: Desk, update: Update) -> None:
    """/start CODE binds the account to the invited person; without a code it greets who is known."""
    message = update.effective_message
    if message is None or message.chat.type != Chat.PRIVATE:
        return
    user, why = message.from_user, nobody(message) or not_typed(message)
    person = whoever(desk, user) if user is not None and why is None else None
    code = (message.text or "").partition(" ")[2].strip()
    if why is None and person is None and not code:
        why = "stranger"
    if why is not None or user is None:
        turn_away(desk, message, what="/start", why=why or "stranger")
    elif person is not None:
        welcome(desk, person, again=True)
    else:
        _join(desk, message, user, code)


def _join(desk: Desk, message: Message, user: User, code: str) -> None:
    """Let in whoever has a valid code; who guesses is told to ask for one."""
    chat_id = message.chat.id
    if refusals.of_account(desk.session, desk.satker_id, user.id, why="wrong-code", now=desk.now) >= GUESSES:
        note(desk, "/start", "too-many-codes", account=user.id, chat_id=chat_id)
        desk.say(chat_id, "too_many_codes", once=f"too-many-codes:{user.id}:{desk.now:%Y%m%d%H}")
        return
    before = {id: person.telegram_id for id, person in desk.team.items()}
    valid = CODE.fullmatch(code) is not None
    person = people.join(desk.session, desk.satker_id, code, user.id, desk.now) if valid else None
    if person is None or person.id is None:
        note(desk, "/start", "wrong-code", account=user.id, chat_id=chat_id, at_most=GUESSES)
        desk.say(chat_id, "invitation_invalid")
        return
    old = before.get(person.id)
    if old is not None and old != user.id:
        desk.say(old, "account_moved", name=person.name)
    welcome(desk, person, again=False)


def welcome(desk: Desk, person: Person, *, again: bool) -> None:
    """Tell a person who they are here, what is theirs, what is kept about them and what to do next."""
    mine = [duty for duty in plans.duties(desk.session, desk.satker_id) if person.id in duty.holders]
    assert person.telegram_id is not None
    shown = _nearest(mine)[:3]
    desk.say(
        person.telegram_id,
        "welcome",
        name=person.name,
        jabatan=person.jabatan,
        role=person.role,
        again=again,
        held=len({duty.item_id for duty in mine}),
        duties=shown,
        protect=any(duty.confidential for duty in shown),
    )


def _nearest(mine: list[Duty]) -> list[Duty]:
    """The nearest open obligation of each item, the earliest due first."""
    nearest: dict[int, Duty] = {}
    for duty in mine:
        if duty.active:
            nearest.setdefault(duty.item_id, duty)
    return list(nearest.values())


def bind(desk: Desk, spoken: Spoken) -> None:
    """/pasang: make this group the team's group."""
    if spoken.private:
        desk.say(spoken.chat_id, "group_here")
    else:
        title = spoken.message.chat.title or ""
        new = people.bind_group(desk.session, desk.satker_id, spoken.chat_id, title, actor=spoken.person, now=desk.now)
        desk.say(spoken.chat_id, "group_bound", already=not new)


def membership(desk: Desk, update: Update) -> None:
    """The bot was taken out of a group: recaps are not sent into the void, and who leads hears of it."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status in ("left", "kicked"):
        errors.group_lost(desk, change.chat.id)


def migrated(desk: Desk, update: Update) -> None:
    """Follow a group that became a supergroup."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        people.move_group(desk.session, message.chat.id, message.migrate_to_chat_id, desk.now)


def help_(desk: Desk, spoken: Spoken) -> None:
    """/bantuan: what this person can do here, on one screen."""
    role = spoken.person.role
    desk.say(
        spoken.chat_id,
        "help",
        commands=texts.commands("private" if spoken.private else "group"),
        reports=allowed(role, May.REPORT),
        reviews=allowed(role, May.REVIEW),
        adopts=allowed(role, May.ADOPT),
    )
