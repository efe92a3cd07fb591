"""Working days of Indonesia: public holidays and cuti bersama, due dates of months and weeks, quarters."""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Self

_DAY = timedelta(days=1)
_SATURDAY = 5
# The calendar library marks Islamic holidays that are not announced yet.
_ESTIMATE = re.compile(r"\s*\((?:perkiraan|estimated)\)", re.IGNORECASE)
_SHARED = re.compile(r"cuti bersama\b", re.IGNORECASE)


@cache
def _calendar() -> Callable[[int], Mapping[date, str]]:
    """Load the holiday library once, at first use: importing it takes longer than a small command."""
    from holidays import country_holidays  # noqa: PLC0415 - see above

    @lru_cache(maxsize=64)
    def of_year(year: int) -> Mapping[date, str]:
        found = country_holidays("ID", years=year, expand=False, language="id", categories=("public", "government"))
        return dict(found.items())

    return of_year


def _official_name(day: date) -> str | None:
    """The holiday's name as the library gives it, with its mark where the date is an estimate."""
    return _calendar()(day.year).get(day)


def last_day(year: int, month: int) -> date:
    """The last calendar day of a month."""
    return date(year, month, monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Holiday:
    """A public holiday or a day of cuti bersama (`shared`); estimated until its date is announced."""

    day: date
    name: str
    shared: bool
    estimated: bool


@dataclass(frozen=True, slots=True)
class Workdays:
    """Which days are worked: no weekend, holiday or cuti bersama, corrected by the office's own list."""

    extra_off: frozenset[date] = frozenset()
    extra_work: frozenset[date] = frozenset()

    @classmethod
    def indonesia(cls, extra_off: Iterable[date] = (), extra_work: Iterable[date] = ()) -> Self:
        """The national calendar, with days off that were decreed later and days that were made working days."""
        return cls(frozenset(extra_off), frozenset(extra_work))

    def is_workday(self, day: date) -> bool:
        """Whether the office works on that day; a day declared as worked outranks every holiday."""
        if day in self.extra_work:
            return True
        return day.weekday() < _SATURDAY and day not in self.extra_off and _official_name(day) is None

    def on_or_before(self, day: date) -> date:
        """The day itself, or the last working day before it."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def on_or_after(self, day: date) -> date:
        """The day itself, or the first working day after it."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def next_after(self, day: date) -> date:
        """The first working day after that day."""
        return self.on_or_after(day + _DAY)

    def last_of_month(self, year: int, month: int) -> date:
        """The last working day of a month."""
        return self.on_or_before(last_day(year, month))

    def week_deadline(self, year: int, month: int, week: int) -> date:
        """The last working day on or before day 7n of a month; a fifth week ends with the month."""
        last = last_day(year, month)
        return self.on_or_before(last if 7 * week > last.day else last.replace(day=7 * week))

    def name_of(self, day: date) -> str | None:
        """The name of the holiday, or None for a day without one."""
        name = None if day in self.extra_work else _official_name(day)
        return _ESTIMATE.sub("", name) if name else None

    def is_estimated(self, day: date) -> bool:
        """Whether the day is a holiday whose date neither the government nor the office's own list has settled yet."""
        name = None if day in self.extra_work or day in self.extra_off else _official_name(day)
        return bool(name and _ESTIMATE.search(name))

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """The year's holidays and cuti bersama by date, weekends included, without those that are worked."""
        names = {day: self.name_of(day) for day in sorted(_calendar()(year))}
        return tuple(
            Holiday(day, name, shared=bool(_SHARED.match(name)), estimated=self.is_estimated(day))
            for day, name in names.items()
            if name
        )


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year (triwulan), 1 to 4; written "2027-1"."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"a quarter is 1 to 4, not {self.number}")

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter in which a day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2027-1"; raises ValueError for anything else."""
        match = re.fullmatch(r"(\d{4})-([1-4])", text.strip())
        if match is None:
            raise ValueError(f"a quarter is written like 2027-1, not {text!r}")
        return cls(int(match[1]), int(match[2]))

    @property
    def months(self) -> tuple[int, int, int]:
        """The numbers of its three months."""
        last = 3 * self.number
        return last - 2, last - 1, last

    @property
    def first(self) -> date:
        """Its first calendar day."""
        return date(self.year, self.months[0], 1)

    @property
    def last(self) -> date:
        """Its last calendar day."""
        return last_day(self.year, self.months[2])

    def next(self) -> Self:
        """The quarter after it."""
        return type(self)(self.year + self.number // 4, self.number % 4 + 1)

    def previous(self) -> Self:
        """The quarter before it."""
        return type(self)(self.year - (self.number == 1), (self.number - 2) % 4 + 1)

    def __str__(self) -> str:
        return f"{self.year}-{self.number}"
