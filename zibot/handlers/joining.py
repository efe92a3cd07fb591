"""Joining: /start with a one-time code, /pasang in the group, /bantuan."""

from telegram import Chat, Update

from zibot import texts
from zibot.context import Desk
from zibot.handlers.who import Spoken, refuse, whoever
from zibot.model import Person
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import May, allowed
from zibot.storage import people, plans


def start(desk: Desk, update: Update) -> None:
    """/start CODE binds the account to the invited person; without a code it greets who is known."""
    message, user, chat = update.effective_message, update.effective_user, update.effective_chat
    if message is None or user is None or chat is None or user.is_bot or chat.type != Chat.PRIVATE:
        return
    code = (message.text or "").partition(" ")[2].strip()
    person = whoever(desk, user)
    if person is None and not code:
        refuse(desk, user, chat)
        return
    again = person is not None
    if person is None:
        person = people.join(desk.session, desk.satker_id, code, user.id, desk.now)
    if person is None:
        desk.say(chat.id, "invitation_invalid")
        return
    welcome(desk, person, again=again)


def welcome(desk: Desk, person: Person, *, again: bool) -> None:
    """Tell a person who they are here, what is theirs, what is kept about them and what to do next."""
    mine = [duty for duty in plans.duties(desk.session, desk.satker_id) if person.id in duty.holders]
    assert person.telegram_id is not None
    desk.say(
        person.telegram_id,
        "welcome",
        name=person.name,
        jabatan=person.jabatan,
        role=person.role,
        again=again,
        held=len({duty.item_id for duty in mine}),
        duties=_nearest(mine)[:3],
    )


def _nearest(mine: list[Duty]) -> list[Duty]:
    """The nearest open obligation of each item, the earliest due first."""
    nearest: dict[int, Duty] = {}
    for duty in mine:
        if duty.active:
            nearest.setdefault(duty.item_id, duty)
    return list(nearest.values())


def bind(desk: Desk, spoken: Spoken) -> None:
    """/pasang: make this group the team's group; by a lead or admin only."""
    if spoken.private:
        desk.say(spoken.chat_id, "group_here")
    elif not allowed(spoken.person.role, May.BIND_GROUP):
        desk.say(spoken.chat_id, "group_only_lead")
    else:
        title = spoken.message.chat.title or ""
        new = people.bind_group(desk.session, desk.satker_id, spoken.chat_id, title, actor=spoken.person, now=desk.now)
        desk.say(spoken.chat_id, "group_bound", already=not new)


def membership(desk: Desk, update: Update) -> None:
    """Note that the bot was taken out of a group, so that recaps are not sent into the void."""
    change = update.my_chat_member
    if change is not None and change.new_chat_member.status in ("left", "kicked"):
        people.leave_group(desk.session, change.chat.id, desk.now)


def migrated(desk: Desk, update: Update) -> None:
    """Follow a group that became a supergroup."""
    message = update.effective_message
    if message is not None and message.migrate_to_chat_id is not None:
        people.move_group(desk.session, message.chat.id, message.migrate_to_chat_id)


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
