"""Questions about the plan: /status, /rencana, who holds what, and the card of an obligation from a list."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.about import Part, areas_of, known_of, plan_buttons, plan_of
from zibot.handlers.lists import openers
from zibot.handlers.paging import Asker, in_rows
from zibot.handlers.press import Press, duty_of
from zibot.handlers.seeing import Hides, keeps, shows
from zibot.handlers.status import show_duty
from zibot.handlers.who import Spoken
from zibot.model import Plan, saved
from zibot.rules.areas import find_area
from zibot.rules.hearing import heard
from zibot.rules.lifecycle import Duty
from zibot.rules.progress import AreaProgress, lacking_evidence, late_duties, overall, progress_by_area
from zibot.rules.roles import May, Role, allowed
from zibot.rules.subjects import Component
from zibot.storage import people, plans

SHOWN = 4
"""Lines of a list within an answer; the rest is counted and one tap away."""
HORIZON = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer about progress: its template with what fills it, its figures, and what it is about."""

    template: str
    data: dict[str, Any]
    figures: tuple[AreaProgress, ...] = ()
    duties: tuple[Duty, ...] = ()
    choices: tuple[tuple[int, str], ...] = ()
    protect: bool = False
    more: tuple[tuple[Button, ...], ...] = ()
    """Rows of buttons that lead on, beside the obligations that it names."""


def status(desk: Desk, spoken: Spoken) -> None:
    """/status [area …|komponen …|semua]: progress, what is late, what lacks evidence and who holds it."""
    plan = plan_of(desk, spoken)
    if plan is not None:
        asker = Asker.of(spoken)
        _tell(desk, asker, progress_answer(desk, plan, spoken.argument, hidden=asker.hidden(desk)))


def show_status(desk: Desk, asker: Asker, part: Part) -> None:
    """The progress of the part of the plan that was asked for."""
    plan = plans.in_force(desk.session, desk.satker_id)
    assert plan is not None
    _tell(desk, asker, part_answer(desk, plan, part, hidden=asker.hidden(desk)))


def pressed_area(desk: Desk, press: Press) -> str | None:
    """Answer for the area that was chosen by its button."""
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None or press.numbers[0] not in areas_of(desk, plan):
        return "old"
    show_status(desk, Asker.by(press), Part(area=press.numbers[0]))
    return None


def _tell(desk: Desk, asker: Asker, answer: Answer) -> None:
    choices = [
        [(f"{texts.roman(number)} · {texts.short(name, 30)}", data(Verb.AREA, number))]
        for number, name in answer.choices
    ]
    buttons = [*choices, *openers(answer.duties), *answer.more]
    about = [duty.id for duty in answer.duties]
    desk.say(asker.chat_id, answer.template, buttons=buttons, about=about, protect=answer.protect, **answer.data)


def progress_answer(desk: Desk, plan: Plan, asked: str, *, hidden: Hides) -> Answer:
    """The answer to a question about progress, however its area or component is named; an unclear one is asked back."""
    component = _component(desk, asked)
    if component is not None:
        return part_answer(desk, plan, Part(component=component), hidden=hidden)
    areas = areas_of(desk, plan)
    found = find_area(asked, areas)
    if found.everything:
        return part_answer(desk, plan, Part(), hidden=hidden)
    if found.area is None:
        choices = tuple((area.number, area.name) for area in found.candidates) or tuple(areas.items())
        filled = {"asked": asked, "candidates": bool(found.candidates), "choices": choices}
        return Answer("area_unclear", filled, choices=choices)
    return part_answer(desk, plan, Part(area=found.area.number), hidden=hidden, name=found.area.name)


def _component(desk: Desk, asked: str) -> Component | None:
    """The one component that is named, with nothing else that is not understood."""
    found = heard(asked, known_of(desk), desk.today)
    if found is None or found.unclear or found.unknown or len(found.components) != 1:
        return None
    return found.components[0]


def part_answer(desk: Desk, plan: Plan, part: Part, *, hidden: Hides, name: str = "") -> Answer:
    """The progress of all of the plan, of an area or of a component."""
    part = part.veiled(desk, hidden)
    duties = [duty for duty in plans.duties(desk.session, desk.satker_id) if part.has(duty)]
    if part.area is None and part.component is None:
        each, whole = progress_by_area(duties, desk.today), overall(duties, desk.today)
        late = _more("late-all", Verb.LATE, 0, whole.late)
        areas = [(texts.label("button", "area", area=texts.roman(a.area)), data(Verb.AREA, a.area)) for a in each]
        return Answer(
            "status_all",
            {"areas": each, "whole": whole},
            figures=(whole, *each),
            more=(*late, *map(tuple, in_rows(areas))),
        )
    figures = next(iter(progress_by_area(duties, desk.today)), None)
    if figures is None:
        number = part.component.area if part.component is not None else part.area or 0
        called = areas_of(desk, plan).get(number, name)
        told = {"area": number, "name": called, "component": part.component}
        return Answer("status_empty", told, protect=part.guarded(desk))
    return _figures_answer(desk, part, figures, duties, hidden=hidden)


def _figures_answer(desk: Desk, part: Part, figures: AreaProgress, duties: Sequence[Duty], *, hidden: Hides) -> Answer:
    """One area's or component's progress, what is late and what lacks evidence, with who holds it."""
    horizon = desk.today + HORIZON
    late = late_duties(duties, desk.today)
    lacking = tuple(duty for duty in lacking_evidence(duties, horizon) if not duty.late(desk.today))
    filled = {
        "figures": figures,
        "component": part.component,
        "late": late[:SHOWN],
        "late_more": max(0, len(late) - SHOWN),
        "lacking": lacking[:SHOWN],
        "lacking_more": max(0, len(lacking) - SHOWN),
        "horizon": horizon,
        "team": desk.team,
        "hidden": hidden,
    }
    shown = (*late[:SHOWN], *lacking[:SHOWN])
    return Answer(
        "status_area",
        filled,
        figures=(_named(figures, part.component),),
        duties=shown,
        protect=shows(shown, hidden) or part.guarded(desk),
        more=_leads_on(part, len(late), len(lacking) + len(late)),
    )


def _named(figures: AreaProgress, component: Component | None) -> AreaProgress:
    """The figures for a script, which must see that they are of a component only."""
    if component is None:
        return figures
    return replace(figures, name=f"{figures.name} · {component.name or component.code}")


def _leads_on(part: Part, late: int, missing: int) -> tuple[tuple[Button, ...], ...]:
    """The lists behind an answer: of an area those of which not all is shown, of a component its items."""
    if part.component is not None:
        number = int(part.component.code.rpartition(".")[2])
        label = texts.label("button", "component-items", code=part.component.code)
        return (((label, data(Verb.COMPONENT, part.component.area, number)),),)
    area = part.area or 0
    return (
        *_more("late-all", Verb.LATE, area, late if late > SHOWN else 0),
        *_more("missing-all", Verb.MISSING, area, missing if missing > SHOWN else 0),
    )


def _more(name: str, verb: Verb, area: int, count: int) -> tuple[tuple[Button, ...], ...]:
    return (((texts.label("button", name, count=count), data(verb, area)),),) if count else ()


# who holds what


def show_holders(desk: Desk, asker: Asker, part: Part) -> None:
    """Who holds the items of an area or a component, and who coordinates the area."""
    plan = plans.in_force(desk.session, desk.satker_id)
    assert plan is not None
    part = part.veiled(desk, asker.hidden(desk))
    rows = [row for row in plans.items(desk.session, plan) if part.has(row)]
    team = list(desk.team.values())
    codes: dict[int, list[str]] = {}
    nobody = []
    for row in rows:
        holders = people.holders(team, row.code)
        for id in holders:
            codes.setdefault(id, []).append(row.code)
        nobody += [] if holders else [row.code]
    number = part.component.area if part.component is not None else part.area or 0
    coordinators = [one.name for one in team if one.role == Role.COORDINATOR and number in one.areas]
    held = sorted(((desk.team[id].name, of) for id, of in codes.items()), key=lambda pair: -len(pair[1]))
    buttons = [(texts.short(desk.team[id].name, 24), data(Verb.PERSON, saved(id))) for id in codes][:8]
    desk.say(
        asker.chat_id,
        "holders",
        buttons=[[button] for button in buttons],
        protect=part.guarded(desk),
        of=part.of,
        name=areas_of(desk, plan).get(number, ""),
        coordinators=coordinators,
        held=held[:20],
        more=max(0, len(held) - 20),
        nobody=nobody,
    )


# the plan, and one obligation


def plan(desk: Desk, spoken: Spoken) -> None:
    """/rencana: the plan in force."""
    adopted = plan_of(desk, spoken)
    if adopted is None:
        return
    rows = plans.items(desk.session, adopted)
    counts = Counter(row.area for row in rows)
    adopts = spoken.private and allowed(spoken.person.role, May.ADOPT)
    desk.say(
        spoken.chat_id,
        "plan",
        buttons=plan_buttons() if adopts else (),
        once=f"plan:{spoken.chat_id}:{spoken.message.message_id}",
        adopts=adopts,
        plan=adopted,
        items=rows,
        obligations=sum(duty.state.counted for duty in plans.duties(desk.session, desk.satker_id)),
        areas=[(number, name, counts[number]) for number, name in areas_of(desk, adopted).items()],
        undated=plans.undated(desk.session, adopted),
    )


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
