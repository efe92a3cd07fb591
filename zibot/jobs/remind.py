"""The morning message, and the lead's one list of what was due before the plan was adopted."""

import logging
from collections import Counter
from datetime import date

from zibot import texts
from zibot.context import Button, Desk, House, Verb, data
from zibot.model import Item, Person, saved
from zibot.rules.reminders import Digest, Rhythm, digests
from zibot.rules.roles import Role
from zibot.storage import plans, reminders
from zibot.storage.outbox import Rank

log = logging.getLogger(__name__)

BUTTON_ROWS = 10
"""Obligations with buttons under a morning message; the rest are in /tugas."""


def is_morning(desk: Desk) -> bool:
    """Whether now is within the office's hours of a working day."""
    local = desk.local(desk.now)
    hours = desk.settings.remind_at <= local.time() < desk.settings.remind_until
    return hours and desk.workdays.is_workday(local.date())


def planned(desk: Desk, day: date) -> dict[int, Digest]:
    """The morning messages of a day, by person, as things stand now; only for people who can be reached."""
    rhythm = Rhythm(desk.settings.lead_days, desk.settings.overdue_every)
    found = digests(
        plans.duties(desk.session, desk.satker_id),
        reminders.last_named(desk.session, desk.satker_id),
        day,
        rhythm,
        desk.workdays.on_or_before,
    )
    return {id: digest for id, digest in found.items() if id in desk.team and desk.team[id].telegram_id is not None}


def due(desk: Desk) -> dict[int, Digest]:
    """The morning messages that are due now."""
    return planned(desk, desk.today) if is_morning(desk) else {}


async def morning(house: House) -> int:
    """Put today's morning messages into the outbox, one a person at most; returns how many are new."""
    said = 0
    for id, digest in (await house.look(due)).items():
        try:
            said += await house.work(_tell, id, digest)
        except Exception:  # one person's message that fails must not keep the others' back
            log.exception("the morning message of person %s", id)
    return said


def _tell(desk: Desk, id: int, digest: Digest) -> bool:
    person = desk.team[id]
    assert person.telegram_id is not None
    new = desk.say(
        person.telegram_id,
        "digest",
        buttons=_buttons(digest),
        rank=Rank.DIGEST,
        about=[duty.id for duty in digest.duties],
        once=f"digest:{id}:{desk.today}",
        name=person.name,
        digest=digest,
        marks=texts.marks(),
        protect=any(duty.confidential for duty in digest.duties),
    )
    if new:
        reminders.note(desk.session, person, [duty.id for duty in digest.duties], desk.today)
    return new


def _buttons(digest: Digest) -> list[list[Button]]:
    """For each obligation one button to send evidence and one to say how it stands."""
    shown = digest.duties[:BUTTON_ROWS]
    times = Counter(duty.code for duty in shown)
    return [
        [
            (texts.label("button", name, code=duty.code, due=due), data(verb, duty.id))
            for name, verb in (("send-code", Verb.SEND), ("status-code", Verb.OPEN))
        ]
        for duty in shown
        # An item that is named for several months is told apart by its due date.
        for due in [texts.short_date(duty.due) if times[duty.code] > 1 else ""]
    ]


def unscheduled(desk: Desk) -> int:
    """Ask, once, whoever decides about them when the items in doubt fall due: their coordinator, else the lead."""
    plan = plans.in_force(desk.session, desk.satker_id)
    rows = plans.in_doubt(desk.session, plan) if plan else []
    asked: dict[int, list[Item]] = {}
    for row in rows:
        reachable = [person for person in desk.team.values() if person.telegram_id is not None]
        coordinators = [p for p in reachable if p.role == Role.COORDINATOR and row.area in p.areas]
        leads = [p for p in reachable if p.role == Role.LEAD]
        for person in coordinators or leads[:1]:
            asked.setdefault(saved(person.id), []).append(row)
    return sum(_ask_when(desk, desk.team[id], saved(plan.id), items) for id, items in asked.items() if plan)


def _ask_when(desk: Desk, person: Person, plan_id: int, items: list[Item]) -> bool:
    return person.telegram_id is not None and desk.say(
        person.telegram_id,
        "unscheduled",
        buttons=[
            [
                (
                    texts.label("button", "schedule", code=item.code, what=what, secret=item.confidential),
                    data(Verb.SCHEDULE, saved(item.id)),
                )
            ]
            for item in items[:8]
            for what in [texts.short(item.action, 34)]
        ],
        once=f"unscheduled:{plan_id}:{person.id}",
        items=items,
        protect=any(item.confidential for item in items),
    )


def backlog(desk: Desk) -> int:
    """Give the lead, once, the list of what was due before the plan was adopted."""
    plan = plans.in_force(desk.session, desk.satker_id)
    lead = next((p for p in desk.team.values() if p.role == Role.LEAD and p.telegram_id is not None), None)
    if plan is None or lead is None or lead.telegram_id is None:
        return 0
    waiting = [duty for duty in plans.duties(desk.session, desk.satker_id) if duty.backlog]
    if not waiting:
        return 0
    return desk.say(
        lead.telegram_id,
        "backlog",
        buttons=[[(texts.label("button", "settle-start"), data(Verb.SETTLE))]],
        once=f"backlog:{plan.id}",
        about=[duty.id for duty in waiting],
        duties=waiting,
        adopted=plan.adopted_on,
        protect=any(duty.confidential for duty in waiting),
    )
