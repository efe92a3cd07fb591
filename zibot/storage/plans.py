"""Questions about plans: the one in force, its items, its obligations as duties."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func
from sqlmodel import Session, col, select

from zibot.model import Item, Obligation, Person, Plan, of_row, saved
from zibot.plan.decree import Decree
from zibot.plan.ics import DueDay
from zibot.plan.problem import Problem
from zibot.plan.reading import Area, Measure, PlanItem, Reading, Source
from zibot.plan.schedule import Schedule
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.storage import ledger
from zibot.storage.kept import kept
from zibot.storage.standings import standings

_LATEST = select(func.max(col(Plan.id))).where(Plan.satker_id == bindparam("of"))


def in_force(session: Session, satker_id: int) -> Plan | None:
    """The plan in force, the latest adopted; to be read only."""
    return kept(
        session,
        ("plan", satker_id),
        lambda: session.connection().execute(_LATEST, {"of": satker_id}).scalar_one(),
        lambda id: _plan(session, id),
    )


def _plan(session: Session, id: int | None) -> Plan | None:
    if id is None:
        return None
    row = session.connection().execute(select(*Plan.__table__.columns).where(Plan.id == id)).one()  # type: ignore[attr-defined]
    return of_row(Plan, row._asdict())


def of_year(session: Session, satker_id: int, year: int) -> Plan | None:
    """The latest plan of a year, which a further one of that year amends."""
    return session.exec(
        select(Plan).where(Plan.satker_id == satker_id, Plan.year == year).order_by(col(Plan.id).desc()).limit(1)
    ).first()


def history(session: Session, plan: Plan) -> list[Plan]:
    """The plan and those that it amends, the newest first."""
    found = [plan]
    while found[-1].amends_id is not None:
        found.append(session.get_one(Plan, found[-1].amends_id))
    return found


def as_read(item: Item, due: Iterable[date] = ()) -> PlanItem:
    """An item in the shape in which it was read, so that it can be compared and written out."""
    return PlanItem(
        code=item.code,
        area=Area(item.area, item.area_name),
        component=item.component,
        indicator=item.indicator,
        action=item.action,
        evidence=tuple(item.slots),
        target=item.target,
        schedule=Schedule.from_dict(item.schedule),
        due=tuple(due),
        certain=item.certain,
        problems=tuple(Problem(**problem) for problem in item.problems),
        source=Source(**item.source),
        notes=item.notes,
    )


def items(session: Session, plan: Plan) -> Sequence[Item]:
    """The plan's items in the order of the document."""
    return session.exec(select(Item).where(Item.plan_id == plan.id).order_by(col(Item.position))).all()


def in_doubt(session: Session, plan: Plan) -> Sequence[Item]:
    """Items whose schedule nobody has confirmed yet."""
    doubtful = select(Item).where(Item.plan_id == plan.id, col(Item.certain).is_(False))
    return session.exec(doubtful.order_by(col(Item.position))).all()


def undated(session: Session, plan: Plan) -> Sequence[Item]:
    """Items without any obligation: tentative ones, ones without a target and ones whose schedule is in doubt."""
    dated = {duty.item_id for duty in duties_of(session, plan) if duty.state is not State.WITHDRAWN}
    return [item for item in items(session, plan) if item.id not in dated]


def current(session: Session, item: Item) -> Item | None:
    """The item of the plan in force that carries on this one, perhaps itself; None where there is none."""
    plan = in_force(session, item.satker_id)
    found: Item | None = item
    while found is not None and plan is not None and found.plan_id != plan.id:
        found = session.exec(select(Item).where(Item.continues_id == found.id)).first()
    return found if plan is not None else None


def formerly(session: Session, plan: Plan, code: str) -> Item | None:
    """The item that stood under a code in the plan that this one amends: as it goes on, else as it was dropped."""
    for earlier in history(session, plan)[1:]:
        found = session.exec(select(Item).where(Item.plan_id == earlier.id, Item.code == code)).first()
        if found is not None:
            return current(session, found) or found
    return None


def schedule(
    session: Session, item: Item, decided: dict[str, Any], dates: Sequence[date], *, now: datetime
) -> dict[str, int]:
    """Give an item that was in doubt the schedule that was decided, and its obligations; their new ids by due date.

    What an amendment withdrew for want of a clear schedule is expected again on the days that were decided.
    """
    item.schedule, item.certain = decided, True
    session.flush()
    known = {row.due: row for row in session.exec(select(Obligation).where(Obligation.item_id == item.id))}
    added = [Obligation(satker_id=item.satker_id, item_id=saved(item.id), due=due) for due in dates if due not in known]
    session.add_all(added)
    session.flush()
    for duty in duties(session, item.satker_id, ids=[saved(known[due].id) for due in dates if due in known]):
        if duty.state is State.WITHDRAWN:
            ledger.append(session, item.satker_id, Kind.RESTORED, at=now, obligation_id=duty.id)
    return {row.due.isoformat(): saved(row.id) for row in added}


def duties(session: Session, satker_id: int, *, ids: Sequence[int] | None = None) -> list[Duty]:
    """The obligations of the plan in force (or just those named) with what became of each, earliest due first."""
    plan = in_force(session, satker_id)
    return [] if plan is None else duties_of(session, plan, ids=ids)


def open_duties(session: Session, satker_id: int) -> Sequence[Duty]:
    """Those of which something is still expected, without what was due before the plan, earliest due first."""
    plan = in_force(session, satker_id)
    return () if plan is None else standings(session, plan, history).open


def duties_of(session: Session, plan: Plan, *, ids: Sequence[int] | None = None) -> list[Duty]:
    """The obligations of a plan, and those of items that it or an amended one before it dropped."""
    return standings(session, plan, history).chosen(ids)


def duty(session: Session, satker_id: int, obligation_id: int) -> Duty | None:
    """One obligation, if it belongs to the plan in force."""
    return next(iter(duties(session, satker_id, ids=[obligation_id])), None)


def unscheduled(session: Session, item: Item, *, today: date, actor: Person, now: datetime) -> Duty | None:
    """The obligation of an item without dates on the day that its work was done; None for an item that has dates."""
    rows = session.exec(select(Obligation).where(Obligation.item_id == item.id)).all()
    if item.certain and item.schedule.get("months"):
        return None
    obligation = next((row for row in rows if row.due == today), None)
    if obligation is None:
        obligation = Obligation(satker_id=item.satker_id, item_id=saved(item.id), due=today)
        session.add(obligation)
        session.flush()
        ledger.append(
            session,
            item.satker_id,
            "obligation.added",
            at=now,
            actor_id=actor.id,
            obligation_id=obligation.id,
            dues={str(item.id): {today.isoformat(): obligation.id}},
        )
    return duty(session, item.satker_id, saved(obligation.id))


def reading_of(session: Session, plan: Plan) -> Reading:
    """The plan as it would be read from a document: its items with the days on which they fall due as things stand."""
    days: dict[int, list[date]] = {}
    for found in duties_of(session, plan):
        if found.state.counted:
            days.setdefault(found.item_id, []).append(found.due)
    read = tuple(as_read(item, days.get(saved(item.id), ())) for item in items(session, plan))
    decree = Decree(plan.decree_number, plan.decree_date, plan.office, plan.year, plan.title)
    # Those of items are told by the items, as far as nobody has settled them since.
    problems = [Problem(**problem) for problem in plan.problems if "code" not in problem["details"]]
    return Reading(
        decree,
        read,
        (*problems, *(problem for item in read for problem in item.problems)),
        tuple(Measure(**measure) for measure in plan.measures),
        {int(area): tuple(texts) for area, texts in plan.targets.items()},
    )


def secret(session: Session, plan: Plan) -> frozenset[str]:
    """The codes of a plan's confidential items."""
    return frozenset(item.code for item in items(session, plan) if item.confidential)


def due_days(session: Session, plan: Plan, office: str) -> list[DueDay]:
    """What falls due in a plan and when, as a calendar takes it in; `office` is the code that makes its ids its own."""
    return [
        DueDay(
            uid=f"{office}-{found.id}@zibot",
            day=found.due,
            code=found.code,
            area=Area(found.area, found.area_name),
            component=found.component,
            action=found.action or found.indicator,
            evidence=found.slots,
            confidential=found.confidential,
        )
        for found in duties_of(session, plan)
        if found.state.counted
    ]
