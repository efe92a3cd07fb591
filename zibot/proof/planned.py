"""Plans, items and obligations held against the facts that wrote them down."""

from collections.abc import Iterator, Mapping
from typing import Any

from zibot.proof.comparing import gone, unknown
from zibot.proof.finding import Finding, found
from zibot.proof.said import moment, said
from zibot.rules.lifecycle import Kind
from zibot.storage import ledger
from zibot.storage.ledger import Fact
from zibot.storage.proofs import Adopted, Due, Lasting

PLANNED = ("plan.adopted", "plan.amended")


def plans(rows: Mapping[int, Adopted], facts: list[Fact]) -> Iterator[Finding]:
    """Which plans are gone, are not what was put in force, or never were put in force."""
    told = {said(fact).get("plan"): fact for fact in facts if fact.kind in PLANNED}
    for id, fact in told.items():
        words, plan = said(fact), rows.get(id) if isinstance(id, int) else None
        number = words.get("number")
        if plan is None:
            yield found("plan-gone", f"plan {id}", number=number)
        elif plan._replace(adopted_on=None) != Adopted(
            number,
            words.get("source_sha256", ""),
            words.get("items", plan.items),
            moment(fact),
            None,
            words.get("row", plan.row),
        ):
            yield found("plan-changed", f"plan {id}", number=number)
    yield from unknown("plan", rows.keys() - told.keys())


def items(rows: Mapping[int, Lasting], facts: list[Fact]) -> Iterator[Finding]:
    """Which items say something else, are gone, or came into a plan without being told of."""
    decided = {said(fact).get("item"): said(fact).get("schedule") for fact in facts if fact.kind == "item.scheduled"}
    for fact in facts:
        words = said(fact)
        seals: dict[str, str] = words.get("item_seals", {})
        for id, seal in seals.items():
            row = rows.get(int(id))
            if row is None:
                yield gone("item", id)
            elif row.seal != seal or row.details != words.get("item_details", {}).get(id, row.details):
                yield found("item-changed", f"item {id}", id=int(id), item=row.code)
            elif row.decided != _decided(decided, words, id, row):
                yield found("row-changed", f"item {id}", table="item", id=int(id), fields=["schedule"])
        if seals:
            plan = words.get("plan")
            yield from unknown("item", [id for id, row in rows.items() if row.plan == plan and str(id) not in seals])


def _decided(later: Mapping[Any, Any], words: Mapping[str, Any], id: str, row: Lasting) -> str:
    """The digest of an item's schedule: as it was decided last, else as it was put in force, if that was told."""
    if int(id) in later:
        return ledger.digest(later[int(id)], True)
    found: str = words.get("item_schedules", {}).get(id, row.decided)
    return found


def obligations(rows: Mapping[int, Due], items: Mapping[int, Lasting], facts: list[Fact]) -> Iterator[Finding]:
    """Which obligations are gone, and which fall due on another day or belong to another item than was told."""
    told = _told(items, facts)
    lost = sorted(({fact.obligation_id for fact in facts if fact.obligation_id is not None} | set(told)) - set(rows))
    # What was written down when plans were adopted stays; later decrees and days only add to it.
    planned = sum(said(fact).get("obligations", 0) for fact in facts if fact.kind == "plan.adopted")
    short = planned - len(rows)
    if lost or short > 0:
        yield found("obligation-gone", "obligation", count=max(len(lost), short))
    for id, wanted in told.items():
        row = rows.get(id)
        if row is not None and row._replace(since=None) != wanted:
            item = items.get(wanted.item)
            yield found(
                "obligation-changed",
                f"obligation {id}",
                id=id,
                item=item.code if item else wanted.item,
                day=wanted.day,
                fields=[name for name in ("due", "item_id") if _column(row, name) != _column(wanted, name)],
            )
    yield from unknown("obligation", [id for id in rows.keys() - told.keys() if not _older(id, told, facts)])


def _older(id: int, told: Mapping[int, Due], facts: list[Fact]) -> bool:
    """Whether an obligation is from before facts told of each: those told how many there were."""
    silent = any(fact.kind in PLANNED and "dues" not in said(fact) for fact in facts)
    return silent and 0 < id < min(told, default=id + 1)


def since(
    rows: Mapping[int, Due], items: Mapping[int, Lasting], plans: Mapping[int, Adopted], facts: list[Fact]
) -> Iterator[Finding]:
    """Which obligations are said to be asked for since another day than that of the plan that first asked for them."""
    told = ((int(item), dues) for fact in facts for item, dues in said(fact).get("dues", {}).items())
    for id, item in ((id, item) for item, dues in told for id in dues.values()):
        row = rows.get(id)
        if row is None or row.item not in items or item not in items:
            continue
        began, stands = (plans.get(items[one].plan) for one in (item, row.item))
        if began is not None and stands is not None and (row.since or stands.adopted_on) != began.adopted_on:
            yield found("row-changed", f"obligation {id}", table="obligation", id=id, fields=["adopted_on"])


def _column(due: Due, name: str) -> object:
    return due.day if name == "due" else due.item


def _told(items: Mapping[int, Lasting], facts: list[Fact]) -> dict[int, Due]:
    """The obligations as they should stand: on the day told last, under the item that continues theirs."""
    continued = {row.continues: id for id, row in items.items() if row.continues is not None}
    told: dict[int, Due] = {}
    for fact in facts:
        words = said(fact)
        for item, dues in words.get("dues", {}).items():
            told.update({id: Due(_latest(int(item), continued), day, None) for day, id in dues.items()})
        # A decree moves the planned day itself; what the team moves is told by its events alone.
        if fact.kind == Kind.MOVED and "plan" in words and fact.obligation_id in told:
            told[fact.obligation_id] = told[fact.obligation_id]._replace(day=words["due"])
    return told


def _latest(item: int, continued: Mapping[int, int]) -> int:
    """The item that carries on this one last; itself where none does."""
    seen = {item}
    while (following := continued.get(item)) is not None and following not in seen:
        seen.add(following)
        item = following
    return item
