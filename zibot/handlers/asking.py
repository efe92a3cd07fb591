"""Questions about the plan: /tugas, /status, /butir, /terlambat, /jadwal, /rencana, /tim."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.press import Press, duty_of
from zibot.handlers.seeing import Hides, hides, keeps, shows
from zibot.handlers.status import show_duty
from zibot.handlers.who import Spoken
from zibot.model import Plan
from zibot.rules.areas import find_area
from zibot.rules.lifecycle import Duty, State
from zibot.rules.progress import AreaProgress, lacking_evidence, late_duties, overall, progress_by_area
from zibot.rules.roles import May, allowed
from zibot.storage import people, plans

SHOWN = 8
"""Lines of a list in one answer; the rest is counted and one command away."""
HORIZON = timedelta(days=14)


def tasks(desk: Desk, spoken: Spoken) -> None:
    """/tugas: what waits for this person, the nearest due first, each a tap away; always in private."""
    mine = [d for d in plans.duties(desk.session, desk.satker_id) if spoken.person.id in d.holders]
    active = [duty for duty in mine if duty.active]
    shown = active[:SHOWN]
    hidden = hides(desk, spoken.person, private=True)
    assert spoken.person.telegram_id is not None
    if not spoken.private:
        desk.say(spoken.chat_id, "tasks_private")
    desk.say(
        spoken.person.telegram_id,
        "tasks",
        buttons=_openers(shown),
        about=[duty.id for duty in shown],
        name=spoken.person.name,
        duties=shown,
        more=len(active) - len(shown),
        waiting=sum(duty.state is State.SUBMITTED for duty in mine),
        marks=texts.marks(),
        hidden=hidden,
        protect=shows(shown, hidden),
    )


def _openers(duties: Sequence[Duty]) -> list[list[Button]]:
    """A button for each obligation, two in a row."""
    made = [
        (
            texts.label("button", "open-code", mark=texts.marks()[d.state], code=d.code, due=texts.short_date(d.due)),
            data(Verb.OPEN, d.id),
        )
        for d in duties
    ]
    return [made[at : at + 2] for at in range(0, len(made), 2)]


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer about progress: its template with what fills it, its figures, and what it is about."""

    template: str
    data: dict[str, Any]
    figures: tuple[AreaProgress, ...] = ()
    duties: tuple[Duty, ...] = ()
    choices: tuple[tuple[int, str], ...] = ()
    protect: bool = False


def status(desk: Desk, spoken: Spoken) -> None:
    """/status [area …|semua]: progress, what is late, what lacks evidence and who holds it."""
    plan = _plan(desk, spoken)
    if plan is not None:
        hidden = hides(desk, spoken.person, private=spoken.private)
        _tell(desk, spoken.chat_id, progress_answer(desk, plan, spoken.argument, hidden=hidden))


def pressed_area(desk: Desk, press: Press) -> str | None:
    """Answer for the area that was chosen by its button."""
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None or press.numbers[0] not in _areas(desk, plan):
        return "old"
    hidden = hides(desk, press.person, private=press.private)
    _tell(desk, press.chat_id, progress_answer(desk, plan, str(press.numbers[0]), hidden=hidden))
    return None


def _tell(desk: Desk, chat_id: int, answer: Answer) -> None:
    buttons = [
        [(f"{texts.roman(number)} · {texts.short(name, 30)}", data(Verb.AREA, number))]
        for number, name in answer.choices
    ]
    about = [duty.id for duty in answer.duties]
    desk.say(chat_id, answer.template, buttons=buttons, about=about, protect=answer.protect, **answer.data)


def progress_answer(desk: Desk, plan: Plan, asked: str, *, hidden: Hides) -> Answer:
    """The answer to a question about progress, however its area is named; an unclear one is asked back."""
    areas = _areas(desk, plan)
    found = find_area(asked, areas)
    if found.everything:
        duties = plans.duties(desk.session, desk.satker_id)
        each, whole = progress_by_area(duties, desk.today), overall(duties, desk.today)
        return Answer("status_all", {"areas": each, "whole": whole}, figures=(whole, *each))
    if found.area is None:
        choices = tuple((area.number, area.name) for area in found.candidates) or tuple(areas.items())
        data = {"asked": asked, "candidates": bool(found.candidates), "choices": choices}
        return Answer("area_unclear", data, choices=choices)
    return _area_answer(desk, found.area.number, areas.get(found.area.number, found.area.name), hidden=hidden)


def _area_answer(desk: Desk, area: int, name: str, *, hidden: Hides) -> Answer:
    """One area's progress, what is late and what lacks evidence, with who holds it."""
    duties = [duty for duty in plans.duties(desk.session, desk.satker_id) if duty.area == area]
    figures = next(iter(progress_by_area(duties, desk.today)), None)
    if figures is None:
        return Answer("status_empty", {"area": area, "name": name})
    horizon = desk.today + HORIZON
    late = late_duties(duties, desk.today)
    lacking = tuple(duty for duty in lacking_evidence(duties, horizon) if not duty.late(desk.today))
    data = {
        "figures": figures,
        "late": late[:SHOWN],
        "late_more": max(0, len(late) - SHOWN),
        "lacking": lacking[:SHOWN],
        "lacking_more": max(0, len(lacking) - SHOWN),
        "horizon": horizon,
        "team": desk.team,
        "hidden": hidden,
    }
    shown = (*late[:SHOWN], *lacking[:SHOWN])
    return Answer("status_area", data, figures=(figures,), duties=shown, protect=shows(shown, hidden))


def item(desk: Desk, spoken: Spoken) -> None:
    """/butir CODE: everything about one item."""
    plan = _plan(desk, spoken)
    if plan is None:
        return
    rows, asked = plans.items(desk.session, plan), spoken.argument
    wanted = asked.upper().replace(" ", "").strip(".")
    here = next((row for row in rows if row.code.upper() == wanted), None)
    earlier = plans.formerly(desk.session, plan, wanted)
    found = here or earlier
    if found is None:
        desk.say(spoken.chat_id, "item_unknown", asked=asked or "?", example=rows[0].code)
        return
    hidden = hides(desk, spoken.person, private=spoken.private)(found)
    duties = [duty for duty in plans.duties(desk.session, desk.satker_id) if duty.item_id == found.id]
    team = desk.team
    desk.say(
        spoken.chat_id,
        "item",
        item=found,
        duties=duties,
        holders=[team[id].name for id in people.holders(list(team.values()), found.code)] if here else [],
        asked=wanted,
        earlier=earlier,
        dropped=found.plan_id != plan.id,
        team=team,
        hidden=hidden,
        reasons=spoken.private and not hidden,
        marks=texts.marks(),
        buttons=_openers([duty for duty in duties if duty.active][:4]) if spoken.private else (),
        about=[duty.id for duty in duties],
        protect=found.confidential and not hidden,
    )


def late(desk: Desk, spoken: Spoken) -> None:
    """/terlambat [area]: what is past due and who holds it."""
    plan = _plan(desk, spoken)
    if plan is None:
        return
    found = find_area(spoken.argument, _areas(desk, plan))
    if not found.everything and found.area is None:
        status(desk, spoken)
        return
    number = found.area.number if found.area else None
    duties = [d for d in plans.duties(desk.session, desk.satker_id) if number is None or d.area == number]
    missed = late_duties(duties, desk.today)
    hidden = hides(desk, spoken.person, private=spoken.private)
    desk.say(
        spoken.chat_id,
        "late",
        duties=missed,
        area=number,
        team=desk.team,
        hidden=hidden,
        about=[duty.id for duty in missed],
        protect=shows(missed, hidden),
    )


def agenda(desk: Desk, spoken: Spoken) -> None:
    """/jadwal: what falls due in the next thirty days."""
    if _plan(desk, spoken) is None:
        return
    until: date = desk.today + timedelta(days=30)
    coming = [
        duty for duty in plans.duties(desk.session, desk.satker_id) if duty.active and desk.today <= duty.due <= until
    ]
    hidden = hides(desk, spoken.person, private=spoken.private)
    desk.say(
        spoken.chat_id,
        "agenda",
        duties=coming,
        until=until,
        team=desk.team,
        hidden=hidden,
        about=[duty.id for duty in coming],
        protect=shows(coming, hidden),
    )


def plan(desk: Desk, spoken: Spoken) -> None:
    """/rencana: the plan in force."""
    adopted = _plan(desk, spoken)
    if adopted is None:
        return
    rows = plans.items(desk.session, adopted)
    counts = Counter(row.area for row in rows)
    adopts = spoken.private and allowed(spoken.person.role, May.ADOPT)
    desk.say(
        spoken.chat_id,
        "plan",
        buttons=_plan_buttons() if adopts else (),
        once=f"plan:{spoken.chat_id}:{spoken.message.message_id}",
        adopts=adopts,
        plan=adopted,
        items=rows,
        obligations=sum(duty.state.counted for duty in plans.duties(desk.session, desk.satker_id)),
        areas=[(number, name, counts[number]) for number, name in _areas(desk, adopted).items()],
        undated=plans.undated(desk.session, adopted),
    )


def _plan_buttons() -> list[list[Button]]:
    """What a lead can do with the plan."""
    named = (("plan-send", Verb.PLAN_SEND), ("plan-sheet", Verb.PLAN_SHEET), ("plan-calendar", Verb.PLAN_CALENDAR))
    return [[(texts.label("button", name), data(verb))] for name, verb in named]


def team(desk: Desk, spoken: Spoken) -> None:
    """/tim: who is in the team, in which role, and who has not joined yet."""
    desk.say(spoken.chat_id, "team", people=list(desk.team.values()), hidden=not spoken.private)


def open_duty(desk: Desk, press: Press) -> str | None:
    """Open an obligation's card from a list."""
    duty = duty_of(desk, press)
    if duty is None:
        return "old"
    if duty.confidential and not press.private:
        return "here-only-private"
    if keeps(desk, press.person, press.chat_id, duty):
        return "confidential"
    show_duty(desk, press.chat_id, duty, press.person)
    return None


def _plan(desk: Desk, spoken: Spoken) -> Plan | None:
    """The plan in force; where there is none the asker is told."""
    adopted = plans.in_force(desk.session, desk.satker_id)
    if adopted is None:
        adopts = spoken.private and allowed(spoken.person.role, May.ADOPT)
        desk.say(spoken.chat_id, "no_plan", buttons=_plan_buttons()[:1] if adopts else (), adopts=adopts)
    return adopted


def _areas(desk: Desk, plan: Plan) -> dict[int, str]:
    """The plan's areas by number."""
    return {row.area: row.area_name for row in sorted(plans.items(desk.session, plan), key=lambda row: row.area)}
