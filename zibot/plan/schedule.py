"""What a target means: a Schedule, its due dates in a year, and its wording in Indonesian."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, Self, get_args

from zibot.when import MONTHS
from zibot.workdays import Workdays, last_day

Kind = Literal["monthly", "quarterly", "semester", "yearly", "months", "once", "tentative", "none"]
KINDS: tuple[Kind, ...] = get_args(Kind)
EVERY_MONTH = tuple(range(1, 13))
QUARTER_ENDS = (3, 6, 9, 12)
HALF_ENDS = (6, 12)
AFTER_QUARTERS = (1, 4, 7, 10)


@dataclass(frozen=True, slots=True)
class Schedule:
    """When an item falls due.

    `months` (named months, one or more) falls due at the end of each; `once` is one deadline: a date, a week of one
    month, or "paling lambat" one month. Kinds with a period list their months too; tentative and none have no months.
    `week` (1 to 5) and `day` (1 to 31) narrow every month; `deadline` says that the document wrote "paling lambat";
    `next_month` says that what falls due concerns the month or quarter before.
    """

    kind: Kind
    months: tuple[int, ...] = ()
    week: int | None = None
    day: int | None = None
    deadline: bool = False
    next_month: bool = False

    def as_dict(self) -> dict[str, Any]:
        """The schedule as JSON holds it; `day` and `next_month` appear only where they are set."""
        known: dict[str, Any] = {
            "kind": self.kind,
            "months": list(self.months),
            "week": self.week,
            "deadline": self.deadline,
        }
        if self.day is not None:
            known["day"] = self.day
        if self.next_month:
            known["next_month"] = True
        return known

    @classmethod
    def from_dict(cls, known: Mapping[str, Any]) -> Self:
        """Read back what as_dict gave; raises ValueError for an unknown kind or a month, week or day out of range."""
        kind, months = str(known.get("kind")), tuple(int(month) for month in known.get("months") or ())
        week, day = known.get("week"), known.get("day")
        if kind not in KINDS or not set(months) <= set(EVERY_MONTH):
            raise ValueError(f"no such schedule: {dict(known)}")
        if not (week is None or 1 <= week <= 5) or not (day is None or 1 <= day <= 31):
            raise ValueError(f"no such week or day: {dict(known)}")
        return cls(kind, months, week, day, bool(known.get("deadline")), next_month=bool(known.get("next_month")))


NOTHING = Schedule("none")
TENTATIVE = Schedule("tentative")
MONTHLY = Schedule("monthly", EVERY_MONTH)
QUARTERLY = Schedule("quarterly", QUARTER_ENDS)
SEMESTER = Schedule("semester", HALF_ENDS)
YEARLY = Schedule("yearly", (12,))


def in_months(months: Iterable[int], **narrower: Any) -> Schedule:
    """The schedule of named months, in the order of the year; all twelve are every month."""
    ordered = tuple(sorted(set(months)))
    return Schedule("monthly" if ordered == EVERY_MONTH else "months", ordered, **narrower)


def due_dates(schedule: Schedule, year: int, workdays: Workdays) -> tuple[date, ...]:
    """The working days in `year` on which the item falls due, oldest first."""
    return tuple(sorted({_due(schedule, year, month, workdays) for month in schedule.months}))


def _due(schedule: Schedule, year: int, month: int, workdays: Workdays) -> date:
    if schedule.day is not None:
        last = last_day(year, month)
        wanted = last.replace(day=min(schedule.day, last.day))
        due = workdays.on_or_before(wanted)
        # 1 January is a holiday: what is due then must not fall due in the year before the plan.
        return due if due.year == year else workdays.on_or_after(wanted)
    if schedule.week is not None:
        return workdays.week_deadline(year, month, schedule.week)
    return workdays.last_of_month(year, month)


_PERIODS: Mapping[str, str] = {
    "monthly": "setiap bulan",
    "quarterly": "setiap triwulan",
    "semester": "setiap semester",
    "yearly": "setiap tahun",
    "tentative": "tentatif",
    "none": "-",
}


def wording(schedule: Schedule) -> str:
    """The schedule as a target cell would write it; reading it again gives the same schedule."""
    latest = "paling lambat " if schedule.deadline else ""
    if schedule.next_month:
        when = f"hari ke-{schedule.day}" if schedule.day else "akhir"
        return f"{latest}{when} bulan berikutnya" + (" setelah triwulan" if schedule.kind == "quarterly" else "")
    narrowed = f"minggu ke-{schedule.week} " if schedule.week else f"tanggal {schedule.day} " if schedule.day else ""
    if schedule.kind in _PERIODS:
        return latest + narrowed + _PERIODS[schedule.kind]
    return latest + narrowed + listed([MONTHS[month - 1] for month in schedule.months])


def listed(words: list[str]) -> str:
    """A list as Indonesian writes it: "Maret, Juni dan Desember"."""
    return " dan ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
