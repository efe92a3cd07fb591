"""The calendar: holidays that are only estimates, the office's corrections, and which due dates hang on them."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from zibot.doctor.finding import Finding, attention, fine
from zibot.rules.lifecycle import Duty
from zibot.workdays import Holiday, Workdays

NAMED = 5
"""How many due dates are named; the others are counted."""
DECREED_BY = 11
"""The month in which next year's joint decree (SKB) is expected to be known."""
_DAY = timedelta(days=1)


def years(days: Workdays, plan_year: int, today: date, config: str) -> Iterator[Finding]:
    """How many holidays and cuti bersama are known of the plan's year and the next, and which are estimates."""
    for year in (plan_year, plan_year + 1):
        known = days.holidays(year)
        shared = sum(holiday.shared for holiday in known)
        guessed = [holiday for holiday in known if holiday.estimated and holiday.day >= today]
        own = sum(day.year == year and days.name_of(day) is None for day in days.extra_off - days.extra_work)
        removed = sum(day.year == year for day in days.extra_work)
        said = {"year": year, "public": len(known) - shared, "shared": shared, "own": own, "config": config}
        if year > plan_year and not _decreed(year, today):
            yield fine("calendar", "calendar-early", **said, holidays=guessed)
            continue
        # A holiday that was only moved is taken out and put in again; cuti bersama is more than that.
        enough = shared or own > removed
        yield fine("calendar", "calendar", **said) if enough else attention("calendar", "calendar-no-shared", **said)
        if guessed:
            yield attention("estimates", "estimates", year=year, holidays=guessed, config=config)
        else:
            yield fine("estimates", "estimates-none", year=year)


def _decreed(year: int, today: date) -> bool:
    """Whether a year's holidays should be known by now."""
    return (year - 1, DECREED_BY) <= (today.year, today.month)


def corrections(days: Workdays, config: str) -> Iterator[Finding]:
    """Whether the office's own list says anything new and nothing twice."""
    national = Workdays()
    idle = sorted(day for day in days.extra_work if national.is_workday(day))
    both = sorted(days.extra_work & days.extra_off)
    if idle:
        yield attention("corrections", "corrections-idle", days=idle, config=config)
    if both:
        yield attention("corrections", "corrections-both", days=both, config=config)
    if not idle and not both:
        count = len(days.extra_off) + len(days.extra_work)
        yield fine("corrections", "corrections" if count else "corrections-none", count=count)


def due(days: Workdays, duties: Iterable[Duty], year: int, today: date) -> Iterator[Finding]:
    """Which due dates to come would move with an estimated holiday, and which are days off by now."""
    coming = [duty for duty in duties if not duty.state.closed and duty.due >= today]
    guessed = [holiday for near in (year, year + 1) for holiday in days.holidays(near) if holiday.estimated]
    shaky = [duty for duty in coming if any(_hangs_on(duty.due, holiday, days) for holiday in guessed)]
    # Whoever moved a date by hand knew why.
    off = [duty for duty in coming if not duty.standing.moved and not days.is_workday(duty.due)]
    if shaky:
        yield attention("due", "due-shaky", count=len(shaky), duties=shaky[:NAMED])
    if off:
        yield attention("due", "due-off", count=len(off), duties=off[:NAMED])
    if not shaky and not off:
        yield fine("due", "due", count=len(coming))


def _hangs_on(day: date, holiday: Holiday, days: Workdays) -> bool:
    """Whether a due date lies in the week of a holiday, or has only days off between itself and it."""
    same_week = day.isocalendar()[:2] == holiday.day.isocalendar()[:2]
    return same_week or day in (days.on_or_before(holiday.day - _DAY), days.on_or_after(holiday.day + _DAY))
