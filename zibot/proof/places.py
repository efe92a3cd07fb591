"""Groups and their topics held against the facts that tell of them: in which chats the bot speaks, and of what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from zibot.proof.comparing import compared, gone, unknown
from zibot.proof.finding import Finding, found
from zibot.proof.said import moment, said
from zibot.storage.ledger import Fact
from zibot.storage.testimony import Row

GROUP = ("chat_id", "bound_at", "left_at")
TOPIC = ("chat_id", "area", "thread_id", "bound_at")


@dataclass
class _Bound:
    at: datetime | None
    left: datetime | None = None


def groups(rows: Mapping[int, Row], facts: list[Fact]) -> Iterator[Finding]:
    """Which groups are in a chat that was never bound, were bound or left at another time, or are gone."""
    bound: dict[int, _Bound] = {}
    for fact in facts:
        words = said(fact)
        chat = words.get("chat", 0)
        match fact.kind:
            case "group.bound":
                bound[chat] = _Bound(moment(fact))
            case "group.moved" if words.get("before") in bound:
                bound[chat] = bound.pop(words["before"])
            case "group.left" if chat in bound:
                bound[chat].left = moment(fact)
    strange = [id for id, row in rows.items() if row["chat_id"] not in bound]
    yield from (found("group-changed", f"group {id}", id=id) for id in strange)
    lost = len(bound.keys() - {row["chat_id"] for row in rows.values()}) - len(strange)
    if lost > 0:
        yield found("group-gone", "group", count=lost)
    known = {id: row for id, row in rows.items() if id not in strange}
    wanted = {id: bound[row["chat_id"]] for id, row in known.items()}
    yield from compared("group", known, {id: {"bound_at": one.at, "left_at": one.left} for id, one in wanted.items()})


def topics(rows: Mapping[int, Row], facts: list[Fact]) -> Iterator[Finding]:
    """Which topics are another than was told, or of another area."""
    told: dict[tuple[object, object], Row] = {}
    for fact in facts:
        words = said(fact)
        place = (words.get("chat"), words.get("area"))
        if fact.kind == "topic.bound":
            told[place] = {"thread_id": words.get("topic"), "bound_at": moment(fact)}
        elif fact.kind == "topic.lost":
            told.pop(place, None)
    here = {(row["chat_id"], row["area"]): id for id, row in rows.items()}
    yield from unknown("topic", [id for place, id in here.items() if place not in told])
    yield from (gone("topic", thread["thread_id"]) for place, thread in told.items() if place not in here)
    wanted = {here[place]: row for place, row in told.items() if place in here}
    yield from compared("topic", {id: rows[id] for id in wanted}, wanted)
