"""Questions about plans: adopting one, the one in force, its obligations as duties."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlmodel import Session, col, select

from zibot.model import Event, Item, Obligation, Plan, saved
from zibot.plan.reading import PlanItem, Reading
from zibot.rules.lifecycle import Duty, Happened, Kind, stand
from zibot.storage import ledger, people


def in_force(session: Session, satker_id: int) -> Plan | None:
    """The plan in force: the latest adopted."""
    return session.exec(select(Plan).where(Plan.satker_id == satker_id).order_by(col(Plan.id).desc()).limit(1)).first()


def adopt(
    session: Session,
    satker_id: int,
    reading: Reading,
    *,
    source: tuple[str, str],
    now: datetime,
    today: date,
    confidential: Sequence[str],
) -> tuple[Plan, int]:
    """Make a reading the plan in force: its items, and an obligation for each item and due date.

    `source` is the document's name and SHA-256. Doubtful schedules are kept but not scheduled. Returns the plan and
    the number of its obligations.
    """
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
    )
    session.add(plan)
    session.flush()
    count = 0
    for position, read in enumerate(reading.items, start=1):
        count += _add_item(session, plan, read, position=position, confidential=confidential)
    session.flush()
    ledger.append(
        session,
        satker_id,
        "plan.adopted",
        at=now,
        plan=plan.id,
        number=decree.number,
        source_sha256=source[1],
        items=len(reading.items),
        obligations=count,
    )
    return plan, count


def _add_item(session: Session, plan: Plan, read: PlanItem, *, position: int, confidential: Sequence[str]) -> int:
    words = f"{read.component} {read.indicator} {read.action}".casefold()
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
        confidential=any(word.casefold() in words for word in confidential),
    )
    session.add(item)
    session.flush()
    dates = sorted(set(read.due)) if read.certain else []
    session.add_all(Obligation(satker_id=plan.satker_id, item_id=saved(item.id), due=due) for due in dates)
    return len(dates)


def items(session: Session, plan: Plan) -> Sequence[Item]:
    """The plan's items in the order of the document."""
    return session.exec(select(Item).where(Item.plan_id == plan.id).order_by(col(Item.position))).all()


def in_doubt(session: Session, plan: Plan) -> Sequence[Item]:
    """Items whose schedule nobody has confirmed yet."""
    return [item for item in items(session, plan) if not item.certain]


def undated(session: Session, plan: Plan) -> Sequence[Item]:
    """Items without any obligation: tentative ones, ones without a target and ones whose schedule is in doubt."""
    dated = select(Obligation.item_id)
    return session.exec(
        select(Item).where(Item.plan_id == plan.id, col(Item.id).not_in(dated)).order_by(col(Item.position))
    ).all()


def schedule(session: Session, item: Item, decided: dict[str, Any], dates: Sequence[date]) -> None:
    """Give an item that was in doubt the schedule that was decided, and its obligations."""
    item.schedule, item.certain = decided, True
    known = set(session.exec(select(col(Obligation.due)).where(Obligation.item_id == item.id)))
    session.add_all(
        Obligation(satker_id=item.satker_id, item_id=saved(item.id), due=due) for due in dates if due not in known
    )
    session.flush()


_LIFE = tuple(kind.value for kind in Kind)


def duties(session: Session, satker_id: int, *, ids: Sequence[int] | None = None) -> list[Duty]:
    """The obligations of the plan in force (or just those named) with what became of each, earliest due first."""
    plan = in_force(session, satker_id)
    if plan is None:
        return []
    # Items are read once each, not again with every obligation: theirs are the long columns.
    known = {saved(item.id): item for item in items(session, plan)}
    wanted = select(Obligation).join(Item).where(Item.plan_id == plan.id)
    told = select(Event).where(Event.satker_id == satker_id, col(Event.kind).in_(_LIFE))
    if ids is not None:
        wanted = wanted.where(col(Obligation.id).in_(ids))
        told = told.where(col(Event.obligation_id).in_(ids))
    events: dict[int, list[Happened]] = {}
    for event in session.exec(told.order_by(col(Event.id))):
        events.setdefault(event.obligation_id or 0, []).append(_happened(event))
    team = people.everyone(session, satker_id)
    held = cache(lambda code: people.holders(team, code))
    found = [
        _duty(obligation, known[obligation.item_id], plan, events.get(obligation.id or 0, []), held)
        for obligation in session.exec(wanted)
    ]
    return sorted(found, key=lambda duty: (duty.due, duty.area, duty.item_id))


def _happened(event: Event) -> Happened:
    said = json.loads(event.payload)
    due = said.get("due")
    return Happened(event.kind, said.get("reason"), date.fromisoformat(due) if due else None, event.evidence_id)


def _duty(
    obligation: Obligation, item: Item, plan: Plan, events: list[Happened], held: Callable[[str], tuple[int, ...]]
) -> Duty:
    return Duty(
        id=saved(obligation.id),
        item_id=saved(item.id),
        code=item.code,
        area=item.area,
        area_name=item.area_name,
        component=item.component,
        indicator=item.indicator,
        action=item.action,
        slots=tuple(item.slots),
        planned=obligation.due,
        adopted_on=plan.adopted_on,
        standing=stand(obligation.due, events),
        holders=held(item.code),
        confidential=item.confidential,
    )


def duty(session: Session, satker_id: int, obligation_id: int) -> Duty | None:
    """One obligation, if it belongs to the plan in force."""
    return next(iter(duties(session, satker_id, ids=[obligation_id])), None)


def unscheduled(session: Session, satker_id: int, item: Item, today: date) -> Duty | None:
    """The obligation of an item without dates on the day that its work was done; None for an item that has dates."""
    rows = session.exec(select(Obligation).where(Obligation.item_id == item.id)).all()
    if item.certain and item.schedule.get("months"):
        return None
    obligation = next((row for row in rows if row.due == today), None)
    if obligation is None:
        obligation = Obligation(satker_id=satker_id, item_id=saved(item.id), due=today)
        session.add(obligation)
        session.flush()
    return duty(session, satker_id, saved(obligation.id))
