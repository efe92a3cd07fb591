"""/butir: everything about one item with its due dates and pictures; a component's items; what a wrong code meant."""

import re
from collections.abc import Sequence
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.about import components_of, known_of, names_secret, no_plan, veiled
from zibot.handlers.paging import Asker, Book, Leaf, in_rows, pages_of, show, sliced
from zibot.handlers.press import Press
from zibot.handlers.searching import item_buttons, named_buttons, search
from zibot.handlers.seeing import shows
from zibot.handlers.who import Spoken
from zibot.model import Item, Plan, saved
from zibot.rules.lifecycle import Duty, State
from zibot.rules.roles import may_review
from zibot.rules.subjects import Component
from zibot.storage import histories, people, plans

DUES = 6
"""Due dates on a page."""
HISTORY = 5
"""Things that happened lately."""
ROOM = 3400
"""UTF-16 units of a page: what is longer goes on the next one."""


def item(desk: Desk, spoken: Spoken) -> None:
    """/butir CODE: everything about one item; of a component its items, of an area its components."""
    show_code(desk, Asker.of(spoken), spoken.argument)


def open_code(desk: Desk, asker: Asker, plan: Plan, asked: str) -> bool:
    """Show what a code names: an item, a component or an area; False where it names nothing."""
    rows, wanted = plans.items(desk.session, plan), _code(asked)
    found = next((row for row in rows if row.code.upper() == wanted), None) or plans.formerly(
        desk.session, plan, wanted
    )
    if found is not None:
        show(desk, asker, of_item(desk, asker, {"item": saved(found.id), "asked": wanted}))
        return True
    component = next((one for one in components_of(rows) if one.code.upper() == wanted), None)
    if component is not None:
        show_component(desk, asker, component)
        return True
    inside = [one for one in components_of(rows) if one.code.startswith(wanted + ".")]
    if inside and wanted:
        show_area(desk, asker, inside)
    return bool(inside and wanted)


def show_code(desk: Desk, asker: Asker, asked: str) -> None:
    """Show what a code names, or what was meant by a wrong one."""
    plan = plans.in_force(desk.session, desk.satker_id)
    if plan is None:
        no_plan(desk, asker.person, asker.chat_id, private=asker.private)
    elif not open_code(desk, asker, plan, asked):
        _unclear(desk, asker, plan, asked)


def _code(asked: str) -> str:
    """A code as the plan writes it: "v 4. 3" and "5.4.3" are V.4.3."""
    parts = [part for part in re.split(r"[\s.\-]+", asked.upper().removeprefix("BUTIR").strip()) if part]
    if parts and parts[0].isdecimal() and int(parts[0]) <= 12:
        parts[0] = texts.roman(int(parts[0]))
    return ".".join(parts)


def _unclear(desk: Desk, asker: Asker, plan: Plan, asked: str) -> None:
    """Say kindly what to type: words are searched for, a wrong code gets the likeliest ones as buttons."""
    rows = plans.items(desk.session, plan)
    if re.search(r"[^\W\d]{3,}", asked) and not re.fullmatch(r"[ivxIVX.\d\s-]+", asked):
        search(desk, asker, asked)
        return
    likely = _nearest(_code(asked), rows) if asked else _mine(desk, asker, rows)
    hidden = asker.hidden(desk)
    desk.say(
        asker.chat_id,
        "item_unknown",
        buttons=named_buttons(likely, hidden),
        protect=shows(likely, hidden),
        asked=asked,
        example=likely[0].code,
        wrong=bool(asked),
    )


def _nearest(wanted: str, rows: Sequence[Item]) -> list[Item]:
    """The items whose codes share most steps with a wrong one, then those that lie nearest."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - loaded for a wrong code only

    def far(row: Item) -> tuple[int, int]:
        steps, mine = wanted.split("."), row.code.split(".")
        shared = next((at for at, (a, b) in enumerate(zip(steps, mine, strict=False)) if a != b), len(steps))
        return -shared, OSA.distance(wanted, row.code)

    near = sorted(rows, key=far)
    least = far(near[0])[0]
    shared = [row for row in near if far(row)[0] <= min(least + 1, -1)] or near
    return sorted(shared[:6], key=lambda row: row.position)


def _mine(desk: Desk, asker: Asker, rows: Sequence[Item]) -> list[Item]:
    """The items that wait for who asks, the nearest due first; of who holds none the first of the plan."""
    due = [d.item_id for d in plans.duties(desk.session, desk.satker_id) if d.active and asker.person.id in d.holders]
    by_id = {row.id: row for row in rows}
    return [by_id[id] for id in dict.fromkeys(due) if id in by_id][:6] or list(rows[:6])


# one item


def pressed_item(desk: Desk, press: Press) -> str | None:
    """An item was chosen from a list."""
    found = desk.session.get(Item, press.numbers[0])
    plan = plans.in_force(desk.session, desk.satker_id)
    if found is None or plan is None or found.satker_id != desk.satker_id:
        return "old"
    here = plans.current(desk.session, found) or found
    asker = Asker.by(press)
    show(desk, asker, of_item(desk, asker, {"item": saved(here.id), "asked": found.code}))
    return None


def of_item(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """Everything about an item: what it asks for, its due dates with what came, who holds it, what happened lately."""
    found = desk.session.get_one(Item, said["item"])
    hidden = asker.hidden(desk)(found)
    every = plans.duties(desk.session, desk.satker_id)
    duties = [duty for duty in every if duty.item_id == found.id]
    common = {**_facts(desk, found, duties, said["asked"]), "hidden": hidden, "private": asker.private}
    first = texts.render("item", **common, duties=duties[:DUES], start=0, described=True)
    together = texts.length(first) <= ROOM
    described = [] if together else texts.pages(_described(common), ROOM)

    def leaf(page: int) -> Leaf:
        if page < len(described):
            return Leaf(described[page], about=[duty.id for duty in duties])
        start = (page - len(described)) * DUES
        shown = duties[start : start + DUES]
        words = texts.render("item", **common, duties=shown, start=start, described=together and page == 0)
        return Leaf(words, _due_buttons(asker, shown, hidden=hidden), [duty.id for duty in shown or duties])

    count = len(described) + pages_of(duties, DUES)
    return Book("item", said, count, leaf, protect=found.confidential and not hidden)


def _described(common: dict[str, Any]) -> str:
    """An item's words without its due dates, where they fill a page of their own."""
    return texts.render("item", **common, duties=(), start=0, described=True)


def _facts(desk: Desk, found: Item, duties: Sequence[Duty], asked: str) -> dict[str, Any]:
    plan = plans.in_force(desk.session, desk.satker_id)
    assert plan is not None
    here, team = found.plan_id == plan.id, desk.team
    earlier = plans.formerly(desk.session, plan, asked)
    return {
        "item": found,
        "total": len(duties),
        "office": desk.satker.name,
        "today": desk.today,
        "holders": [team[id].name for id in people.holders(list(team.values()), found.code)] if here else [],
        "asked": asked,
        "earlier": earlier,
        "dropped": not here,
        "team": team,
        "marks": texts.marks(),
        "history": _history(desk, duties),
    }


def _history(desk: Desk, duties: Sequence[Duty]) -> list[dict[str, Any]]:
    """What happened lately, in the office's own time and words."""
    due = {duty.id: duty.due for duty in duties}
    found = histories.lately(desk.session, list(due), most=HISTORY) if due else []
    return [
        {
            "at": desk.local(one.at).date(),
            "what": texts.label("happened", one.kind),
            "who": desk.team[one.actor_id].name if one.actor_id is not None and one.actor_id in desk.team else "",
            "due": due[one.obligation_id],
        }
        for one in found
    ]


def _due_buttons(asker: Asker, duties: Sequence[Duty], *, hidden: bool) -> list[list[Button]]:
    """For each due date one button that opens it, and beside it one for its pictures where they may be seen."""
    rows = []
    for duty in duties:
        row = []
        if duty.state is not State.WITHDRAWN and (asker.private or not duty.confidential):
            mark = texts.marks()[duty.state]
            said = texts.label("button", "open-due", mark=mark, due=texts.short_date(duty.due))
            row.append((said, data(Verb.OPEN, duty.id)))
        if duty.standing.evidence and asker.private and not hidden and _sees(asker, duty):
            said = texts.label("button", "show-due", count=len(duty.standing.evidence))
            row.append((said, data(Verb.SHOW, duty.id)))
        rows.append(row)
    singles = [row[0] for row in rows if len(row) == 1]
    return [row for row in rows if len(row) == 2] + in_rows(singles)


def _sees(asker: Asker, duty: Duty) -> bool:
    person = asker.person
    return person.id in duty.holders or may_review(person.role, person.areas, duty)


# components and areas


def show_component(desk: Desk, asker: Asker, component: Component) -> None:
    """The items of a component, each a tap away."""
    show(desk, asker, of_component(desk, asker, {"component": component.code}))


def of_component(desk: Desk, asker: Asker, said: dict[str, Any]) -> Book:
    """A component's items with how far each is."""
    plan = plans.in_force(desk.session, desk.satker_id)
    rows = (
        [row for row in plans.items(desk.session, plan) if row.code.startswith(said["component"] + ".")] if plan else []
    )
    hidden, counts = asker.hidden(desk), _counts(desk)
    component = next(iter(components_of(rows)), Component(said["component"], 0, said["component"]))
    secret = any(hidden(row) for row in rows)

    def leaf(page: int) -> Leaf:
        shown = sliced(rows, page)
        words = texts.render(
            "component", component=component, items=shown, counts=counts, hidden=hidden, secret=secret, total=len(rows)
        )
        return Leaf(words, item_buttons(shown))

    return Book("component", said, pages_of(rows), leaf, protect=shows(rows, hidden))


def _counts(desk: Desk) -> dict[int, tuple[int, int, int]]:
    """Of each item how many due dates are done, how many it has, and how many are late, by its id."""
    counts: dict[int, tuple[int, int, int]] = {}
    for duty in plans.duties(desk.session, desk.satker_id):
        if duty.state.counted:
            done, all_, late = counts.get(duty.item_id, (0, 0, 0))
            counts[duty.item_id] = done + duty.state.done, all_ + 1, late + duty.late(desk.today)
    return counts


def show_area(desk: Desk, asker: Asker, components: Sequence[Component]) -> None:
    """The components of an area, each a tap away."""
    plan, hidden = plans.in_force(desk.session, desk.satker_id), asker.hidden(desk)
    rows = plans.items(desk.session, plan) if plan is not None else []
    components = [veiled(one, rows, hidden) for one in components]
    steps = [(one, [int(part) for part in re.findall(r"\d+", one.code)][:1]) for one in components]
    buttons = [
        (
            f"{one.code} · {texts.short(one.name, 24) or texts.label('button', 'secret')}",
            data(Verb.COMPONENT, one.area, number[0]),
        )
        for one, number in steps
        if number
    ]
    name = dict(known_of(desk).areas).get(components[0].area, "")
    desk.say(
        asker.chat_id,
        "components",
        buttons=[[button] for button in buttons[:20]],
        protect=any(names_secret(one, rows) for one in components),
        area=components[0].area,
        name=name,
        count=len(components),
    )


def pressed_component(desk: Desk, press: Press) -> str | None:
    """A component was chosen: its items."""
    area, number = press.numbers
    code = f"{texts.roman(area)}.{number}"
    component = next((one for one in known_of(desk).components if one.code == code), None)
    if component is None:
        return "old"
    show_component(desk, Asker.by(press), component)
    return None
