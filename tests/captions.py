"""Everyday captions and file names of people of the sample plan, each with the item that its sender means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import yaml

from zibot.plan import read_plan
from zibot.rules.lifecycle import Duty, Standing, State
from zibot.workdays import Workdays

HERE = Path(__file__).parent
CONFIG = HERE.parent / "config"
DONE_AFTER = timedelta(days=10)
"""What was due longer ago counts as done."""


@dataclass(frozen=True)
class Sent:
    """A piece as someone sends it, with what they mean: an item at a due date, and which of its checklist."""

    caption: str
    name: str
    who: str
    day: date
    meant: tuple[str, date] | None
    """None where nobody can know, or the plan asks for no such thing."""
    slot: int | None

    @property
    def words(self) -> str:
        return self.caption or self.name


def all_sent() -> Iterator[Sent]:
    for line in (HERE / "captions.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            caption, name, who, day, meant, slot = (*line.split("\t"), "")[:6]
            sent_on = date.fromisoformat(day)
            code, _, due = meant.partition("@")
            item = (code, date.fromisoformat(f"{sent_on.year}-{due}")) if due else None
            yield Sent(caption, name, who, sent_on, item, int(slot) if slot else None)


def sample() -> list[Duty]:
    """The obligations of the sample plan, nothing done yet."""
    plan = read_plan(CONFIG / "rencana-kerja-2027.txt", workdays=Workdays.indonesia())
    dues = [(number, item, due) for number, item in enumerate(plan.items, start=1) for due in item.due]
    return [
        Duty(
            id=id,
            item_id=number,
            code=item.code,
            area=item.area.number,
            area_name=item.area.name,
            component=item.component,
            indicator=item.indicator,
            action=item.action,
            slots=tuple(item.evidence),
            planned=due,
            adopted_on=date(2027, 1, 4),
            standing=Standing(State.OPEN, None, due, moved=False, evidence=()),
            holders=(),
        )
        for id, (number, item, due) in enumerate(dues, start=1)
    ]


def held_by(who: str) -> tuple[str, ...]:
    """What someone of the sample team holds."""
    people = yaml.safe_load((CONFIG / "team.yaml").read_text(encoding="utf-8"))["people"]
    return tuple(next(person["items"] for person in people if who in person["name"]))


def holds(codes: tuple[str, ...], duty: Duty) -> bool:
    return any(duty.code == code or duty.code.startswith(f"{code}.") for code in codes)


def open_on(duties: list[Duty], day: date) -> list[Duty]:
    return [duty for duty in duties if duty.due >= day - DONE_AFTER]
