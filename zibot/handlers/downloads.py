"""[Unduh rencana] and [Kalender]: the plan in force as a file, made off the desk and then sent from it."""

import asyncio
from dataclasses import dataclass

from zibot import texts
from zibot.context import Context, Desk, Verb
from zibot.handlers.press import Press, Pressed
from zibot.handlers.sheets import send_file
from zibot.model import Plan
from zibot.rules.roles import may_open_all
from zibot.storage import plans
from zibot.texts import files


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and the plan that it shows."""

    content: bytes
    plan: Plan
    confidential: bool
    """Whether it tells what confidential items say."""


async def made(context: Context, verb: Verb) -> Pressed:
    """Make the file first, so that no transaction waits for it."""
    made = await context.house.look(_make, verb)
    kept = await asyncio.to_thread(context.house.files.keep, made.content) if made is not None else None

    def send(desk: Desk, press: Press) -> str | None:
        if made is None or kept is None:
            return "plan-none"
        if made.confidential and not may_open_all(press.person.role):
            return "sheet-only-lead"
        sheet = press.verb is Verb.PLAN_SHEET
        name = f"rencana-kerja-{made.plan.year}.{'xlsx' if sheet else 'ics'}"
        caption = texts.render("plan_sheet" if sheet else "plan_calendar", plan=made.plan)
        desk.record("exported", actor=press.person, what="plan", files={name: kept.sha256})
        send_file(desk, press.chat_id, name, kept.sha256, caption=caption)
        return None

    return send


def _make(desk: Desk, verb: Verb) -> Made | None:
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        return None
    if verb is Verb.PLAN_SHEET:
        confidential = any(item.confidential for item in plans.items(desk.session, plan))
        return Made(files.review_workbook(plans.reading_of(desk.session, plan)), plan, confidential)
    days = plans.due_days(desk.session, plan, desk.satker.code)
    days_file = files.calendar(days, office=plan.office or desk.satker.name, year=plan.year, now=desk.now)
    return Made(days_file, plan, confidential=False)
