"""A later due date that someone asked for: who decides it, and the buttons of who asked and of who decides."""

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.model import Person, saved
from zibot.rules.deciding import Member
from zibot.rules.deciding import deciders as of_those
from zibot.rules.lifecycle import Duty
from zibot.rules.roles import may_review


def deciders(desk: Desk, duty: Duty, asker: int | None) -> list[Person]:
    """Who is asked, of those who can be reached: the area's coordinators, else the lead; the asker only where alone.

    Who holds the item is asked only where nobody else can be.
    """
    here = [
        Member(saved(person.id), person.role, tuple(person.areas))
        for person in desk.team.values()
        if person.telegram_id is not None
    ]
    apart = [member for member in here if member.id not in duty.holders]
    chosen = of_those(apart, duty.area, besides=asker)
    if not chosen or [member.id for member in chosen] == [asker]:
        chosen = of_those(here, duty.area, besides=asker)
    return [desk.team[member.id] for member in chosen]


def may_decide(desk: Desk, person: Person, duty: Duty) -> bool:
    """Whether a person may grant or deny what is asked for: who checks the area, the asker only where alone."""
    asker = duty.standing.asked_by
    if not may_review(person.role, person.areas, duty):
        return False
    return person.id != asker or person.id in [one.id for one in deciders(desk, duty, asker)]


def decides(duty: Duty) -> list[Button]:
    """[Setujui] and [Tolak], of the very date that is asked for."""
    assert duty.standing.asked is not None
    day = duty.standing.asked.toordinal()
    return [
        (texts.label("button", "grant"), data(Verb.GRANT, day, duty.id)),
        (texts.label("button", "deny"), data(Verb.DENY, day, duty.id)),
    ]


def rows(desk: Desk, duty: Duty, person: Person, chat_id: int) -> list[list[Button]]:
    """What the card of an open obligation offers about its due date to who may report on it."""
    if not duty.active:
        return []
    if duty.standing.asked is None:
        return [[(texts.label("button", "postpone"), data(Verb.POSTPONE, duty.id))]]
    if person.id == duty.standing.asked_by or person.id in duty.holders:
        return [[(texts.label("button", "withdraw"), data(Verb.WITHDRAW, duty.id))]]
    return [decides(duty)] if chat_id > 0 and may_decide(desk, person, duty) else []


def waits_for(desk: Desk, duty: Duty) -> list[str]:
    """The names of who is to decide; nothing where nothing is asked for any more."""
    if duty.standing.asked is None or not duty.active:
        return []
    asker = duty.standing.asked_by
    return [person.name for person in deciders(desk, duty, asker) if person.id != asker]
