"""The obligations of a plan with what became of each: read once, then kept up with the ledger event by event.

What is remembered is only ever what the rows say. Each time it is asked whether the ledger still goes on from where it
was read, so that a transaction that was taken back, or another process that wrote, is noticed.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, func
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from zibot.model import Event, Item, Obligation, Person, Plan, saved
from zibot.rules.lifecycle import Duty, Happened, Kind, stand
from zibot.storage import people
from zibot.storage.kept import kept, looked_at

_LIFE = tuple(kind.value for kind in Kind)
_COLUMNS: tuple[Any, ...] = (
    Event.id,
    Event.hash,
    Event.kind,
    Event.actor_id,
    Event.obligation_id,
    Event.evidence_id,
    Event.payload,
)
_EVENTS: Any = select_columns(*_COLUMNS)
"""Events without their time and seal: columns are read faster than whole rows."""
_SINCE = _EVENTS.where(Event.satker_id == bindparam("of"), col(Event.id) >= bindparam("since")).order_by(col(Event.id))


@dataclass(frozen=True, slots=True)
class Standings:
    """What was true when the ledger's last event was `event`."""

    of: tuple[Any, ...]
    """The plan, how many obligations there are, and who holds what: where these change all is read anew."""
    event: tuple[int, str]
    duties: tuple[Duty, ...]
    """Earliest due first."""
    happened: Mapping[int, tuple[Happened, ...]]
    open: tuple[Duty, ...]
    """Those of which something is still expected, without what was due before the plan: asked with every photo."""

    def chosen(self, ids: Sequence[int] | None) -> list[Duty]:
        """All, or those of these ids."""
        if ids is None:
            return list(self.duties)
        wanted = set(ids)
        return [duty for duty in self.duties if duty.id in wanted]


def standings(session: Session, plan: Plan, history: Callable[[Session, Plan], list[Plan]]) -> Standings:
    """How the obligations of a plan, and of items that it or an amended one before it dropped, stand now."""
    remembered: dict[tuple[str, int], Standings] = session.info.setdefault("kept", {})
    mine = ("standings", plan.satker_id)
    of = kept(session, ("of", (plan.satker_id, plan.id)), lambda: _of(session, plan), lambda of: of)
    sure = looked_at(session)
    if mine in sure and sure[mine].of == of:
        still: Standings = sure[mine]
        return still
    before = remembered.get(mine)
    now = _caught_up(session, plan.satker_id, before) if before is not None and before.of == of else None
    if now is None:
        now = _read(session, plan, history(session, plan), of)
    remembered[mine] = sure[mine] = now
    return now


_TEAM = select(Person.id, Person.items).where(Person.satker_id == bindparam("of"), col(Person.left_at).is_(None))
_COUNT = select(func.count(col(Obligation.id))).where(Obligation.satker_id == bindparam("of"))


def _of(session: Session, plan: Plan) -> tuple[Any, ...]:
    of, connection = {"of": plan.satker_id}, session.connection()
    count, team = connection.execute(_COUNT, of).scalar_one(), connection.execute(_TEAM, of)
    return plan.id, count, tuple((id, *items) for id, items in team)


def _caught_up(session: Session, satker_id: int, before: Standings) -> Standings | None:
    """What was known, with what happened since; None where the ledger does not go on from there."""
    id, hash = before.event
    rows = session.connection().execute(_SINCE, {"of": satker_id, "since": id}).all()
    if not rows or (rows[0].id, rows[0].hash) != (id, hash):
        return None
    if len(rows) == 1:
        return before
    told = _by_obligation(row for row in rows[1:] if row.kind in _LIFE)
    if not told:
        return replace(before, event=(rows[-1].id, rows[-1].hash))
    happened = {**before.happened, **{id: (*before.happened.get(id, ()), *new) for id, new in told.items()}}
    duties = tuple(
        replace(duty, standing=stand(duty.planned, happened[duty.id])) if duty.id in told else duty
        for duty in before.duties
    )
    return _standings(before.of, (rows[-1].id, rows[-1].hash), duties, happened)


def _read(session: Session, plan: Plan, history: Sequence[Plan], of: tuple[Any, ...]) -> Standings:
    plans = {saved(one.id): one for one in history}
    # Items are read once each, not again with every obligation: theirs are the long columns.
    items = {saved(item.id): item for item in session.exec(select(Item).where(col(Item.plan_id).in_(plans)))}
    mine = _EVENTS.where(Event.satker_id == plan.satker_id)
    last = session.exec(mine.order_by(col(Event.id).desc()).limit(1)).first()
    happened = _by_obligation(session.exec(mine.where(col(Event.kind).in_(_LIFE)).order_by(col(Event.id))))
    team = list(people.members(session, plan.satker_id).values())
    # The code of an item that was dropped may be another's now: nobody holds it any more.
    held = cache(lambda plan_id, code: people.holders(team, code) if plan_id == plan.id else ())
    duties = []
    for obligation in session.exec(select(Obligation).join(Item).where(col(Item.plan_id).in_(plans))):
        item = items[obligation.item_id]
        adopted_on = obligation.adopted_on or plans[item.plan_id].adopted_on
        events = happened.get(saved(obligation.id), ())
        duties.append(_duty(obligation, item, adopted_on, events, held(item.plan_id, item.code)))
    return _standings(of, (last.id, last.hash) if last else (0, ""), duties, happened)


def _standings(
    of: tuple[Any, ...], event: tuple[int, str], duties: Iterable[Duty], happened: Mapping[int, tuple[Happened, ...]]
) -> Standings:
    ordered = tuple(sorted(duties, key=lambda duty: (duty.due, duty.area, duty.item_id)))
    return Standings(of, event, ordered, happened, tuple(d for d in ordered if not d.state.closed and not d.backlog))


def _by_obligation(rows: Iterable[Any]) -> dict[int, tuple[Happened, ...]]:
    events: dict[int, list[Happened]] = {}
    for row in rows:
        events.setdefault(row.obligation_id or 0, []).append(_happened(row))
    return {id: tuple(found) for id, found in events.items()}


def _happened(row: Any) -> Happened:
    said = json.loads(row.payload)
    due = said.get("due")
    return Happened(
        row.kind,
        said.get("reason"),
        date.fromisoformat(due) if due else None,
        row.evidence_id,
        row.actor_id,
        said.get("part", False),
        said.get("slot"),
    )


def _duty(
    obligation: Obligation, item: Item, adopted_on: date, events: Iterable[Happened], holders: tuple[int, ...]
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
        adopted_on=adopted_on,
        standing=stand(obligation.due, events),
        holders=holders,
        confidential=item.confidential,
    )
