"""The morning messages of a day: one a person at most, and only where there is a reason for one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from zibot.rules import waiting
from zibot.rules.assigning import Nobodys
from zibot.rules.day import Day, Days, Known
from zibot.rules.deciding import Member
from zibot.rules.lifecycle import Duty
from zibot.rules.reminders import (
    Matter,
    Own,
    Rhythm,
    asks_for_a_message,
    comes_along,
    goes_along,
    in_order,
    is_named,
)
from zibot.rules.roles import May, allowed
from zibot.rules.waiting import Away, Late
from zibot.workdays import Workdays


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person's morning message names, each group with the earliest due first."""

    late: tuple[Duty, ...] = ()
    today: tuple[Duty, ...] = ()
    week: tuple[Duty, ...] = ()
    later: tuple[Duty, ...] = ()
    help: tuple[Late, ...] = ()
    """What others are so late with that this person hears of it."""
    reviews: tuple[Duty, ...] = ()
    asked: tuple[Duty, ...] = ()
    """Whose later due date waits for this person's yes."""
    ownerless: tuple[Nobodys, ...] = ()
    away: tuple[Away, ...] = ()
    unfiled: tuple[int, ...] = ()
    """Numbers of pieces of which the reader has not said yet what they are for."""
    leave: Days | None = None
    """The reader's own leave that is about to begin."""

    @property
    def duties(self) -> tuple[Duty, ...]:
        """Their own, in the order in which they are shown."""
        return self.late + self.today + self.week + self.later

    @property
    def others(self) -> dict[str, list[int]]:
        """What else is named, by the reason for it; 0 for what is no obligation."""
        found = {
            "late": [late.duty.id for late in self.help],
            "review": [duty.id for duty in self.reviews],
            "asked": [duty.id for duty in self.asked],
            "ownerless": [0] if self.ownerless else [],
            "leave": [away.duty.id for away in self.away],
            "unfiled": [0] if self.unfiled else [],
        }
        return {kind: ids for kind, ids in found.items() if ids}

    @property
    def all(self) -> tuple[Duty, ...]:
        """Every obligation that it names, for whatever reason."""
        helped, away = tuple(late.duty for late in self.help), tuple(one.duty for one in self.away)
        return (*self.duties, *helped, *self.reviews, *self.asked, *away)

    def __bool__(self) -> bool:
        return bool(self.all or self.ownerless or self.unfiled)


def mornings(known: Known, today: date, rhythm: Rhythm, calendar: Workdays) -> dict[int, Digest]:
    """The morning messages of a day by person; none for who is on leave or has nothing."""
    day = Day(known, today, rhythm, calendar)
    found = ((one.id, _digest(day, one)) for one in day.here)
    return {id: digest for id, digest in found if digest}


def _digest(day: Day, one: Member) -> Digest:
    """What a person's message names; nothing where there is no reason for one today."""
    owns = (day.own(one.id, duty) for duty in day.held.get(one.id, ()))
    mine = [own for own in owns if not own.quiet(one.id, day.today)]
    coming = [own for own in mine if own.duty.due >= day.today]
    late = [own.matter() for own in mine if own.duty.due < day.today]
    # Only who decides about something may have something else waiting.
    decides = allowed(one.role, May.REVIEW)
    others = waiting.late(day, one) if decides else []
    reviews = waiting.reviews(day, one) if decides else []
    asked = waiting.asked(day, one) if decides else []
    ownerless = waiting.ownerless(day, one) if decides else []
    away = waiting.away(day, one) if decides else []
    unfiled = waiting.unfiled(day, one)
    besides = [*others, *reviews[:1], *asked, *ownerless, *unfiled]
    if not (_called(day, coming) or away or _asks(day, late, besides)):
        return Digest()
    if not (_called(day, coming) or away or any(matter.fresh for matter in besides)) and _can_wait(day, one, mine):
        return Digest()
    soon = in_order(own.duty for own in coming if comes_along(own, day.today, day.rhythm, day.calendar.on_or_before))
    sunday = day.today + timedelta(days=6 - day.today.weekday())
    return Digest(
        late=_along(day, late),
        today=tuple(duty for duty in soon if duty.due == day.today),
        week=tuple(duty for duty in soon if day.today < duty.due <= sunday),
        later=tuple(duty for duty in soon if duty.due > sunday),
        help=tuple(Late(duty, waiting.days_late(day, duty)) for duty in _along(day, others)),
        reviews=_along(day, reviews),
        asked=_along(day, asked),
        ownerless=_nobodys(day, one, ownerless),
        away=tuple(away),
        unfiled=_numbers(day, one, unfiled),
        leave=day.begins(one.id),
    )


def _called(day: Day, coming: Iterable[Own], on: date | None = None) -> bool:
    return any(is_named(own, on or day.today, day.rhythm, day.calendar.on_or_before) for own in coming)


def _asks(day: Day, late: Iterable[Matter], besides: Iterable[Matter]) -> bool:
    return asks_for_a_message([*late, *besides], day.today, day.rhythm)


def _can_wait(day: Day, one: Member, mine: Iterable[Own]) -> bool:
    """Whether what is late can wait for tomorrow's message: one went out on the last working day, so three in a row.

    What its holder put off until today never waits.
    """
    owns = list(mine)
    before, tomorrow = day.calendar.on_or_before(day.today - timedelta(days=1)), day.calendar.next_after(day.today)
    spoke = any(day.known.named.get((one.id, duty.id)) == before for duty in day.held.get(one.id, ()))
    chosen = any(own.later == day.today for own in owns)
    return spoke and not chosen and _called(day, (own for own in owns if own.duty.due >= tomorrow), tomorrow)


def _nobodys(day: Day, one: Member, matters: Iterable[Matter]) -> tuple[Nobodys, ...]:
    named = any(goes_along(matter, day.today, day.rhythm) for matter in matters)
    return day.known.nobodys[one.id] if named else ()


def _numbers(day: Day, one: Member, matters: Iterable[Matter]) -> tuple[int, ...]:
    named = any(goes_along(matter, day.today, day.rhythm) for matter in matters)
    return tuple(number for number, _ in day.known.unfiled[one.id]) if named else ()


def _along(day: Day, matters: Iterable[Matter]) -> tuple[Duty, ...]:
    named = (matter.duty for matter in matters if goes_along(matter, day.today, day.rhythm))
    return tuple(in_order(duty for duty in named if duty is not None))
