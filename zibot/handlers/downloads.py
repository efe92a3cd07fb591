"""[Unduh rencana] and [Kalender]: the plan in force as a file, made off the desk and then sent from it."""

import asyncio
from dataclasses import dataclass

from telegram import Update

from zibot import texts
from zibot.context import Context, Desk, Verb
from zibot.handlers.planning import refusal
from zibot.handlers.press import Press, buttons
from zibot.handlers.sheets import send_file
from zibot.model import Plan
from zibot.storage import plans
from zibot.texts import files

VERBS = (Verb.PLAN_SHEET, Verb.PLAN_CALENDAR)
PATTERN = "^(?:" + "|".join(VERBS) + ")(?::|$)"
"""The callback data that is answered here."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made, and the plan that it shows."""

    content: bytes
    plan: Plan


async def pressed(update: Update, context: Context) -> None:
    """Make the file first, so that no transaction waits for it; whether it may be had is asked when it is sent."""
    query = update.callback_query
    verb = Verb((query.data if query is not None and query.data else Verb.PLAN_SHEET).partition(":")[0])
    made = await context.house.look(_make, verb)
    kept = await asyncio.to_thread(context.house.files.keep, made.content) if made is not None else None

    def send(desk: Desk, press: Press) -> str | None:
        why = refusal(press)
        if why is not None:
            return why
        if made is None or kept is None:
            return "plan-none"
        sheet = press.verb is Verb.PLAN_SHEET
        name = f"rencana-kerja-{made.plan.year}.{'xlsx' if sheet else 'ics'}"
        caption = texts.render("plan_sheet" if sheet else "plan_calendar", plan=made.plan)
        send_file(desk, press.chat_id, name, kept.sha256, caption=caption)
        return None

    await context.work(buttons(dict.fromkeys(VERBS, send)), update)


def _make(desk: Desk, verb: Verb) -> Made | None:
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        return None
    if verb is Verb.PLAN_SHEET:
        return Made(files.review_workbook(plans.reading_of(desk.session, plan)), plan)
    days = plans.due_days(desk.session, plan, desk.satker.code)
    return Made(files.calendar(days, office=plan.office or desk.satker.name, year=plan.year, now=desk.now), plan)
