"""Days and weeks of a target: dates, spans of dates, weeks of a month, days of every month and after a period."""

from collections.abc import Sequence
from dataclasses import replace

from zibot.plan.found import Found, values
from zibot.plan.schedule import AFTER_QUARTERS, MONTHLY, Schedule, in_months
from zibot.plan.words import Token, shape
from zibot.when import calendar_date

_BRIEF = 16  # days from the first to the last of two weeks that touch: such a window is one event


def _days(tokens: Sequence[Token]) -> list[int] | None:
    """The days that are named, all in digits: "II Januari" is a week or an entry of a list, and no day."""
    days = [token for token in tokens if token.kind == "N"]
    return [token.value for token in days] if all(token.text.strip().isdecimal() for token in days) else None


def _once(day: int, month: int) -> Found | None:
    # 2028 has a 29 February: whether the plan's year has one is told when its due dates are made.
    return Found(Schedule("once", (month,), day=day)) if calendar_date(2028, month, day) else None


def dates(tokens: Sequence[Token]) -> Found | None:
    """ "31 Maret, 30 Juni": one day of several months, or the last of each, which is a month's own due date."""
    days, months = _days(tokens) or [], values(tokens, "M")
    if "d" in shape(tokens):
        days, months = [value % 100 for value in values(tokens, "d")], [v // 100 % 100 for v in values(tokens, "d")]
    if len(days) != len(months):
        return None
    pairs = list(zip(months, days, strict=True))
    if not all(calendar_date(2028, month, day) for month, day in pairs):
        return None
    if len(set(months)) == 1:
        return Found(Schedule("once", (months[0],), day=days[-1]), "days-differ")
    doubt = None if months == sorted(months) else "wraps-year"
    if len(set(days)) == 1 and len(set(months)) == len(months):
        return Found(in_months(months, day=days[0]), doubt)
    last = all(day >= 28 and calendar_date(2027, month, day + 1) is None for month, day in pairs)
    return Found(in_months(months), doubt if last else "days-differ")


def weeks(tokens: Sequence[Token]) -> Found | None:
    """ "minggu ke-2 dan ke-4 Juli": the months are clear, their weeks more than a schedule holds unless all are one."""
    weeks, months = values(tokens, "Nl"), values(tokens, "M")
    if len(set(weeks)) == 1 and len(set(months)) == len(weeks) and 1 <= weeks[0] <= 5:
        return Found(in_months(months, week=weeks[0]), None if months == sorted(months) else "wraps-year")
    return Found(in_months(months), "days-differ") if all(1 <= week <= 5 for week in weeks) else None


def date(tokens: Sequence[Token]) -> Found | None:
    """ "31/05/2027", "01/03/2027 - 31/03/2027": once, on the last date named."""
    days = [(value // 100 % 100, value % 100) for value in values(tokens, "d")]
    years = [value // 10_000 for value in values(tokens, "d")]
    if len(set(years)) > 1:
        return Found(Schedule("once", days[-1][:1], day=days[-1][1]), "wraps-year") if _once(*days[-1][::-1]) else None
    return _window(days)


def _window(days: Sequence[tuple[int, int]]) -> Found | None:
    """From the first month and day to the last: one deadline at its end, unless it is so long that it may be more."""
    first, last = (calendar_date(2028, *one) for one in (days[0], days[-1]))
    if first is None or last is None or first > last:
        return None
    if last.month > first.month + 1:
        return _throughout([first.month, last.month])
    doubt = "two-month-window" if last.month > first.month and (last - first).days > _BRIEF else None
    return Found(Schedule("once", (last.month,), day=last.day), doubt)


def day_of_month(tokens: Sequence[Token]) -> Found | None:
    """ "16 Agustus", "14 s.d 22 Agustus": the last day named, in the last month named."""
    days, months = _days(tokens), values(tokens, "M")
    if days is None:
        return None
    spans = [*zip(months, days, strict=True)] if len(months) == len(days) else [(months[0], day) for day in days]
    return _window(spans)


def _throughout(months: Sequence[int]) -> Found:
    """ "1 Januari - 31 Desember": a long stretch is work that goes on rather than one deadline."""
    return Found(in_months(range(months[0], months[-1] + 1)), "throughout")


def day_of_months(tokens: Sequence[Token]) -> Found | None:
    """ "tanggal 5 Maret dan Juni"."""
    days, months = _days(tokens), values(tokens, "M")
    if not days:
        return None
    day = days[0]
    valid = all(calendar_date(2028, month, day) for month in months)
    return Found(in_months(months, day=day)) if valid and len(set(months)) > 1 else None


def week_of_months(tokens: Sequence[Token]) -> Found | None:
    """ "minggu ke-2 Januari": a span of weeks is due at its end."""
    weeks, months = values(tokens, "Nl"), sorted(set(values(tokens, "M")))
    if not all(1 <= week <= 5 for week in weeks) or (weeks != sorted(weeks) and len(months) == 1):
        return None
    if len(weeks) == 2 and shape(tokens).count("M") == 2:  # from a week of one month to a week of another
        first, last = values(tokens, "M")
        if last > first + 1:
            return _throughout([first, last])
        touching = first == last or (weeks[0] >= 4 and weeks[-1] == 1)
        doubt = None if touching else "two-month-window"
        return Found(Schedule("once", (last,), week=weeks[-1]), doubt) if first <= last else None
    if len(months) == 1:
        return Found(Schedule("once", tuple(months), week=weeks[-1]))
    return Found(in_months(months, week=weeks[-1]))


def every_month_day(tokens: Sequence[Token]) -> Found | None:
    """ "tanggal 5 setiap bulan"."""
    day = values(tokens, "N")[-1]
    return Found(replace(MONTHLY, day=day)) if 1 <= day <= 31 else None


def every_month_week(tokens: Sequence[Token]) -> Found | None:
    """ "minggu ke-2 setiap bulan"."""
    week = values(tokens, "Nl")[-1]
    return Found(replace(MONTHLY, week=week)) if 1 <= week <= 5 else None


def month_after(tokens: Sequence[Token]) -> Found | None:
    """ "hari ke-10 bulan berikutnya": due in every month for the one before it, which nobody said outright."""
    days = values(tokens, "N")
    if days and not 1 <= days[-1] <= 31:
        return None
    after = replace(MONTHLY, day=days[-1] if days else None, next_month=True)
    return Found(after, "inferred-frequency")


def month_after_quarter(tokens: Sequence[Token]) -> Found | None:
    """ "akhir bulan berikutnya setelah triwulan"."""
    day = next(iter(values(tokens, "N")), None)
    if day is not None and not 1 <= day <= 31:
        return None
    return Found(Schedule("quarterly", AFTER_QUARTERS, day=day, next_month=True), "inferred-frequency")


def after_period(tokens: Sequence[Token]) -> Found | None:
    """ "7 hari setelah triwulan berakhir"."""
    day = values(tokens, "N")[0]
    if not 1 <= day <= 28:
        return None
    if tokens[-1].kind == "q":
        return Found(Schedule("quarterly", AFTER_QUARTERS, day=day, next_month=True), "inferred-frequency")
    return Found(replace(MONTHLY, day=day, next_month=True), "inferred-frequency")
