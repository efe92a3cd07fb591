"""Leaving the team: to whom the items go, the handing over in one step, and the words to everyone concerned."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers import menus
from zibot.handlers.members import back_to_card, back_to_list, gone, member, others_with, role_in_short
from zibot.handlers.parts import completed
from zibot.handlers.press import Press
from zibot.model import Person, saved
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import May, Role, allowed, indispensable, may_give
from zibot.rules.roster import area_number
from zibot.storage import membership, people, plans, prompts

OFFERED = 7
"""People to whom items can go on a page of buttons."""
LISTED = 12
"""Items that are named to whom they went; /tugas and /butir tell the rest."""


def ask(desk: Desk, press: Press) -> str | None:
    """[Keluarkan]: ask to whom what they hold goes; the second number is the page of names."""
    person = member(desk, press.numbers[0])
    if person is None:
        return gone(desk, press)
    why = barred(desk, press.person, person)
    if why is not None:
        return why
    theirs = held(desk, person)
    holds = bool(theirs or person.items or person.areas)
    desk.say(
        press.chat_id,
        "member_out",
        edit=press.message_id,
        buttons=_offer(desk, person, press.numbers[1]) if holds else _sure(person),
        person=person,
        items=len({duty.item_id for duty in theirs}),
        open=sum(duty.active for duty in theirs),
        holds=holds,
        areas=_left_alone(desk, person),
    )
    return None


def barred(desk: Desk, giver: Person, person: Person) -> str | None:
    """The toast that says why someone cannot take a person out of the team."""
    if not may_give(giver.role, person.role):
        return "member-above"
    return "member-last" if indispensable(person.role, others_with(desk, person)) else None


def held(desk: Desk, person: Person) -> list[Duty]:
    """The obligations that a person holds now."""
    return [duty for duty in plans.duties(desk.session, desk.satker_id) if person.id in duty.holders]


def _left_alone(desk: Desk, person: Person) -> list[int]:
    """The areas that nobody else checks."""
    team = people.everyone(desk.session, desk.satker_id)
    others = {area for one in team if one.id != person.id and one.role == Role.COORDINATOR for area in one.areas}
    return [area for area in person.areas if person.role == Role.COORDINATOR and area not in others]


def _sure(person: Person) -> list[list[Button]]:
    yes = texts.label("button", "member-out-yes"), data(Verb.MEMBER_OUT_TO, saved(person.id), 0)
    return [[yes], [back_to_card(person)]]


def _offer(desk: Desk, person: Person, page: int) -> list[list[Button]]:
    id, found = saved(person.id), suitable(desk, person)
    start = page * OFFERED if page * OFFERED < len(found) else 0
    rows = [
        [
            (
                texts.label("button", "member-out-to", name=texts.short(one.name, 28), role=role_in_short(one)),
                _to(id, one),
            )
        ]
        for one in found[start : start + OFFERED]
    ]
    if len(found) > OFFERED:
        rows.append([(texts.label("button", "member-out-more"), data(Verb.MEMBER_OUT, id, start // OFFERED + 1))])
    rows.append([(texts.label("button", "member-out-nobody"), data(Verb.MEMBER_OUT_TO, id, 0))])
    return [*rows, [back_to_card(person)]]


def _to(id: int, person: Person) -> str:
    return data(Verb.MEMBER_OUT_TO, id, saved(person.id))


def suitable(desk: Desk, person: Person) -> list[Person]:
    """Who can take over, the likeliest first: coordinators of the same areas, who holds items there, who has joined."""
    near = set(person.areas) | scope_areas(person)

    def distance(one: Person) -> tuple[bool, bool, bool, str]:
        coordinates = one.role == Role.COORDINATOR and bool(near & set(one.areas))
        return not coordinates, not near & scope_areas(one), one.telegram_id is None, one.name.casefold()

    team = people.everyone(desk.session, desk.satker_id)
    return sorted((one for one in team if one.id != person.id and allowed(one.role, May.REPORT)), key=distance)


def scope_areas(person: Person) -> set[int]:
    """The areas in which a person holds something."""
    found = (area_number(scope.partition(".")[0]) for scope in person.items)
    return {area for area in found if area is not None}


def chosen(desk: Desk, press: Press) -> str | None:
    """A successor was chosen, or none: the person leaves, and what they held goes over, in one step."""
    person = member(desk, press.numbers[0])
    if person is None:
        return gone(desk, press)
    to = member(desk, press.numbers[1]) if press.numbers[1] else None
    why = barred(desk, press.person, person)
    if why is None and press.numbers[1] and (to is None or to.id == person.id or not allowed(to.role, May.REPORT)):
        why = "successor-gone"
    if why is not None:
        return why
    alone = [] if to is not None and to.role == Role.COORDINATOR else _left_alone(desk, person)
    take_out(desk, person, to, actor=press.person)
    desk.say(
        press.chat_id,
        "member_left",
        edit=press.message_id,
        buttons=[[back_to_list()]],
        name=person.name,
        to=to.name if to is not None else None,
        joined=to is None or to.telegram_id is not None,
        areas=alone,
    )
    return None


def take_out(desk: Desk, person: Person, to: Person | None, *, actor: Person | None) -> None:
    """Let a person leave, hand over what they held, and tell both; `actor` is None at the terminal."""
    before = {duty.id for duty in held(desk, person)}
    if to is not None:
        membership.hand_over(desk.session, person, to, desk.now, actor=actor)
    prompts.close(desk.session, person, desk.now)
    people.leave(desk.session, person, desk.now, actor=actor)
    menus.follow(desk, person)
    completed(desk)
    if person.telegram_id is not None:
        leads = [one.name for one in desk.team.values() if one.role == Role.LEAD and one.id != person.id]
        desk.say(person.telegram_id, "goodbye", name=person.name, lead=next(iter(leads), None))
    if to is not None:
        menus.follow(desk, to)
        _tell_successor(desk, person, to, before)


def _tell_successor(desk: Desk, person: Person, to: Person, before: set[int]) -> None:
    """List what is now theirs, each item once with its nearest open obligation."""
    if to.telegram_id is None:
        return
    theirs: dict[int, Duty] = {}
    for duty in held(desk, to):
        if duty.id in before and duty.active:
            theirs.setdefault(duty.item_id, duty)
    listed = list(theirs.values())[:LISTED]
    desk.say(
        to.telegram_id,
        "handed_over",
        name=to.name,
        before=person.name,
        duties=listed,
        more=len(theirs) - len(listed),
        scopes=person.items,
        areas=person.areas if to.role == person.role == Role.COORDINATOR else [],
        protect=any(duty.confidential for duty in listed),
    )
