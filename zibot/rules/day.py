"""One day of an office as the morning messages see it: who is there, what they hold, and what was named when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

from zibot.rules.assigning import Nobodys
from zibot.rules.deciding import Member, deciders
from zibot.rules.lifecycle import Duty
from zibot.rules.reminders import Matter, Own, Rhythm
from zibot.workdays import Workdays


class Days(NamedTuple):
    """Someone's leave, and the local day on which they told of it."""

    first: date
    last: date
    said: date


@dataclass(frozen=True, slots=True)
class Known:
    """All that is looked at for a day's messages; people and obligations by their ids."""

    duties: Sequence[Duty]
    team: Sequence[Member]
    """All who can be reached."""
    named: Mapping[tuple[int, int], date] = field(default_factory=dict)
    """When each person's obligation was last named to them."""
    noticed: Mapping[tuple[int, int, str], date] = field(default_factory=dict)
    """When it was last named for another reason; 0 for what is no obligation."""
    later: Mapping[tuple[int, int], date] = field(default_factory=dict)
    """Until when who holds it put it off."""
    leaves: Mapping[int, Sequence[Days]] = field(default_factory=dict)
    reviews: Mapping[int, Sequence[Duty]] = field(default_factory=dict)
    """What waits for each person's verdict."""
    submitted: Mapping[int, date] = field(default_factory=dict)
    """When it was submitted."""
    asked: Mapping[int, date] = field(default_factory=dict)
    """When a later due date was asked for."""
    nobodys: Mapping[int, tuple[Nobodys, ...]] = field(default_factory=dict)
    """What nobody holds, by who finds a holder for it."""
    unfiled: Mapping[int, Sequence[tuple[int, date]]] = field(default_factory=dict)
    """The numbers of pieces of which a sender has not said yet what they are for, and when they came."""

    def away(self, person: int, day: date) -> bool:
        """Whether a person is on leave on a day."""
        return any(leave.first <= day <= leave.last for leave in self.leaves.get(person, ()))


@dataclass(frozen=True)
class Day:
    """One day of the office."""

    known: Known
    today: date
    rhythm: Rhythm
    calendar: Workdays

    @cached_property
    def here(self) -> list[Member]:
        """Who can be reached and is not on leave."""
        return [one for one in self.known.team if not self.known.away(one.id, self.today)]

    @cached_property
    def held(self) -> Mapping[int, Sequence[Duty]]:
        """What each person holds."""
        found: dict[int, list[Duty]] = {}
        for duty in self.known.duties:
            for person in duty.holders:
                found.setdefault(person, []).append(duty)
        return found

    def own(self, person: int, duty: Duty) -> Own:
        """How an obligation stands towards a person who holds it."""
        leave = self.leave_of(person, duty)
        return Own(
            duty,
            last=self.known.named.get((person, duty.id)),
            later=self.known.later.get((person, duty.id)),
            leave=(leave.first, leave.last) if leave is not None else None,
        )

    def matter(self, person: int, kind: str, duty: Duty, since: date) -> Matter:
        """An obligation as something to name to a person for another reason than that they hold it."""
        return Matter(since, self.known.noticed.get((person, duty.id, kind)), duty)

    def leave_of(self, person: int, duty: Duty) -> Days | None:
        """The coming or running leave of a person in which an obligation falls due."""
        leaves = (leave for leave in self.known.leaves.get(person, ()) if leave.first <= duty.due <= leave.last)
        return next((leave for leave in leaves if leave.last >= self.today), None)

    def begins(self, person: int) -> Days | None:
        """A person's leave that begins after today and before the next working day is over."""
        until = self.calendar.next_after(self.today)
        return next((one for one in self.known.leaves.get(person, ()) if self.today < one.first <= until), None)

    def decides(self, person: int, area: int, besides: int | None = None) -> bool:
        """Whether a person is one of those who decide about an area today."""
        return any(one.id == person for one in deciders(self.here, area, besides=besides))

    def after(self, day: date, working_days: int) -> date:
        """So many working days after a day."""
        for _ in range(working_days):
            day = self.calendar.next_after(day)
        return day
