"""Joining: /start with a one-time code, /pasang in the group, /bantuan."""

import re

from telegram import Chat, Message, Update, User

from zibot import texts
from zibot.context import Desk
from zibot.handlers import errors, menus
from zibot.handlers.refusing import nobody, not_typed, note, turn_away
from zibot.handlers.who import Spoken, whoever
from zibot.model import Person
from zibot.rules.areas import find_area
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import May, Role, allowed
from zibot.storage import people, plans, refusals, topics

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
        _tell_why(desk, chat_id, code if valid else "")
        return
    old = before.get(person.id)
    if old is not None and old != user.id:
        desk.say(old, "account_moved", name=person.name, lead=_lead(desk, besides=person))
    menus.follow(desk, person)
    welcome(desk, person, again=False)


def _tell_why(desk: Desk, chat_id: int, code: str) -> None:
    """Say why a link lets nobody in, which of its kind helps, and whom to ask."""
    why, invitation = people.why_not(desk.session, desk.satker_id, code, desk.now)
    desk.say(
        chat_id,
        "invitation_invalid",
        why=why,
        ended=desk.local(invitation.expires_at).date() if invitation is not None else None,
        # Whoever only guesses is told no name.
        lead=_lead(desk) if invitation is not None else None,
    )


def _lead(desk: Desk, *, besides: Person | None = None) -> str | None:
    """The name of who leads the team."""
    leads = (one.name for id, one in desk.team.items() if one.role == Role.LEAD and (not besides or id != besides.id))
    return next(leads, None)


def welcome(desk: Desk, person: Person, *, again: bool) -> None:
    """Tell a person who they are here, what is theirs, what is kept about them and what to do next; briefly, again."""
    duties = plans.duties(desk.session, desk.satker_id)
    mine = [duty for duty in duties if person.id in duty.holders]
    assert person.telegram_id is not None
    shown = _nearest(mine)[:3]
    desk.say(
        person.telegram_id,
        "welcome_again" if again else "welcome",
        name=person.name,
        jabatan=person.jabatan,
        role=person.role,
        areas=person.areas,
        held=len({duty.item_id for duty in mine}),
        duties=shown,
        step=_next_step(desk, person, planned=bool(duties), open_ones=bool(shown)),
        days=desk.settings.scrub_after_days,
        protect=any(duty.confidential for duty in shown),
    )


def _next_step(desk: Desk, person: Person, *, planned: bool, open_ones: bool) -> str:
    """The one thing to do next: plan, team, tasks or status."""
    if not planned and allowed(person.role, May.ADOPT):
        return "plan"
    if allowed(person.role, May.TEAM) and any(one.telegram_id is None for one in desk.team.values()):
        return "team"
    return "tasks" if open_ones and allowed(person.role, May.REPORT) else "status"


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
        return
    title, message = spoken.message.chat.title or "", spoken.message
    topic = message.message_thread_id if message.is_topic_message else None
    area = _wanted_area(desk, spoken.argument)
    if spoken.argument and (area is None or topic is None):
        desk.say(spoken.chat_id, "topic_here", known=area is not None)
        return
    new = people.bind_group(desk.session, desk.satker_id, spoken.chat_id, title, actor=spoken.person, now=desk.now)
    group = people.the_group(desk.session, desk.satker_id)
    if topic is not None and group is not None:
        here = topics.bind(desk.session, group, topic, area=area, actor=spoken.person, now=desk.now)
        new = new or here
    hears_all = bool(message.get_bot().can_read_all_group_messages)
    desk.say(spoken.chat_id, "group_bound", already=not new, topic=topic is not None, area=area, hears_all=hears_all)


def _wanted_area(desk: Desk, words: str) -> int | None:
    """The area that someone names after /pasang, if it is clear."""
    plan = plans.in_force(desk.session, desk.satker_id)
    known = {item.area: item.area_name for item in plans.items(desk.session, plan)} if plan is not None else None
    found = find_area(words, known) if words else None
    return found.area.number if found is not None and found.area is not None else None


def membership(desk: Desk, update: Update) -> None:
    """The bot was taken out of a group: nothing is sent into the void any more; or taken into one: what to do next."""
    change = update.my_chat_member
    if change is None or change.chat.type == Chat.PRIVATE:
        return
    there = change.new_chat_member.status
    if there in ("left", "kicked"):
        errors.group_lost(desk, change.chat.id)
    elif there in ("member", "administrator") and change.old_chat_member.status in ("left", "kicked"):
        person = whoever(desk, change.from_user)
        if person is not None and allowed(person.role, May.BIND_GROUP):
            desk.say(change.chat.id, "group_new")


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
        private=spoken.private,
        commands=[name for name, _ in texts.commands("private" if spoken.private else "group", role)],
        reports=allowed(role, May.REPORT),
        reviews=allowed(role, May.REVIEW),
        adopts=allowed(role, May.ADOPT),
        teams=allowed(role, May.TEAM),
    )
