"""What was due before the plan was adopted: the lead gets one list, and settles it one by one."""

from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press, duty_of
from zibot.handlers.seeing import keeps
from zibot.model import Person
from zibot.rules.lifecycle import Duty, Kind
from zibot.storage import plans


def backlog(desk: Desk) -> list[Duty]:
    """What still waits to be settled, oldest first."""
    return [duty for duty in plans.duties(desk.session, desk.satker_id) if duty.backlog]


def begin(desk: Desk, press: Press) -> str | None:
    """[Mulai membereskan] or [Lewati dulu]: show the next one."""
    after = press.numbers[0] if press.numbers else 0
    show_next(desk, press.person, press.chat_id, after=after, edit=press.message_id if after else None)
    return None


def show_next(desk: Desk, person: Person, chat_id: int, *, after: int = 0, edit: int | None = None) -> None:
    """Show the next one to settle; past the last it begins anew."""
    waiting = backlog(desk)
    if not waiting:
        desk.say(chat_id, "settled_all", edit=edit)
        return
    ids = [duty.id for duty in waiting]
    duty = waiting[(ids.index(after) + 1) % len(ids)] if after in ids else waiting[0]
    desk.say(
        chat_id,
        "settle",
        edit=edit,
        buttons=_buttons(duty, len(waiting)),
        duty=duty,
        hidden=keeps(desk, person, chat_id, duty, edit=edit),
        left=len(waiting),
        about=[duty.id],
        # The same message will show the others of the list.
        protect=any(one.confidential for one in waiting),
    )


def _buttons(duty: Duty, waiting: int) -> list[list[Button]]:
    rows: list[list[Button]] = [
        [(texts.label("button", "settle-done"), data(Verb.SETTLE_DONE, duty.id))],
        [
            (texts.label("button", "settle-move"), data(Verb.SETTLE_MOVE, duty.id)),
            (texts.label("button", "settle-cancel"), data(Verb.SETTLE_CANCEL, duty.id)),
        ],
    ]
    if waiting > 1:
        rows.append([(texts.label("button", "settle-skip"), data(Verb.SETTLE, duty.id))])
    return rows


def pressed(desk: Desk, press: Press) -> str | None:
    """[Sudah dikerjakan], [Pindahkan] or [Batalkan] under one of the list."""
    duty = duty_of(desk, press)
    if duty is None:
        return "old"
    if not duty.backlog:
        show_next(desk, press.person, press.chat_id, edit=press.message_id)
        return "old"
    if press.verb is Verb.SETTLE_DONE:
        desk.record(Kind.SETTLED, actor=press.person, duty=duty)
        show_next(desk, press.person, press.chat_id, edit=press.message_id)
        return "saved"
    desk.ask(press.person, "new-due" if press.verb is Verb.SETTLE_MOVE else "reason-cancelled", press.chat_id, duty)
    return None


def answered(desk: Desk, person: Person, chat_id: int, duty: Duty, *, kind: str, words: str) -> bool:
    """Take the new date or the reason that the lead wrote; False where the date was not understood."""
    if kind == "new-due":
        due = desk.date_in(words)
        if due is None:
            desk.say(chat_id, "date_unclear", example=desk.workdays.next_after(desk.today))
            return False
        _append(desk, person, duty, Kind.MOVED, due=due.isoformat())
    else:
        _append(desk, person, duty, Kind.CANCELLED, reason=words)
    now = plans.duty(desk.session, desk.satker_id, duty.id)
    desk.say(chat_id, "moved" if kind == "new-due" else "cancelled", duty=now, protect=duty.confidential)
    if backlog(desk):
        show_next(desk, person, chat_id)
    else:
        desk.say(chat_id, "settled_all")
    return True


def _append(desk: Desk, person: Person, duty: Duty, kind: Kind, **payload: Any) -> None:
    desk.record(kind, actor=person, duty=duty, **payload)
