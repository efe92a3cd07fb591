"""Which obligations a person's morning message names: derived from rows each time, so nothing needs rescheduling."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from zibot.rules.lifecycle import Duty


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often an office wants to be reminded: days before the due date, and every how many days once late."""

    lead_days: tuple[int, ...]
    overdue_every: int


@dataclass(frozen=True, slots=True)
class Digest:
    """What one person's morning message names, each group with the earliest due first."""

    late: tuple[Duty, ...]
    today: tuple[Duty, ...]
    soon: tuple[Duty, ...]

    @property
    def duties(self) -> tuple[Duty, ...]:
        """All of them in the order in which they are shown."""
        return self.late + self.today + self.soon

    def __bool__(self) -> bool:
        return bool(self.duties)


def reminder_days(due: date, rhythm: Rhythm, workday_before: Callable[[date], date]) -> list[date]:
    """The days on which an obligation is named before it is late; one on a day off comes on the working day before."""
    return sorted({workday_before(due - timedelta(days=lead)) for lead in rhythm.lead_days})


def is_named(
    duty: Duty, last: date | None, today: date, rhythm: Rhythm, workday_before: Callable[[date], date]
) -> bool:
    """Whether a morning message of today names an obligation that was last named on `last`.

    A day that was missed, as when the machine was down, is made up for by the next message.
    """
    if not duty.active or last == today:
        return False
    if duty.due < today:
        return last is None or last <= duty.due or (today - last).days >= rhythm.overdue_every
    days = reminder_days(duty.due, rhythm, workday_before)
    return any(day <= today and (last is None or last < day) for day in days)


def digests(
    duties: Iterable[Duty],
    last_named: Mapping[tuple[int, int], date],
    today: date,
    rhythm: Rhythm,
    workday_before: Callable[[date], date],
) -> dict[int, Digest]:
    """The morning messages of a day: for each person's id what is due for them; none who has nothing."""
    named: dict[int, list[Duty]] = {}
    for duty in duties:
        for person in duty.holders:
            if is_named(duty, last_named.get((person, duty.id)), today, rhythm, workday_before):
                named.setdefault(person, []).append(duty)
    return {person: _group(found, today) for person, found in named.items()}


def _group(duties: Sequence[Duty], today: date) -> Digest:
    ordered = sorted(duties, key=lambda duty: (duty.due, duty.item_id))
    return Digest(
        late=tuple(duty for duty in ordered if duty.due < today),
        today=tuple(duty for duty in ordered if duty.due == today),
        soon=tuple(duty for duty in ordered if duty.due > today),
    )
