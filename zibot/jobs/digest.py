"""How much of a morning message is shown, so that it stays readable on a phone, and the buttons under it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from zibot import texts
from zibot.context import Button, Verb, data
from zibot.rules.lifecycle import Duty
from zibot.rules.mornings import Digest

OWN = 8
"""Lines of the reader's own; the rest is in /tugas."""
EACH = 3
"""Of each group at least so many of them, so that what is long late does not hide what is due today."""
OTHERS = 4
"""Lines of each other group."""


UNFILED = 3
"""Buttons for pieces that are for no item yet; the next ones come another day."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of each group."""

    own: int
    help: int
    asked: int
    away: int

    @classmethod
    def of(cls, digest: Digest) -> "Counts":
        """The groups of a message, counted."""
        groups = (digest.duties, digest.help, digest.asked, digest.away)
        return cls(*(len(group) for group in groups))

    def __sub__(self, shown: "Counts") -> "Counts":
        names = ("own", "help", "asked", "away")
        return Counts(*(getattr(self, name) - getattr(shown, name) for name in names))


def joined(digest: Digest) -> tuple[Digest, dict[int, list[date]]]:
    """A message in which an item late on several due dates has one line, and the other dates by that line's id."""
    late, help = _firsts(digest.late), _firsts(one.duty for one in digest.help)
    also = {id: [duty.due for duty in rest] for id, (_, *rest) in (late | help).items()}
    whole = replace(
        digest,
        late=tuple(duty for duty in digest.late if duty.id in late),
        help=tuple(one for one in digest.help if one.duty.id in help),
    )
    return whole, also


def _firsts(duties: Iterable[Duty]) -> dict[int, list[Duty]]:
    """What is late of each item, the longest late first, by the id of that first one."""
    items: dict[int, list[Duty]] = {}
    for duty in duties:
        items.setdefault(duty.item_id, []).append(duty)
    return {found[0].id: found for found in items.values()}


def cut(digest: Digest) -> Digest:
    """What of a message is shown line by line: the most pressing of each group."""
    own = _pressing(digest)

    def kept(duties: Sequence[Duty]) -> tuple[Duty, ...]:
        return tuple(duty for duty in duties if duty.id in own)

    return replace(
        digest,
        late=kept(digest.late),
        today=kept(digest.today),
        week=kept(digest.week),
        later=kept(digest.later),
        help=digest.help[:OTHERS],
        asked=digest.asked[:OTHERS],
        away=digest.away[:OTHERS],
    )


def _pressing(digest: Digest) -> set[int]:
    """The ids of the reader's own that are shown: a few of each group, then more of the most pressing one."""
    groups = (digest.today, digest.late, digest.week, digest.later)
    in_turn = [duty.id for group in groups for duty in group[:EACH]]
    rest = [duty.id for group in groups for duty in group[EACH:]]
    # "… and one more" would take the line that it saves.
    return set([*in_turn, *rest][: OWN if len(digest.duties) > OWN + 1 else OWN + 1])


def digest_buttons(shown: Digest, again: str, *, single: bool) -> list[list[Button]]:
    """One row for each line, which opens its item; of a `single` own one what one can do with it at once.

    `again` names the next working day, until which all can be put off.
    """
    own = shown.duties
    rows = _of_one(own[0]) if single else [[opener(duty, own)] for duty in own]
    others = {duty.id: (duty, "help") for duty, _ in shown.help} | {duty.id: (duty, "asked") for duty in shown.asked}
    beside = [duty for duty, _ in others.values()]
    rows += [[opener(duty, beside, texts.label("digest", name))] for duty, name in others.values()]
    if shown.reviews:
        rows.append([(texts.label("button", "queue", count=len(shown.reviews)), data(Verb.QUEUE))])
    if shown.ownerless:
        count = sum(len(group.codes) for group in shown.ownerless)
        rows.append([(texts.label("button", "nobodys", count=count), data(Verb.ASSIGN_LIST))])
    rows += [[(texts.label("button", "what-for", number=n), data(Verb.WHAT_FOR, n))] for n in shown.unfiled[:UNFILED]]
    if own and not single:
        rows.append([(texts.label("button", "later-all", day=again), data(Verb.LATER_ALL))])
    return rows


def _of_one(duty: Duty) -> list[list[Button]]:
    send, status = (texts.label("button", name) for name in ("send", "status"))
    return [
        [(send, data(Verb.SEND, duty.id)), (status, data(Verb.OPEN, duty.id))],
        [(texts.label("button", "later"), data(Verb.LATER, duty.id))],
    ]


def opener(duty: Duty, beside: Sequence[Duty], mark: str = "") -> Button:
    """A button that opens an item: its code and title; of one named for several due dates the date, too."""
    again = Counter(one.code for one in beside)[duty.code] > 1
    what = texts.short(duty.action or duty.indicator, 18 if again else 26)
    due = texts.short_date(duty.due) if again else ""
    mark = mark or texts.marks()[duty.state]
    return texts.label("button", "line", mark=mark, code=duty.code, due=due, what=what), data(Verb.OPEN, duty.id)
