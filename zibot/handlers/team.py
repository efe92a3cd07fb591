"""/tim: the team; who leads adds people, gives them links, roles and areas here."""

from functools import partial

from zibot import texts
from zibot.context import Button, Context, Desk, Verb, data
from zibot.delivery.leaving import as_code
from zibot.handlers import menus
from zibot.handlers.members import areas_of, back_to_card, bits, gone, member, others_with, show_list, show_member
from zibot.handlers.press import Press, Pressed
from zibot.handlers.refusing import turn_away
from zibot.handlers.who import Spoken
from zibot.model import Person, Prompt, saved
from zibot.rules.areas import AREAS
from zibot.rules.names import name_and_jabatan
from zibot.rules.roles import May, Role, allowed, indispensable, may_give
from zibot.storage import membership, people, plans, prompts

NEW, NEW_AS = "person-new", "person-new-as"
"""Questions: who shall come into the team, and in which role; the second is answered by a button."""
ADD = "tambah"
OFFERED = (Role.STAFF, Role.COORDINATOR, Role.REVIEWER, Role.LEAD, Role.ADMIN)
"""Roles in the order in which they are offered; buttons name them by their place in `Role`."""
ROLES = tuple(Role)


def team(desk: Desk, spoken: Spoken) -> None:
    """/tim: who is in the team; `/tim tambah Nama, jabatan` adds someone."""
    word, _, rest = spoken.argument.partition(" ")
    adds = word.casefold() == ADD
    if adds and not allowed(spoken.person.role, May.TEAM):
        turn_away(desk, spoken.message, what="/tim", why=May.TEAM, person=spoken.person)
    elif adds and not spoken.private:
        desk.say(spoken.chat_id, "only_private")
    elif adds:
        _named(desk, spoken, rest)
    elif spoken.private and allowed(spoken.person.role, May.TEAM):
        _shown(desk, spoken)
    else:
        desk.say(spoken.chat_id, "team", people=list(desk.team.values()), hidden=not spoken.private)


def _shown(desk: Desk, spoken: Spoken) -> None:
    """The card of the one person whom the words name, else the list."""
    wanted = spoken.argument.casefold()
    named = [id for id, one in desk.team.items() if wanted and wanted in one.name.casefold()]
    person = member(desk, named[0]) if len(named) == 1 else None
    if person is not None:
        show_member(desk, spoken.chat_id, person, spoken.person)
    else:
        show_list(desk, spoken.chat_id)


# adding


def add(desk: Desk, press: Press) -> str | None:
    """[Tambah anggota]: ask for the name."""
    _ask(desk, press.person, press.chat_id)
    return None


def _ask(desk: Desk, person: Person, chat_id: int, *, unclear: bool = False) -> None:
    prompts.ask(desk.session, person, NEW, chat_id, obligation_id=None, now=desk.now)
    desk.say(chat_id, "member_ask", unclear=unclear)


def answered(desk: Desk, spoken: Spoken) -> bool:
    """Take words as the name that was asked for; False where they ask something themselves."""
    if "?" in spoken.words or not spoken.private or not allowed(spoken.person.role, May.TEAM):
        return False
    _named(desk, spoken, spoken.words)
    return True


def _named(desk: Desk, spoken: Spoken, said: str) -> None:
    """Someone was named: ask for their role, or show who is in the team already."""
    found = name_and_jabatan(said)
    if found is None:
        _ask(desk, spoken.person, spoken.chat_id, unclear=bool(said))
        return
    known = people.by_name(desk.session, desk.satker_id, found[0])
    if known is not None:
        prompts.close(desk.session, spoken.person, desk.now)
        desk.say(spoken.chat_id, "member_known", name=known.name)
        show_member(desk, spoken.chat_id, known, spoken.person)
        return
    prompts.ask(
        desk.session, spoken.person, NEW_AS, spoken.chat_id, obligation_id=None, now=desk.now, said="\n".join(found)
    )
    asked = prompts.pending(desk.session, spoken.person, spoken.chat_id, desk.now)
    assert asked is not None
    offered = [role for role in OFFERED if may_give(spoken.person.role, role)]
    rows = [[(_said(role), data(Verb.MEMBER_NEW_AS, saved(asked.id), ROLES.index(role)))] for role in offered]
    rows.append([(texts.label("button", "member-new-not"), data(Verb.MEMBER_NEW_NOT, saved(asked.id)))])
    desk.say(spoken.chat_id, "member_as", buttons=rows, name=found[0], jabatan=found[1], offered=offered)


def _said(role: Role) -> str:
    return texts.label("role", role).capitalize()


def _waiting(desk: Desk, press: Press) -> Prompt | None:
    """The question about a newcomer that a button answers, while it is still one."""
    asked = desk.session.get(Prompt, press.numbers[0])
    theirs = asked is not None and asked.person_id == press.person.id and asked.kind == NEW_AS
    return asked if theirs and asked is not None and asked.said else None


def cancel_new(desk: Desk, press: Press) -> str | None:
    """[Batal]: nobody is added."""
    asked = _waiting(desk, press)
    if asked is None:
        return "new-done"
    asked.said, asked.closed_at = "", asked.closed_at or desk.now
    show_list(desk, press.chat_id, edit=press.message_id)
    return None


async def made_new(context: Context, _verb: Verb) -> Pressed:
    """A role was chosen for a newcomer."""
    return partial(add_as, bot=context.bot.username)


def add_as(desk: Desk, press: Press, *, bot: str) -> str | None:
    """Take the newcomer in; a coordinator's areas are asked for, everyone else gets their link at once."""
    asked = _waiting(desk, press)
    if asked is None or press.numbers[1] >= len(ROLES):
        return "new-done"
    role = ROLES[press.numbers[1]]
    if not may_give(press.person.role, role):
        return "member-above"
    name, _, jabatan = asked.said.partition("\n")
    asked.said, asked.closed_at = "", asked.closed_at or desk.now
    if people.by_name(desk.session, desk.satker_id, name) is not None:
        show_list(desk, press.chat_id, edit=press.message_id)
        return "member-named"
    person = membership.add(
        desk.session, desk.satker_id, name, jabatan=jabatan, role=role, now=desk.now, actor=press.person
    )
    if role == Role.COORDINATOR:
        _ask_areas(desk, press, person, 0)
    else:
        send_link(desk, press, person, bot=bot)
    return None


# links


async def made_link(context: Context, _verb: Verb) -> Pressed:
    """[Tautan undangan] was pressed."""
    return partial(link, bot=context.bot.username)


def link(desk: Desk, press: Press, *, bot: str) -> str | None:
    """Make a new one-time link for a person and send it, with its QR code."""
    person = member(desk, press.numbers[0])
    if person is None:
        return gone(desk, press)
    if not may_give(press.person.role, person.role):
        return "member-above"
    send_link(desk, press, person, bot=bot)
    return None


def send_link(desk: Desk, press: Press, person: Person, *, bot: str) -> None:
    """Send a link that the lead can pass on as it is, and show how the person's card stands."""
    days = desk.settings.invitation_days
    code = people.invite(desk.session, person, desk.now, days=days, actor=press.person)
    show_member(desk, press.chat_id, person, press.person, edit=press.message_id)
    address = f"https://t.me/{bot}?start={code}"
    until = people.invited_until(desk.session, desk.satker_id)[saved(person.id)]
    caption = texts.render(
        "invitation",
        name=person.name,
        office=desk.satker.name,
        link=address,
        until=desk.local(until),
        again=person.telegram_id is not None,
    )
    payload = {"chat_id": press.chat_id, "caption": caption, "parse_mode": "HTML", "filename": "undangan.png"}
    desk.put(press.chat_id, "sendPhoto", payload | as_code(address))


# roles and areas


def role(desk: Desk, press: Press) -> str | None:
    """[Peran]: ask which one; with one chosen, give it. A coordinator's areas are asked for first."""
    person = member(desk, press.numbers[0])
    if person is None:
        return gone(desk, press)
    if len(press.numbers) == 1:
        return _ask_role(desk, press, person)
    if press.numbers[1] >= len(ROLES):
        return "old"
    chosen = ROLES[press.numbers[1]]
    why = _barred(desk, press, person, chosen)
    if why is not None:
        return why
    if chosen == Role.COORDINATOR:
        _ask_areas(desk, press, person, bits(person.areas))
    else:
        _give(desk, press, person, chosen, [])
        show_member(desk, press.chat_id, person, press.person, edit=press.message_id)
    return None


def _barred(desk: Desk, press: Press, person: Person, chosen: Role) -> str | None:
    """Why a person cannot get a role from who pressed."""
    if not may_give(press.person.role, chosen, instead_of=person.role):
        return "member-above"
    if chosen != person.role and indispensable(person.role, others_with(desk, person)):
        return "member-last"
    return None


def _ask_role(desk: Desk, press: Press, person: Person) -> str | None:
    if not may_give(press.person.role, person.role):
        return "member-above"
    offered = [one for one in OFFERED if one != person.role and may_give(press.person.role, one)]
    buttons = [[(_said(one), data(Verb.MEMBER_ROLE, saved(person.id), ROLES.index(one)))] for one in offered]
    rows = [*buttons, [back_to_card(person)]]
    desk.say(press.chat_id, "member_role", edit=press.message_id, buttons=rows, person=person, offered=offered)
    return None


def areas(desk: Desk, press: Press) -> str | None:
    """The areas of a coordinator, each to be ticked; the button holds which are."""
    person = member(desk, press.numbers[0])
    if person is None:
        return gone(desk, press)
    if not may_give(press.person.role, person.role):
        return "member-above"
    _ask_areas(desk, press, person, press.numbers[1])
    return None


def _ask_areas(desk: Desk, press: Press, person: Person, chosen: int) -> None:
    desk.session.flush()
    id, rows = saved(person.id), list[list[Button]]()
    for area, name in _areas(desk).items():
        here = bool(chosen >> area & 1)
        words = {"area": texts.roman(area), "name": texts.short(name, 40), "chosen": here}
        rows.append([(texts.label("button", "member-area", **words), data(Verb.MEMBER_AREAS, id, chosen ^ 1 << area))])
    rows.append([(texts.label("button", "member-areas-done"), data(Verb.MEMBER_AREAS_DONE, id, chosen))])
    rows.append([back_to_card(person)])
    desk.say(press.chat_id, "member_areas", edit=press.message_id, buttons=rows, person=person)


def _areas(desk: Desk) -> dict[int, str]:
    """The areas of the plan in force; where there is none, those that every plan has."""
    plan = plans.in_force(desk.session, desk.satker_id)
    rows = sorted(plans.items(desk.session, plan), key=lambda row: row.area) if plan is not None else []
    return {row.area: row.area_name for row in rows} or {area.number: area.name for area in AREAS}


async def made_areas(context: Context, _verb: Verb) -> Pressed:
    """[Simpan area] was pressed."""
    return partial(areas_done, bot=context.bot.username)


def areas_done(desk: Desk, press: Press, *, bot: str) -> str | None:
    """[Simpan area]: they coordinate the areas that were ticked; who was never invited gets their link now."""
    person = member(desk, press.numbers[0])
    if person is None:
        return gone(desk, press)
    why = _barred(desk, press, person, Role.COORDINATOR)
    chosen = [area for area in areas_of(press.numbers[1]) if area in _areas(desk)]
    if why is not None or not chosen:
        return why or "area-none"
    _give(desk, press, person, Role.COORDINATOR, chosen)
    if person.telegram_id is None and saved(person.id) not in people.invited_until(desk.session, desk.satker_id):
        send_link(desk, press, person, bot=bot)
    else:
        show_member(desk, press.chat_id, person, press.person, edit=press.message_id)
    return None


def _give(desk: Desk, press: Press, person: Person, role: Role, areas: list[int]) -> None:
    before = (person.role, list(person.areas))
    if before == (role, areas):
        return
    person.role, person.areas = role, areas
    people.given(desk.session, person, desk.now, actor=press.person)
    tell_changed(desk, person, before, by=press.person)


def tell_changed(desk: Desk, person: Person, before: tuple[str, list[int]], *, by: Person | None) -> None:
    """Tell someone that their role or areas are others now, and give them the menu that goes with it."""
    menus.follow(desk, person)
    if person.telegram_id is None or (by is not None and by.id == person.id):
        return
    desk.say(
        person.telegram_id,
        "role_changed",
        name=person.name,
        role=person.role,
        areas=person.areas,
        before=before[0],
        before_areas=before[1],
        by=by.name if by is not None else None,
    )
