"""Writing a plan down: its row, its items and their obligations."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from zibot.model import Item, Obligation, Plan, saved
from zibot.plan.ics import is_confidential
from zibot.plan.problem import Problem
from zibot.plan.reading import PlanItem, Reading
from zibot.storage import ledger

Dues = dict[str, dict[str, int]]
"""The ids of obligations by their due date (ISO), by the id of their item."""
LASTING = (
    "plan_id",
    "code",
    "area",
    "area_name",
    "component",
    "indicator",
    "action",
    "slots",
    "target",
    "confidential",
    "continues_id",
)
"""The columns of an item that never change."""
DETAILS = ("position", "notes", "problems", "source")
"""What else never changes of it."""
DECIDED = ("schedule", "certain")
"""What stays unless a schedule that was in doubt is decided, which is a fact of its own."""
PLAN = (
    "year",
    "decree_date",
    "office",
    "title",
    "source_name",
    "adopted_on",
    "amends_id",
    "problems",
    "measures",
    "targets",
)
"""The columns of a plan that its facts hold as a digest."""


def adopt(
    session: Session,
    satker_id: int,
    reading: Reading,
    *,
    source: tuple[str, str],
    now: datetime,
    today: date,
    confidential: Sequence[str],
    actor_id: int | None = None,
) -> tuple[Plan, int]:
    """Make a reading the plan in force: its items, and an obligation for each item and due date.

    `source` is the document's name and SHA-256. Doubtful schedules are kept but not scheduled. Returns the plan and
    the number of its obligations.
    """
    plan = add_plan(session, satker_id, reading, source=source, now=now, today=today)
    seals = Seals(plan_seal(plan))
    dues: Dues = {}
    for position, read in enumerate(reading.items, start=1):
        item = add_item(session, plan, read, position=position, confidential=confidential)
        seals.take(item)
        add_obligations(session, item, read.due if read.certain else (), dues=dues)
    count = sum(map(len, dues.values()))
    ledger.append(
        session,
        satker_id,
        "plan.adopted",
        at=now,
        actor_id=actor_id,
        plan=plan.id,
        number=reading.decree.number,
        source_sha256=source[1],
        items=len(reading.items),
        obligations=count,
        **seals.told(),
        dues=dues,
    )
    return plan, count


def add_plan(
    session: Session,
    satker_id: int,
    reading: Reading,
    *,
    source: tuple[str, str],
    now: datetime,
    today: date,
    amends: Plan | None = None,
) -> Plan:
    """Write down a plan without its items."""
    decree = reading.decree
    plan = Plan(
        satker_id=satker_id,
        year=decree.year or today.year,
        decree_number=decree.number,
        decree_date=decree.date,
        office=decree.office,
        title=decree.title,
        source_name=source[0],
        source_sha256=source[1],
        adopted_at=now,
        adopted_on=today,
        amends_id=amends.id if amends else None,
        problems=_problems(reading.problems),
        measures=[{"code": measure.code, "name": measure.name} for measure in reading.measures],
        targets={str(area): list(texts) for area, texts in reading.targets.items()},
    )
    session.add(plan)
    session.flush()
    return plan


def add_item(
    session: Session,
    plan: Plan,
    read: PlanItem,
    *,
    position: int,
    confidential: Sequence[str],
    continues: Item | None = None,
) -> Item:
    """Write down an item of a plan without its obligations.

    What was confidential stays so under other words: its evidence was sent in that trust.
    """
    trusted = continues is not None and continues.confidential
    item = Item(
        satker_id=plan.satker_id,
        plan_id=saved(plan.id),
        position=position,
        code=read.code,
        area=read.area.number,
        area_name=read.area.name,
        component=read.component,
        indicator=read.indicator,
        action=read.action,
        slots=list(read.evidence),
        target=read.target,
        schedule=dict(read.schedule.as_dict()),
        certain=read.certain,
        confidential=trusted or is_confidential(read, confidential),
        continues_id=continues.id if continues else None,
        notes=dict(read.notes),
        problems=_problems(read.problems),
        source=asdict(read.source),
    )
    session.add(item)
    session.flush()
    return item


@dataclass
class Seals:
    """The digests of a plan's row and of its items by their id, for the fact that puts it in force."""

    plan: str
    items: dict[str, str] = field(default_factory=dict)
    details: dict[str, str] = field(default_factory=dict)
    schedules: dict[str, str] = field(default_factory=dict)

    def take(self, item: Item) -> None:
        """Seal one more item."""
        for seals, names in ((self.items, LASTING), (self.details, DETAILS), (self.schedules, DECIDED)):
            seals[str(item.id)] = ledger.digest(*(getattr(item, name) for name in names))

    def told(self) -> dict[str, Any]:
        """The part of the fact."""
        seals = {"item_seals": self.items, "item_details": self.details, "item_schedules": self.schedules}
        return {"row": self.plan, **seals}


def plan_seal(plan: Plan) -> str:
    """The digest of what a plan's row says, days as ISO."""
    values = (getattr(plan, name) for name in PLAN)
    return ledger.digest(*(value.isoformat() if isinstance(value, date) else value for value in values))


def add_obligations(
    session: Session, item: Item, dates: Iterable[date], *, dues: Dues, adopted_on: date | None = None
) -> None:
    """Give an item an obligation on each of these days, and note them in `dues` for the fact that tells of them."""
    rows = [
        Obligation(satker_id=item.satker_id, item_id=saved(item.id), due=due, adopted_on=adopted_on)
        for due in sorted(set(dates))
    ]
    session.add_all(rows)
    session.flush()
    if rows:
        dues[str(item.id)] = {row.due.isoformat(): saved(row.id) for row in rows}


def _problems(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    return [{"code": problem.code, "where": problem.where, "details": dict(problem.details)} for problem in problems]
