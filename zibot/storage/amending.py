"""An amendment: a later decree of the same year, whose items carry on what they were, with evidence and history."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from zibot.model import Item, Obligation, Plan, Prompt, saved
from zibot.plan.compare import Comparison, Pair
from zibot.plan.reading import Reading
from zibot.rules.lifecycle import Duty, Kind, State
from zibot.rules.scopes import follow
from zibot.storage import adopting, ledger, people, plans


@dataclass(frozen=True, slots=True)
class Replanned:
    """What an amendment withdrew or moved of one item; `code` is empty where the item was dropped."""

    code: str
    before: str
    area: int
    action: str
    confidential: bool
    holders: frozenset[int]
    """Who held what was withdrawn or moved."""
    withdrawn: tuple[date, ...]
    moved: tuple[tuple[date, date], ...]
    planned: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Recoded:
    """What a person holds, before and after the codes changed."""

    name: str
    before: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Amended:
    """What an amendment brought about."""

    plan: Plan
    replanned: tuple[Replanned, ...]
    recoded: tuple[Recoded, ...]


@dataclass(frozen=True, slots=True)
class Amendment:
    """A decree that takes the place of a plan, and by whom and when it was put in force."""

    amends: Plan
    reading: Reading
    comparison: Comparison
    source: tuple[str, str]
    now: datetime
    today: date
    reason: str
    """Said of each obligation that it withdraws."""
    confidential: Sequence[str] = ()
    actor_id: int | None = None


@dataclass
class _Work:
    """An amendment on its way: what was before, and the facts that it appends."""

    session: Session
    said: Amendment
    plan: Plan
    rows: dict[str, Item]
    """The amended plan's items by code."""
    duties: dict[int, list[Duty]]
    """Their obligations as they stood before."""
    seals: adopting.Seals
    changes: list[Replanned] = field(default_factory=list)
    dues: adopting.Dues = field(default_factory=dict)

    def append(self, kind: Kind, duty: Duty, due: date | None = None) -> None:
        """Append a fact about an obligation."""
        ledger.append(
            self.session,
            self.plan.satker_id,
            kind,
            at=self.said.now,
            actor_id=self.said.actor_id,
            obligation_id=duty.id,
            plan=self.plan.id,
            due=due.isoformat() if due else None,
            reason=None if kind is Kind.RESTORED else self.said.reason,
        )


def amend(session: Session, said: Amendment) -> Amended:
    """Put an amendment in force: nothing is deleted, and each item that goes on keeps its obligations."""
    before = said.amends
    rows = {row.code: row for row in plans.items(session, before)}
    duties: dict[int, list[Duty]] = {}
    for duty in plans.duties_of(session, before):
        duties.setdefault(duty.item_id, []).append(duty)
    plan = adopting.add_plan(
        session, before.satker_id, said.reading, source=said.source, now=said.now, today=said.today, amends=before
    )
    work = _Work(session, said, plan, rows, duties, adopting.Seals(adopting.plan_seal(plan)))
    pairs = {pair.after.code: pair for pair in said.comparison.pairs}
    for position, read in enumerate(said.reading.items, start=1):
        pair = pairs.get(read.code)
        if pair is not None and pair.keeps_schedule:
            read = replace(read, schedule=pair.before.schedule, certain=True)  # noqa: PLW2901 - as it is written down
        old = rows[pair.before.code] if pair else None
        item = adopting.add_item(session, plan, read, position=position, confidential=said.confidential, continues=old)
        work.seals.take(item)
        if pair is None or old is None:
            adopting.add_obligations(session, item, read.due if read.certain else (), dues=work.dues)
        else:
            _carry(work, pair, old, item)
    for dropped in said.comparison.dropped:
        _drop(work, rows[dropped.code])
    recoded = _recode(work)
    _told(work, recoded)
    return Amended(plan, tuple(work.changes), recoded)


def _carry(work: _Work, pair: Pair, old: Item, item: Item) -> None:
    """Let an item's obligations go on under the one that continues it, as far as they are planned."""
    mine = work.duties.get(saved(old.id), [])
    for duty in mine:
        obligation = work.session.get_one(Obligation, duty.id)
        obligation.item_id, obligation.adopted_on = saved(item.id), duty.adopted_on
    work.session.flush()
    same = pair.before.certain and pair.after.certain and pair.before.schedule == pair.after.schedule
    if same or pair.keeps_schedule or not (pair.before.certain or pair.after.certain):
        return
    planned = set(pair.after.due) if pair.after.certain else set()
    for duty in mine:
        if duty.state is State.WITHDRAWN and duty.planned in planned:
            work.append(Kind.RESTORED, duty)
    free = sorted(planned - {duty.planned for duty in mine})
    gone = [duty for duty in mine if not duty.state.closed and duty.planned not in planned]
    moved = list(_moves(gone, free))
    for duty, day in moved:
        work.session.get_one(Obligation, duty.id).due = day
        work.append(Kind.MOVED, duty, due=day)
    taken = {duty.id for duty, _ in moved}
    # What was sent is not sent back: without another date it goes on where it is.
    ended = [duty for duty in gone if duty.id not in taken and not _begun(duty)]
    _withdraw(work, ended)
    added = sorted(set(free) - {day for _, day in moved})
    adopting.add_obligations(work.session, item, added, dues=work.dues, adopted_on=work.said.today)
    _note(work, item.code, old, ended, moved=moved, planned=added)


def _begun(duty: Duty) -> bool:
    return bool(duty.standing.evidence) or duty.state is State.SUBMITTED


def _moves(gone: Iterable[Duty], free: Iterable[date]) -> Iterator[tuple[Duty, date]]:
    """Work that was begun goes on at a newly planned date, the nearest one."""
    left = list(free)
    for duty in gone:
        if left and (_begun(duty) or duty.state is not State.OPEN):
            day = min(left, key=lambda day: (abs((day - duty.planned).days), day))
            left.remove(day)
            yield duty, day


def _drop(work: _Work, old: Item) -> None:
    """End what is still expected of an item that the decree leaves out; what was done stays done."""
    ended = [duty for duty in work.duties.get(saved(old.id), []) if not duty.state.closed]
    _withdraw(work, ended)
    _note(work, "", old, ended)


def _withdraw(work: _Work, duties: Sequence[Duty]) -> None:
    for duty in duties:
        work.append(Kind.WITHDRAWN, duty)
    waiting = select(Prompt).where(
        col(Prompt.obligation_id).in_([duty.id for duty in duties]), col(Prompt.closed_at).is_(None)
    )
    for prompt in work.session.exec(waiting):
        prompt.closed_at = work.said.now


def _note(
    work: _Work,
    code: str,
    old: Item,
    ended: Sequence[Duty],
    *,
    moved: Sequence[tuple[Duty, date]] = (),
    planned: Sequence[date] = (),
) -> None:
    if ended or moved:
        touched = (*ended, *(duty for duty, _ in moved))
        work.changes.append(
            Replanned(
                code=code,
                before=old.code,
                area=old.area,
                action=old.action,
                confidential=old.confidential,
                holders=frozenset(id for duty in touched for id in duty.holders),
                withdrawn=tuple(duty.due for duty in ended),
                moved=tuple((duty.due, day) for duty, day in moved),
                planned=tuple(planned),
            )
        )


def _recode(work: _Work) -> tuple[Recoded, ...]:
    """Let the codes that people hold follow their items."""
    comparison = work.said.comparison
    follows = [(pair.before.code, pair.after.code) for pair in comparison.pairs]
    dropped = [item.code for item in comparison.dropped]
    changed = []
    for person in people.everyone(work.session, work.plan.satker_id):
        before, after = tuple(person.items), follow(person.items, follows, dropped)
        if before != after:
            person.items = list(after)
            changed.append(Recoded(person.name, before, after))
            ledger.append(
                work.session,
                work.plan.satker_id,
                "person.recoded",
                at=work.said.now,
                person=person.id,
                before=list(before),
                after=list(after),
            )
    work.session.flush()
    return tuple(changed)


def _told(work: _Work, recoded: Sequence[Recoded]) -> None:
    """The fact itself, with which item became which."""
    comparison, decree = work.said.comparison, work.said.reading.decree
    ledger.append(
        work.session,
        work.plan.satker_id,
        "plan.amended",
        at=work.said.now,
        actor_id=work.said.actor_id,
        plan=work.plan.id,
        amends=work.said.amends.id,
        number=decree.number,
        source_sha256=work.said.source[1],
        pairs=[[pair.before.code, pair.after.code] for pair in comparison.pairs],
        doubtful=[pair.after.code for pair in comparison.doubtful],
        added=[item.code for item in comparison.added],
        dropped=[item.code for item in comparison.dropped],
        items=len(work.said.reading.items),
        **work.seals.told(),
        dues=work.dues,
    )
