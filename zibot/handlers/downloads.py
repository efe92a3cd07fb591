"""[Unduh rencana] and [Kalender]: the plan in force as a file, made off the desk and then sent from it."""

import asyncio
from dataclasses import dataclass

from zibot import texts
from zibot.context import Context, Desk, Verb
from zibot.handlers.press import Press, Pressed
from zibot.handlers.sheets import send_file
from zibot.model import Plan
from zibot.storage import plans
from zibot.texts import files


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and the plan that it shows."""

    content: bytes
    plan: Plan
    whole: bytes | None = None
    """The workbook with the words that the file leaves out, which stays in the house until that returns."""
    secret: int = 0
    """How many items the file leaves without their words."""


async def made(context: Context, verb: Verb) -> Pressed:
    """Make the file first, so that no transaction waits for it."""
    made = await context.house.look(_make, verb)
    keep = context.house.files.keep
    kept = await asyncio.to_thread(keep, made.content) if made is not None else None
    whole = await asyncio.to_thread(keep, made.whole) if made is not None and made.whole is not None else None

    def send(desk: Desk, press: Press) -> str | None:
        if made is None or kept is None:
            return "plan-none"
        sheet = press.verb is Verb.PLAN_SHEET
        name = f"rencana-kerja-{made.plan.year}.{'xlsx' if sheet else 'ics'}"
        caption = texts.render("plan_sheet" if sheet else "plan_calendar", plan=made.plan, secret=made.secret)
        stays = whole.sha256 if whole is not None else None
        desk.record("exported", actor=press.person, what="plan", files={name: kept.sha256}, whole=stays)
        send_file(desk, press.chat_id, name, kept.sha256, caption=caption)
        return None

    return send


def _make(desk: Desk, verb: Verb) -> Made | None:
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        return None
    if verb is Verb.PLAN_SHEET:
        secret = plans.secret(desk.session, plan)
        leaving, whole = files.leaving_workbook(plans.reading_of(desk.session, plan), secret)
        return Made(leaving, plan, whole if secret else None, len(secret))
    days = plans.due_days(desk.session, plan, desk.satker.code)
    return Made(files.calendar(days, office=plan.office or desk.satker.name, year=plan.year, now=desk.now), plan)
