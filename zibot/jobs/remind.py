"""The morning message, and the lead's one list of what was due before the plan was adopted."""

from datetime import date

from zibot import texts
from zibot.context import Button, Desk
from zibot.rules.reminders import Digest, Rhythm, digests
from zibot.rules.roles import Role
from zibot.storage import plans, reminders
from zibot.storage.outbox import Rank

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


def morning(desk: Desk) -> int:
    """Put today's morning messages into the outbox, one a person at most; returns how many are new."""
    if not is_morning(desk):
        return 0
    said = 0
    for id, digest in planned(desk, desk.today).items():
        person = desk.team[id]
        assert person.telegram_id is not None
        if desk.say(
            person.telegram_id,
            "digest",
            buttons=_buttons(digest),
            rank=Rank.DIGEST,
            about=[duty.id for duty in digest.duties],
            once=f"digest:{id}:{desk.today}",
            name=person.name,
            digest=digest,
            marks=texts.marks(),
            team=desk.team,
            protect=any(duty.confidential for duty in digest.duties),
        ):
            reminders.note(desk.session, person, [duty.id for duty in digest.duties], desk.today)
            said += 1
    return said


def _buttons(digest: Digest) -> list[list[Button]]:
    """For each obligation one button to send evidence and one to say how it stands."""
    return [
        [
            (texts.label("button", "send-code", code=duty.code), f"b:{duty.id}"),
            (texts.label("button", "status-code", code=duty.code), f"o:{duty.id}"),
        ]
        for duty in digest.duties[:BUTTON_ROWS]
    ]


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
        buttons=[[(texts.label("button", "settle-start"), "bl")]],
        once=f"backlog:{plan.id}",
        about=[duty.id for duty in waiting],
        duties=waiting,
        adopted=plan.adopted_on,
    )
