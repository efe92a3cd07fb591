"""When an obligation is worth naming to who holds it: derived from rows each time, so nothing needs rescheduling."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from zibot.rules.lifecycle import Duty, State


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often an office wants to be reminded, and after how many working days past due who else hears of it."""

    lead_days: tuple[int, ...]
    """Days before the due date."""
    overdue_every: int
    """Every how many days what is late, or waits for someone, is named again."""
    coordinator_after: int = 0
    lead_after: int = 0
    """0 for never."""

    @property
    def rest(self) -> int:
        """Days after which a message that goes out anyhow names again what is not quite due to be named again."""
        return self.overdue_every - self.overdue_every // 3


WorkdayBefore = Callable[[date], date]
"""The day itself, or the last working day before it."""


def _reminders(due: date, rhythm: Rhythm, workday_before: WorkdayBefore) -> Iterator[tuple[date, date]]:
    """For each reminder the first day on which a message that goes out anyhow brings it, and its own day.

    That is half-way back to the reminder before, so that two of them become one, and none is brought too early.
    """
    leads = sorted(set(rhythm.lead_days), reverse=True)
    gaps = [before - after for before, after in pairwise(leads)]
    for lead, gap in zip(leads, [*gaps[:1], *gaps] or [0], strict=True):
        day = workday_before(due - timedelta(days=lead))
        yield day - timedelta(days=gap // 2), day


@dataclass(frozen=True, slots=True)
class Matter:
    """What a message may name again and again: it is new since a day, and was last named on another."""

    since: date
    last: date | None
    duty: Duty | None = None
    """None where it is something as a whole."""

    @property
    def fresh(self) -> bool:
        """Whether it was not named since it is new."""
        return self.last is None or self.last < self.since


def asks_for_a_message(matters: Iterable[Matter], today: date, rhythm: Rhythm) -> bool:
    """Whether something is new, or all that was named has rested: so they are named together, one day a week."""
    found = list(matters)
    rested = [matter.last is not None and (today - matter.last).days >= rhythm.overdue_every for matter in found]
    return any(matter.fresh for matter in found) or (bool(found) and all(rested))


def goes_along(matter: Matter, today: date, rhythm: Rhythm) -> bool:
    """Whether a message that goes out anyhow names it."""
    return matter.fresh or (matter.last is not None and (today - matter.last).days >= rhythm.rest)


@dataclass(frozen=True, slots=True)
class Own:
    """How an obligation stands towards one person who holds it: when it was named last, and when not to name it."""

    duty: Duty
    last: date | None = None
    later: date | None = None
    """Named not before this day, as they said ([Nanti])."""
    leave: tuple[date, date] | None = None
    """The leave of theirs in which it falls due."""

    def quiet(self, person: int, today: date) -> bool:
        """Whether it is not named at all; on its due date it is, whatever was put off."""
        done = not self.duty.active or self.duty.part(person) is State.SUBMITTED
        return done or (self.later is not None and today < self.later and today != self.duty.due)

    def matter(self) -> Matter:
        """As something late: new since the day after it was due, or since it was put off to."""
        since = self.duty.due + timedelta(days=1)
        return Matter(max(since, self.later or since), self.last, self.duty)


def is_named(own: Own, today: date, rhythm: Rhythm, workday_before: WorkdayBefore) -> bool:
    """Whether an obligation that is not late yet asks for a message today.

    A day that was missed, as when the machine was down, is made up for by the next message.
    """
    if _called(own, today, workday_before):
        return True
    reminders = _reminders(own.duty.due, rhythm, workday_before)
    return any(day <= today and (own.last is None or own.last < early) for early, day in reminders)


def comes_along(own: Own, today: date, rhythm: Rhythm, workday_before: WorkdayBefore) -> bool:
    """Whether a message that goes out anyhow names an obligation that is not late yet."""
    if _called(own, today, workday_before):
        return True
    reminders = _reminders(own.duty.due, rhythm, workday_before)
    return any(early <= today and (own.last is None or own.last < early) for early, _ in reminders)


def _called(own: Own, today: date, workday_before: WorkdayBefore) -> bool:
    """Whether today is a day that a person or their leave calls for: what was put off, or the last day before leave."""
    days: list[date] = [own.later] if own.later is not None else []
    if own.leave is not None:
        days.append(workday_before(own.leave[0] - timedelta(days=1)))
    return any(day <= today and (own.last is None or own.last < day) for day in days)


def in_order(duties: Iterable[Duty]) -> Sequence[Duty]:
    """The earliest due first."""
    return sorted(duties, key=lambda duty: (duty.due, duty.item_id))
