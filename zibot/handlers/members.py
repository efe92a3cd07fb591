"""The team before who leads it: the list, page by page, and the card of each person with what can be done."""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press
from zibot.model import Person, saved
from zibot.rules.roles import Role, may_give
from zibot.storage import people, plans

PAGE = 8
"""People on a page of the list: what a small phone shows with the buttons below."""
_ORDER = (Role.LEAD, Role.ADMIN, Role.COORDINATOR, Role.STAFF, Role.REVIEWER)


def member(desk: Desk, id: int) -> Person | None:
    """A person of the team, to be changed; None where they are not in it any more."""
    person = desk.session.get(Person, id)
    here = person is not None and person.satker_id == desk.satker_id and person.left_at is None
    return person if here else None


def joining(person: Person, until: datetime | None, now: datetime) -> str:
    """How far someone has come: joined, invited, expired (their link) or none."""
    if person.telegram_id is not None:
        return "joined"
    if until is None:
        return "none"
    return "invited" if until > now else "expired"


def show_list(desk: Desk, chat_id: int, *, page: int = 0, edit: int | None = None) -> None:
    """Show who is in the team, each with a button to their card."""
    team = sorted(people.everyone(desk.session, desk.satker_id), key=_place)
    until = people.invited_until(desk.session, desk.satker_id)
    states = {saved(one.id): joining(one, until.get(saved(one.id)), desk.now) for one in team}
    pages = max(1, ceil(len(team) / PAGE))
    page = min(page, pages - 1)
    shown = team[page * PAGE : (page + 1) * PAGE]
    counts = [
        (state, sum(one == state for one in states.values())) for state in ("joined", "invited", "expired", "none")
    ]
    desk.say(
        chat_id,
        "team_lead",
        edit=edit,
        buttons=[*[[_person_button(one, states)] for one in shown], _turning(page, pages), [_add()]],
        people=len(team),
        counts=[(state, count) for state, count in counts if count],
        page=page + 1,
        pages=pages,
    )


def _place(person: Person) -> tuple[int, list[int], str]:
    return _ORDER.index(Role(person.role)), person.areas, person.name.casefold()


def _person_button(person: Person, states: dict[int, str]) -> Button:
    mark = texts.label("joined-mark", states[saved(person.id)])
    said = texts.label(
        "button", "team-person", mark=mark, name=texts.short(person.name, 28), role=role_in_short(person)
    )
    return said, data(Verb.MEMBER, saved(person.id))


def role_in_short(person: Person) -> str:
    """A role as it fits on a button, with the areas of a coordinator: Telegram cuts what is too long."""
    areas = ", ".join(texts.roman(area) for area in person.areas)
    return texts.label("role-short", person.role) + (f" {areas}" if person.role == Role.COORDINATOR and areas else "")


def _turning(page: int, pages: int) -> list[Button]:
    found = []
    if page > 0:
        found.append((texts.label("button", "team-before"), data(Verb.TEAM, page - 1)))
    if page + 1 < pages:
        found.append((texts.label("button", "team-after"), data(Verb.TEAM, page + 1)))
    return found


def _add() -> Button:
    return texts.label("button", "team-add"), data(Verb.MEMBER_NEW)


def show_member(desk: Desk, chat_id: int, person: Person, giver: Person, *, edit: int | None = None) -> None:
    """Show a person's card, with what the one who looks may do about them."""
    desk.session.flush()
    id = saved(person.id)
    until = people.invited_until(desk.session, desk.satker_id).get(id)
    theirs = [duty for duty in plans.duties(desk.session, desk.satker_id) if id in duty.holders]
    desk.say(
        chat_id,
        "member",
        edit=edit,
        buttons=_deeds(person, giver),
        person=person,
        held=len({duty.item_id for duty in theirs}),
        late=sum(duty.late(desk.today) for duty in theirs),
        state=joining(person, until, desk.now),
        until=desk.local(until).date() if until is not None else None,
        since=desk.local(person.joined_at).date() if person.joined_at is not None else None,
    )


def _deeds(person: Person, giver: Person) -> list[list[Button]]:
    id = saved(person.id)
    rows: list[list[Button]] = []
    if may_give(giver.role, person.role):
        link = texts.label("button", "member-link-again" if person.telegram_id is not None else "member-link")
        rows.append([(link, data(Verb.MEMBER_LINK, id))])
        role = [(texts.label("button", "member-role"), data(Verb.MEMBER_ROLE, id))]
        if person.role == Role.COORDINATOR:
            role.append((texts.label("button", "member-areas"), data(Verb.MEMBER_AREAS, id, bits(person.areas))))
        rows += [role, [(texts.label("button", "member-out"), data(Verb.MEMBER_OUT, id, 0))]]
    return [*rows, [back_to_list()]]


def back_to_list() -> Button:
    """The button that leads to the list."""
    return texts.label("button", "team-list"), data(Verb.TEAM, 0)


def back_to_card(person: Person) -> Button:
    """The button that leads to a person's card."""
    return texts.label("button", "member-back"), data(Verb.MEMBER, saved(person.id))


def bits(areas: Sequence[int]) -> int:
    """Areas as one number, so that a button can hold which were chosen: bit 5 for area V."""
    return sum(1 << area for area in set(areas))


def areas_of(number: int) -> list[int]:
    """The areas that such a number holds."""
    return [area for area in range(number.bit_length()) if number >> area & 1]


# buttons


def pressed_list(desk: Desk, press: Press) -> str | None:
    """A page of the list, in place of what the message showed."""
    show_list(desk, press.chat_id, page=press.numbers[0], edit=press.message_id)
    return None


def pressed_member(desk: Desk, press: Press) -> str | None:
    """A person's card, in place of what the message showed."""
    person = member(desk, press.numbers[0])
    if person is None:
        return gone(desk, press)
    show_member(desk, press.chat_id, person, press.person, edit=press.message_id)
    return None


def gone(desk: Desk, press: Press) -> str:
    """A button about someone who left meanwhile: the message shows the team as it is."""
    show_list(desk, press.chat_id, edit=press.message_id)
    return "member-gone"


def others_with(desk: Desk, person: Person) -> list[Any]:
    """The roles of the others who can act in this person's place: who has joined, where they themselves have."""
    team = people.everyone(desk.session, desk.satker_id)
    others = [one for one in team if one.id != person.id]
    return [one.role for one in others if one.telegram_id is not None or person.telegram_id is None]
