"""/cuti: the days on which a person is on leave, so that nothing reminds them then."""

import re
from datetime import date, timedelta

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press
from zibot.handlers.who import Spoken
from zibot.model import Leave, Person, saved
from zibot.rules.lifecycle import Duty, State
from zibot.storage import leaves, plans
from zibot.when import dates_in_words

LONGEST = timedelta(days=100)
"""Longer leaves (maternity takes three months) are handed over, not waited for."""
FAR = timedelta(days=300)
"""So far ahead a day without its year is rather one of this year that is past."""
OPENED = 6
"""Items with a button of their own."""


def told(desk: Desk, spoken: Spoken) -> None:
    """/cuti shows what is written down; /cuti 5-9 Mei writes it down. Always answered in private."""
    chat_id = spoken.person.telegram_id or spoken.chat_id
    if not spoken.private:
        desk.say(spoken.chat_id, "leave_private")
    if not spoken.argument:
        show(desk, spoken.person, chat_id)
        return
    days = dates_in_words(spoken.argument, desk.today)
    why = problem(desk, spoken.person, spoken.argument, days)
    if days is None or why:
        known = overlapping(desk, spoken.person, days) if days is not None else None
        example = desk.workdays.next_after(desk.today)
        buttons = [_cancel(known)] if why == "overlaps" and known is not None else []
        desk.say(chat_id, "leave_not", buttons=buttons, why=why, days=days, known=known, example=example)
        return
    leave = leaves.take(desk.session, spoken.person, *days, desk.now)
    due = due_in(desk, spoken.person, leave)
    desk.say(
        chat_id,
        "leave_taken",
        buttons=[*([_opener(duty)] for duty in due[:OPENED]), _cancel(leave)],
        about=[duty.id for duty in due],
        leave=leave,
        duties=due[:OPENED],
        more=len(due[OPENED:]),
        back=desk.workdays.next_after(leave.last),
        protect=any(duty.confidential for duty in due),
    )


def problem(desk: Desk, person: Person, words: str, days: tuple[date, date] | None) -> str:
    """Why a leave cannot be written down: unclear, past, long, far or overlaps; empty where it can."""
    if days is None:
        return "unclear"
    first, last = days
    if last < desk.today:
        return "past"
    if last - first > LONGEST:
        return "long"
    if first - desk.today > FAR and re.search(r"\b\d{4}\b", words) is None:
        return "far"
    return "overlaps" if overlapping(desk, person, days) is not None else ""


def overlapping(desk: Desk, person: Person, days: tuple[date, date]) -> Leave | None:
    """A leave that the person has told of before and that shares a day with these."""
    first, last = days
    known = leaves.of_person(desk.session, person, max(first, desk.today))
    return next((leave for leave in known if leave.first <= last and first <= leave.last), None)


def due_in(desk: Desk, person: Person, leave: Leave) -> list[Duty]:
    """What the person holds that falls due in the leave and is not done yet."""
    id = saved(person.id)
    return [
        duty
        for duty in plans.duties(desk.session, desk.satker_id)
        if id in duty.holders
        and duty.active
        and duty.part(id) is not State.SUBMITTED
        and leave.first <= duty.due <= leave.last
    ]


def show(desk: Desk, person: Person, chat_id: int, *, edit: int | None = None) -> None:
    """The leaves of a person that are not over, each with a button to take it back."""
    known = leaves.of_person(desk.session, person, desk.today)
    example = desk.workdays.next_after(desk.today)
    desk.say(chat_id, "leaves", edit=edit, buttons=[_cancel(one) for one in known], leaves=known, example=example)


def cancel(desk: Desk, press: Press) -> str | None:
    """[Batalkan cuti]: the leave is taken back, and the message shows those that are left."""
    leave = leaves.one(desk.session, desk.satker_id, press.numbers[0])
    if leave is None:
        return "old"
    if leave.person_id != press.person.id:
        return "not-yours"
    over = leave.cancelled_at is not None or leave.last < desk.today
    if not over:
        leaves.cancel(desk.session, leave, desk.now)
    show(desk, press.person, press.chat_id, edit=press.message_id)
    return "old" if over else "leave-cancelled"


def _cancel(leave: Leave) -> list[Button]:
    days = texts.short_dates(leave.first, leave.last)
    return [(texts.label("button", "leave-cancel", days=days), data(Verb.LEAVE_CANCEL, saved(leave.id)))]


def _opener(duty: Duty) -> Button:
    what = texts.short(duty.action or duty.indicator, 22)
    due, mark = texts.short_date(duty.due), texts.marks()[duty.state]
    return texts.label("button", "line", mark=mark, code=duty.code, due=due, what=what), data(Verb.OPEN, duty.id)
