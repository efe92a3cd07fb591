"""What waits for a coordinator or a lead: others who are late, reviews, a yes, items nobody holds, leaves."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple

from zibot.rules.day import Day, Days
from zibot.rules.deciding import Member
from zibot.rules.lifecycle import Duty, State
from zibot.rules.reminders import Matter, in_order
from zibot.rules.roles import Role

REVIEW_AFTER = 2
"""Working days that a review waits before the morning message names it: who reviews was told when it came."""


class Late(NamedTuple):
    """What someone else is late with, and by how many working days."""

    duty: Duty
    days: int


class Away(NamedTuple):
    """What falls due while someone who holds it is on leave."""

    duty: Duty
    person: int
    days: Days


def late(day: Day, one: Member) -> list[Matter]:
    """What others are late with, since the step at which this person hears of it."""
    after = day.rhythm.lead_after if one.role == Role.LEAD else day.rhythm.coordinator_after
    theirs = (
        duty
        for duty in day.known.duties
        if duty.late(day.today)
        and duty.holders
        and one.id not in duty.holders
        and (one.role == Role.LEAD or duty.area in one.areas)
    )
    steps = ((duty, day.after(duty.due, after)) for duty in theirs if after)
    return [day.matter(one.id, "late", duty, step) for duty, step in steps if step <= day.today]


def days_late(day: Day, duty: Duty) -> int:
    """By how many working days an obligation is late."""
    days, one = 0, day.calendar.next_after(duty.due)
    while one <= day.today:
        days, one = days + 1, day.calendar.next_after(one)
    return days


def reviews(day: Day, one: Member) -> list[Matter]:
    """What waits for this person's review, once the oldest has waited long enough; one matter as a whole.

    All of them were named last when the latest of them was, so that one more does not call for a message of its own.
    """
    mine = [(duty, day.known.submitted.get(duty.id, duty.due)) for duty in day.known.reviews.get(one.id, ())]
    if not any(day.after(since, REVIEW_AFTER) <= day.today for _, since in mine):
        return []
    matters = [day.matter(one.id, "review", duty, since) for duty, since in mine]
    last = max((matter.last for matter in matters if matter.last is not None and not matter.fresh), default=None)
    return [replace(matter, last=last, since=date.min) for matter in matters]


def asked(day: Day, one: Member) -> list[Matter]:
    """The later due dates that have waited for this person's yes since yesterday or longer."""
    waiting = (duty for duty in day.known.duties if duty.standing.asked is not None and duty.active)
    dated = ((duty, day.known.asked.get(duty.id, day.today)) for duty in waiting)
    return [
        day.matter(one.id, "asked", duty, since)
        for duty, since in dated
        if since < day.today and day.decides(one.id, duty.area)
    ]


def ownerless(day: Day, one: Member) -> list[Matter]:
    """What this person could find a holder for, as a whole."""
    last = day.known.noticed.get((one.id, 0, "ownerless"))
    return [Matter(date.min, last)] if day.known.nobodys.get(one.id) else []


def unfiled(day: Day, one: Member) -> list[Matter]:
    """Pieces of which this person has not said yet what they are for, as a whole."""
    pieces = day.known.unfiled.get(one.id, ())
    last = day.known.noticed.get((one.id, 0, "unfiled"))
    return [Matter(max(came for _, came in pieces), last)] if pieces else []


def away(day: Day, one: Member) -> list[Away]:
    """What falls due in leaves of others, told once for each leave."""
    coming = in_order(duty for duty in day.known.duties if duty.active and duty.due >= day.today)
    found = (
        Away(duty, person, leave)
        for duty in coming
        for person in duty.holders
        for leave in [day.leave_of(person, duty)]
        if leave is not None and person != one.id and duty.part(person) is not State.SUBMITTED
    )
    return [
        told
        for told in found
        if day.decides(one.id, told.duty.area, told.person)
        and day.matter(one.id, "leave", told.duty, told.days.said).fresh
    ]
