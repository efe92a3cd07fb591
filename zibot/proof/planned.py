"""Plans, items and obligations held against the facts that wrote them down."""

from collections.abc import Iterator, Mapping

from zibot.proof.finding import Finding, found
from zibot.proof.said import said
from zibot.rules.lifecycle import Kind
from zibot.storage.ledger import Fact
from zibot.storage.proofs import Adopted, Due, Lasting

PLANNED = ("plan.adopted", "plan.amended")


def plans(rows: Mapping[int, Adopted], facts: list[Fact]) -> Iterator[Finding]:
    """Which plans are gone or are not what was put in force."""
    for fact in facts:
        told = said(fact)
        if fact.kind not in PLANNED or "plan" not in told:
            continue
        plan, where = rows.get(told["plan"]), f"plan {told['plan']}"
        if plan is None:
            yield found("plan-gone", where, number=told.get("number"))
        elif (plan.number, plan.source_sha256, plan.items) != (
            told.get("number"),
            told.get("source_sha256"),
            told.get("items", plan.items),
        ):
            yield found("plan-changed", where, number=told.get("number"))


def items(rows: Mapping[int, Lasting], facts: list[Fact]) -> Iterator[Finding]:
    """Which items say something else; those that are gone are told by their plan."""
    for fact in facts:
        for id, seal in said(fact).get("item_seals", {}).items():
            row = rows.get(int(id))
            if row is not None and row.seal != seal:
                yield found("item-changed", f"item {id}", id=int(id), item=row.code)


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
        row = rows.get(id, wanted)
        if row != wanted:
            item = items.get(wanted.item)
            yield found(
                "obligation-changed",
                f"obligation {id}",
                id=id,
                item=item.code if item else wanted.item,
                day=wanted.day,
                fields=[name for name in ("due", "item_id") if _column(row, name) != _column(wanted, name)],
            )


def _column(due: Due, name: str) -> object:
    return due.day if name == "due" else due.item


def _told(items: Mapping[int, Lasting], facts: list[Fact]) -> dict[int, Due]:
    """The obligations as they should stand: on the day told last, under the item that continues theirs."""
    continued = {row.continues: id for id, row in items.items() if row.continues is not None}
    told: dict[int, Due] = {}
    for fact in facts:
        words = said(fact)
        for item, dues in words.get("dues", {}).items():
            told.update({id: Due(_latest(int(item), continued), day) for day, id in dues.items()})
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
