"""[Nanti]: the reminder is put off to another working day, in the very message that reminds; the due date stays."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data, keyboard
from zibot.handlers.press import Press, duty_of
from zibot.handlers.status import show_duty
from zibot.model import Outbox, saved
from zibot.rules.lifecycle import Duty, State
from zibot.storage import outbox, plans, snoozes


def choices(desk: Desk) -> list[date]:
    """The days to which a reminder may be put off, the nearest first; all of them are worked."""
    today, calendar = desk.today, desk.workdays
    monday = today + timedelta(days=7 - today.weekday())
    ahead = (today + timedelta(days=3), monday, today + timedelta(days=7))
    # Before days off some of them are the same.
    return sorted({calendar.next_after(today), *(calendar.on_or_after(day) for day in ahead)})[:3]


def ask(desk: Desk, press: Press) -> str | None:
    """[Nanti] under a morning message or a card: when to remind of this one, in the place of its buttons."""
    duty, why = _put_off(desk, press)
    if duty is None:
        return why
    row = _stands(desk, press)
    if row is None:
        desk.say(press.chat_id, "later_ask", buttons=_days(desk, duty), about=[duty.id], duty=duty)
    else:
        _change(desk, press, row, buttons=_days(desk, duty))
    return None


def _days(desk: Desk, duty: Duty) -> list[list[Button]]:
    """A button for each day; one past the due date says so."""
    rows = [[(_words(desk, duty, day), data(Verb.LATER_DAY, day.toordinal(), duty.id))] for day in choices(desk)]
    return [*rows, [(texts.label("button", "later-not"), data(Verb.LATER_NOT, duty.id))]]


def _words(desk: Desk, duty: Duty, day: date) -> str:
    ahead = (day - desk.today).days
    next_week = 3 < ahead < 7 and day.weekday() < desk.today.weekday()
    near = texts.label("away", "next-week") if next_week or ahead == 7 - desk.today.weekday() else ""
    words = near or texts.away(day, desk.today)
    after = desk.today <= duty.due < day
    return texts.label("button", "later-day", when=words.capitalize(), day=texts.short_day(day), after=after)


def chosen(desk: Desk, press: Press) -> str | None:
    """A day was chosen: the message says until when it is put off, and has its buttons again."""
    duty, why = _put_off(desk, press)
    if duty is None:
        return why
    day = next((day for day in choices(desk) if day.toordinal() == press.numbers[0]), None)
    if day is None:
        back(desk, press)
        return "old"
    snoozes.put_off(desk.session, press.person, [duty.id], day, desk.now)
    _told(desk, press, [duty], day)
    return "later"


def all_of_them(desk: Desk, press: Press) -> str | None:
    """[Nanti semua sampai besok]: all that the message names of the reader's own, until the next working day."""
    row = _stands(desk, press)
    me = saved(press.person.id)
    named = plans.duties(desk.session, desk.satker_id, ids=row.about) if row is not None else []
    mine = [duty for duty in named if _open_to(me, duty)]
    if not mine:
        return "old"
    day = desk.workdays.next_after(desk.today)
    snoozes.put_off(desk.session, press.person, [duty.id for duty in mine], day, desk.now)
    _told(desk, press, mine, day)
    return "later"


def back(desk: Desk, press: Press) -> str | None:
    """[Kembali]: the message has its buttons again."""
    duty, why = _put_off(desk, press)
    row = _stands(desk, press)
    if duty is None or row is None:
        return why or "old"
    _change(desk, press, row, buttons=_buttons(desk, press))
    return None


def _put_off(desk: Desk, press: Press) -> tuple[Duty | None, str | None]:
    """The obligation that the presser may put off now, or the toast that says why not."""
    duty, me = duty_of(desk, press), saved(press.person.id)
    if duty is None:
        return None, "old"
    if me not in duty.holders:
        return None, "not-yours"
    if not _open_to(me, duty):
        show_duty(desk, press.chat_id, duty, press.person)
        return None, "old"
    return duty, None


def _open_to(person: int, duty: Duty) -> bool:
    """Whether something of it is still to be done by a person."""
    return person in duty.holders and duty.active and duty.part(person) is not State.SUBMITTED


def _stands(desk: Desk, press: Press) -> Outbox | None:
    """The message under which a button was pressed as it stands; None where nobody knows what it says any more."""
    row = outbox.message(desk.session, press.chat_id, press.message_id)
    return row if row is not None and row.payload.get("text") else None


def _buttons(desk: Desk, press: Press) -> list[list[Button]]:
    """The buttons with which a message first went out."""
    made = outbox.made(desk.session, press.chat_id, press.message_id)
    rows = made.payload.get("reply_markup", {}).get("inline_keyboard", []) if made is not None else []
    return [[(button["text"], button["callback_data"]) for button in row] for row in rows]


def _told(desk: Desk, press: Press, duties: Sequence[Duty], day: date) -> None:
    """Say below the message what was put off until when; what all was put off at once is so once."""
    row = _stands(desk, press)
    said = texts.render("later", duties=duties, day=day, today=desk.today)
    # What was said of an earlier choice gives way to this one.
    before = row.payload["text"].split(f"\n\n{said.split()[0]}")[0] if row is not None else ""
    if row is None or texts.length(f"{before}\n\n{said}") > texts.LIMIT:
        desk.say(press.chat_id, "later", duties=duties, day=day)
        return
    once = data(Verb.LATER_ALL)
    kept = [line for line in _buttons(desk, press) if press.verb is not Verb.LATER_ALL or line[0][1] != once]
    _change(desk, press, row, buttons=kept, text=f"{before}\n\n{said}")


def _change(
    desk: Desk, press: Press, row: Outbox, *, buttons: Sequence[Sequence[Button]], text: str | None = None
) -> None:
    """Change the message in place; it stays about what it was about."""
    payload: dict[str, Any] = {
        "chat_id": press.chat_id,
        "message_id": press.message_id,
        "text": text or row.payload["text"],
        "parse_mode": "HTML",
        "reply_markup": keyboard(buttons),
    }
    desk.put(press.chat_id, "editMessageText", payload, about=row.about)
