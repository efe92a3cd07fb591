"""What a question is about: the plan in force with its areas and components, and the part of it that is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from zibot import texts
from zibot.context import Button, Desk, Verb, data
from zibot.handlers.seeing import Hides
from zibot.handlers.who import Spoken
from zibot.model import Item, Person, Plan, saved
from zibot.rules.lifecycle import Duty
from zibot.rules.periods import Period
from zibot.rules.roles import May, allowed
from zibot.rules.subjects import Component, Known
from zibot.storage import plans


def plan_of(desk: Desk, spoken: Spoken) -> Plan | None:
    """The plan in force; where there is none the asker is told."""
    adopted = plans.in_force(desk.session, desk.satker_id)
    if adopted is None:
        no_plan(desk, spoken.person, spoken.chat_id, private=spoken.private)
    return adopted


def no_plan(desk: Desk, person: Person, chat_id: int, *, private: bool) -> None:
    """Tell that no plan is in force, and who can change that."""
    adopts = private and allowed(person.role, May.ADOPT)
    desk.say(chat_id, "no_plan", buttons=plan_buttons()[:1] if adopts else (), adopts=adopts)


def plan_buttons() -> list[list[Button]]:
    """What a lead can do with the plan."""
    named = (("plan-send", Verb.PLAN_SEND), ("plan-sheet", Verb.PLAN_SHEET), ("plan-calendar", Verb.PLAN_CALENDAR))
    return [[(texts.label("button", name), data(verb))] for name, verb in named]


def areas_of(desk: Desk, plan: Plan) -> dict[int, str]:
    """The plan's areas by number."""
    return {row.area: row.area_name for row in sorted(plans.items(desk.session, plan), key=lambda row: row.area)}


def components_of(items: Iterable[Item]) -> tuple[Component, ...]:
    """The components of items, in the order of the plan."""
    found = {
        row.code.rpartition(".")[0]: Component(row.code.rpartition(".")[0], row.area, row.component) for row in items
    }
    return tuple(found.values())


def veiled(component: Component, items: Iterable[Item], hidden: Hides) -> Component:
    """A component without its name, where one of its items hides from who asks what it says."""
    inside = (row for row in items if row.code.startswith(component.code + "."))
    return replace(component, name="") if any(map(hidden, inside)) else component


def known_of(desk: Desk) -> Known:
    """What can be asked about: areas and components of the plan in force, and the team."""
    plan = plans.in_force(desk.session, desk.satker_id)
    people = tuple((saved(person.id), person.name) for person in desk.team.values())
    if plan is None:
        return Known((), (), people)
    rows = plans.items(desk.session, plan)
    areas = {row.area: row.area_name for row in sorted(rows, key=lambda row: row.area)}
    return Known(tuple(areas.items()), components_of(rows), people)


def names_secret(component: Component, items: Iterable[Item]) -> bool:
    """Whether a component is called by its name, and something in it is confidential: such words are protected."""
    return bool(component.name) and any(row.confidential for row in items if row.code.startswith(component.code + "."))


@dataclass(frozen=True, slots=True)
class Part:
    """The part of the plan that is asked for: all of it, an area or a component; and some days, or any."""

    area: int | None = None
    component: Component | None = None
    period: Period | None = None

    def has(self, thing: Duty | Item) -> bool:
        """Whether an item or obligation is of that area and component."""
        if self.component is not None:
            return thing.code.startswith(self.component.code + ".")
        return self.area is None or thing.area == self.area

    def within(self, day: date) -> bool:
        """Whether a day is one of those asked for."""
        return self.period is None or self.period.first <= day <= self.period.last

    @property
    def of(self) -> str:
        """The area or component in words, to follow what is told of it; empty for the whole plan."""
        if self.component is not None:
            return texts.label(
                "scope", "component", name=texts.short(self.component.name, 60), code=self.component.code
            )
        return texts.label("scope", "area", area=texts.roman(self.area)) if self.area is not None else ""

    @property
    def when(self) -> str:
        """The days in words, as they were named and with their dates; empty for any."""
        return when(self.period) if self.period is not None else ""

    def veiled(self, desk: Desk, hidden: Hides) -> "Part":
        """The same, with the name of its component only where nothing in it is hidden from who asks."""
        plan = plans.in_force(desk.session, desk.satker_id)
        if self.component is None or plan is None:
            return self
        return replace(self, component=veiled(self.component, plans.items(desk.session, plan), hidden))

    def guarded(self, desk: Desk) -> bool:
        """Whether its words may only stand in a message that is protected."""
        plan = plans.in_force(desk.session, desk.satker_id)
        if self.component is None or plan is None:
            return False
        return names_secret(self.component, plans.items(desk.session, plan))

    def said(self) -> dict[str, Any]:
        """As JSON, so that it is found again after a restart."""
        found: dict[str, Any] = {}
        if self.component is not None:
            found["component"] = self.component.code
        if self.area is not None:
            found["area"] = self.area
        if self.period is not None:
            found["period"] = [self.period.name, self.period.first.isoformat(), self.period.last.isoformat()]
        return found

    @classmethod
    def again(cls, desk: Desk, said: dict[str, Any]) -> "Part":
        """What was asked for then; a component is found by its code in the plan that is in force now."""
        code, named, area = said.get("component"), said.get("period"), said.get("area")
        component = next((one for one in known_of(desk).components if one.code == code), None) if code else None
        if code and component is None:
            component = Component(code, 0, code)
        period = Period(named[0], date.fromisoformat(named[1]), date.fromisoformat(named[2])) if named else None
        return cls(area, component, period)


def when(period: Period) -> str:
    """Some days in words: "minggu ini (5–11 Apr)", "Mei 2027"."""
    name, first, last = period.name, period.first, period.last
    if name == "quarter":
        return texts.label("when", "quarter", number=texts.roman((first.month + 2) // 3), year=first.year)
    if name.startswith("month-") or name == "yearend":
        return f"{texts.MONTHS[first.month - 1]} {first.year}"
    if name in ("ahead", "day"):
        return texts.label("when", name, last=texts.plain_date(last))
    together = (first.year, first.month) == (last.year, last.month)
    begins = f"{first.day}" if together else texts.short_date(first)
    days = texts.short_date(first) if first == last else f"{begins}–{texts.short_date(last)}"
    if name.endswith("month"):
        days = f"{texts.MONTHS[first.month - 1]} {first.year}"
    return f"{texts.label('when', name)} ({days})" if name != "year" else texts.label("when", name)
