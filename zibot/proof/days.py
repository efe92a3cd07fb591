"""Leave and reminders that were put off, held against the facts that tell of them."""

from collections import Counter
from collections.abc import Iterator, Mapping

from zibot.proof.comparing import compared, gone, unknown
from zibot.proof.finding import Finding
from zibot.proof.said import moment, said
from zibot.storage.ledger import Fact
from zibot.storage.testimony import Row

LEAVE = ("person_id", "first", "last", "said_at", "cancelled_at")
SNOOZE = ("person_id", "obligation_id", "until", "said_at")


def leaves(rows: Mapping[int, Row], facts: list[Fact]) -> Iterator[Finding]:
    """Whose days of leave are not those that they said."""
    told: dict[int, Row] = {}
    for fact in facts:
        words = said(fact)
        if fact.kind == "leave.taken":
            days = (words.get("first"), words.get("last"))
            told[words.get("leave", 0)] = dict(zip(LEAVE, (fact.actor_id, *days, moment(fact), None), strict=True))
        elif fact.kind == "leave.cancelled" and words.get("leave") in told:
            told[words["leave"]]["cancelled_at"] = moment(fact)
    yield from compared("leave", rows, told)


def snoozes(rows: Mapping[int, Row], facts: list[Fact]) -> Iterator[Finding]:
    """What was put off otherwise than someone said: a fact tells of several rows at once, without their ids."""
    told: Counter[tuple[object, ...]] = Counter(
        (fact.actor_id, obligation, said(fact).get("until"), moment(fact))
        for fact in facts
        if fact.kind == "reminder.later"
        for obligation in said(fact).get("obligations", ())
    )
    for id, row in rows.items():
        one = tuple(row[name] for name in SNOOZE)
        if told[one] > 0:
            told[one] -= 1
        else:
            yield from unknown("snooze", [id])
    yield from (gone("snooze", f"({obligation})") for _, obligation, *_ in told.elements())
