"""Items whose schedule is in doubt: their coordinator decides, by a button or in the plan's own words."""

from collections.abc import Sequence
from datetime import date

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press
from zibot.model import Item, Person, saved
from zibot.plan.schedule import Schedule, due_dates
from zibot.plan.target_waktu import read_target
from zibot.rules.roles import may_schedule
from zibot.storage import plans, prompts


def undecided(desk: Desk, person: Person) -> list[Item]:
    """The items in doubt that this person decides about: those of their areas, or all for the lead."""
    plan = plans.in_force(desk.session, desk.satker_id)
    rows = plans.in_doubt(desk.session, plan) if plan else []
    return [row for row in rows if may_schedule(person.role, person.areas, row.area)]


def proposal(desk: Desk, item: Item) -> list[date]:
    """The due dates still to come of what the document seems to say."""
    return _coming(desk, Schedule.from_dict(item.schedule))


def _coming(desk: Desk, schedule: Schedule) -> list[date]:
    plan = plans.in_force(desk.session, desk.satker_id)
    year = plan.year if plan else desk.today.year
    return [due for due in due_dates(schedule, year, desk.workdays) if due >= desk.today]


def pressed(desk: Desk, press: Press) -> str | None:
    """[Tentukan], [Pakai usulan] or [Tanpa tanggal]."""
    asked = desk.session.get(Item, press.numbers[0])
    item = plans.current(desk.session, asked) if asked is not None and asked.satker_id == desk.satker_id else None
    if item is None or item.certain:
        return "old"
    if not may_schedule(press.person.role, press.person.areas, item.area):
        return "not-yours"
    if press.verb is Verb.SCHEDULE:
        show(desk, press.person, press.chat_id, item)
        return None
    schedule = Schedule("tentative") if press.verb is Verb.UNDATED else Schedule.from_dict(item.schedule)
    decide(desk, press.person, press.chat_id, item, schedule)
    return "saved"


def show(desk: Desk, person: Person, chat_id: int, item: Item) -> None:
    """Ask when an item falls due; the person's next words are the answer."""
    prompts.ask(desk.session, person, "schedule", chat_id, obligation_id=None, now=desk.now, said=str(saved(item.id)))
    proposed = proposal(desk, item)
    buttons: list[list[Button]] = [[(texts.label("button", "undated"), data(Verb.UNDATED, saved(item.id)))]]
    if proposed:
        buttons.insert(0, [(texts.label("button", "proposed"), data(Verb.PROPOSED, saved(item.id)))])
    desk.say(chat_id, "ask_schedule", buttons=buttons, item=item, proposed=proposed, protect=item.confidential)


def answered(desk: Desk, person: Person, chat_id: int, item: Item, words: str) -> bool:
    """Take the schedule that the person wrote; False where it is in doubt again."""
    plan = plans.in_force(desk.session, desk.satker_id)
    understood = read_target(words, year=plan.year if plan else None)
    if not understood.certain or (understood.schedule.months and not _coming(desk, understood.schedule)):
        desk.say(chat_id, "schedule_unclear", item=item)
        return False
    decide(desk, person, chat_id, item, understood.schedule)
    return True


def decide(desk: Desk, person: Person, chat_id: int, item: Item, schedule: Schedule) -> None:
    """Give an item its schedule and obligations, and ask about the next one in doubt."""
    dates = _coming(desk, schedule)
    added = plans.schedule(desk.session, item, schedule.as_dict(), dates, now=desk.now)
    desk.record(
        "item.scheduled",
        actor=person,
        item=item.id,
        schedule=schedule.as_dict(),
        due=[due.isoformat() for due in dates],
        dues={str(item.id): added} if added else None,
    )
    prompts.close(desk.session, person, desk.now)
    waiting: Sequence[Item] = undecided(desk, person)
    buttons = [_decide(row) for row in waiting[:8]]
    desk.say(chat_id, "scheduled", buttons=buttons, item=item, dates=dates, left=len(waiting))


def _decide(item: Item) -> list[Button]:
    what = texts.short(item.action, 34)
    label = texts.label("button", "schedule", code=item.code, what=what, secret=item.confidential)
    return [(label, data(Verb.SCHEDULE, saved(item.id)))]
